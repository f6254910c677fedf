package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

func watchPromises() []promise {
	return []promise{
		{"watches", "a case that is to be reminded of is found at its time, and only then", watches},
		{"pen", "a mail that was not acted upon waits for a person, sealed, and is gone when it leaves the pen", pen},
		{"pen is pruned", "a mail is not kept longer than 90 days", penPruned},
		{"signatures", "a signature holds for its parts only, and under its master key only", signatures},
	}
}

func watches(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	at := func(hours int) time.Time { return monday().Add(time.Duration(hours) * time.Hour) }
	put := func(ref string, hours int) {
		w := store.Watch{Ref: ref, Told: feedback.Reminded{Answer: feedback.Told{Run: monday(), Step: 50}}}
		if hours > 0 {
			w.Next = at(hours)
		}
		k.update(func(tx *store.Tx) error { return tx.PutWatch(w) })
	}
	dueAt := func(hours int) (refs []string) {
		k.view(func(tx *store.Tx) (err error) {
			refs, err = tx.DueWatches(at(hours), 2)
			return err
		})
		return refs
	}
	put("B", 2)
	put("A", 1)
	put("C", 3)
	put("Z", 0)
	wantList(t, "before the first", dueAt(0))
	wantList(t, "at the first", dueAt(1), "A")
	wantList(t, "at most two", dueAt(5), "A", "B")
	put("A", 9)
	wantList(t, "after A moved", dueAt(5), "B", "C")
	k.update(func(tx *store.Tx) error { return tx.DeleteWatch("B") })
	k.view(func(tx *store.Tx) error {
		next, ok, err := tx.NextWatch()
		want(t, "next", fmt.Sprint(next.Equal(at(3)), ok), "true true")
		if err != nil {
			return err
		}
		w, err := tx.Watch("Z")
		want(t, "told", w.Told.Answer.Step, 50)
		if err != nil {
			return err
		}
		w, err = tx.Watch("unknown")
		want(t, "of an unknown one", fmt.Sprint(w.Ref, w.Told.Answer.Step), "unknown0")
		return err
	})
}

func pen(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	k := newKit(t, r)
	mail := store.Penned{Once: "<1@example.vn>", At: monday(), Why: "sender", Ref: "K7F-4HM", From: "la@example.vn", Subject: "chuyện lạ", Text: "cầu hỏng", Files: 2}
	k.update(func(tx *store.Tx) (err error) { mail, err = tx.PutPen(mail); return err })
	later := store.Penned{Once: "<2@example.vn>", At: monday().Add(time.Hour), Why: "auto"}
	k.update(func(tx *store.Tx) (err error) { later, err = tx.PutPen(later); return err })
	again := later
	k.update(func(tx *store.Tx) (err error) { again, err = tx.PutPen(again); return err })
	want(t, "id of the same mail", again.ID, later.ID)
	k.view(func(tx *store.Tx) error {
		list, err := tx.Pens(9)
		want(t, "mails", len(list), 2)
		want(t, "newest", list[0].Why, "auto")
		mail.Once = ""
		want(t, "mail", list[1], mail)
		return err
	})
	k.update(func(tx *store.Tx) error { return tx.DropPen(mail.ID) })
	k.view(func(tx *store.Tx) error {
		_, err := tx.Pen(mail.ID)
		wantError(t, err, store.ErrNotFound)
		return nil
	})
	for _, secret := range []string{"cầu hỏng", "la@example.vn", "chuyện lạ", "<1@example.vn>", "K7F-4HM"} {
		want(t, "the file holds "+secret, strings.Contains(r.written(), secret), false)
	}
}

func penPruned(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	for i := range 3 {
		k.update(func(tx *store.Tx) error {
			_, err := tx.PutPen(store.Penned{Once: fmt.Sprint(i), At: monday().AddDate(0, 0, i), Why: "sender"})
			return err
		})
	}
	if err := k.Prune(t.Context(), monday().AddDate(0, 0, 91).Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	k.view(func(tx *store.Tx) error {
		list, err := tx.Pens(9)
		want(t, "mails left", len(list), 1)
		return err
	})
}

func signatures(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	sig := string(k.Sign("case", "K7F-4HM", "s1"))
	want(t, "length", len(sig), 32)
	want(t, "again", string(k.Sign("case", "K7F-4HM", "s1")), sig)
	other := newKeys(t, 8)
	for name, s := range map[string][]byte{
		"another person": k.Sign("case", "K7F-4HM", "s2"), "shifted parts": k.Sign("case", "K7F-4HMs", "1"),
		"another purpose": k.Sign("group", "K7F-4HM", "s1"), "another key": other.Sign("case", "K7F-4HM", "s1"),
	} {
		want(t, name+" has the same signature", string(s) == sig, false)
	}
}
