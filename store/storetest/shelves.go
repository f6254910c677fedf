package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

func shelfPromises() []promise {
	return []promise{
		{"shelves hold what they say", "an officer's tab shows exactly the cases it is about, in order, and its number is right", shelvesTrue},
		{"shelves without personal parts", "lists can be read when everything personal is noise", shelvesSealed},
		{"workload", "a coordinator sees who has how much to do", workload},
	}
}

var (
	shelfUnits  = []feedback.Unit{"so_y_te", "phong@01840", "phong@01843"}
	shelfTopics = []string{"road", "lamp", "water"}
	shelfAreas  = []string{"", "01840", "01843"}
	shelfAll    = []store.Shelf{
		store.ShelfAccept, store.ShelfWorking, store.ShelfWaiting, store.ShelfAnswered, store.ShelfTodo, store.ShelfLate,
		store.ShelfToday, store.ShelfUrgent, store.ShelfPassed, store.ShelfReopened, store.ShelfOpen, store.ShelfClosed,
	}
)

// shuffle puts a case into some state.
func shuffle(c *feedback.Case, r *rand.Rand) {
	statuses := []feedback.Status{
		feedback.Received, feedback.Accepted, feedback.InProgress, feedback.Waiting, feedback.PassedOn, feedback.Answered,
		feedback.Closed, feedback.Declined, feedback.Duplicate,
	}
	c.Status = statuses[r.IntN(len(statuses))]
	c.Unit, c.Topic, c.Area = shelfUnits[r.IntN(3)], shelfTopics[r.IntN(3)], shelfAreas[r.IntN(3)]
	c.Urgent, c.Reopened = r.IntN(4) == 0, r.IntN(3)/2
	due := monday().Add(time.Duration(r.IntN(200)-100) * time.Hour)
	c.Accept, c.Answer = feedback.Clock{}, feedback.Clock{Started: monday(), Due: due}
	if c.Status == feedback.Waiting {
		c.Answer.Stops = []feedback.Stop{{From: monday()}}
	}
	c.Ended = time.Time{}
	if !c.Open() {
		c.Ended = monday().Add(-time.Duration(r.IntN(1000)) * time.Hour)
	}
}

// onShelf says by the words of the contract whether a case belongs to a filter.
func onShelf(c feedback.Case, f store.CaseFilter) bool {
	if f.Units != nil && !slices.Contains(f.Units, c.Unit) || f.Topic != "" && c.Topic != f.Topic || f.Area != "" && c.Area != f.Area {
		return false
	}
	accept := c.Status == feedback.Received || c.Status == feedback.PassedOn
	working := c.Status == feedback.Accepted || c.Status == feedback.InProgress
	at, running := c.DueNext()
	switch f.Shelf {
	case store.ShelfAccept:
		return accept
	case store.ShelfWorking:
		return working
	case store.ShelfWaiting:
		return c.Status == feedback.Waiting
	case store.ShelfAnswered:
		return c.Status == feedback.Answered
	case store.ShelfTodo:
		return accept || working
	case store.ShelfLate:
		return running && at.Before(f.Now)
	case store.ShelfToday:
		return running && !at.Before(f.Now) && at.Before(f.DayEnd)
	case store.ShelfUrgent:
		return running && c.Urgent
	case store.ShelfPassed:
		return c.Status == feedback.PassedOn
	case store.ShelfReopened:
		return c.Working() && c.Reopened > 0
	case store.ShelfOpen:
		return c.Open()
	}
	return !c.Open() && c.Ended.After(f.Since)
}

func shelvesTrue(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	r := rand.New(rand.NewPCG(1, 2))
	a := k.person("telegram:1")
	var all []feedback.Case
	for i := range 120 {
		c := matter(fmt.Sprintf("R%03d", i), a, "u")
		shuffle(&c, r)
		k.putCases(c)
		all = append(all, c)
	}
	for range 150 { // and then they change
		c := &all[r.IntN(len(all))]
		c.Version++
		shuffle(c, r)
		k.putCases(*c)
	}
	for _, units := range [][]feedback.Unit{nil, {}, {"so_y_te"}, {"phong@01840", "phong@01843", "phong@01840"}} {
		for _, topic := range []string{"", "lamp", "nothing"} {
			for _, area := range []string{"", "01843"} {
				f := store.CaseFilter{Units: units, Topic: topic, Area: area, Now: monday(), DayEnd: monday().Add(16 * time.Hour), Since: monday().Add(-500 * time.Hour)}
				k.shelves(f, all)
			}
		}
	}
	k.view(func(tx *store.Tx) error {
		o, err := tx.CaseOverview(nil, store.CaseFilter{Shelf: store.ShelfTodo, Units: []feedback.Unit{"so_y_te"}})
		topics, areas := tx.CaseTopics(o, []string{"lamp", "nothing"}, []string{"01840", "x"})
		want(t, "topics and communes of a unit", fmt.Sprint(topics, areas), "map[lamp:true] map[01840:true]")
		return err
	})
}

