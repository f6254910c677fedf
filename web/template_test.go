package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"danloi/feedback"
)

// TestTemplate: an officer picks ready words, leaves them as they are, and a citizen who reads English is told the same
// in English; changed words go out as they are.
func TestTemplate(t *testing.T) {
	h := newHouse(t).fill()
	h.open("visitor", feedback.Filing{
		Topic: "chieu_sang", Area: "01840", Contact: "citizen9", Lang: "en", Person: feedback.Person{Words: "The lamp is broken."},
	})
	b := h.staff("ours")
	base := caseURL(h.refs["visitor"])
	b.get(base).wants(t, http.StatusOK, "Đèn đã sáng lại", h.Texts.Text("vi", "console.template.own"))
	a := b.post(base+"/template/answer", url.Values{"version": {"1"}, "template": {"lamp_fixed"}, "why": {"Trời tối."}})
	a.wants(t, http.StatusOK, "đã được sửa và đã sáng lại", "The lamp you reported has been mended", "Trời tối.", `value="lamp_fixed" selected`)
	words := between(a.body, `<textarea id="answer-text" name="text" maxlength="4000" required>`, "</textarea>")
	form := url.Values{"version": {"1"}, "template": {"lamp_fixed"}, "why": {"Trời tối."}, "text": {strings.ReplaceAll(strings.ReplaceAll(words, "&#34;", `"`), "\n", "\r\n")}}
	b.post(base+"/do/answer", form).wants(t, http.StatusOK, h.Texts.Text("vi", "console.case.told", "lang", h.langName("vi", "en")))
	c := h.load("visitor")
	if text, own := c.Text(1).In("en"); !own || !strings.HasPrefix(text, "The lamp") || c.Story[1].Template != "lamp_fixed" {
		t.Errorf("the citizen is told %q, template %q", text, c.Story[1].Template)
	}
	h.follow("visitor", "en").wants(t, http.StatusOK, "has been mended and is lit again")
	h.follow("visitor", "vi").wants(t, http.StatusOK, "đã được sửa và đã sáng lại")

	form = url.Values{"version": {"1"}, "template": {"lamp_fixed"}, "why": {"x"}, "text": {words + " Tổ 4 cảm ơn."}}
	b.post(caseURL(h.refs["lamp"])+"/do/answer", form).wants(t, http.StatusOK)
	if c := h.load("lamp"); len(c.Text(1).Told) != 0 || c.Story[1].Template != "lamp_fixed" {
		t.Errorf("changed words were told as %v", c.Text(1).Told)
	}
}

// TestTemplateGap: words with a gap are not sent, and words with a date that is over are not offered.
func TestTemplateGap(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	base := caseURL(h.refs["manhole"])
	a := b.post(base+"/template/answer", url.Values{"version": {"1"}, "template": {"answer_done"}})
	a.wants(t, http.StatusOK, "[… đã làm gì")
	form := url.Values{"version": {"1"}, "template": {"answer_done"}, "why": {"x"}, "text": {"Việc đã làm: [… đã làm gì, ngày nào]."}}
	b.post(base+"/do/answer", form).wants(t, http.StatusUnprocessableEntity, strings.ReplaceAll(h.Texts.Text("vi", "console.error.gap"), `"`, "&#34;"))
	b.get(base).wants(t, http.StatusOK, "Đã đến xem, đang làm")
	b.get(caseURL(h.refs["flood"])).lacks(t, "Đã đến xem, đang làm")
	b.post(base+"/template/answer", url.Values{"template": {"no_such"}, "text": {"Lời đã gõ."}}).wants(t, http.StatusOK, "Lời đã gõ.")
}

func TestPromisedDay(t *testing.T) {
	h := newHouse(t).fill()
	form := url.Values{"version": {"1"}, "text": {"Thứ sáu tuần sau sẽ làm xong."}, "promised": {"2026-12-04"}}
	h.staff("ours").post(caseURL(h.refs["lamp"])+"/do/update", form).wants(t, http.StatusOK)
	if got := h.load("lamp").Promised.In(h.Calendar.Zone()).Format("2006-01-02"); got != "2026-12-04" {
		t.Errorf("promised for %s", got)
	}
}
