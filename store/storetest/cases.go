package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

func casePromises() []promise {
	return []promise{
		{"case round trip", "what a citizen filed is what the department reads", caseRoundTrip},
		{"case version", "two officers never overwrite each other, and a reference is given once", caseVersion},
		{"cases of a contact", "a citizen sees all their cases and nobody else's, the newest first", casesOf},
		{"inbox in order of what is due", "the officer's first case is the one that is due first", inboxOrder},
		{"inbox pages", "paging shows every case once, also when cases are closed between two pages", inboxPages},
		{"index entries never left behind", "a case that moved or closed is gone from where it was", indexFollows},
		{"case without a contact", "a case filed by nobody on a channel keeps its words all the same", caseAlone},
		{"skeletons in pages", "figures count every case once, and read nothing personal", caseHeads},
		{"files", "an attachment comes back byte for byte and belongs to one contact", files},
	}
}

// due returns a working case that is to be accepted some hours after monday.
func due(ref, contact string, unit feedback.Unit, hours int) feedback.Case {
	c := matter(ref, contact, unit)
	c.Accept = feedback.Clock{Started: monday(), Due: monday().Add(time.Duration(hours) * time.Hour)}
	return c
}

func (k kit) putCases(cases ...feedback.Case) {
	k.t.Helper()
	k.update(func(tx *store.Tx) error {
		for _, c := range cases {
			if err := tx.PutCase(c); err != nil {
				return err
			}
		}
		return nil
	})
}

// inbox returns the references of a unit's open cases, reading pages of this size.
func (k kit) inbox(unit string, page int) (refs []string) {
	k.t.Helper()
	k.view(func(tx *store.Tx) error {
		refs = nil
		for cursor, first := "", true; first || cursor != ""; first = false {
			cases, next, err := tx.OpenCases(unit, cursor, page)
			if err != nil {
				return err
			}
			for _, c := range cases {
				refs = append(refs, c.Ref)
			}
			cursor = next
		}
		n, err := tx.CountOpen(unit)
		want(k.t, "CountOpen of "+unit, n, len(refs))
		return err
	})
	return refs
}

