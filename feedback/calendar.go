package feedback

import (
	"slices"
	"time"
)

// WorkTime is a span of working time: the hours in which offices are open, and no others.
type WorkTime time.Duration

// Period is a time limit: so many working days and so much working time after them. "10d" and "4h" in the data.
type Period struct {
	Days int
	Time WorkTime
}

// Holiday is a day that differs from its week: a day off, or a Saturday on which offices make up for one.
type Holiday struct {
	Date        string // 2026-02-17
	ID          string // new_year, tet, hung_kings, victory, labour, national, culture, make_up
	Works       bool   // offices are open on this day although it is a weekend
	Provisional bool   // the decision on this day was not known when the file was written
}

// Calendar knows when offices work. It is made by LoadCalendar; time zones of the times that go in do not matter,
// times come out in the calendar's zone.
type Calendar struct {
	zone  *time.Location
	week  [7][]hours // by time.Weekday
	make  []hours    // on a day that makes up for another
	days  map[string]Holiday
	fixed map[string]string // month and day → id, for years that the file does not list
	years map[int]bool
}

// hours is one stretch of a working day, counted from midnight.
type hours struct{ from, to time.Duration }

// Zone returns the zone in which offices keep their hours. It is a fixed offset, so that no zone file is needed.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Known reports whether the holidays of this year are listed. In other years only the holidays with a fixed date
// count, so a date that was worked out there is uncertain around Tết.
func (c *Calendar) Known(year int) bool { return c.years[year] }

// Holiday returns what is special about the day of t.
func (c *Calendar) Holiday(t time.Time) (Holiday, bool) {
	t = t.In(c.zone)
	date := t.Format(time.DateOnly)
	if h, ok := c.days[date]; ok {
		return h, true
	}
	if c.years[t.Year()] {
		return Holiday{}, false
	}
	id, ok := c.fixed[t.Format("01-02")]
	return Holiday{Date: date, ID: id, Provisional: true}, ok
}

// WorkDay reports whether offices are open on the day of t.
func (c *Calendar) WorkDay(t time.Time) bool { return len(c.hoursOf(t.In(c.zone))) > 0 }

// Working reports whether offices are open at t.
func (c *Calendar) Working(t time.Time) bool {
	t = t.In(c.zone)
	since := t.Sub(midnight(t))
	return slices.ContainsFunc(c.hoursOf(t), func(h hours) bool { return since >= h.from && since < h.to })
}

// Add returns the moment at which d of working time has passed since from. It is the first such moment, so work
// that fills a day ends at closing time. Nothing to add gives from itself.
func (c *Calendar) Add(from time.Time, d WorkTime) time.Time {
	from = from.In(c.zone)
	left := time.Duration(d)
	if left <= 0 {
		return from
	}
	for day := midnight(from); ; day = day.AddDate(0, 0, 1) {
		for _, h := range c.hoursOf(day) {
			start, end := day.Add(h.from), day.Add(h.to)
			start = later(start, from)
			if open := end.Sub(start); open >= left {
				return start.Add(left)
			} else if open > 0 {
				left -= open
			}
		}
	}
}

// Between returns the working time from a to b, and zero when b is not after a.
func (c *Calendar) Between(a, b time.Time) WorkTime {
	a, b = a.In(c.zone), b.In(c.zone)
	var sum time.Duration
	for day := midnight(a); day.Before(b); day = day.AddDate(0, 0, 1) {
		for _, h := range c.hoursOf(day) {
			start, end := later(day.Add(h.from), a), earlier(day.Add(h.to), b)
			sum += max(0, end.Sub(start))
		}
	}
	return WorkTime(sum)
}

// Deadline returns when a period that starts at from is over. Days are working days; the day of from does not
// count, and the last one counts until offices close. Time is added as Add does.
func (c *Calendar) Deadline(from time.Time, p Period) time.Time {
	from = from.In(c.zone)
	if p.Days > 0 {
		day := midnight(from)
		for left := p.Days; left > 0; {
			day = day.AddDate(0, 0, 1)
			if len(c.hoursOf(day)) > 0 {
				left--
			}
		}
		open := c.hoursOf(day)
		from = day.Add(open[len(open)-1].to)
	}
	return c.Add(from, p.Time)
}

// hoursOf returns the opening hours of a day in the calendar's zone.
func (c *Calendar) hoursOf(day time.Time) []hours {
	h, special := c.Holiday(day)
	switch {
	case special && h.Works:
		return c.make
	case special:
		return nil
	}
	return c.week[day.Weekday()]
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
