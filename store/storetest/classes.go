package storetest

import (
	"testing"

	"danloi/learn"
	"danloi/store"
)

func classPromises() []promise {
	return []promise{
		{"class code", "who types the four digits on the wall comes into the class on the wall, and no other", classCode},
		{"class answers", "an answer of one phone never takes the place of another's, and one that is sent twice counts once", classAnswers},
		{"class forgets a person", "after \"forget me\" the class has the figures of a person and neither name nor words", classForgets},
		{"class drops names", "when the time is over nobody can read who was in a class, and its figures stay", classDropsNames},
		{"class list", "who was put on the list by mistake can be taken off it, and nobody who has answered", classList},
		{"class merge", "the same class brought in twice is there once, and an older copy never takes the place of a newer one", classMerge},
	}
}

func aClass(id, code string) learn.Class {
	return learn.Class{ID: id, Code: code, Trainer: "t", Module: "m", Lang: "vi", Opened: monday(), At: learn.Position{Stage: learn.Lobby}, Version: 1}
}

func classCode(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	one, two := aClass("one", "1234"), aClass("two", "1234")
	k.update(func(tx *store.Tx) error { return tx.PutClass(one, true) })
	k.updateFails(store.ErrConflict, func(tx *store.Tx) error { return tx.PutClass(one, true) })
	k.view(func(tx *store.Tx) error {
		c, err := tx.ClassByCode("1234")
		want(t, "class", c.ID, "one")
		return err
	})
	one.Version, one.Ended = 2, monday()
	k.update(func(tx *store.Tx) error { return tx.PutClass(one, false) })
	k.view(func(tx *store.Tx) error {
		_, err := tx.ClassByCode("1234")
		wantError(t, err, store.ErrNotFound)
		live, err := tx.LiveClasses()
		want(t, "live classes", len(live), 0)
		return err
	})
	k.update(func(tx *store.Tx) error { return tx.PutClass(two, true) })
	one.Version = 3
	k.update(func(tx *store.Tx) error { return tx.PutClass(one, false) }) // lets go of a code that is another's now
	k.view(func(tx *store.Tx) error {
		c, err := tx.ClassByCode("1234")
		want(t, "class", c.ID, "two")
		return err
	})
}

func classAnswers(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	answer := func(class, member string, run, choice int) {
		k.update(func(tx *store.Tx) error {
			return tx.PutClassAnswer(learn.ClassAnswer{Class: class, Member: member, Run: run, Choice: choice})
		})
	}
	answer("one", "a", 2, 0)
	answer("one", "b", 2, 1)
	answer("one", "a", 2, 1) // thought again
	answer("one", "a", 11, 0)
	answer("one1", "a", 2, 0) // another class, whose id begins the same
	k.view(func(tx *store.Tx) error {
		run, err := tx.ClassAnswers("one", 2)
		if err != nil {
			return err
		}
		all, err := tx.ClassAnswers("one", -1)
		if err != nil {
			return err
		}
		want(t, "answers to the run", len(run), 2)
		want(t, "answers in all", len(all), 3)
		a, err := tx.ClassAnswer("one", 2, "a")
		want(t, "last choice", a.Choice, 1)
		return err
	})
}

func someMembers(k kit, class, contact string) {
	k.update(func(tx *store.Tx) error {
		for _, m := range []learn.Member{
			{ID: "phone", Class: class, Contact: contact, Name: "MEMBERNAME", Source: learn.ByPhone, Joined: monday(), Gender: learn.Woman},
			{ID: "list", Class: class, Name: "LISTNAME", Source: learn.ByList, Joined: monday()},
		} {
			if err := tx.PutClassMember(m); err != nil {
				return err
			}
			if err := tx.PutClassAnswer(learn.ClassAnswer{Class: class, Member: m.ID}); err != nil {
				return err
			}
		}
		if err := tx.PutClassNote(contact, learn.ClassNote{ID: "n", Class: class, Member: "phone", Kind: learn.OpenQuestion, Words: "NOTEWORDS"}); err != nil {
			return err
		}
		return tx.PutClassNote("", learn.ClassNote{ID: "o", Class: class, Kind: learn.ClassProblem, Words: "OTHERWORDS"})
	})
}