func caseRoundTrip(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	put := due("K7F-4HM", k.person("telegram:1"), "so_xay_dung", 3)
	put.Person = feedback.Person{
		Words: "cầu hỏng", Name: "Lò Thị Mai", Phone: "0912", Place: &feedback.Place{Lat: 21.5, Lon: 105.8},
		Files: []feedback.File{{ID: "f1", Kind: "photo"}}, Texts: []feedback.Words{{Entry: 1, Text: "thêm"}},
	}
	put.Story = []feedback.Entry{{At: monday(), By: feedback.ByCitizen, Public: true}}
	k.putCases(put)
	k.view(func(tx *store.Tx) error {
		got, err := tx.Case(put.Ref)
		if err != nil {
			return err
		}
		want(t, "place", *got.Person.Place, *put.Person.Place)
		got.Person.Place, put.Person.Place = nil, nil
		want(t, "case", fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", put))
		seen := 0
		if err := tx.EachCase(func(c feedback.Case) error { seen++; return nil }); err != nil {
			return err
		}
		want(t, "cases that EachCase shows", seen, 1)
		_, err = tx.Case("AAA-AAA")
		wantError(t, err, store.ErrNotFound)
		return nil
	})
}

func caseVersion(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	c := matter("K7F-4HM", k.person("telegram:1"), "u")
	k.putCases(c)
	again := matter("K7F-4HM", k.person("telegram:2"), "u")
	k.updateFails(store.ErrConflict, func(tx *store.Tx) error { return tx.PutCase(again) })
	first, second := c, c
	first.Version, first.Status = 2, feedback.Accepted
	second.Version, second.Status = 2, feedback.Declined
	k.putCases(first)
	k.updateFails(store.ErrConflict, func(tx *store.Tx) error { return tx.PutCase(second) })
	unread := matter("AAA-AAA", c.Contact, "u")
	unread.Version = 2
	k.updateFails(store.ErrConflict, func(tx *store.Tx) error { return tx.PutCase(unread) })
	k.updateFails(store.ErrForgotten, func(tx *store.Tx) error { return tx.PutCase(matter("BBB-BBB", "nobody", "u")) })
	k.view(func(tx *store.Tx) error {
		got, err := tx.Case(c.Ref)
		want(t, "status", got.Status, feedback.Accepted)
		return err
	})
}

func casesOf(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a, b := k.person("telegram:1"), k.person("telegram:2")
	older, newer, other := matter("A", a, "u"), matter("C", a, "u"), matter("B", b, "u")
	older.Opened = monday().Add(-time.Hour)
	closed := matter("D", a, "u")
	closed.Opened, closed.Status = monday().Add(-2*time.Hour), feedback.Closed
	k.putCases(newer, older, other, closed)
	k.view(func(tx *store.Tx) error {
		var refs []string
		cases, err := tx.CasesOf(a)
		for _, c := range cases {
			refs = append(refs, c.Ref)
		}
		wantList(t, "references", refs, "C", "A", "D")
		return err
	})
}

func inboxOrder(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	urgent := due("URG", a, "so_y_te", 90)
	urgent.Urgent = true
	waits := due("WAI", a, "so_y_te", 1)
	waits.Accept.Stops = []feedback.Stop{{From: monday()}}
	waits.Status = feedback.Waiting
	done := due("END", a, "so_y_te", 1)
	done.Status = feedback.Closed
	k.putCases(due("T30", a, "so_y_te", 30), waits, due("T02", a, "so_y_te", 2), urgent, done, due("T10", a, "so_y_te@01840", 10))
	wantList(t, "one unit", k.inbox("so_y_te", 10), "URG", "T02", "T30", "WAI")
	wantList(t, "the unit at a place", k.inbox("so_y_te@01840", 10), "T10")
	wantList(t, "all units", k.inbox("", 10), "URG", "T02", "T10", "T30", "WAI")
	wantList(t, "a unit without cases", k.inbox("so_y", 10))
	k.view(func(tx *store.Tx) error {
		counts, err := tx.CountOpenByUnit()
		want(t, "counts", fmt.Sprint(counts), "map[so_y_te:4 so_y_te@01840:1]")
		return err
	})
}

func inboxPages(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	var refs []string
	for i := range 7 {
		c := due(fmt.Sprint("R", i), a, "u", i)
		refs = append(refs, c.Ref)
		k.putCases(c)
	}
	for _, page := range []int{1, 2, 3, 7, 8} {
		wantList(t, fmt.Sprint("pages of ", page), k.inbox("u", page), refs...)
	}
	var next string
	k.view(func(tx *store.Tx) (err error) {
		_, next, err = tx.OpenCases("u", "", 3)
		return err
	})
	for _, gone := range []string{"R2", "R3"} { // the last one shown and the next one
		k.changeCase(gone, func(c *feedback.Case) { c.Status = feedback.Closed })
	}
	k.view(func(tx *store.Tx) error {
		cases, end, err := tx.OpenCases("u", next, 10)
		if err != nil {
			return err
		}
		want(t, "cases on the next page", len(cases), 3)
		want(t, "first on the next page", cases[0].Ref, "R4")
		want(t, "cursor at the end", end, "")
		_, _, err = tx.OpenCases("u", "not a cursor!", 10)
		wantError(t, err, store.ErrKey)
		return nil
	})
}

func (k kit) changeCase(ref string, change func(*feedback.Case)) {
	k.t.Helper()
	k.update(func(tx *store.Tx) error {
		c, err := tx.Case(ref)
		if err != nil {
			return err
		}
		change(&c)
		c.Version++
		return tx.PutCase(c)
	})
}

func indexFollows(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	k := newKit(t, r)
	a := k.person("telegram:1")
	k.putCases(due("A", a, "old", 1))
	k.changeCase("A", func(c *feedback.Case) { c.Unit = "new" })
	wantList(t, "the unit it left", k.inbox("old", 5))
	wantList(t, "the unit it came to", k.inbox("new", 5), "A")
	k.changeCase("A", func(c *feedback.Case) { c.Accept.Due = monday().Add(99 * time.Hour) })
	wantList(t, "after a new date", k.inbox("new", 5), "A")
	wantList(t, "all units", k.inbox("", 5), "A")
	k.changeCase("A", func(c *feedback.Case) { c.Status = feedback.Closed })
	wantList(t, "the unit of a closed case", k.inbox("new", 5))
	wantList(t, "all units", k.inbox("", 5))
	k.changeCase("A", func(c *feedback.Case) { c.Status = feedback.InProgress })
	wantList(t, "reopened", k.inbox("new", 5), "A")
	k.update(func(tx *store.Tx) error { return tx.Forget(a, monday()) })
	for _, bucket := range r.buckets() {
		if strings.HasPrefix(bucket, "case_contact") {
			want(t, "entries in "+bucket, len(r.dump(t, bucket)), 0)
		}
	}
	wantList(t, "after forgetting, still to be done", k.inbox("new", 5), "A")
}

func caseAlone(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	k.putCases(matter("A", "", "u"))
	k.changeCase("A", func(c *feedback.Case) { c.Status = feedback.Accepted })
	k.update(func(tx *store.Tx) error {
		c, err := tx.Case("A")
		if err != nil {
			return err
		}
		want(t, "words", c.Person.Words, "the bridge is broken A")
		return tx.PutFile(store.File{ID: "proof", Contact: store.CaseOwner(c), Data: []byte("x")})
	})
}

func files(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a, b := k.person("telegram:1"), k.person("telegram:2")
	data := []byte(strings.Repeat("\x00\xff photo", 200_000))
	put := store.File{ID: "f1", Contact: a, Type: "image/jpeg", Name: "nhà tôi.jpg", Data: data}
	k.update(func(tx *store.Tx) error { return tx.PutFile(put) })
	k.update(func(tx *store.Tx) error { return tx.PutFile(put) }) // a rerun
	k.view(func(tx *store.Tx) error {
		f, err := tx.File("f1")
		if err != nil {
			return err
		}
		want(t, "bytes are the same", string(f.Data) == string(data), true)
		want(t, "type, name and size", fmt.Sprint(f.Type, f.Name, f.Size), fmt.Sprint(put.Type, put.Name, len(data)))
		want(t, "hash", len(f.SHA256), 64)
		return nil
	})
	put.Contact = b
	k.updateFails(store.ErrConflict, func(tx *store.Tx) error { return tx.PutFile(put) })
	k.updateFails(store.ErrForgotten, func(tx *store.Tx) error {
		return tx.PutFile(store.File{ID: "f2", Contact: "nobody", Data: data})
	})
	k.update(func(tx *store.Tx) error { return errors.Join(tx.DeleteFile("f1"), tx.DeleteFile("absent")) })
	wantError(t, k.View(t.Context(), func(tx *store.Tx) error {
		_, err := tx.File("f1")
		return err
	}), store.ErrNotFound)
}

func caseHeads(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	contact := k.person("telegram:1")
	var want []string
	for i := range 7 {
		c := matter(fmt.Sprint("R0", i), contact, "unit")
		c.Person.Words = "secret"
		k.putCases(c)
		want = append(want, c.Ref)
	}
	var got []string
	k.view(func(tx *store.Tx) error {
		got = nil
		for last := ""; ; {
			page, err := tx.CaseHeads(last, 3)
			if err != nil || len(page) == 0 {
				return err
			}
			for _, c := range page {
				if c.Person.Words != "" {
					t.Errorf("the skeleton of %s holds words", c.Ref)
				}
				got = append(got, c.Ref)
			}
			last = page[len(page)-1].Ref
		}
	})
	wantList(t, "skeletons", got, want...)
}
