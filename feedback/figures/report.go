package figures

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// Measure is one count of a report.
type Measure int

// The measures. Received is the sum of the four after it; the others overlap.
const (
	Received      Measure = iota
	AnsweredNow           // answered, and nothing is owed
	WorkingNow            // still worked on
	DeclinedAfter         // declined after it had been filed
	EndedOther            // a duplicate, or withdrawn before an answer
	LateNow               // still worked on, with a date that is over
	AnsweredEver          // answered at least once
	OnTimeFirst           // the first answer kept its date
	Judged                // answered at least once, or late without an answer: what OnTimeFirst is a share of
	ReopenedOnce          // reopened at least once
	PassedOnce            // passed on at least once
	Rated
	Measures // how many there are
)

// Query says which cases are counted, by when they were filed and what they are about. The zero value counts all.
type Query struct {
	From, To                Day // the first day, and the first one after; zero for no bound
	Topic, Area, Department string
}

// Whole reports whether nothing is left out.
func (q Query) Whole() bool { return q == Query{} }

// Dimension is what the cases of a report are grouped by.
type Dimension int

// The dimensions. The key of a group is the id of a topic or a department, the code of a commune, a month as
// 2026-11, or the Monday of a week as 2026-11-16.
const (
	ByTopic Dimension = iota
	ByArea
	ByDepartment
	ByMonth
	ByWeek
)

// sums are the counts of one group before anything is hidden.
type sums struct {
	key   string
	order int64 // of time
	n     [Measures]int
	stars int
	days  []int32 // how many first answers took so many working days
}

func (s *sums) add(e *entry, now int64) {
	s.n[Received]++
	s.n[[...]Measure{Working: WorkingNow, Answered: AnsweredNow, Declined: DeclinedAfter, Ended: EndedOther}[e.state]]++
	late := e.state == Working && e.late(now)
	if late {
		s.n[LateNow]++
	}
	if e.hasAnswer {
		s.n[AnsweredEver]++
		s.n[Judged]++
		s.took(int(e.days))
	} else if e.state == Working && e.due != 0 && e.due < now {
		s.n[Judged]++
	}
	for m, is := range [...]bool{OnTimeFirst: e.hasAnswer && e.onTime, ReopenedOnce: e.reopened > 0, PassedOnce: e.passed > 0, Rated: e.rating > 0} {
		if is {
			s.n[m]++
		}
	}
	s.stars += int(e.rating)
}

func (s *sums) took(days int) {
	for len(s.days) <= days {
		s.days = append(s.days, 0)
	}
	s.days[days]++
}

// median returns the middle of the working days to the first answer: of an even number the mean of the two.
func (s *sums) median() float64 {
	low, high := (s.n[AnsweredEver]-1)/2, s.n[AnsweredEver]/2
	return (s.nth(low) + s.nth(high)) / 2
}

func (s *sums) nth(n int) float64 {
	for days, count := range s.days {
		if n -= int(count); n < 0 {
			return float64(days)
		}
	}
	return 0
}

// counting gathers the groups of one dimension.
type counting struct {
	of     Dimension
	groups map[int64]*sums
}

func (c *counting) add(l *Ledger, e *entry, now int64) {
	id := l.groupOf(c.of, e)
	g := c.groups[id]
	if g == nil {
		g = &sums{key: l.keyOf(c.of, id), order: id}
		c.groups[id] = g
	}
	g.add(e, now)
}

func (l *Ledger) groupOf(d Dimension, e *entry) int64 {
	switch d {
	case ByTopic:
		return int64(e.topic)
	case ByArea:
		return int64(e.area)
	case ByDepartment:
		return int64(e.department)
	case ByMonth:
		return int64(e.month)
	}
	return int64(e.week)
}

func (l *Ledger) keyOf(d Dimension, id int64) string {
	switch d {
	case ByMonth:
		return fmt.Sprintf("%04d-%02d", id/12, id%12+1)
	case ByWeek:
		return Day(id).Time(time.UTC).Format(time.DateOnly)
	}
	return l.names[id]
}

// list returns the groups: those of time in order and without gaps, the others the largest first.
func (c *counting) list(l *Ledger) []*sums {
	var out []*sums
	for _, g := range c.groups {
		out = append(out, g)
	}
	if c.of != ByMonth && c.of != ByWeek {
		slices.SortFunc(out, func(a, b *sums) int {
			return cmp.Or(cmp.Compare(b.n[Received], a.n[Received]), cmp.Compare(a.key, b.key))
		})
		return out
	}
	slices.SortFunc(out, func(a, b *sums) int { return cmp.Compare(a.order, b.order) })
	if len(out) == 0 {
		return nil
	}
	step := int64(1)
	if c.of == ByWeek {
		step = 7
	}
	var full []*sums
	for id := out[0].order; id <= out[len(out)-1].order; id += step {
		g := c.groups[id]
		if g == nil {
			g = &sums{key: l.keyOf(c.of, id), order: id}
		}
		full = append(full, g)
	}
	return full
}

// count goes through all rows once.
func (l *Ledger) count(q Query, now time.Time, by []Dimension) (total *sums, groups map[Dimension][]*sums) {
	total = &sums{}
	counts := make([]*counting, len(by))
	for i, d := range by {
		counts[i] = &counting{of: d, groups: map[int64]*sums{}}
	}
	at := now.Unix()
	wants := l.filter(q)
	for i := range l.rows {
		e := &l.rows[i]
		if !wants(e) {
			continue
		}
		total.add(e, at)
		for _, c := range counts {
			c.add(l, e, at)
		}
	}
	groups = map[Dimension][]*sums{}
	for _, c := range counts {
		groups[c.of] = c.list(l)
	}
	return total, groups
}

// filter returns what tells whether a row is asked for.
func (l *Ledger) filter(q Query) func(*entry) bool {
	to := int32(q.To)
	if to == 0 {
		to = math.MaxInt32
	}
	topic, okT := l.ids[q.Topic]
	area, okA := l.ids[q.Area]
	dep, okD := l.ids[q.Department]
	if !okT || !okA || !okD {
		return func(*entry) bool { return false }
	}
	return func(e *entry) bool {
		return e.opened >= int32(q.From) && e.opened < to && (topic == 0 || e.topic == topic) && (area == 0 || e.area == area) &&
			(dep == 0 || e.department == dep)
	}
}

// Span returns the days on which the first and the last case were filed; ok is false when there is none.
func (l *Ledger) Span() (first, last Day, ok bool) {
	for i := range l.rows {
		d := Day(l.rows[i].opened)
		if i == 0 {
			first, last = d, d
		}
		first, last = min(first, d), max(last, d)
	}
	return first, last, len(l.rows) > 0
}
