package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"danloi/feedback"
)

// Counting is done when a case is stored, never when a page is shown: each unit has one record of how many of its
// cases stand on which shelf. It is made of the same entries that make the shelves, so that the two never differ.

// tallyOf is the record of one unit: how many open cases it has by stage and mark, by topic and commune (their opaque
// names), and how many dates run out on which day.
type tallyOf struct {
	Shelf map[string]int `json:"s,omitempty"`
	Topic map[string]int `json:"t,omitempty"`
	Area  map[string]int `json:"a,omitempty"`
	Day   map[string]int `json:"d,omitempty"` // of dueFormat's day, which is that of UTC
}

// dayLength is how much of dueFormat is the day.
const dayLength = 8

// tally brings the records up to date when the entries of a case change.
func (tx *Tx) tally(had, has []entry) error {
	changed := map[string]*tallyOf{}
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
func (tx *Tx) tallyEntry(changed map[string]*tallyOf, e entry, by int) error {
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
	add(&t.Shelf, list, by)
	if Shelf(list) != s.stage {
		return nil
	}
	add(&t.Topic, s.topic, by)
	add(&t.Area, s.area, by)
	if at, running := s.dueTime(); running {
		add(&t.Day, at[:dayLength], by)
		if s.order[0] == '0' {
			add(&t.Shelf, string(ShelfUrgent), by)
		}
	}
	return nil
}

// add counts and keeps nothing that is zero.
func add(counts *map[string]int, name string, by int) {
	if *counts == nil {
		*counts = map[string]int{}
	}
	if (*counts)[name] += by; (*counts)[name] == 0 {
		delete(*counts, name)
	}
}

func (tx *Tx) loadTally(unit string) (*tallyOf, error) {
	value, err := tx.kv.Get(bucketCaseTally, []byte(unit))
	if errors.Is(err, ErrNotFound) {
		return &tallyOf{}, nil
	}
	if err != nil {
		return nil, err
	}
	return readTally(value)
}

func readTally(value []byte) (*tallyOf, error) {
	t := &tallyOf{}
	if err := json.Unmarshal(value, t); err != nil {
		return nil, fmt.Errorf("%s: %w", bucketCaseTally, ErrCorrupt)
	}
	return t, nil
}

func (tx *Tx) putTally(unit string, t *tallyOf) error {
	if len(t.Shelf) == 0 {
		return tx.kv.Delete(bucketCaseTally, []byte(unit))
	}
	value, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return tx.kv.Put(bucketCaseTally, []byte(unit), value)
}

// open returns how many cases of the unit are open.
func (t *tallyOf) open() (n int) {
	for _, s := range shelves[ShelfOpen].stored {
		n += t.Shelf[string(s)]
	}
	return n
}

// eachTally calls fn with the records of units, of all units that have one when units is nil.
func (tx *Tx) eachTally(units []feedback.Unit, fn func(unit feedback.Unit, t *tallyOf)) error {
	if units == nil {
		return tx.kv.Scan(bucketCaseTally, nil, nil, false, func(unit, value []byte) (bool, error) {
			t, err := readTally(value)
			if err == nil {
				fn(feedback.Unit(unit), t)
			}
			return true, err
		})
	}
	seen := map[feedback.Unit]bool{"": true}
	for _, u := range units {
		if seen[u] {
			continue
		}
		seen[u] = true
		t, err := tx.loadTally(string(u))
		if err != nil {
			return err
		}
		fn(u, t)
	}
	return nil
}

// CountOpen returns how many cases of a unit are open, or of all units when unit is empty.
func (tx *Tx) CountOpen(unit string) (n int, err error) {
	var units []feedback.Unit
	if unit != "" {
		units = []feedback.Unit{feedback.Unit(unit)}
	}
	err = tx.eachTally(units, func(_ feedback.Unit, t *tallyOf) { n += t.open() })
	return n, err
}

// CountOpenByUnit returns how many cases are open in each unit that has any.
func (tx *Tx) CountOpenByUnit() (map[feedback.Unit]int, error) {
	counts := map[feedback.Unit]int{}
	err := tx.eachTally(nil, func(u feedback.Unit, t *tallyOf) { counts[u] = t.open() })
	return counts, err
}

// CaseCounts says how many cases there are of a filter on each shelf, whatever shelf the filter names, but for
// ShelfClosed, which is not counted. It reads the records of the units; with a topic or a commune it goes through the
// keys of the shortest list that holds them.
func (tx *Tx) CaseCounts(f CaseFilter) (map[Shelf]int, error) {
	if f.Topic != "" || f.Area != "" {
		return tx.countKeys(f)
	}
	counts := map[Shelf]int{}
	days := map[string]int{}
	err := tx.eachTally(f.Units, func(_ feedback.Unit, t *tallyOf) {
		for s, n := range t.Shelf {
			counts[Shelf(s)] += n
		}
		for day, n := range t.Day {
			days[day] += n
		}
	})
	if err != nil {
		return nil, err
	}
	for _, s := range shelves[ShelfTodo].stored {
		counts[ShelfTodo] += counts[s]
	}
	for _, s := range shelves[ShelfOpen].stored {
		counts[ShelfOpen] += counts[s]
	}
	return counts, tx.countDates(f, days, counts)
}

// countDates adds what hangs on the time of day: whole days are counted already, of today's the keys are.
func (tx *Tx) countDates(f CaseFilter, days map[string]int, counts map[Shelf]int) error {
	today := dueText(f.Now)[:dayLength]
	for day, n := range days {
		if day < today {
			counts[ShelfLate] += n
		}
	}
	for _, prefix := range tx.lists(f, shelves[ShelfTodo].stored) {
		for _, group := range []string{"0", "1"} {
			s := stream{prefix, group + today, group + max(dueText(f.DayEnd), dueText(f.Now))}
			err := tx.scanShelf(s, "", func(e shelved) bool {
				if f.on(ShelfLate, e) {
					counts[ShelfLate]++
				}
				if f.on(ShelfToday, e) {
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
	topic, area := tx.facet("topic", f.Topic), tx.facet("area", f.Area)
	f.Shelf = ShelfOpen
	for _, prefix := range tx.lists(f, shelves[ShelfOpen].stored) {
		err := tx.scanShelf(stream{prefix: prefix}, "", func(e shelved) bool {
			if (topic == "" || e.topic == topic) && (area == "" || e.area == area) {
				for s := range shelves {
					if s != ShelfClosed && f.on(s, e) {
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

// CaseTopics returns which of these topics and communes open cases of the units have; of all units when units is nil.
func (tx *Tx) CaseTopics(units []feedback.Unit, topics, areas []string) (hasTopic, hasArea map[string]bool, err error) {
	seenTopic, seenArea := map[string]bool{}, map[string]bool{}
	err = tx.eachTally(units, func(_ feedback.Unit, t *tallyOf) {
		for name := range t.Topic {
			seenTopic[name] = true
		}
		for name := range t.Area {
			seenArea[name] = true
		}
	})
	return tx.named("topic", topics, seenTopic), tx.named("area", areas, seenArea), err
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
