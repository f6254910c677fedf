package storetest

import (
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

func publicationPromises() []promise {
	return []promise{
		{"publications by state", "the public sees what was approved, the newest first, and a moderator what waits longest", publications},
		{"forgotten is withdrawn", "what others could see of a case is gone with its citizen", forgottenIsWithdrawn},
	}
}

func shown(ref, contact string, hours int, state feedback.PublicationState) feedback.Case {
	c := matter(ref, contact, "u")
	c.Opened = monday().Add(time.Duration(hours) * time.Hour)
	c.Publication = feedback.Publication{State: state}
	return c
}

// publications returns the references of all pages.
func (k kit) publications(state feedback.PublicationState, page int) (refs []string) {
	k.t.Helper()
	k.view(func(tx *store.Tx) error {
		refs = nil
		for cursor, first := "", true; first || cursor != ""; first = false {
			cases, next, err := tx.Publications(state, cursor, page)
			if err != nil {
				return err
			}
			for _, c := range cases {
				refs = append(refs, c.Ref)
			}
			cursor = next
		}
		return nil
	})
	return refs
}

func publications(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	k.putCases(shown("A1", a, 1, feedback.Approved), shown("A3", a, 3, feedback.Approved), shown("A2", a, 2, feedback.Approved),
		shown("W2", a, 2, feedback.Wanted), shown("W1", a, 1, feedback.Wanted), shown("NO", a, 1, feedback.NotPublic))
	for _, page := range []int{1, 2, 10} {
		wantList(t, "approved", k.publications(feedback.Approved, page), "A3", "A2", "A1")
		wantList(t, "wanted", k.publications(feedback.Wanted, page), "W1", "W2")
	}
	k.changeCase("A2", func(c *feedback.Case) { c.Publication.State = feedback.Withdrawn })
	wantList(t, "approved after one was withdrawn", k.publications(feedback.Approved, 10), "A3", "A1")
}

func forgottenIsWithdrawn(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	c := shown("A1", a, 1, feedback.Approved)
	c.Publication.Words, c.Publication.Place = "đèn hỏng", &feedback.Place{Lat: 21.5, Lon: 105.8}
	k.putCases(c)
	k.update(func(tx *store.Tx) error { return tx.Forget(a, monday()) })
	wantList(t, "approved", k.publications(feedback.Approved, 10))
	k.view(func(tx *store.Tx) error {
		got, err := tx.Case("A1")
		want(t, "words", got.Publication.Words, "")
		want(t, "place is gone", got.Publication.Place == nil, true)
		_, ok := got.Published()
		want(t, "published", ok, false)
		return err
	})
}
