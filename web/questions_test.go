package web

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"danloi/store"
)

// Questions that mean the same stand together, the commonest first; the draft that can be downloaded holds what
// was asked.
func TestQuestions(t *testing.T) {
	h := newHouse(t).fill()
	chief := h.staff("chief")
	chief.get("/console/questions").wants(t, http.StatusOK, h.Texts.Text("vi", "console.questions.none"))
	asked := []string{"xin giấy nuôi ong", "lịch cắt điện tuần này", "xin giay nuoi ong", "xin giấy nuôi ong ở xã"}
	must(t, h.Store.Update(context.Background(), func(tx *store.Tx) error {
		for i, words := range asked {
			q := store.Unanswered{Words: words, Lang: "vi", At: h.clock.Add(time.Duration(i) * time.Minute)}
			if err := tx.AddUnanswered(q); err != nil {
				return err
			}
		}
		return nil
	}))
	a := chief.get("/console/questions")
	a.wants(t, http.StatusOK, "<strong>3</strong>", "<strong>1</strong>")
	if strings.Index(a.body, "nuôi ong") > strings.Index(a.body, "cắt điện") {
		t.Error("what is asked most does not come first")
	}
	link := regexp.MustCompile(`/console/questions/\d+/draft`).FindString(a.body)
	data := chief.get(link).body
	pack, err := zip.NewReader(bytes.NewReader([]byte(data)), int64(len(data)))
	must(t, err)
	names := ""
	for _, f := range pack.File {
		names += f.Name + " "
		r, err := f.Open()
		must(t, err)
		text, err := io.ReadAll(r)
		must(t, err)
		if !strings.Contains(string(text), "nuôi ong") {
			t.Errorf("%s does not hold what was asked", f.Name)
		}
	}
	if names != "xin-giay-nuoi-ong-o-xa/guide.yaml xin-giay-nuoi-ong-o-xa/vi.md " {
		t.Errorf("the draft holds %s", names)
	}
	chief.get("/console/questions/1/draft").wants(t, http.StatusNotFound)
}
