package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
	"danloi/store/bolt"
)

// dying is an engine that dies after some commits.
type dying struct {
	store.Engine
	left int
}

var errDied = errors.New("killed")

func (d *dying) Update(ctx context.Context, fn func(store.KV) error) error {
	if d.left--; d.left < 0 {
		return errDied
	}
	return d.Engine.Update(ctx, fn)
}

// TestOldIndex opens a store that an older release wrote, is killed on the way, and opens it again.
func TestOldIndex(t *testing.T) {
	engine, err := bolt.Open(filepath.Join(t.TempDir(), "danloi.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	keys, err := store.NewKeys(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	open := func(e store.Engine) (*store.Store, error) { return store.New(e, keys) }
	s, err := open(engine)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	const many = 3*store.ReindexBatch + 5
	err = s.Update(t.Context(), func(tx *store.Tx) error {
		if err := tx.PutContact(store.Contact{ID: "c", Channel: "web"}); err != nil {
			return err
		}
		for i := range many {
			c := feedback.Case{
				Ref: fmt.Sprintf("R%04d", i), Unit: "u", Topic: "road", Area: "01840", Contact: "c", Status: feedback.Received,
				Opened: at, Version: 1, Accept: feedback.Clock{Started: at, Due: at.Add(time.Hour)}, Person: feedback.Person{Words: "hỏng"},
			}
			if err := errors.Join(tx.PutCase(c), tx.AgeCase(c.Ref)); err != nil {
				return err
			}
		}
		return tx.AgeIndex()
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := open(&dying{Engine: engine, left: 2}); !errors.Is(err, errDied) {
		t.Fatalf("the killed opening ended in %v", err)
	}
	if s, err = open(engine); err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(tx *store.Tx) error {
		n, err := tx.CountOpen("u")
		o, err2 := tx.CaseOverview(nil, store.CaseFilter{Topic: "road", Now: at, DayEnd: at})
		refs, _, err3 := tx.CaseRefs(store.CaseFilter{Shelf: store.ShelfAccept, Area: "01840"}, "", many+1)
		if n != many || o.Counts[store.ShelfAccept] != many || len(refs) != many {
			t.Errorf("%d open, %d to be accepted, %d listed; want %d", n, o.Counts[store.ShelfAccept], len(refs), many)
		}
		c, err4 := tx.Case("R0007")
		if c.Person.Words != "hỏng" || c.Version != 1 {
			t.Errorf("the case became %+v", c)
		}
		return errors.Join(err, err2, err3, err4)
	})
	if err != nil {
		t.Fatal(err)
	}
	left := 0
	must(t, engine.View(t.Context(), func(kv store.KV) error {
		return kv.Scan("case_due", nil, nil, false, func(_, _ []byte) (bool, error) { left++; return true, nil })
	}))
	if left != 0 {
		t.Errorf("%d entries of the old index stayed behind", left)
	}
	if _, err := open(&dying{Engine: engine}); err != nil {
		t.Errorf("opening a store that is up to date writes: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
