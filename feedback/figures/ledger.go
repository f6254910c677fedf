package figures

import (
	"cmp"
	"slices"
	"time"

	"danloi/feedback"
)

// Ledger holds one compact row for each case. Put keeps it up to date; nothing is ever taken out, as a skeleton
// stays. The zero Ledger is not usable: see NewLedger. It is not safe for concurrent use when somebody puts.
type Ledger struct {
	zone   *time.Location
	at     map[string]int32 // by reference
	refs   []string
	rows   []entry
	names  []string
	ids    map[string]name
	byTime []int32 // published rows, the latest filed first; nil when it must be made anew
}

// name stands for a text that many rows share.
type name uint32

// entry is a row as it is kept.
type entry struct {
	due, acceptDue, openedAt                                    int64 // Unix seconds, 0 for none
	topic, area, unit, department, guide, step, reason, officer name
	opened, ended, week, month                                  int32
	days                                                        int16
	state                                                       State
	rating, reopened, passed                                    uint8
	hasAnswer, onTime, waiting, urgent, public                  bool
}

// NewLedger returns an empty ledger whose days are those of the zone.
func NewLedger(zone *time.Location) *Ledger {
	return &Ledger{zone: zone, at: map[string]int32{}, ids: map[string]name{"": 0}, names: []string{""}}
}

// Len returns how many cases there are.
func (l *Ledger) Len() int { return len(l.rows) }

// Put adds the row of a case or replaces it.
func (l *Ledger) Put(r Row) {
	e := l.entry(r)
	i, known := l.at[r.Ref]
	if !known {
		i = int32(len(l.rows))
		l.at[r.Ref] = i
		l.refs, l.rows = append(l.refs, r.Ref), append(l.rows, entry{})
	}
	if l.rows[i].public || e.public {
		l.byTime = nil
	}
	l.rows[i] = e
}

func (l *Ledger) entry(r Row) entry {
	opened := DayOf(r.Opened, l.zone)
	e := entry{
		topic: l.name(r.Topic), area: l.name(r.Area), unit: l.name(string(r.Unit)), department: l.name(r.Unit.Department()),
		guide: l.name(r.Guide), step: l.name(r.Step), reason: l.name(r.Reason), officer: l.name(r.Officer),
		openedAt: r.Opened.Unix(), opened: int32(opened), week: int32(opened.monday()), month: opened.month(),
		due: unix(r.Due), acceptDue: unix(r.AcceptDue), state: r.State, days: int16(min(r.Days, 1<<15-1)),
		rating: uint8(r.Rating), reopened: uint8(min(r.Reopened, 255)), passed: uint8(min(r.PassedOn, 255)),
		hasAnswer: r.HasAnswer, onTime: r.OnTime, waiting: r.Waiting, urgent: r.Urgent, public: r.Public,
	}
	if !r.Ended.IsZero() {
		e.ended = int32(DayOf(r.Ended, l.zone))
	}
	return e
}

func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func (l *Ledger) name(s string) name {
	n, ok := l.ids[s]
	if !ok {
		n = name(len(l.names))
		l.ids[s] = n
		l.names = append(l.names, s)
	}
	return n
}

// late reports whether the date of the answer, or of accepting, is over.
func (e *entry) late(now int64) bool {
	return e.due != 0 && e.due < now || e.acceptDue != 0 && e.acceptDue < now
}

// Listing says which published cases are asked for. The zero value asks for all.
type Listing struct {
	Topics     []string // empty for all
	Area       string
	Department string
	From, To   time.Time // when they were filed: From is the first moment, To the first one after; zero for no bound
	Open       *bool     // still worked on, or not
}

// Prepare makes the order that Published reads. Call it after Put, while nobody reads.
func (l *Ledger) Prepare() {
	if l.byTime != nil {
		return
	}
	l.byTime = []int32{}
	for i := range l.rows {
		if l.rows[i].public {
			l.byTime = append(l.byTime, int32(i))
		}
	}
	slices.SortFunc(l.byTime, func(a, b int32) int {
		return cmp.Or(cmp.Compare(l.rows[b].openedAt, l.rows[a].openedAt), cmp.Compare(l.refs[a], l.refs[b]))
	})
}

// Published returns the references of published cases, the latest filed first: at most limit after leaving out skip;
// and how many there are in all.
func (l *Ledger) Published(q Listing, skip, limit int) (refs []string, all int) {
	topics := map[name]bool{}
	for _, t := range q.Topics {
		if n, ok := l.ids[t]; ok {
			topics[n] = true
		}
	}
	for _, i := range l.byTime {
		e := &l.rows[i]
		if len(q.Topics) > 0 && !topics[e.topic] || !l.lists(q, e) {
			continue
		}
		if all++; all > skip && len(refs) < limit {
			refs = append(refs, l.refs[i])
		}
	}
	return refs, all
}

func (l *Ledger) lists(q Listing, e *entry) bool {
	switch {
	case q.Area != "" && l.names[e.area] != q.Area, q.Department != "" && l.names[e.department] != q.Department:
		return false
	case !q.From.IsZero() && e.openedAt < q.From.Unix(), !q.To.IsZero() && e.openedAt >= q.To.Unix():
		return false
	case q.Open != nil && *q.Open != (e.state == Working):
		return false
	}
	return true
}

// Units returns the units and how many cases of each are still worked on.
func (l *Ledger) Units() map[feedback.Unit]int {
	n := map[feedback.Unit]int{}
	for i := range l.rows {
		if l.rows[i].state == Working {
			n[feedback.Unit(l.names[l.rows[i].unit])]++
		}
	}
	return n
}
