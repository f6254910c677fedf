package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"danloi/feedback"
	"danloi/store"
)

// audits counts the lines of the trail by what was done.
func (h *house) audits(did string) (n int) {
	h.t.Helper()
	must(h.t, h.Store.View(h.t.Context(), func(tx *store.Tx) error {
		n = 0
		lines, err := tx.AuditLines(time.Time{}, 1000)
		for _, l := range lines {
			if l.Did == did {
				n++
			}
		}
		return err
	}))
	return n
}

// TestModerate walks a case from the citizen's agreement to the public page.
func TestModerate(t *testing.T) {
	h := newHouse(t).fill()
	h.open("named", feedback.Filing{Topic: "chieu_sang", Area: "01840", Contact: "citizen9", Person: feedback.Person{
		Words: "Đèn trước nhà ông Hoàng Văn Páo hỏng, gọi tôi số 0987654321.",
	}})
	ref := h.refs["named"]
	chief := h.staff("chief")
	chief.get(publishURL(ref)).wants(t, http.StatusNotFound)
	h.do("named", feedback.Action{Kind: feedback.DoPublish, By: feedback.ByCitizen})
	list := chief.get("/console/publish")
	list.wants(t, http.StatusOK, ref)
	list.lacks(t, "Hoàng Văn Páo", "0987654321")
	page := chief.get(publishURL(ref))
	page.wants(t, http.StatusOK, "<mark>", "0987654321", "Đèn trước nhà", h.Texts.Text("vi", "entry.approve_publication"))
	if n := h.audits(AuditOriginal); n != 1 {
		t.Errorf("one look left %d lines", n)
	}
	post := func(decision string, f url.Values) answer {
		t.Helper()
		f.Set("version", version(h.load("named")))
		return chief.post(publishURL(ref)+"/"+decision, f)
	}
	post("approve", url.Values{"text": {" "}}).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "moderate.error.empty"))
	post("approve", url.Values{"text": {"Đèn hỏng, gọi 0987654321"}}).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "moderate.error.found"), `name="sure"`)
	post("approve", url.Values{"text": {strings.Repeat("đèn ", 1500)}}).wants(t, http.StatusUnprocessableEntity, "4000")
	post("refuse", url.Values{"why": {""}}).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "moderate.error.reason"))
	post("burn", url.Values{}).wants(t, http.StatusNotFound)
	chief.post(publishURL(ref)+"/approve", url.Values{"text": {"Đèn hỏng."}, "version": {"1"}}).wants(t, http.StatusConflict, "Đèn hỏng.")
	h.browser().get("/board/cases").lacks(t, ref, h.public("named"))
	post("approve", url.Values{"text": {"Đèn trước nhà bị hỏng."}}).wants(t, http.StatusOK, h.Texts.Text("vi", "moderate.done_approve_publication", "ref", ref))
	h.browser().get("/board/cases").wants(t, http.StatusOK, h.public("named"), "Đèn trước nhà bị hỏng.")
	chief.get("/console/publish?state=approved").wants(t, http.StatusOK, ref)
	post("refuse", url.Values{"why": {"Hàng xóm nhận ra là ai."}}).wants(t, http.StatusOK, h.Texts.Text("vi", "moderate.done_refuse_publication", "ref", ref))
	h.browser().get("/board/cases").lacks(t, ref, h.public("named"))
	post("approve", url.Values{"text": {"Đèn hỏng."}}).wants(t, http.StatusConflict, h.Texts.Text("vi", "moderate.error.gone"))
	chief.get("/console/publish?after=x").wants(t, http.StatusNotFound)
}

// TestModerateIsForCoordinators: the officer of the unit handles the case and does not publish it.
func TestModerateIsForCoordinators(t *testing.T) {
	h := newHouse(t).fill()
	h.do("lamp", feedback.Action{Kind: feedback.DoPublish, By: feedback.ByCitizen})
	ours := h.staff("ours")
	for _, path := range []string{"/console/publish", publishURL(h.refs["lamp"]), "/console/board", "/console/board.csv", "/console/board.xlsx"} {
		ours.get(path).wants(t, http.StatusNotFound)
	}
	ours.post(publishURL(h.refs["lamp"])+"/approve", url.Values{"text": {"x"}, "version": {version(h.load("lamp"))}}).wants(t, http.StatusNotFound)
	if h.load("lamp").Publication.State != feedback.Wanted || h.audits(AuditOriginal) != 0 {
		t.Error("an officer published a case, or saw it")
	}
}

func TestDeskBoard(t *testing.T) {
	h := newHouse(t).fill()
	chief := h.staff("chief")
	page := chief.get("/console/board")
	page.wants(t, http.StatusOK, h.unitName(unitOurs, "vi"), h.Texts.Text("vi", "console.reason.dossier"), "Cán bộ ours", "/g/dang-ky-tam-tru", `class="trend"`)
	page.lacks(t, "Hoàng Văn Páo", "0987654321", "Đèn đường đoạn")
	chief.get("/console/board?weeks=52&lang=en").wants(t, http.StatusOK, "By unit")
	chief.get("/console/board.csv").wants(t, http.StatusOK, h.Texts.Text("en", "desk_board.units"))
	a := chief.get("/console/board.xlsx")
	a.wants(t, http.StatusOK)
	f, err := excelize.OpenReader(bytes.NewReader([]byte(a.body)))
	must(t, err)
	if rows, err := f.GetRows("units"); err != nil || len(rows) < 4 || len(rows[1]) != 11 {
		t.Errorf("workbook: %v, %v", rows, err)
	}
	h.Figures.ready.Store(false)
	chief.get("/console/board").wants(t, http.StatusServiceUnavailable)
}

// TestNothingPersonalOutside asks for every public answer there is, with cases full of what must not get out.
func TestNothingPersonalOutside(t *testing.T) {
	h := newHouse(t).fill()
	h.publish("lamp", "Đèn tổ 4 không sáng")
	secrets := []string{"Hoàng Văn Páo", "0987654321", "Lý Thị Mẩy", "0912000111", "citizen1", "lampphoto", "Cán bộ ours", h.pins["lamp"], h.refs["lamp"], "105.8498", "Tối các cháu", "Đã thay bóng"}
	paths := []string{"/board?all=area", "/board?topic=chieu_sang", "/board.json", "/board.csv", "/board?period=2026-11", "/board/cases", "/board/cases.json", "/board/cases.csv", "/open311/v2/requests.json", "/open311/v2/requests.xml",
		"/open311/v2/requests/" + h.public("lamp") + ".json", "/open311/v2/services.json", "/open311/v2/services/chieu_sang.xml", "/open311/discovery.json"}
	for _, p := range paths {
		a := h.browser().get(p)
		if a.status != http.StatusOK {
			t.Errorf("%s: status %d", p, a.status)
		}
		a.lacks(t, secrets...)
	}
	for name, ref := range h.refs {
		if name != "lamp" {
			h.browser().get("/open311/v2/requests/"+ref+".json").wants(t, http.StatusNotFound)
			h.browser().get("/board/cases").lacks(t, ref, h.public("named"))
		}
	}
}
