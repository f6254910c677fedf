package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"danloi/feedback"
)

// Counting is done when a case is stored, never when a page is shown: each unit has one record of how many of its
// cases stand on which shelf. It is made of the same entries that make the shelves, so that the two never differ.

// tallyOf is the record of one unit: how many open cases it has by shelf, by topic and commune (their opaque names), and
// how many dates run out on which day. Each name begins with one of the letters below. It lies in the store as lines
// "name=number", because a page for all units reads hundreds of them.
type tallyOf map[string]int

const (
	tallyShelf = "s:"
	tallyTopic = "t:"
	tallyArea  = "a:"
	tallyDay   = "d:" // of dueFormat's day, which is that of UTC
)

// dayLength is how much of dueFormat is the day.
const dayLength = 8

// tally brings the records up to date when the entries of a case change.
func (tx *Tx) tally(had, has []entry) error {
	changed := map[string]tallyOf{}
	for _, step := range []struct {
		entries []entry
		by      int
	}{{had, -1}, {has, 1}} {
		for _, e := range step.entries {
			if err := tx.tallyEntry(changed, e, step.by); err != nil {
				return err
			}
		}
	}
	for unit, t := range changed {
		if err := tx.putTally(unit, t); err != nil {
			return err
		}
	}
	return nil
}

// tallyEntry counts an entry of a shelf of one unit; those of all units are the sums.
func (tx *Tx) tallyEntry(changed map[string]tallyOf, e entry, by int) error {
	if e.Bucket != bucketCaseShelf || e.Key[0] == 0 {
		return nil
	}
	s, err := readShelved(e.Key, nil)
	if err != nil || s.stage == ShelfClosed {
		return err
	}
	t := changed[s.unit]
	if t == nil {
		if t, err = tx.loadTally(s.unit); err != nil {
			return err
		}
		changed[s.unit] = t
	}
	_, rest, _ := strings.Cut(string(e.Key), "\x00")
	list, _, _ := strings.Cut(rest, "\x00")
	t.add(tallyShelf+list, by)
	if Shelf(list) != s.stage {
		return nil
	}
	t.add(tallyTopic+s.topic, by)
	t.add(tallyArea+s.area, by)
	if at, running := s.dueTime(); running {
		t.add(tallyDay+at[:dayLength], by)
		if s.order[0] == '0' {
			t.add(tallyShelf+string(ShelfUrgent), by)
		}
	}
	return nil
}

// add counts and keeps nothing that is zero.
func (t tallyOf) add(name string, by int) {
	if t[name] += by; t[name] == 0 {
		delete(t, name)
	}
}

func (tx *Tx) loadTally(unit string) (tallyOf, error) {
	t := tallyOf{}
	value, err := tx.kv.Get(bucketCaseTally, []byte(unit))
	if errors.Is(err, ErrNotFound) {
		return t, nil
	}
	if err != nil {
		return nil, err
	}
	return t, readTally(value, func(name string, n int) { t[name] = n })
}

// readTally calls fn for each line of a record.
func readTally(value []byte, fn func(name string, n int)) error {
	for line := range strings.Lines(string(value)) {
		name, number, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		n, err := strconv.Atoi(number)
		if err != nil {
			return fmt.Errorf("%s: %w", bucketCaseTally, ErrCorrupt)
		}
		fn(name, n)
	}
	return nil
}

func (tx *Tx) putTally(unit string, t tallyOf) error {
	if len(t) == 0 {
		return tx.kv.Delete(bucketCaseTally, []byte(unit))
	}
	var value []byte
	for _, name := range slices.Sorted(maps.Keys(t)) {
		value = fmt.Appendf(value, "%s=%d\n", name, t[name])
	}
	return tx.kv.Put(bucketCaseTally, []byte(unit), value)
}

// eachTally calls fn with every line of the records of units, of all units that have one when units is nil.
func (tx *Tx) eachTally(units []feedback.Unit, fn func(unit feedback.Unit, name string, n int)) error {
	if units == nil {
		return tx.kv.Scan(bucketCaseTally, nil, nil, false, func(unit, value []byte) (bool, error) {
			u := feedback.Unit(unit)
			return true, readTally(value, func(name string, n int) { fn(u, name, n) })
		})
	}
	for i, u := range units {
		if u == "" || slices.Contains(units[:i], u) {
			continue
		}
		t, err := tx.loadTally(string(u))
		if err != nil {
			return err
		}
		for name, n := range t {
			fn(u, name, n)
		}
	}
	return nil
}

// openShelf returns the stage that a line of a record counts, if it does.
func openShelf(name string) (Shelf, bool) {
	shelf, ok := strings.CutPrefix(name, tallyShelf)
	return Shelf(shelf), ok && slices.Contains(shelves[ShelfOpen].stored, Shelf(shelf))
}

