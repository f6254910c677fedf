package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"danloi/store"
)

func contactPromises() []promise {
	return []promise{
		{"master key is checked", "a store under another master key is refused before anything is written", masterKeyChecked},
		{"contact id", "no address can be read from a contact's id, and the same address always has the same id", contactID},
		{"once under concurrency", "an event that is delivered many times at once counts once", onceConcurrently},
		{"once forgets after 30 days", "the store does not grow for ever, and no event is forgotten early", oncePruned},
		{"contact round trip", "a conversation goes on where it stood", contactRoundTrip},
		{"two events of one contact", "the slower of two events sees a conflict and is stepped again", contactConflict},
		{"thread", "a web chat shows what was said, in order and without a gap", thread},
	}
}

func masterKeyChecked(t *testing.T, e store.Engine) {
	newKit(t, e)
	_, err := store.New(e, newKeys(t, 8))
	wantError(t, err, store.ErrWrongKey)
	_, err = store.New(e, newKeys(t, 7))
	wantError(t, err, nil)
}

func contactID(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	id := k.ContactID("telegram:123456")
	want(t, "same again", k.ContactID("telegram:123456"), id)
	if id == k.ContactID("telegram:123457") || id == newKeys(t, 8).ContactID("telegram:123456") {
		t.Error("ids of other addresses or keys are equal")
	}
	if len(id) < 20 || strings.Contains(id, "123456") || strings.ToLower(id) != id {
		t.Errorf("id %q is short or tells the address", id)
	}
}

func onceConcurrently(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	const events, times = 20, 8
	var firsts atomic.Int64
	var all sync.WaitGroup
	for i := range events * times {
		all.Go(func() {
			first := false
			err := k.Update(t.Context(), func(tx *store.Tx) (err error) {
				first, err = tx.Once(fmt.Sprint("telegram:", i%events), monday())
				return err
			})
			if err != nil {
				t.Error(err)
			}
			if first {
				firsts.Add(1)
			}
		})
	}
	all.Wait()
	want(t, "events that were first", firsts.Load(), events)
}

func oncePruned(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	const old = 1200
	k.update(func(tx *store.Tx) error {
		for i := range old {
			if _, err := tx.Once(fmt.Sprint("old", i), monday()); err != nil {
				return err
			}
		}
		_, err := tx.Once("young", monday().Add(time.Hour))
		return err
	})
	wantError(t, k.Prune(t.Context(), monday().Add(30*24*time.Hour+time.Minute)), nil)
	k.update(func(tx *store.Tx) error {
		for id, wantFirst := range map[string]bool{"old0": true, fmt.Sprint("old", old-1): true, "young": false} {
			first, err := tx.Once(id, monday())
			if err != nil {
				return err
			}
			want(t, id+" is first", first, wantFirst)
		}
		return nil
	})
}

func contactRoundTrip(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	put := store.Contact{
		ID: k.ContactID("web:abc"), Channel: "web", Address: "abc", Lang: "km", Blocked: true, Seen: monday(),
		State: []byte(`{"at":"report","words":"đường hỏng"}`),
	}
	k.update(func(tx *store.Tx) error { return tx.PutContact(put) })
	k.view(func(tx *store.Tx) error {
		got, err := tx.Contact(put.ID)
		put.Version = 1
		want(t, "contact", fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", put))
		return err
	})
	wantError(t, k.View(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Contact("nobody")
		return err
	}), store.ErrNotFound)
	wantError(t, k.View(t.Context(), func(tx *store.Tx) error { return tx.PutContact(put) }), store.ErrReadOnly)
	k.updateFails(store.ErrKey, func(tx *store.Tx) error { return tx.PutContact(store.Contact{}) })
	k.updateFails(store.ErrKey, func(tx *store.Tx) error { return tx.PutContact(store.Contact{ID: "a\x00b"}) })
}

func contactConflict(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	id := k.person("telegram:1")
	const callers, each = 8, 10
	var conflicts atomic.Int64
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for done := 0; done < each; {
				err := step(k, id)
				switch {
				case err == nil:
					done++
				case errors.Is(err, store.ErrConflict):
					conflicts.Add(1)
				default:
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	k.view(func(tx *store.Tx) error {
		c, err := tx.Contact(id)
		want(t, "version", c.Version, callers*each+1)
		want(t, "steps", len(c.State), len(`""`)+callers*each)
		return err
	})
	k.updateFails(store.ErrConflict, func(tx *store.Tx) error {
		return tx.PutContact(store.Contact{ID: id}) // as new, though it is there
	})
	k.updateFails(store.ErrConflict, func(tx *store.Tx) error {
		return tx.PutContact(store.Contact{ID: "absent", Version: 3}) // as old, though it is not
	})
}

// step adds a letter to a contact's state the way an event does: read, think outside, commit with the version read.
func step(k kit, id string) error {
	var c store.Contact
	err := k.View(k.t.Context(), func(tx *store.Tx) (err error) {
		c, err = tx.Contact(id)
		return err
	})
	if err != nil {
		return err
	}
	if c.State[0] != '"' {
		c.State = []byte(`""`)
	}
	c.State = append(c.State[:len(c.State)-1], 'x', '"')
	return k.Update(k.t.Context(), func(tx *store.Tx) error { return tx.PutContact(c) })
}

func thread(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a, b := k.person("web:a"), k.person("web:b")
	k.update(func(tx *store.Tx) error {
		for i := range 300 { // past the numbers of one byte
			for _, contact := range []string{a, b} {
				seq, err := tx.AppendThread(contact, store.ThreadEntry{At: monday(), From: "bot", Body: fmt.Append(nil, i)})
				if err != nil {
					return err
				}
				want(t, "number", seq, int64(i+1))
			}
		}
		return nil
	})
	k.view(func(tx *store.Tx) error {
		entries, err := tx.Thread(a, 254, 3)
		got := ""
		for _, e := range entries {
			got += fmt.Sprint(e.Seq, e.From, string(e.Body), " ")
		}
		want(t, "entries after 254", got, "255bot254 256bot255 257bot256 ")
		if err != nil {
			return err
		}
		tail, err := tx.ThreadTail(a, 2)
		want(t, "tail", fmt.Sprint(len(tail), tail[0].Seq, tail[1].Seq), "2 299 300")
		if err != nil {
			return err
		}
		last, err := tx.ThreadLast(b)
		want(t, "last", last, 300)
		if err != nil {
			return err
		}
		none, err := tx.Thread("nobody", 0, 10)
		want(t, "entries of nobody", len(none), 0)
		return err
	})
	k.updateFails(store.ErrForgotten, func(tx *store.Tx) error {
		_, err := tx.AppendThread("nobody", store.ThreadEntry{Body: []byte("1")})
		return err
	})
}
