package web

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"danloi/feedback"
	"danloi/store"
)

// draftForm is what somebody at the counter types.
func draftForm(words string, more url.Values) url.Values {
	form := url.Values{"words": {words}, "area": {"01840"}, "lang": {"vi"}, "kind": {"feedback"}, "nonce": {strings.Repeat("ab", 16)}}
	for k, v := range more {
		form[k] = v
	}
	return form
}

const spokenWords = "Đèn đường trước nhà văn hóa tổ 4 không sáng hai tuần nay, tối đi lại rất nguy hiểm."

var slipPIN = regexp.MustCompile(`<dd class="big">(\d{3} \d{3})</dd>`)

// fileAtCounter files a case for somebody and returns the page with the slip.
func (b *browser) fileAtCounter(more url.Values) answer {
	form := draftForm(spokenWords, url.Values{"step": {"send"}, "consent": {"1"}})
	for k, v := range more {
		form[k] = v
	}
	return b.post("/console/new", form)
}

// counterCases returns what was filed at the counter.
func (h *house) counterCases() (cases []feedback.Case) {
	h.t.Helper()
	must(h.t, h.Store.View(context.Background(), func(tx *store.Tx) error {
		cases = nil
		return tx.EachCase(func(c feedback.Case) error {
			if c.Channel == channelCounter {
				cases = append(cases, c)
			}
			return nil
		})
	}))
	return cases
}

// TestFileForSomebody: an old woman without a telephone goes home with a slip, and can follow her case with it.
func TestFileForSomebody(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	b.get("/console/new").wants(t, http.StatusOK, `name="nonce"`)
	b.post("/console/new", draftForm(spokenWords, url.Values{"step": {"check"}})).wants(t, http.StatusOK, "Đèn đường, chiếu sáng công cộng →", h.unitName(unitOurs, "vi"), spokenWords)
	if n := len(h.counterCases()); n != 0 {
		t.Fatalf("%d cases were filed before the last button", n)
	}
	contact := url.Values{"name": {"Bà Lường Thị Pản"}, "phone": {"0912 345 678"}, "agree": {"1"}}
	a := b.fileAtCounter(contact)
	a.wants(t, http.StatusOK, "<svg", h.Texts.Text("vi", "console.slip.keep"))
	pin := slipPIN.FindStringSubmatch(a.body)
	if pin == nil {
		t.Fatal("no PIN on the slip")
	}
	if strings.Contains(a.url, strings.ReplaceAll(pin[1], " ", "")) || strings.Contains(h.lastLog.String(), "Pản") {
		t.Error("the PIN stands in the address, or a name in the log")
	}
	again := b.fileAtCounter(contact) // two clicks
	if p := slipPIN.FindStringSubmatch(again.body); p == nil || p[1] != pin[1] {
		t.Errorf("the second click shows the PIN %v, the first %v", p, pin)
	}
	cases := h.counterCases()
	if len(cases) != 1 {
		t.Fatalf("%d cases", len(cases))
	}
	c := cases[0]
	if c.Unit != unitOurs || c.Topic != "chieu_sang" || c.Person.Name != "Bà Lường Thị Pản" || c.Person.Words != spokenWords || c.Anonymous {
		t.Errorf("filed as %+v", c)
	}
	h.browser().post("/track", url.Values{"ref": {c.Ref}, "pin": {pin[1]}}).wants(t, http.StatusOK, "nhà văn hóa tổ 4")
	h.staff("chief").get("/console/audit").wants(t, http.StatusOK, h.Texts.Text("vi", "console.audit.did.filed_for"))
}

// TestFileNeedsConsent: nothing is kept of who did not agree, and names need a consent of their own.
func TestFileNeedsConsent(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("theirs")
	for id, form := range map[string]url.Values{
		"new_consent": {"consent": {""}},
		"new_agree":   {"name": {"Bà Pản"}},
		"new_contact": {"phone": {"gọi nhà bên"}, "agree": {"1"}},
		"no_text":     {"words": {"  "}},
		"too_long":    {"words": {strings.Repeat("đèn đường hỏng ", 400)}},
	} {
		b.fileAtCounter(form).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.error."+id))
	}
	if n := len(h.counterCases()); n != 0 {
		t.Errorf("%d cases were filed", n)
	}
	b.fileAtCounter(nil).wants(t, http.StatusOK, "<svg")
	if c := h.counterCases()[0]; !c.Anonymous || c.Person.Name != "" {
		t.Errorf("a case without a name is %+v", c)
	}
}

// TestFileDoors: the doors come before filing at the counter, too.
func TestFileDoors(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	const denounced = "tố cáo cán bộ địa chính lập hồ sơ giả để lấy đất"
	a := b.fileAtCounter(url.Values{"words": {denounced}, "past": {"denunciation"}})
	a.wants(t, http.StatusOK, h.Texts.Text("vi", "door.denunciation_title"), h.Texts.Text("vi", "console.new.not_kept"))
	a.lacks(t, "lập hồ sơ giả")
	const fire = "có đám cháy ở chợ huyện cũ, gọi xe chữa cháy giúp"
	b.fileAtCounter(url.Values{"words": {fire}}).wants(t, http.StatusOK, h.Texts.Text("vi", "emergency.114"), fire, `value="emergency"`)
	const complaint = "tôi khiếu nại việc xã thu hồi đất nhà tôi"
	b.fileAtCounter(url.Values{"words": {complaint}}).wants(t, http.StatusOK, h.Texts.Text("vi", "door.complaint_title"))
	if n := len(h.counterCases()); n != 0 {
		t.Fatalf("%d cases went past a door", n)
	}
	b.fileAtCounter(url.Values{"words": {fire}, "past": {"emergency"}}).wants(t, http.StatusOK, "<svg")
	if c := h.counterCases()[0]; !c.Urgent {
		t.Error("an emergency that was filed after the call is not urgent")
	}
}

// TestNewPIN: who lost the slip gets a new one after showing papers; the old PIN is dead, and a case that somebody
// holds in a chat has no such thing.
func TestNewPIN(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	old := slipPIN.FindStringSubmatch(b.fileAtCounter(nil).body)[1]
	ref := h.counterCases()[0].Ref
	b.get(caseURL(ref)).wants(t, http.StatusOK, h.Texts.Text("vi", "console.pin.title"))
	b.post(caseURL(ref)+"/pin", nil).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.error.new_pin"))
	a := b.post(caseURL(ref)+"/pin", url.Values{"known": {"1"}})
	a.wants(t, http.StatusOK, "<svg", ref)
	pin := slipPIN.FindStringSubmatch(a.body)[1]
	h.browser().post("/track", url.Values{"ref": {ref}, "pin": {old}}).wants(t, http.StatusUnprocessableEntity)
	h.browser().post("/track", url.Values{"ref": {ref}, "pin": {pin}}).wants(t, http.StatusOK, ref)
	b.get(caseURL(h.refs["lamp"])).lacks(t, h.Texts.Text("vi", "console.pin.title"))
	b.post(caseURL(h.refs["lamp"])+"/pin", url.Values{"known": {"1"}}).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.error.not_allowed"))
}
