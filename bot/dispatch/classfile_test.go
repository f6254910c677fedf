package dispatch_test

import (
	"bytes"
	"errors"
	"testing"

	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/store"
)

// taught is a class that has ended, with a register, an answer and a problem.
func taught(t *testing.T) *hall {
	h := newHall(t)
	listed, err := h.AddMembers(t.Context(), h.trainer, h.class.ID, []string{"Hoa", "Bền"}, true)
	h.must(err)
	h.move(learn.Move{Kind: learn.MoveNext})
	h.must(h.EnterAnswers(t.Context(), h.trainer, h.class.ID, []learn.ClassAnswer{{Member: listed[0].ID, Choice: 1, Source: learn.FromPaper}}))
	h.must(h.AddNote(t.Context(), h.trainer, h.class.ID, learn.ClassProblem, "Cầu hỏng"))
	h.move(learn.Move{Kind: learn.MoveEnd})
	return h
}

func (h *hall) export(passphrase string) []byte {
	h.t.Helper()
	var f dispatch.ClassFile
	h.must(h.store.View(h.t.Context(), func(tx *store.Tx) (err error) {
		f, err = dispatch.ExportClass(tx, h.class.ID)
		return err
	}))
	data, err := f.Seal(passphrase)
	h.must(err)
	return data
}

func TestOfflineClassIsMergedOnce(t *testing.T) {
	laptop, server := taught(t), newDesk(t)
	data := laptop.export("lớp thôn ba 2026")
	for _, secret := range []string{"Hoa", "Cầu"} {
		if bytes.Contains(data, []byte(secret)) {
			t.Errorf("%q stands in the file in clear", secret)
		}
	}
	if _, err := dispatch.OpenClassFile(data, "another passphrase"); !errors.Is(err, dispatch.ErrClassFile) {
		t.Errorf("another passphrase: %v", err)
	}
	f, err := dispatch.OpenClassFile(data, "lớp thôn ba 2026")
	laptop.must(err)
	trainer := store.Staff{ID: "here", Login: "here", Role: store.RoleTrainer}
	bring := func(f dispatch.ClassFile) (done dispatch.ClassMerge) {
		t.Helper()
		server.must(server.store.Update(t.Context(), func(tx *store.Tx) (err error) {
			done, err = dispatch.ImportClass(tx, trainer, f, server.clock())
			return err
		}))
		return done
	}
	if got := bring(f); got != (dispatch.ClassMerge{Members: 2, Answers: 1, Notes: 1}) {
		t.Errorf("first: %+v", got)
	}
	before, err := server.ClassReport(t.Context(), trainer, f.Class.ID)
	server.must(err)
	if got := bring(f); got != (dispatch.ClassMerge{}) {
		t.Errorf("second: %+v", got)
	}
	after, err := server.ClassReport(t.Context(), trainer, f.Class.ID)
	server.must(err)
	if before.People != 2 || after.People != 2 || len(after.Problems) != 1 || after.Questions[0].Answered != 1 || after.Register[0].Name == "" {
		t.Errorf("report: %+v", after)
	}
	if _, err := server.FileProblems(t.Context(), trainer, f.Class.ID); err != nil {
		t.Errorf("problems of the laptop cannot be filed here: %v", err)
	}
	if got := bring(f); got != (dispatch.ClassMerge{}) {
		t.Errorf("after filing: %+v", got)
	}
}

func TestClassFileIsChecked(t *testing.T) {
	h := taught(t)
	data := h.export("0123456789")
	for i := range data {
		if i%97 != 0 {
			continue
		}
		broken := bytes.Clone(data)
		broken[i] ^= 1
		if f, err := dispatch.OpenClassFile(broken, "0123456789"); err == nil && f.Class.ID != h.class.ID {
			t.Fatalf("byte %d changed: the file opens as something else", i)
		}
	}
	var f dispatch.ClassFile
	h.must(h.store.View(t.Context(), func(tx *store.Tx) (err error) {
		f, err = dispatch.ExportClass(tx, h.class.ID)
		return err
	}))
	for name, spoil := range map[string]func(*dispatch.ClassFile){
		"answer of nobody": func(f *dispatch.ClassFile) { f.Answers[0].Member = "x" },
		"no such choice":   func(f *dispatch.ClassFile) { f.Answers[0].Choice = 99 },
		"other class":      func(f *dispatch.ClassFile) { f.Members[0].Class = "x" },
		"not ended":        func(f *dispatch.ClassFile) { f.Class.Ended = h.class.Closed },
	} {
		g := f
		g.Answers, g.Members = append([]learn.ClassAnswer{}, f.Answers...), append([]learn.Member{}, f.Members...)
		spoil(&g)
		sealed, err := g.Seal("0123456789")
		h.must(err)
		if _, err := dispatch.OpenClassFile(sealed, "0123456789"); !errors.Is(err, dispatch.ErrClassFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := f.Seal("short"); err == nil {
		t.Error("a short passphrase seals")
	}
}
