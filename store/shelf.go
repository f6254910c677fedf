package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"danloi/feedback"
)

// Every case lies on shelves, from which lists are read without opening a case. The key of an entry says all that lists
// are filtered by: the unit (or none, for all units), the shelf, what orders the list, then stage, marks, topic and
// commune. Topic and commune stand there as opaque names, so that a stolen file does not tell what people of a
// commune complain about.

// Shelf is one of the lists of cases.
type Shelf string

// The shelves. A case that is open lies on one of the first four, which are its stages; ShelfTodo is the first two
// together. The others hold some of those, and ShelfClosed what has ended.
const (
	ShelfAccept   Shelf = "accept"   // to be accepted
	ShelfWorking  Shelf = "working"  // accepted, an answer is owed
	ShelfWaiting  Shelf = "waiting"  // the citizen was asked
	ShelfAnswered Shelf = "answered" // the citizen may rate or reopen it
	ShelfTodo     Shelf = "todo"
	ShelfLate     Shelf = "late"     // the next date is over
	ShelfToday    Shelf = "today"    // the next date is still today
	ShelfUrgent   Shelf = "urgent"   // urgent and to be done
	ShelfPassed   Shelf = "passed"   // passed on to the unit, which has not accepted it yet
	ShelfReopened Shelf = "reopened" // the citizen said that it is not solved, and it is to be done
	ShelfOpen     Shelf = "open"     // everything open
	ShelfClosed   Shelf = "closed"   // ended, the latest first
)

// shelfSpec says where the cases of a shelf are found: on which stored lists, and between which groups of
// feedback.Case.DueKey.
type shelfSpec struct {
	stored []Shelf
	mark   byte // that the case must bear, or zero
	due    bool // only groups with a running date
}

var shelves = map[Shelf]shelfSpec{
	ShelfAccept:   {stored: []Shelf{ShelfAccept}},
	ShelfWorking:  {stored: []Shelf{ShelfWorking}},
	ShelfWaiting:  {stored: []Shelf{ShelfWaiting}},
	ShelfAnswered: {stored: []Shelf{ShelfAnswered}},
	ShelfTodo:     {stored: []Shelf{ShelfAccept, ShelfWorking}},
	ShelfLate:     {stored: []Shelf{ShelfAccept, ShelfWorking}, due: true},
	ShelfToday:    {stored: []Shelf{ShelfAccept, ShelfWorking}, due: true},
	ShelfUrgent:   {stored: []Shelf{ShelfAccept, ShelfWorking}},
	ShelfPassed:   {stored: []Shelf{ShelfPassed}, mark: markPassed},
	ShelfReopened: {stored: []Shelf{ShelfReopened}, mark: markReopened},
	ShelfOpen:     {stored: []Shelf{ShelfAccept, ShelfWorking, ShelfWaiting, ShelfAnswered}},
	ShelfClosed:   {stored: []Shelf{ShelfClosed}},
}

const (
	markPassed   = 'p'
	markReopened = 'r'
)

// The shelves of all units that hold one topic or one commune begin with these.
const (
	shelfTopic = "t="
	shelfArea  = "a="
)

// stageOf returns the stage in which a case is.
func stageOf(c feedback.Case) Shelf {
	switch c.Status {
	case feedback.Received, feedback.PassedOn:
		return ShelfAccept
	case feedback.Waiting:
		return ShelfWaiting
	case feedback.Answered:
		return ShelfAnswered
	}
	if !c.Open() {
		return ShelfClosed
	}
	return ShelfWorking
}

// shelfEntries returns the entries of a case on all its shelves.
func (tx *Tx) shelfEntries(c feedback.Case) []entry {
	stage, order, marks := stageOf(c), c.DueKey(), ""
	lists := []string{string(stage)}
	if stage == ShelfClosed {
		order = endKey(c.Ended, c.Ref)
	}
	if c.Status == feedback.PassedOn {
		marks += string(rune(markPassed))
		lists = append(lists, string(ShelfPassed))
	}
	if c.Reopened > 0 && c.Working() {
		marks += string(rune(markReopened))
		lists = append(lists, string(ShelfReopened))
	}
	topic, area := tx.facet("topic", c.Topic), tx.facet("area", c.Area)
	var entries []entry
	add := func(unit, list string) {
		e := entry{bucketCaseShelf, join(unit, list, order, string(stage), marks, topic, area)}
		if !slices.ContainsFunc(entries, e.equal) {
			entries = append(entries, e)
		}
	}
	for _, list := range lists {
		add(string(c.Unit), list)
		add("", list)
	}
	if stage != ShelfClosed {
		add("", shelfTopic+topic)
		add("", shelfArea+area)
	}
	return entries
}

// facet returns the opaque name of a topic or commune, empty for none.
func (tx *Tx) facet(kind, id string) string {
	if id == "" {
		return ""
	}
	return tx.keys.name("shelf "+kind, id)[:12]
}

// endKey orders ended cases, the latest first. It is text, as DueKey is.
func endKey(at time.Time, ref string) string { return endTime(at) + "~" + ref }

func endTime(at time.Time) string {
	if at.IsZero() {
		return strings.Repeat("g", 16) // behind all hexadecimal numbers
	}
	return fmt.Sprintf("%016x", ^(uint64(at.UnixNano()) ^ 1<<63))
}

// shelved is an entry of a shelf as its key tells it.
type shelved struct {
	ref, unit, order, marks, topic, area string
	stage                                Shelf
}

func readShelved(key, ref []byte) (shelved, error) {
	var p [7]string
	rest, more := string(key), true
	for i := range p {
		if !more {
			return shelved{}, fmt.Errorf("%s: %w", bucketCaseShelf, ErrCorrupt)
		}
		p[i], rest, more = strings.Cut(rest, "\x00")
	}
	if more || len(p[2]) < 16 {
		return shelved{}, fmt.Errorf("%s: %w", bucketCaseShelf, ErrCorrupt)
	}
	return shelved{ref: string(ref), unit: p[0], order: p[2], stage: Shelf(p[3]), marks: p[4], topic: p[5], area: p[6]}, nil
}

// dueTime returns the date of DueKey after its group, and whether it runs.
func (s shelved) dueTime() (at string, running bool) {
	return s.order[1:15], s.order[0] == '0' || s.order[0] == '1'
}
