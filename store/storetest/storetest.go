// Package storetest is the contract of the store: what every engine, and the typed store on top of it, promises.
// A new rule starts as a case here.
package storetest

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

// A promise is one case: guards says what somebody relies on.
type promise struct {
	name, guards string
	keep         func(t *testing.T, e store.Engine)
}

// Run checks every promise on an engine of its own. open returns a new, empty engine and closes it at the end of
// the test it is given.
func Run(t *testing.T, open func(t *testing.T) store.Engine) {
	for _, group := range [][]promise{
		enginePromises(), groupPromises(), contactPromises(), casePromises(), shelfPromises(), feedPromises(), watchPromises(), outboxPromises(), recordPromises(), forgetPromises(), publicationPromises(), togetherPromises(), retractPromises(), classPromises(),
	} {
		for _, p := range group {
			t.Run(strings.ReplaceAll(p.name, " ", "_"), func(t *testing.T) {
				t.Cleanup(func() {
					if t.Failed() {
						t.Logf("the broken promise: %s", p.guards)
					}
				})
				p.keep(t, open(t))
			})
		}
	}
}

// monday is when the tests happen.
func monday() time.Time { return time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC) }

func newKeys(t *testing.T, seed byte) *store.Keys {
	t.Helper()
	k, err := store.NewKeys(bytes.Repeat([]byte{seed}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// kit is a store on an engine, with shorthands that end the test on an error.
type kit struct {
	*store.Store
	t *testing.T
	e store.Engine
}

func newKit(t *testing.T, e store.Engine) kit {
	t.Helper()
	s, err := store.New(e, newKeys(t, 7))
	if err != nil {
		t.Fatal(err)
	}
	return kit{Store: s, t: t, e: e}
}

func (k kit) update(fn func(*store.Tx) error) {
	k.t.Helper()
	if err := k.Update(k.t.Context(), fn); err != nil {
		k.t.Fatal(err)
	}
}

func (k kit) view(fn func(*store.Tx) error) {
	k.t.Helper()
	if err := k.View(k.t.Context(), fn); err != nil {
		k.t.Fatal(err)
	}
}

// updateFails wants fn's transaction to end in this error.
func (k kit) updateFails(want error, fn func(*store.Tx) error) {
	k.t.Helper()
	wantError(k.t, k.Update(k.t.Context(), fn), want)
}

// person stores a new contact and returns its id.
func (k kit) person(address string) string {
	k.t.Helper()
	id := k.ContactID(address)
	k.update(func(tx *store.Tx) error {
		return tx.PutContact(store.Contact{
			ID: id, Channel: "telegram", Address: address, Lang: "vi", Seen: monday(), State: []byte(`{"at":"home"}`),
		})
	})
	return id
}

// matter returns a new case of a contact for a unit.
func matter(ref, contact string, unit feedback.Unit) feedback.Case {
	return feedback.Case{
		Ref: ref, Kind: feedback.Feedback, Topic: "road", Unit: unit, Area: "01840", Lang: "vi", Channel: "telegram",
		Contact: contact, Status: feedback.Received, Opened: monday(), Version: 1,
		Accept: feedback.Clock{Due: monday().Add(48 * time.Hour)},
		Person: feedback.Person{Words: "the bridge is broken " + ref},
	}
}

func wantError(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Fatalf("got error %v, want %v", got, want)
	}
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func wantList(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}
