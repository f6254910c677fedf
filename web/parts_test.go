package web

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"danloi/feedback"
	"danloi/store"
)

// TestParts: a case is split, the other department works its part without seeing who complained, the citizen sees how
// the parts stand under the one reference, and the answer waits for them.
func TestParts(t *testing.T) {
	h := newHouse(t).fill()
	ours, theirs := h.staff("ours"), h.staff("theirs")
	base := caseURL(h.refs["lamp"])
	split := url.Values{"version": {"1"}, "department": {unitTheirs}, "text": {"Xin kiểm tra đèn ở đoạn đường tỉnh."}}
	ours.post(base+"/do/split", split).wants(t, http.StatusOK, h.Texts.Text("vi", "console.done.split"))
	whole := h.load("lamp")
	if len(whole.Parts) != 1 || whole.Parts[0].Unit != unitTheirs || len(whole.Person.Texts) != 0 {
		t.Fatalf("parts %+v, texts %+v", whole.Parts, whole.Person.Texts)
	}
	part := caseURL(whole.Parts[0].Ref)
	split["version"] = []string{version(whole)}
	ours.post(base+"/do/split", split).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.error.same_unit"))
	answer := url.Values{"version": {version(whole)}, "text": {"Xong."}, "why": {"x"}}
	ours.post(base+"/do/answer", answer).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.error.parts_open"))

	theirs.get("/console/").wants(t, http.StatusOK, whole.Parts[0].Ref)
	a := theirs.get(part)
	a.wants(t, http.StatusOK, "Xin kiểm tra đèn ở đoạn đường tỉnh.", "nhà văn hoá tổ 4", part+"/files/lampphoto", h.refs["lamp"])
	a.lacks(t, "Hoàng Văn Páo", "0987654321", `href="`+base+`"`, "do-ask_citizen", "do-split")
	theirs.get(base).wants(t, http.StatusNotFound)
	theirs.get(part+"/files/lampphoto").wants(t, http.StatusOK)
	ours.get(part).wants(t, http.StatusOK, base)
	h.follow("lamp", "vi").wants(t, http.StatusOK, h.Texts.Text("vi", "track.parts", "n", 1), h.Texts.Text("vi", "part.received")).lacks(t, "Xin kiểm tra đèn", whole.Parts[0].Ref)

	theirs.post(part+"/do/answer", url.Values{"version": {"1"}, "text": {"Đã sửa hai bóng."}, "why": {"Trời tối."}}).wants(t, http.StatusOK, `class="flash"`)
	whole = h.load("lamp")
	if whole.PartsOpen() != 0 || whole.Status != feedback.InProgress {
		t.Errorf("parts %+v, status %s", whole.Parts, whole.Status)
	}
	h.follow("lamp", "vi").wants(t, http.StatusOK, h.Texts.Text("vi", "part.answered")).lacks(t, "Đã sửa hai bóng")
	answer["version"] = []string{version(whole)}
	ours.post(base+"/do/answer", answer).wants(t, http.StatusOK, `class="flash"`)

	must(t, h.Store.Update(context.Background(), func(tx *store.Tx) error { return tx.Forget("citizen1", h.clock) }))
	theirs.get(part).wants(t, http.StatusOK, h.Texts.Text("vi", "console.case.forgotten")).lacks(t, "nhà văn hoá tổ 4")
}

// TestWorkingTranslation: what is not Vietnamese gets a working version that is named as such; the words stay.
func TestWorkingTranslation(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	b.get(caseURL(h.refs["lamp"])).lacks(t, `id="do-translate"`)
	base, c := caseURL(h.refs["answered"]), h.load("answered")
	b.get(base).wants(t, http.StatusOK, `id="do-translate"`)
	for _, text := range []string{"Đèn đường hư.", "Đèn đường bị hỏng."} {
		form := url.Values{"version": {version(h.load("answered"))}, "about": {"0"}, "text": {text}}
		b.post(base+"/do/translate", form).wants(t, http.StatusOK, "ភ្លើងផ្លូវខូច", text)
	}
	label := h.Texts.Text("vi", "console.working.label", "who", "Cán bộ ours", "at", moment(h.clock))
	b.get(base).wants(t, http.StatusOK, label, "Đèn đường hư.", "ភ្លើងផ្លូវខូច")
	b.get("/console/?tab=answered").wants(t, http.StatusOK, h.Texts.Text("vi", "console.working.row", "words", "Đèn đường bị hỏng."))
	h.follow("answered", "km").lacks(t, "Đèn đường bị hỏng.")
	b.post(base+"/do/translate", url.Values{"version": {version(h.load("answered"))}, "about": {"1"}, "text": {"x"}}).
		wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.error.unknown"))
	if now := h.load("answered"); now.Person.Words != c.Person.Words || len(now.Story) != len(c.Story)+2 {
		t.Errorf("the words are %q, entries %d", now.Person.Words, len(now.Story))
	}
}
