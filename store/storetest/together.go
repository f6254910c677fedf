package storetest

import (
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

func togetherPromises() []promise {
	return []promise{
		{"joined cases are one's own, too", "who joined a case finds it among theirs", joinedIsFound},
		{"forgotten follower", "nothing of somebody who joined a case stays when they are forgotten, and the case does", forgottenFollower},
		{"promises that are due", "every promise is asked about, when its day is over and not before", promisesDue},
		{"claimed case", "a case from the counter is sealed for its citizen as soon as they have it", claimedCase},
	}
}

func joined(k kit) (owner, follower string) {
	k.t.Helper()
	owner, follower = k.person("telegram:1"), k.person("telegram:2")
	c := matter("A1", owner, "u")
	c.Joined = []feedback.Follower{{Contact: follower, At: monday()}}
	c.Story = []feedback.Entry{
		{At: monday(), By: feedback.ByCitizen, Kind: feedback.DoFile, Public: true},
		{At: monday(), By: feedback.ByCitizen, Kind: feedback.DoJoin, Contact: follower, Files: []string{"f2"}, Public: true},
	}
	c.Person = feedback.Person{
		Words: "OWNERWORDS", Texts: []feedback.Words{{Entry: 1, Text: "FOLLOWERWORDS"}}, Files: []feedback.File{{ID: "f2", Kind: "photo"}},
	}
	k.putCases(c)
	k.update(func(tx *store.Tx) error {
		return tx.PutFile(store.File{ID: "f2", Contact: owner, Data: []byte("x")})
	})
	return owner, follower
}

func (k kit) refsOf(contact string) (refs []string) {
	k.t.Helper()
	k.view(func(tx *store.Tx) error {
		refs = nil
		cases, err := tx.CasesOf(contact)
		for _, c := range cases {
			refs = append(refs, c.Ref)
		}
		return err
	})
	return refs
}

func joinedIsFound(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	owner, follower := joined(k)
	wantList(t, "cases of the owner", k.refsOf(owner), "A1")
	wantList(t, "cases of the follower", k.refsOf(follower), "A1")
}

func forgottenFollower(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	owner, follower := joined(k)
	k.update(func(tx *store.Tx) error { return tx.Forget(follower, monday()) })
	wantList(t, "cases of the owner", k.refsOf(owner), "A1")
	wantList(t, "cases of the follower", k.refsOf(follower))
	k.view(func(tx *store.Tx) error {
		c, err := tx.Case("A1")
		if err != nil {
			return err
		}
		want(t, "words of the owner", c.Person.Words, "OWNERWORDS")
		want(t, "words of the follower", c.Text(1).Text, "")
		want(t, "followers", len(c.Joined), 0)
		want(t, "contact in the story", c.Story[1].Contact == follower, false)
		_, err = tx.File("f2")
		wantError(t, err, store.ErrNotFound)
		return nil
	})
	k.update(func(tx *store.Tx) error { return tx.Forget(owner, monday()) })
	wantList(t, "cases of the owner", k.refsOf(owner))
}

func promisesDue(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	for ref, days := range map[string]int{"A1": 1, "A3": 3, "A2": 2} {
		c := matter(ref, a, "u")
		c.Promised = monday().AddDate(0, 0, days)
		k.putCases(c)
	}
	due := func(now time.Time) (refs []string) {
		k.view(func(tx *store.Tx) (err error) { refs, err = tx.PromisesDue(now, 10); return err })
		return refs
	}
	wantList(t, "on the first day", due(monday().AddDate(0, 0, 1)))
	wantList(t, "after two", due(monday().AddDate(0, 0, 4)), "A1", "A2")
	k.changeCase("A1", func(c *feedback.Case) { c.PromiseAsked = monday() })
	wantList(t, "when one was asked about", due(monday().AddDate(0, 0, 9)), "A2", "A3")
}

func claimedCase(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	c := matter("A1", "", "u")
	c.Person = feedback.Person{Words: "COUNTERWORDS", Files: []feedback.File{{ID: "f1"}}}
	k.putCases(c)
	k.update(func(tx *store.Tx) error {
		return tx.PutFile(store.File{ID: "f1", Contact: store.CaseOwner(c), Data: []byte("x")})
	})
	a := k.person("telegram:1")
	c.Contact, c.Version = a, 2
	k.update(func(tx *store.Tx) error { return tx.GiveCase(c) })
	wantList(t, "cases of who claimed it", k.refsOf(a), "A1")
	k.view(func(tx *store.Tx) error {
		f, err := tx.File("f1")
		want(t, "owner of the file", f.Contact, a)
		return err
	})
	k.update(func(tx *store.Tx) error { return tx.Forget(a, monday()) })
	k.view(func(tx *store.Tx) error {
		got, err := tx.Case("A1")
		want(t, "words after forgetting", got.Person.Words, "")
		return err
	})
}
