package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"danloi/store"
)

func recordPromises() []promise {
	return []promise{
		{"parked events", "an event that kept failing waits for a person, whole", parkedEvents},
		{"staff", "a login is one person's, whatever its case", staffLogins},
		{"sessions", "an officer stays logged in until the session ends, not longer", sessions},
		{"audit", "the trail stands in order of time and loses no line of the same instant", audit},
		{"unanswered questions", "editors see what could not be answered, the newest first", unanswered},
		{"documents", "small records of other parts are kept by kind", documents},
	}
}

func parkedEvents(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	for i := range 3 {
		k.update(func(tx *store.Tx) error {
			return tx.Park(store.ParkedEvent{
				ID: fmt.Sprint("telegram:", i), Contact: "c", Channel: "telegram", At: monday().Add(-time.Duration(i) * time.Hour),
				Tries: 3, Why: "no such flow", Body: fmt.Append(nil, i),
			})
		})
	}
	list := func(limit int) (ids []string) {
		k.view(func(tx *store.Tx) error {
			events, err := tx.Parked(limit)
			for _, ev := range events {
				ids = append(ids, ev.ID+"="+string(ev.Body))
			}
			return err
		})
		return ids
	}
	wantList(t, "parked", list(2), "telegram:2=2", "telegram:1=1")
	k.update(func(tx *store.Tx) error { return errors.Join(tx.Unpark("telegram:2"), tx.Unpark("absent")) })
	wantList(t, "after unparking", list(9), "telegram:1=1", "telegram:0=0")
}

func staffLogins(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	mai := store.Staff{ID: "s1", Login: "Mai", Name: "Lò Thị Mai", Role: "officer", Units: []string{"so_y_te"}, PasswordHash: "$argon2id$", Created: monday()}
	k.update(func(tx *store.Tx) error { return tx.PutStaff(mai) })
	k.updateFails(store.ErrLoginTaken, func(tx *store.Tx) error { return tx.PutStaff(store.Staff{ID: "s2", Login: "mAI"}) })
	k.view(func(tx *store.Tx) error {
		got, err := tx.StaffByLogin("MAI")
		want(t, "staff", fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", mai))
		return err
	})
	mai.Login, mai.Disabled = "mai.lo", true
	k.update(func(tx *store.Tx) error { return tx.PutStaff(mai) })
	k.update(func(tx *store.Tx) error { return tx.PutStaff(store.Staff{ID: "s2", Login: "mai"}) })
	k.view(func(tx *store.Tx) error {
		var all []string
		if err := tx.EachStaff(func(s store.Staff) error { all = append(all, s.ID+s.Login); return nil }); err != nil {
			return err
		}
		wantList(t, "everybody", all, "s1mai.lo", "s2mai")
		got, err := tx.Staff("s1")
		want(t, "disabled", got.Disabled, true)
		_, gone := tx.StaffByLogin("nobody")
		wantError(t, gone, store.ErrNotFound)
		return err
	})
}

func sessions(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	k := newKit(t, r)
	s := store.NewSessions(k.Store)
	find := func(token string, wantData string, wantFound bool) {
		t.Helper()
		data, found, err := s.Find(token)
		want(t, "data", string(data), wantData)
		want(t, "found", found, wantFound)
		wantError(t, err, nil)
	}
	wantError(t, s.Commit("token", []byte("one"), time.Now().Add(time.Hour)), nil)
	wantError(t, s.Commit("token", []byte("two"), time.Now().Add(2*time.Hour)), nil)
	wantError(t, s.Commit("ended", []byte("old"), time.Now().Add(-time.Hour)), nil)
	find("token", "two", true)
	find("ended", "", false)
	find("absent", "", false)
	find("\x00 tampered", "", false)
	wantError(t, k.Prune(t.Context(), time.Now()), nil)
	want(t, "sessions kept", len(r.dump(t, "session")), 1)
	want(t, "index entries", len(r.dump(t, "session_time")), 1)
	wantError(t, errors.Join(s.Delete("token"), s.Delete("absent")), nil)
	find("token", "", false)
	want(t, "index entries at the end", len(r.dump(t, "session_time")), 0)
}

func audit(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	for i := range 5 {
		k.update(func(tx *store.Tx) error {
			return tx.Audit(store.AuditLine{At: monday(), Who: "s1", Did: "looked", What: fmt.Sprint("case", i)})
		})
	}
	k.update(func(tx *store.Tx) error {
		return tx.Audit(store.AuditLine{At: monday().Add(-time.Hour), Who: "s1", Did: "looked", What: "late line"})
	})
	k.view(func(tx *store.Tx) error {
		var got []string
		for before := (time.Time{}); ; {
			lines, err := tx.AuditLines(before, 2)
			if err != nil {
				return err
			}
			if len(lines) == 0 {
				break
			}
			for _, l := range lines {
				got, before = append(got, l.What), l.At
			}
		}
		wantList(t, "lines", got, "case4", "case3", "case2", "case1", "case0", "late line")
		return nil
	})
	wantError(t, k.View(t.Context(), func(tx *store.Tx) error {
		return tx.Audit(store.AuditLine{At: monday()})
	}), store.ErrReadOnly)
}

func unanswered(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	for i := range 3 {
		k.update(func(tx *store.Tx) error {
			at := monday().Add(time.Duration(i) * time.Hour)
			return tx.AddUnanswered(store.Unanswered{Words: fmt.Sprint("q", i), Lang: "vi", Commune: "01840", At: at})
		})
	}
	list := func() (words []string) {
		k.view(func(tx *store.Tx) error {
			questions, err := tx.UnansweredList(2)
			for _, q := range questions {
				words = append(words, q.Words+q.Lang+q.Commune)
			}
			return err
		})
		return words
	}
	wantList(t, "questions", list(), "q2vi01840", "q1vi01840")
	wantError(t, k.Prune(t.Context(), monday().AddDate(2, 0, 1)), nil)
	wantList(t, "after two years", list())
}

func documents(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	type class struct{ Code string }
	k.update(func(tx *store.Tx) error {
		for _, id := range []string{"b2", "a1", "b1"} {
			if err := tx.PutDoc("class", id, class{id}); err != nil {
				return err
			}
		}
		return tx.PutDoc("classes", "b3", class{"another kind"})
	})
	k.view(func(tx *store.Tx) error {
		var c class
		if err := tx.Doc("class", "a1", &c); err != nil {
			return err
		}
		want(t, "code", c.Code, "a1")
		wantError(t, tx.Doc("class", "absent", &c), store.ErrNotFound)
		var ids []string
		err := tx.EachDoc("class", "b", func(id string, read func(any) error) error {
			ids = append(ids, id)
			return read(&c)
		})
		wantList(t, "ids", ids, "b1", "b2")
		return err
	})
	k.update(func(tx *store.Tx) error {
		return errors.Join(tx.DeleteDoc("class", "a1"), tx.DeleteDoc("class", "absent"))
	})
	wantError(t, k.View(t.Context(), func(tx *store.Tx) error { return tx.Doc("class", "a1", &class{}) }), store.ErrNotFound)
}