// shelves compares every shelf of a filter with what the cases themselves say.
func (k kit) shelves(f store.CaseFilter, all []feedback.Case) {
	k.t.Helper()
	k.view(func(tx *store.Tx) error {
		o, err := tx.CaseOverview(f.Units, f)
		counts := o.Counts
		for _, f.Shelf = range shelfAll {
			var expected []feedback.Case
			for _, c := range all {
				if onShelf(c, f) {
					expected = append(expected, c)
				}
			}
			slices.SortFunc(expected, func(a, b feedback.Case) int {
				if f.Shelf == store.ShelfClosed {
					return cmpOr(b.Ended.Compare(a.Ended), strings.Compare(a.Ref, b.Ref))
				}
				return strings.Compare(a.DueKey(), b.DueKey())
			})
			var refs []string
			for _, c := range expected {
				refs = append(refs, c.Ref)
			}
			what := fmt.Sprintf("%s of %v, topic %q, commune %q", f.Shelf, f.Units, f.Topic, f.Area)
			wantList(k.t, what, k.pages(tx, f, 7), refs...)
			if f.Shelf != store.ShelfClosed {
				want(k.t, "number of "+what, counts[f.Shelf], len(refs))
			}
		}
		return err
	})
}

func cmpOr(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

// pages reads a list in pages of a size.
func (k kit) pages(tx *store.Tx, f store.CaseFilter, size int) (refs []string) {
	k.t.Helper()
	for after, first := "", true; first || after != ""; first = false {
		some, next, err := tx.CaseRefs(f, after, size)
		if err != nil {
			k.t.Fatal(err)
		}
		if len(some) > size || next != "" && len(some) < size {
			k.t.Fatalf("a page of %d has %d cases, and next is %q", size, len(some), next)
		}
		refs, after = append(refs, some...), next
	}
	return refs
}

func shelvesSealed(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	k := newKit(t, r)
	a := k.person("telegram:1")
	k.putCases(due("A", a, "u", 1))
	for key := range r.dump(t, "case_shelf") {
		if strings.Contains(key, "road") || strings.Contains(key, "01840") {
			t.Errorf("the key %q tells the topic or the commune", key)
		}
	}
	k.update(func(tx *store.Tx) error { return tx.Forget(a, monday()) })
	k.view(func(tx *store.Tx) error {
		refs, _, err := tx.CaseRefs(store.CaseFilter{Shelf: store.ShelfTodo, Topic: "road", Area: "01840"}, "", 5)
		wantList(t, "after forgetting", refs, "A")
		c, headErr := tx.CaseHead("A")
		want(t, "words in a head", c.Person.Words, "")
		if err == nil {
			err = headErr
		}
		_, _, wrong := tx.CaseRefs(store.CaseFilter{Shelf: "no such"}, "", 5)
		wantError(t, wrong, store.ErrKey)
		return err
	})
}

func workload(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	story := func(kinds ...feedback.ActionKind) (entries []feedback.Entry) {
		for i, kind := range kinds {
			entries = append(entries, feedback.Entry{At: monday().Add(time.Duration(i) * time.Hour), By: "mai", Kind: kind, Public: true})
		}
		return entries
	}
	late, waits, answered, passed, closed := due("L", a, "u", -1), due("W", a, "u", 5), due("N", a, "u", 9), due("P", a, "u", 9), due("C", a, "u", 1)
	late.Status, late.Story = feedback.Accepted, story(feedback.DoAccept)
	waits.Status, waits.Story = feedback.Waiting, story(feedback.DoAccept, feedback.DoAsk)
	waits.Accept.Done = monday()
	answered.Status, answered.Story = feedback.Answered, story(feedback.DoAccept, feedback.DoAnswer)
	passed.Status, passed.Story = feedback.PassedOn, story(feedback.DoAccept, feedback.DoPassOn)
	closed.Status, closed.Story = feedback.Closed, story(feedback.DoAnswer, feedback.DoClose)
	k.putCases(late, waits, answered, passed, closed)
	k.view(func(tx *store.Tx) error {
		w, err := tx.Workload("mai", monday().Add(30*time.Minute), monday())
		want(t, "workload", fmt.Sprintf("%+v", w), "{Open:3 Late:1 Waiting:2 Answered:1}")
		w, otherErr := tx.Workload("ma", time.Time{}, monday())
		want(t, "workload of somebody else", w, store.Workload{})
		if err == nil {
			err = otherErr
		}
		return err
	})
}
