package main

import (
	"testing"

	"danloi/learn"
	"danloi/store"
)

// The samples show what a report has to show: people, what was learned, what was hard, and a class to join.
func TestDemoClasses(t *testing.T) {
	p := place{Data: t.TempDir(), Province: "19"}
	k, err := begin(p)
	if err != nil {
		t.Fatal(err)
	}
	err = storeOf(p, func(s *store.Store) error {
		if err := fillDemo(t.Context(), k, s); err != nil {
			return err
		}
		return s.View(t.Context(), func(tx *store.Tx) error {
			live, held := 0, 0
			err := tx.EachClass(func(c learn.Class) error {
				if c.Live() {
					live++
					_, err := tx.ClassByCode(c.Code)
					return err
				}
				held++
				members, err := tx.ClassMembers(c.ID)
				if err != nil {
					return err
				}
				answers, err := tx.ClassAnswers(c.ID, -1)
				if err != nil {
					return err
				}
				r := c.Report(members, answers, nil)
				if r.People < 10 || r.Women == 0 || r.Both.Before.Percent() >= r.Both.After.Percent() || len(r.Hardest) == 0 {
					t.Errorf("class of %s: %d people, before %d %%, after %d %%, %d hard", c.Module, r.People, r.Both.Before.Percent(), r.Both.After.Percent(), len(r.Hardest))
				}
				return nil
			})
			if live != 1 || held < 3 {
				t.Errorf("%d classes are live, %d were held", live, held)
			}
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}
