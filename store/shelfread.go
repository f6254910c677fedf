package store

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"danloi/feedback"
)

// CaseFilter says which cases are asked for.
type CaseFilter struct {
	Units []feedback.Unit // whose cases; nil for those of all units, empty for none
	Shelf Shelf
	Topic string // id of the topic, or empty
	Area  string // code of the commune, or empty
	// Now tells what is late or due today. DayEnd is the end of the day of people at Now.
	Now, DayEnd time.Time
	// Since leaves out what ended before; for ShelfClosed only. The zero time leaves out nothing.
	Since time.Time
}

// dueFormat is how feedback.Case.DueKey writes a date.
const dueFormat = "20060102150405"

func dueText(t time.Time) string { return t.UTC().Format(dueFormat) }

// stream is a range of one stored list: prefix, and the orders from <= order < to behind it; an empty to has no bound.
type stream struct {
	prefix   []byte
	from, to string
}

// CaseRefs returns the references of at most limit cases in the order of their shelf (feedback.Case.DueKey; ended
// ones the latest first). after is empty for the first page and next for the one behind it; an empty next says
// that there is no more. A cursor stays good when the case it stopped at is changed or gone. No case is opened.
func (tx *Tx) CaseRefs(f CaseFilter, after string, limit int) (refs []string, next string, err error) {
	if _, ok := shelves[f.Shelf]; !ok {
		return nil, "", fmt.Errorf("shelf %q: %w", f.Shelf, ErrKey)
	}
	topic, area, day := tx.facet("topic", f.Topic), tx.facet("area", f.Area), f.window()
	var found []shelved
	for _, s := range tx.streams(f) {
		n := 0
		err := tx.scanShelf(s, after, func(e shelved) bool {
			if (topic == "" || e.topic == topic) && (area == "" || e.area == area) && day.on(f.Shelf, e) {
				found = append(found, e)
				n++
			}
			return n <= limit
		})
		if err != nil {
			return nil, "", err
		}
	}
	slices.SortFunc(found, func(a, b shelved) int { return cmp.Compare(a.order, b.order) })
	for i, e := range found {
		if i == limit {
			return refs, found[i-1].order, nil
		}
		refs = append(refs, e.ref)
	}
	return refs, "", nil
}

// scanShelf calls fn for the entries of a stream behind an order until it says no more.
func (tx *Tx) scanShelf(s stream, behind string, fn func(shelved) bool) error {
	from, to := append(slices.Clip(s.prefix), s.from...), after(s.prefix)
	if behind != "" && behind >= s.from {
		from = append(append(slices.Clip(s.prefix), behind...), 1)
	}
	if s.to != "" {
		to = append(slices.Clip(s.prefix), s.to...)
	}
	if string(from) >= string(to) {
		return nil
	}
	return tx.kv.Scan(bucketCaseShelf, from, to, false, func(key, ref []byte) (bool, error) {
		e, err := readShelved(key, ref)
		return err == nil && fn(e), err
	})
}

// streams returns the ranges in which the cases of a filter lie.
func (tx *Tx) streams(f CaseFilter) []stream {
	var out []stream
	for _, prefix := range tx.lists(f, shelves[f.Shelf].stored) {
		for _, r := range f.ranges() {
			out = append(out, stream{prefix, r[0], r[1]})
		}
	}
	return out
}

// lists returns the prefixes of the shortest stored lists that hold all cases of a filter.
func (tx *Tx) lists(f CaseFilter, stored []Shelf) (prefixes [][]byte) {
	switch {
	case f.Units == nil && f.Area != "" && f.Shelf != ShelfClosed:
		return [][]byte{under("", shelfArea+tx.facet("area", f.Area))}
	case f.Units == nil && f.Topic != "" && f.Shelf != ShelfClosed:
		return [][]byte{under("", shelfTopic+tx.facet("topic", f.Topic))}
	}
	units := f.Units
	if units == nil {
		units = []feedback.Unit{""}
	}
	for i, u := range units {
		if f.Units != nil && (u == "" || slices.Contains(units[:i], u)) {
			continue
		}
		for _, s := range stored {
			prefixes = append(prefixes, under(string(u), string(s)))
		}
	}
	return prefixes
}

// ranges returns between which orders the cases of a filter lie.
func (f CaseFilter) ranges() [][2]string {
	w := f.window()
	switch f.Shelf {
	case ShelfLate:
		return [][2]string{{"0", "0" + w.now}, {"1", "1" + w.now}}
	case ShelfToday:
		return [][2]string{{"0" + w.now, "0" + w.end}, {"1" + w.now, "1" + w.end}}
	case ShelfUrgent:
		return [][2]string{{"0", "1"}}
	case ShelfClosed:
		if !f.Since.IsZero() {
			return [][2]string{{"", endTime(f.Since)}}
		}
	}
	return [][2]string{{"", ""}}
}

// window is what the dates of entries are compared with.
type window struct{ now, end string }

func (f CaseFilter) window() window { return window{dueText(f.Now), dueText(f.DayEnd)} }

// on reports whether an open case, or an ended one for ShelfClosed, lies on a shelf.
func (w window) on(shelf Shelf, e shelved) bool {
	spec := shelves[shelf]
	at, running := e.dueTime()
	switch {
	case spec.mark != 0:
		return strings.IndexByte(e.marks, spec.mark) >= 0
	case !slices.Contains(spec.stored, e.stage), spec.due && !running:
		return false
	}
	switch shelf {
	case ShelfLate:
		return at < w.now
	case ShelfToday:
		return at >= w.now && at < w.end
	case ShelfUrgent:
		return e.order[0] == '0'
	}
	return true
}

// OpenCases returns at most limit open cases of a unit, or of all units when unit is empty, in order of what is due
// (feedback.Case.DueKey). Pass an empty cursor for the first page and next for the one after; an empty
// next says that there is no more. A cursor stays good when the case it stopped at is changed or gone; one that
// OpenCases did not give is ErrKey.
func (tx *Tx) OpenCases(unit, cursor string, limit int) (cases []feedback.Case, next string, err error) {
	after, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, "", fmt.Errorf("open cases: cursor: %w", ErrKey)
	}
	f := CaseFilter{Shelf: ShelfOpen}
	if unit != "" {
		f.Units = []feedback.Unit{feedback.Unit(unit)}
	}
	refs, order, err := tx.CaseRefs(f, string(after), limit)
	if err != nil {
		return nil, "", fmt.Errorf("open cases: %w", err)
	}
	if order != "" {
		next = base64.RawURLEncoding.EncodeToString([]byte(order))
	}
	cases, err = tx.cases(refs)
	return cases, next, err
}
