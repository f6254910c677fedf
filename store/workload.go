package store

import (
	"fmt"
	"time"

	"danloi/feedback"
)

// What a member of staff has to do with a case, as a part of the keys of bucketCaseStaff.
const (
	staffHandles  = "handles"  // open, ordered by feedback.Case.DueKey
	staffAnswered = "answered" // ordered by the time of the answer, the latest first
)

// staffEntries returns the entries that tell who works a case and who answered it.
func staffEntries(c feedback.Case) []entry {
	var entries []entry
	if by := c.Handler(); by != "" && c.Open() {
		entries = append(entries, entry{bucketCaseStaff, join(by, staffHandles, c.DueKey())})
	}
	for i, e := range c.Story {
		if e.Kind == feedback.DoAnswer {
			entries = append(entries, entry{bucketCaseStaff, join(e.By, staffAnswered, endKey(e.At, fmt.Sprint(c.Ref, "~", i)))})
		}
	}
	return entries
}

// Workload is how much one member of staff has to do.
type Workload struct {
	Open     int // open cases that they work (feedback.Case.Handler)
	Late     int // of these, whose next date is over
	Waiting  int // of these, which wait for the citizen or for a rating
	Answered int // answers they gave since the time that was asked for
}

// Workload returns how much a member of staff has to do at now, and how many answers they gave since a time. It opens no
// case.
func (tx *Tx) Workload(staff string, since, now time.Time) (Workload, error) {
	var w Workload
	if err := checkID(staff); err != nil {
		return w, fmt.Errorf("workload: %w", err)
	}
	handles, late := under(staff, staffHandles), dueText(now)
	err := tx.kv.Scan(bucketCaseStaff, handles, after(handles), false, func(key, _ []byte) (bool, error) {
		order := string(key[len(handles):])
		if len(order) < 16 {
			return false, fmt.Errorf("%s: %w", bucketCaseStaff, ErrCorrupt)
		}
		w.Open++
		switch running := order[0] == '0' || order[0] == '1'; {
		case !running:
			w.Waiting++
		case order[1:15] < late:
			w.Late++
		}
		return true, nil
	})
	if err != nil {
		return w, err
	}
	answered := under(staff, staffAnswered)
	end := append(append([]byte{}, answered...), endTime(since)...)
	err = tx.kv.Scan(bucketCaseStaff, answered, end, false, func(_, _ []byte) (bool, error) {
		w.Answered++
		return true, nil
	})
	return w, err
}
