package figures

import (
	"cmp"
	"slices"
	"time"

	"danloi/feedback"
)

// Desk is what the coordinator sees: exact, and for nobody else.
type Desk struct {
	Units   []UnitLoad // the latest first
	Weeks   []WeekLoad
	Stuck   []Stuck
	Reasons []Count
	Staff   []StaffLoad
	Total   UnitLoad
}

// UnitLoad is what lies with a unit now.
type UnitLoad struct {
	Unit                                   feedback.Unit
	Working, Late, LateToAccept, Waiting   int
	Urgent                                 int // still worked on
	Oldest                                 int // days since the oldest one that is worked on was filed
	Received, Declined, PassedOn, Reopened int // of the cases of the query
}

// WeekLoad is what happened in the week that begins on Monday.
type WeekLoad struct {
	Monday                  Day
	Received, Ended, Missed int // Missed were filed in the week and missed the date of their first answer
}

// Stuck is where citizens came to a halt in a guide and filed.
type Stuck struct {
	Guide, Step string
	N           int
}

// Count is a number of cases under an id.
type Count struct {
	ID string
	N  int
}

// StaffLoad is what somebody has in hand: the cases still worked on of which they did the last thing.
type StaffLoad struct {
	ID                     string
	Working, Late, Waiting int
}

// Desk counts. What lies where is told of all cases; weeks, guides and reasons of those that were filed in the
// query's days. Other fields of the query narrow everything.
func (l *Ledger) Desk(q Query, now time.Time) Desk {
	d := deskCount{
		l: l, now: now.Unix(), today: int32(DayOf(now, l.zone)), units: map[name]*UnitLoad{}, weeks: map[int32]*WeekLoad{},
		stuck: map[[2]name]int{}, reasons: map[name]int{}, staff: map[name]*StaffLoad{},
	}
	inDays := l.filter(Query{From: q.From, To: q.To})
	about := l.filter(Query{Topic: q.Topic, Area: q.Area, Department: q.Department})
	for i := range l.rows {
		e := &l.rows[i]
		if !about(e) {
			continue
		}
		d.atWork(e)
		if inDays(e) {
			d.filed(e)
		}
		if e.ended != 0 && e.ended >= int32(q.From) && (q.To == 0 || e.ended < int32(q.To)) {
			d.week(int32(Day(e.ended).monday())).Ended++
		}
	}
	return d.desk()
}

// deskCount gathers a Desk.
type deskCount struct {
	l       *Ledger
	now     int64
	today   int32
	units   map[name]*UnitLoad
	weeks   map[int32]*WeekLoad
	stuck   map[[2]name]int
	reasons map[name]int
	staff   map[name]*StaffLoad
	total   UnitLoad
}

func (d *deskCount) unit(e *entry) *UnitLoad {
	u := d.units[e.unit]
	if u == nil {
		u = &UnitLoad{Unit: feedback.Unit(d.l.names[e.unit])}
		d.units[e.unit] = u
	}
	return u
}

func (d *deskCount) week(monday int32) *WeekLoad {
	w := d.weeks[monday]
	if w == nil {
		w = &WeekLoad{Monday: Day(monday)}
		d.weeks[monday] = w
	}
	return w
}

// atWork counts what is still worked on.
func (d *deskCount) atWork(e *entry) {
	if e.state != Working {
		return
	}
	late := e.late(d.now)
	for _, u := range []*UnitLoad{d.unit(e), &d.total} {
		u.Working++
		u.Late += one(late)
		u.LateToAccept += one(e.acceptDue != 0 && e.acceptDue < d.now)
		u.Waiting += one(e.waiting)
		u.Urgent += one(e.urgent)
		u.Oldest = max(u.Oldest, int(d.today-e.opened))
	}
	if e.officer == 0 {
		return
	}
	s := d.staff[e.officer]
	if s == nil {
		s = &StaffLoad{ID: d.l.names[e.officer]}
		d.staff[e.officer] = s
	}
	s.Working++
	s.Late += one(late)
	s.Waiting += one(e.waiting)
}

// filed counts a case of the days that are asked for.
func (d *deskCount) filed(e *entry) {
	w := d.week(e.week)
	w.Received++
	w.Missed += one(e.hasAnswer && !e.onTime || !e.hasAnswer && e.due != 0 && e.due < d.now)
	for _, u := range []*UnitLoad{d.unit(e), &d.total} {
		u.Received++
		u.Declined += one(e.state == Declined)
		u.PassedOn += one(e.passed > 0)
		u.Reopened += one(e.reopened > 0)
	}
	if e.guide != 0 {
		d.stuck[[2]name{e.guide, e.step}]++
	}
	if e.state == Declined {
		d.reasons[e.reason]++
	}
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

func (d *deskCount) desk() Desk {
	out := Desk{Total: d.total}
	for _, u := range d.units {
		out.Units = append(out.Units, *u)
	}
	slices.SortFunc(out.Units, func(a, b UnitLoad) int {
		return cmp.Or(cmp.Compare(b.Late, a.Late), cmp.Compare(b.Working, a.Working), cmp.Compare(a.Unit, b.Unit))
	})
	for k, n := range d.stuck {
		out.Stuck = append(out.Stuck, Stuck{d.l.names[k[0]], d.l.names[k[1]], n})
	}
	slices.SortFunc(out.Stuck, func(a, b Stuck) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Guide, b.Guide), cmp.Compare(a.Step, b.Step))
	})
	for id, n := range d.reasons {
		out.Reasons = append(out.Reasons, Count{d.l.names[id], n})
	}
	slices.SortFunc(out.Reasons, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.ID, b.ID)) })
	for _, s := range d.staff {
		out.Staff = append(out.Staff, *s)
	}
	slices.SortFunc(out.Staff, func(a, b StaffLoad) int { return cmp.Or(cmp.Compare(b.Working, a.Working), cmp.Compare(a.ID, b.ID)) })
	out.Weeks = d.weekList()
	return out
}

// weekList returns the weeks in order, without gaps.
func (d *deskCount) weekList() []WeekLoad {
	if len(d.weeks) == 0 {
		return nil
	}
	first, last := int32(1<<30), int32(-1<<30)
	for m := range d.weeks {
		first, last = min(first, m), max(last, m)
	}
	var out []WeekLoad
	for m := first; m <= last; m += 7 {
		out = append(out, *d.week(m))
	}
	return out
}
