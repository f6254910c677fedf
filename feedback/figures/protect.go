package figures

import "time"

// A figure for the public must not tell of one person. Three rules see to that, in this order:
//
//  1. A count from 1 to 4 is hidden, and of a group with fewer than Least cases everything is.
//  2. A hidden count must not follow from a total and the others beside it. Each total is one line of an equation: the
//     groups of a dimension make up the whole, and what became of its cases makes up a group. Of each line so many
//     counts are hidden, the smallest first, that what is left allows more than one answer.
//  3. In every view but the whole, what is shown is rounded to a multiple of Least, so that nobody learns of a single
//     case by holding one view against another.

// Least is the smallest count that is shown, and what counts of a narrower view are rounded to.
const Least = 5

// room is how far the sum of what is hidden must be from the least and the most that it could be.
const room = 2

// cell is a count while it is decided whether it is shown.
type cell struct {
	n        int
	hidden   bool
	low, top int // what everyone knows of a hidden one
}

const noTop = 1 << 40

// conceal hides a count that is too small. In a group that is too small even a zero is hidden.
func (c *cell) conceal(group bool) {
	if c.n > 0 && c.n < Least || group {
		c.hidden, c.top = true, Least-1
		if !group {
			c.low = 1
		}
	}
}

// cover hides a count to protect another one.
func (c *cell) cover() { c.hidden, c.low, c.top = true, Least, noTop }

// line says that the parts add up to the total.
type line struct {
	total *cell
	parts []*cell
}

// protect hides one more count of the line if what is hidden could be worked out, and reports whether it did.
func (l line) protect() bool {
	sum, low, top, hidden, tell := 0, 0, 0, 0, false
	for _, p := range l.parts {
		if p.hidden {
			hidden++
			sum, low, top = sum+p.n, low+p.low, top+p.top
			tell = tell || p.n > 0
		}
	}
	if l.total.hidden {
		if hidden > 0 || l.total.n == 0 {
			return false
		}
	} else if !tell || hidden > 1 && sum-low >= room && top-sum >= room {
		return false
	}
	return l.cover()
}

// cover hides the smallest part that is still shown and not zero; where there is none, the total.
func (l line) cover() bool {
	var least *cell
	for _, p := range l.parts {
		if !p.hidden && p.n > 0 && (least == nil || p.n < least.n) {
			least = p
		}
	}
	if least == nil {
		least = l.total
	}
	if least.hidden {
		return false
	}
	least.cover()
	return true
}

// grid are the counts of a report on their way to the public.
type grid struct {
	total  *shown
	groups map[Dimension][]*shown
}

// shown is one group of a grid.
type shown struct {
	*sums
	cells [Measures]cell
}

func newShown(s *sums) *shown {
	g := &shown{sums: s}
	small := s.n[Received] > 0 && s.n[Received] < Least
	for m := range g.cells {
		g.cells[m].n = s.n[m]
		g.cells[m].conceal(small)
	}
	return g
}

// parts are what Received is the sum of.
var parts = [...]Measure{AnsweredNow, WorkingNow, DeclinedAfter, EndedOther}

func (g *shown) line() line {
	l := line{total: &g.cells[Received]}
	for _, m := range parts {
		l.parts = append(l.parts, &g.cells[m])
	}
	return l
}

// protect hides until no line tells of what is hidden. Each round hides at least one count more, so it ends.
func (g grid) protect() {
	lines := []line{g.total.line()}
	for _, groups := range g.groups {
		for m := range Measures {
			l := line{total: &g.total.cells[m]}
			for _, one := range groups {
				l.parts = append(l.parts, &one.cells[m])
			}
			lines = append(lines, l)
		}
		for _, one := range groups {
			lines = append(lines, one.line())
		}
	}
	for again := true; again; {
		again = false
		for _, l := range lines {
			again = l.protect() || again
		}
	}
}

// Cell is a count as everyone may see it. N is 0 when it is Hidden.
type Cell struct {
	N      int
	Hidden bool
}

// Value is a figure that was worked out of several cases.
type Value struct {
	V      float64
	Hidden bool // there are too few cases
	None   bool // there are none
	Under  bool // the figure is less than V, and more is not told
}

// Group is the figures of one group for the public.
type Group struct {
	Key      string // see Dimension; empty for the whole
	Cells    [Measures]Cell
	Median   Value // working days to the first answer
	OnTime   Value // per cent of Judged
	Declined Value // per cent of Received
	Reopened Value // per cent of AnsweredEver
	Rating   Value // mean of 1 to 5
}

// Report is what everyone may see of the cases of a query.
type Report struct {
	Query   Query
	Rounded bool // counts are multiples of Least
	Total   Group
	Groups  map[Dimension][]Group
}

// Report counts the cases of a query as they stand now, by the given dimensions, and hides what would tell of a
// single case.
func (l *Ledger) Report(q Query, now time.Time, by ...Dimension) Report {
	total, groups := l.count(q, now, by)
	g := grid{total: newShown(total), groups: map[Dimension][]*shown{}}
	for d, list := range groups {
		for _, s := range list {
			g.groups[d] = append(g.groups[d], newShown(s))
		}
	}
	g.protect()
	r := Report{Query: q, Rounded: !q.Whole(), Groups: map[Dimension][]Group{}}
	r.Total = g.total.public(r.Rounded)
	for d, list := range g.groups {
		for _, s := range list {
			r.Groups[d] = append(r.Groups[d], s.public(r.Rounded))
		}
	}
	return r
}

func (g *shown) public(rounded bool) Group {
	out := Group{
		Key: g.key, OnTime: g.share(OnTimeFirst, Judged), Declined: g.share(DeclinedAfter, Received), Reopened: g.share(ReopenedOnce, AnsweredEver),
		Median: g.over(AnsweredEver), Rating: g.over(Rated),
	}
	if known(out.Median) {
		out.Median.V = g.median()
	}
	if known(out.Rating) {
		out.Rating.V = float64(g.stars) / float64(g.n[Rated])
	}
	for m, c := range g.cells {
		if out.Cells[m].Hidden = c.hidden; c.hidden {
			continue
		}
		out.Cells[m].N = c.n
		if rounded {
			out.Cells[m].N = (c.n + Least/2) / Least * Least
		}
	}
	return out
}

func known(v Value) bool { return !v.Hidden && !v.None }

// over says whether a figure over so many cases may be told.
func (g *shown) over(m Measure) Value {
	c := g.cells[m]
	return Value{Hidden: c.hidden, None: !c.hidden && c.n == 0}
}

// share returns what per cent of is is of all. A small count is told by what it is less than.
func (g *shown) share(of, all Measure) Value {
	v := g.over(all)
	if !known(v) {
		return v
	}
	part, whole := g.cells[of], g.cells[all]
	switch {
	case !part.hidden:
		v.V = 100 * float64(part.n) / float64(whole.n)
	case part.top < noTop && whole.n > Least:
		v.Under, v.V = true, float64((100*Least+whole.n-1)/whole.n)
	default:
		v.Hidden = true
	}
	return v
}
