package learn

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"danloi/content"
)

// Visit is a day on which something comes to people: a mobile service day, or a class in a village.
type Visit struct {
	ID    string     `json:"id"`
	Kind  VisitKind  `json:"kind"`
	What  string     `json:"what"`  // in Vietnamese, as the trainer wrote it
	Areas []string   `json:"areas"` // codes of communes
	Place string     `json:"place"`
	Start time.Time  `json:"start"`
	End   time.Time  `json:"end"`
	Note  string     `json:"note,omitempty"`
	State VisitState `json:"state"`
	Rev   int        `json:"rev"`            // rises with every change that those who asked must hear of
	Told  int        `json:"told,omitempty"` // the Rev that everybody who asked was told of
	By    string     `json:"by,omitempty"`   // staff id
	At    time.Time  `json:"at,omitzero"`    // when it was entered or changed last
}

// VisitKind says what comes.
type VisitKind string

// The kinds.
const (
	ServiceDay VisitKind = "service" // papers are taken and made on the spot
	ClassDay   VisitKind = "class"
)

// VisitState tells whether it takes place.
type VisitState string

// The states.
const (
	Planned   VisitState = "planned"
	Cancelled VisitState = "cancelled"
)

// The faults of a visit. Each names one field.
var (
	ErrVisitKind  = errors.New("kind is not service or class")
	ErrVisitWhat  = errors.New("what is empty or too long")
	ErrVisitAreas = errors.New("no commune, or too many")
	ErrVisitPlace = errors.New("place is empty or too long")
	ErrVisitTimes = errors.New("end is not after start, or more than 12 hours later")
	ErrVisitPast  = errors.New("start is past, or more than a year away")
	ErrVisitNote  = errors.New("note is too long")
)

// The longest texts of a visit in characters.
const (
	MaxVisitWhat  = 120
	MaxVisitPlace = 160
	MaxVisitNote  = 300
	maxAreas      = 20
)

// Check returns what is wrong with a visit that is entered or changed at an instant, or nil.
func (v Visit) Check(now time.Time) error {
	long := func(s string, most int) bool { return len([]rune(s)) > most }
	switch {
	case v.Kind != ServiceDay && v.Kind != ClassDay:
		return ErrVisitKind
	case strings.TrimSpace(v.What) == "" || long(v.What, MaxVisitWhat):
		return ErrVisitWhat
	case len(v.Areas) == 0 || len(v.Areas) > maxAreas:
		return ErrVisitAreas
	case strings.TrimSpace(v.Place) == "" || long(v.Place, MaxVisitPlace):
		return ErrVisitPlace
	case !v.End.After(v.Start) || v.End.Sub(v.Start) > 12*time.Hour:
		return ErrVisitTimes
	case v.Start.Before(now) || v.Start.After(now.AddDate(1, 0, 0)):
		return ErrVisitPast
	case long(v.Note, MaxVisitNote):
		return ErrVisitNote
	}
	return nil
}

// On tells whether the visit takes place and is not over at an instant.
func (v Visit) On(now time.Time) bool { return v.State == Planned && v.End.After(now) }

// Reminder returns when those who asked are reminded: at 18:00 the day before, false when that is past.
func (v Visit) Reminder(now time.Time) (time.Time, bool) {
	at := hourOf(content.DateOf(v.Start.AddDate(0, 0, -1)), 18)
	return at, v.On(now) && at.After(now)
}

// Moved tells whether b differs from v in what somebody who wants to come must know.
func (v Visit) Moved(b Visit) bool {
	return !v.Start.Equal(b.Start) || !v.End.Equal(b.End) || v.Place != b.Place || v.State != b.State || v.What != b.What ||
		!slices.Equal(v.Areas, b.Areas)
}

// VisitsIn returns the visits of a commune, or of all when area is empty, that are still to come, soonest first.
func VisitsIn(all []Visit, area string, now time.Time) []Visit {
	var out []Visit
	for _, v := range all {
		if v.On(now) && (area == "" || slices.Contains(v.Areas, area)) {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b Visit) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID)) })
	return out
}