// CountOpen returns how many cases of a unit are open, or of all units when unit is empty.
func (tx *Tx) CountOpen(unit string) (n int, err error) {
	var units []feedback.Unit
	if unit != "" {
		units = []feedback.Unit{feedback.Unit(unit)}
	}
	o, err := tx.CaseOverview(units, CaseFilter{Shelf: ShelfOpen, Units: units})
	return o.Counts[ShelfOpen], err
}

// CountOpenByUnit returns how many cases are open in each unit that has any.
func (tx *Tx) CountOpenByUnit() (map[feedback.Unit]int, error) {
	o, err := tx.CaseOverview(nil, CaseFilter{Shelf: ShelfOpen})
	return o.Units, err
}

// Overview says what there is to see.
type Overview struct {
	// Counts is how many cases of a filter lie on each shelf, but for ShelfClosed, which is not counted.
	Counts map[Shelf]int
	Units  map[feedback.Unit]int // open cases by unit
	topics map[string]bool       // opaque names of the topics of the filter's units
	areas  map[string]bool
}

// CaseOverview says of the units of a scope (nil for all) how many open cases each has, and of the units of a filter
// within it, whatever shelf the filter names, how many lie on each shelf. It reads the records of the units; with a
// topic or a commune it goes through the keys of the shortest list that holds them.
func (tx *Tx) CaseOverview(scope []feedback.Unit, f CaseFilter) (Overview, error) {
	o := Overview{Counts: map[Shelf]int{}, Units: map[feedback.Unit]int{}, topics: map[string]bool{}, areas: map[string]bool{}}
	days := map[string]int{}
	err := tx.eachTally(scope, func(u feedback.Unit, name string, n int) {
		if _, ok := openShelf(name); ok {
			o.Units[u] += n
		}
		if f.Units == nil || slices.Contains(f.Units, u) {
			o.count(days, name, n)
		}
	})
	if err != nil {
		return o, err
	}
	if f.Topic != "" || f.Area != "" {
		o.Counts, err = tx.countKeys(f)
		return o, err
	}
	for _, s := range shelves[ShelfTodo].stored {
		o.Counts[ShelfTodo] += o.Counts[s]
	}
	for _, s := range shelves[ShelfOpen].stored {
		o.Counts[ShelfOpen] += o.Counts[s]
	}
	return o, tx.countDates(f, days, o.Counts)
}

func (o Overview) count(days map[string]int, name string, n int) {
	rest := name[len(tallyShelf):]
	switch name[:len(tallyShelf)] {
	case tallyShelf:
		o.Counts[Shelf(rest)] += n
	case tallyTopic:
		o.topics[rest] = true
	case tallyArea:
		o.areas[rest] = true
	case tallyDay:
		days[rest] += n
	}
}

// countDates adds what hangs on the time of day: whole days are counted already, of today's the keys are.
func (tx *Tx) countDates(f CaseFilter, days map[string]int, counts map[Shelf]int) error {
	w := f.window()
	today := w.now[:dayLength]
	for day, n := range days {
		if day < today {
			counts[ShelfLate] += n
		}
	}
	for _, prefix := range tx.lists(f, shelves[ShelfTodo].stored) {
		for _, group := range []string{"0", "1"} {
			s := stream{prefix, group + today, group + max(w.end, w.now)}
			err := tx.scanShelf(s, "", func(e shelved) bool {
				if w.on(ShelfLate, e) {
					counts[ShelfLate]++
				}
				if w.on(ShelfToday, e) {
					counts[ShelfToday]++
				}
				return true
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (tx *Tx) countKeys(f CaseFilter) (map[Shelf]int, error) {
	counts := map[Shelf]int{}
	topic, area, w := tx.facet("topic", f.Topic), tx.facet("area", f.Area), f.window()
	f.Shelf = ShelfOpen
	for _, prefix := range tx.lists(f, shelves[ShelfOpen].stored) {
		err := tx.scanShelf(stream{prefix: prefix}, "", func(e shelved) bool {
			if (topic == "" || e.topic == topic) && (area == "" || e.area == area) {
				for s := range shelves {
					if s != ShelfClosed && w.on(s, e) {
						counts[s]++
					}
				}
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// CaseTopics returns which of these topics and communes the open cases of an overview's filter have, topic and commune
// of the filter itself left aside.
func (tx *Tx) CaseTopics(o Overview, topics, areas []string) (hasTopic, hasArea map[string]bool) {
	return tx.named("topic", topics, o.topics), tx.named("area", areas, o.areas)
}

func (tx *Tx) named(kind string, ids []string, seen map[string]bool) map[string]bool {
	out := map[string]bool{}
	for _, id := range ids {
		if seen[tx.facet(kind, id)] {
			out[id] = true
		}
	}
	return out
}
