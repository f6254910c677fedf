package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"danloi/feedback"
	"danloi/store"
)

// picks is the value of a ticked row.
func (h *house) picks(names ...string) (values []string) {
	for _, n := range names {
		c := h.load(n)
		values = append(values, c.Ref+":"+version(c))
	}
	return values
}

// TestBatch: several cases get the same answer; each is judged by itself, and the page says of each what became of it.
func TestBatch(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	chosen := h.picks("lamp", "manhole", "flood", "answered", "foreign")
	chosen[1] = h.refs["manhole"] + ":7" // looked at before somebody else changed it
	form := url.Values{"do": {"answer"}, "case": chosen}
	a := b.post("/console/batch", form)
	a.wants(t, http.StatusOK, h.refs["lamp"], h.refs["answered"], `id="answer-why"`, h.Texts.Text("vi", "console.batch.title", "n", 4))
	a.lacks(t, h.refs["foreign"])
	b.post("/console/batch/do", form).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.error.no_text"))
	form["text"] = []string{"Đã xử lý trong đợt sửa chữa tuần này."}
	b.post("/console/batch/do", form).wants(t, http.StatusOK, h.Texts.Text("vi", "console.batch.result", "done", 0, "n", 4), h.Texts.Text("vi", "console.error.no_proof"))
	form["why"] = []string{"Ảnh chung gửi ở biên bản."}
	a = b.post("/console/batch/do", form)
	a.wants(t, http.StatusOK, h.Texts.Text("vi", "console.batch.result", "done", 2, "n", 4), h.Texts.Text("vi", "console.batch.stale"), h.Texts.Text("vi", "console.error.not_allowed"))
	for _, name := range []string{"lamp", "flood"} {
		if c := h.load(name); c.Status != feedback.Answered || c.Text(1).Text != form.Get("text") || c.Story[1].By != "ours" {
			t.Errorf("%s is %s: %+v", name, c.Status, c.Person.Texts)
		}
	}
	for _, name := range []string{"manhole", "foreign"} {
		if c := h.load(name); c.Version != 1 {
			t.Errorf("%s was changed", name)
		}
	}
	b.post("/console/batch/do", form).wants(t, http.StatusOK, h.Texts.Text("vi", "console.batch.result", "done", 0, "n", 4)) // again
	b.post("/console/batch", url.Values{"do": {"answer"}}).wants(t, http.StatusOK, h.Texts.Text("vi", "console.batch.none", "n", maxBatch))
	b.post("/console/batch", url.Values{"do": {"forget"}, "case": chosen}).wants(t, http.StatusOK, h.Texts.Text("vi", "console.batch.none", "n", maxBatch))
}

func TestBatchDuplicate(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	b.post("/console/batch/do", url.Values{"do": {"duplicate"}, "case": h.picks("flood", "manhole", "lamp"), "of": {h.refs["lamp"]}}).
		wants(t, http.StatusOK, h.Texts.Text("vi", "console.batch.result", "done", 2, "n", 3), h.Texts.Text("vi", "console.error.bad_original"))
	if c := h.load("flood"); c.Status != feedback.Duplicate || c.DuplicateOf != h.refs["lamp"] {
		t.Errorf("flood is %s of %q", c.Status, c.DuplicateOf)
	}
	b.post("/console/batch/do", url.Values{"do": {"pass_on"}, "case": h.picks("lamp"), "department": {unitTheirs}, "why": {"Đường tỉnh."}}).
		wants(t, http.StatusOK, h.Texts.Text("vi", "console.batch.result", "done", 1, "n", 1))
	if c := h.load("lamp"); c.Unit != unitTheirs {
		t.Errorf("lamp lies with %s", c.Unit)
	}
}

func (b *browser) list(t *testing.T, form url.Values) [][]string {
	t.Helper()
	a := b.post("/console/export", form)
	a.wants(t, http.StatusOK)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, byteOrderMark))).ReadAll()
	must(t, err)
	return rows
}

// TestExport: the list is that of the tab, within the scope; a cell is never a formula; what is personal is for the
// coordinator who asks for it, and that is written down.
func TestExport(t *testing.T) {
	h := newHouse(t).fill()
	h.open("evil", feedback.Filing{Topic: "chieu_sang", Area: "01840", Contact: "citizen10", Person: feedback.Person{Words: `=HYPERLINK("http://x","y")`, Name: "@SUM(1)"}})
	ours, chief := h.staff("ours"), h.staff("chief")
	rows := ours.list(t, url.Values{"tab": {"todo"}, "format": {"csv"}})
	refs := []string{}
	for _, row := range rows[1:] {
		refs = append(refs, row[0])
	}
	if !slices.Contains(refs, h.refs["lamp"]) || slices.Contains(refs, h.refs["foreign"]) || slices.Contains(refs, h.refs["answered"]) || len(rows[0]) != len(exportColumns) {
		t.Errorf("the list of our unit is %v with %v", refs, rows[0])
	}
	ours.post("/console/export", url.Values{"personal": {"1"}}).wants(t, http.StatusNotFound)
	rows = chief.list(t, url.Values{"tab": {"todo"}, "topic": {"chieu_sang"}, "personal": {"1"}})
	all := ""
	for _, row := range rows {
		all += strings.Join(row, "|") + "\n"
	}
	for _, want := range []string{"Hoàng Văn Páo", `'=HYPERLINK(`, "'@SUM(1)"} {
		if !strings.Contains(all, want) {
			t.Errorf("the coordinator's list lacks %q:\n%s", want, all)
		}
	}
	trail := 0
	must(t, h.Store.View(context.Background(), func(tx *store.Tx) error {
		lines, err := tx.AuditLines(h.clock.AddDate(1, 0, 0), 50)
		for _, l := range lines {
			if l.Did == AuditExported && l.Who == "chief" {
				trail++
			}
		}
		return err
	}))
	if trail != 1 {
		t.Errorf("%d audit lines of taking personal data away", trail)
	}
	a := ours.post("/console/export", url.Values{"tab": {"todo"}, "format": {"xlsx"}})
	book, err := excelize.OpenReader(bytes.NewReader([]byte(a.body)))
	must(t, err)
	defer book.Close()
	cells, err := book.GetRows("Sheet1")
	must(t, err)
	if len(cells) != len(refs)+1 || cells[1][0] != refs[0] {
		t.Errorf("the sheet has %d rows, the list %d: %v", len(cells), len(refs)+1, cells[1])
	}
}
