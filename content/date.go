package content

import "time"

// A Date is a calendar day, as written in a guide. The zero Date means that none is known.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day it is in Vietnam at t. Deadlines in guides are days there, wherever the
// server stands.
func DateOf(t time.Time) Date {
	var d Date
	d.Year, d.Month, d.Day = t.In(time.FixedZone("", 7*60*60)).Date()
	return d
}

// ParseDate reads a day written as 2026-11-21.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, err
	}
	return Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, nil
}

// IsZero reports whether no day is known.
func (d Date) IsZero() bool { return d == Date{} }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Time().Before(e.Time()) }

// Time returns the start of the day in UTC, for formatting with a layout.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// String returns the day as 2026-11-21, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText writes the day as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