func classList(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	contact := k.person("telegram:1")
	k.update(func(tx *store.Tx) error { return tx.PutClass(aClass("one", "1234"), true) })
	someMembers(k, "one", contact)
	k.update(func(tx *store.Tx) error {
		return tx.PutClassMember(learn.Member{ID: "wrong", Class: "one", Name: "WRONG", Source: learn.ByList})
	})
	k.updateFails(store.ErrConflict, func(tx *store.Tx) error { return tx.DropClassMember("one", 1, "list") })
	k.update(func(tx *store.Tx) error { return tx.DropClassMember("one", 1, "wrong") })
	k.view(func(tx *store.Tx) error {
		n, err := tx.ClassSize("one")
		if err != nil {
			return err
		}
		want(t, "size", n, 2)
		all, err := tx.ClassPresence("one")
		for _, m := range all {
			want(t, "name", m.Name, "")
			want(t, "present", m.Present(), true)
		}
		want(t, "members", len(all), 2)
		return err
	})
}

// classHolds says which names and words can be read, and that every figure is there.
func classHolds(k kit, class string, texts ...string) {
	k.t.Helper()
	k.view(func(tx *store.Tx) error {
		members, err := tx.ClassMembers(class)
		if err != nil {
			return err
		}
		notes, err := tx.ClassNotes(class)
		if err != nil {
			return err
		}
		var got []string
		for _, m := range members {
			if m.Name != "" {
				got = append(got, m.Name)
			}
		}
		for _, n := range notes {
			if n.Words != "" {
				got = append(got, n.Words)
			}
		}
		wantList(k.t, "names and words", got, texts...)
		answers, err := tx.ClassAnswers(class, -1)
		want(k.t, "members", len(members), 2)
		want(k.t, "notes", len(notes), 2)
		want(k.t, "answers", len(answers), 2)
		return err
	})
}

func classForgets(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	contact := k.person("telegram:1")
	k.update(func(tx *store.Tx) error { return tx.PutClass(aClass("one", "1234"), true) })
	someMembers(k, "one", contact)
	classHolds(k, "one", "LISTNAME", "MEMBERNAME", "NOTEWORDS", "OTHERWORDS")
	k.view(func(tx *store.Tx) error {
		seats, err := tx.ClassSeats("one", contact)
		want(t, "seats", len(seats), 1)
		return err
	})
	k.update(func(tx *store.Tx) error { return tx.Forget(contact, monday()) })
	classHolds(k, "one", "LISTNAME", "OTHERWORDS")
	k.view(func(tx *store.Tx) error {
		m, err := tx.ClassMember("one", "phone")
		want(t, "contact", m.Contact, "")
		want(t, "woman", m.Gender, learn.Woman)
		return err
	})
}

func classDropsNames(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	contact := k.person("telegram:1")
	c := aClass("one", "1234")
	k.update(func(tx *store.Tx) error { return tx.PutClass(c, true) })
	someMembers(k, "one", contact)
	k.update(func(tx *store.Tx) error { return tx.DropClassNames(c, monday()) })
	classHolds(k, "one")
	k.updateFails(store.ErrForgotten, func(tx *store.Tx) error {
		return tx.PutClassMember(learn.Member{ID: "x", Class: "one", Name: "BACK"})
	})
	k.view(func(tx *store.Tx) error {
		c, err := tx.Class("one")
		want(t, "dropped", c.Dropped.Equal(monday()), true)
		return err
	})
}

func classMerge(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	c := aClass("one", "1234")
	c.Version = 9
	merge := func(c learn.Class, fresh bool) {
		t.Helper()
		k.update(func(tx *store.Tx) error {
			stored, err := tx.MergeClass(c)
			want(t, "stored", stored, fresh)
			return err
		})
	}
	merge(c, true)
	merge(c, false)
	older := c
	older.Version, older.Place = 8, "old"
	merge(older, false)
	k.view(func(tx *store.Tx) error {
		got, err := tx.Class("one")
		want(t, "version", got.Version, 9)
		want(t, "place", got.Place, "")
		_, missing := tx.ClassByCode("1234")
		wantError(t, missing, store.ErrNotFound)
		return err
	})
}
