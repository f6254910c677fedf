package feedback

import (
	"slices"
	"time"
)

// Rule is one of routes.yaml: a department that answers in place of the one that the topic names.
type Rule struct {
	Topic      string // the topic that is meant, or empty
	InsteadOf  string // the department whose topics are meant, or empty
	Area       string // commune code, or empty for everywhere
	From       string // first day, 2006-01-02
	Until      string // first day on which it holds no longer, or empty
	Department string
	Why        string
}

// successor says that a commune was merged into another.
type successor struct{ was, now, from string }

// routeZone is the time of the days in routes.yaml.
var routeZone = time.FixedZone("+07", 7*60*60)

// day returns the date on which something happens, comparable as text.
func day(at time.Time) string { return at.In(routeZone).Format(time.DateOnly) }

// holds reports whether the rule is in force on a day.
func (r Rule) holds(day string) bool { return r.From <= day && (r.Until == "" || day < r.Until) }

// Routes returns all rules of routes.yaml, past and coming ones too, in the order of the file. The caller does not
// change them.
func (d *Directory) Routes() []Rule { return d.routes }

// RouteAt returns the rule that is in force for a topic in a commune at a time, and false where departments.yaml alone
// decides. A rule for the commune goes before one for everywhere, one for the topic before one for its department.
func (d *Directory) RouteAt(topic, commune string, at time.Time) (Rule, bool) {
	t, ok := d.Topic(topic)
	if !ok {
		return Rule{}, false
	}
	today, here := day(at), d.PresentAt(commune, at)
	best, found := -1, Rule{}
	for _, r := range d.routes {
		fits := r.Topic == topic || r.InsteadOf != "" && r.InsteadOf == t.First
		if !fits || !r.holds(today) || r.Area != "" && r.Area != commune && r.Area != here {
			continue
		}
		if rank := r.rank(); rank > best {
			best, found = rank, r
		}
	}
	return found, best >= 0
}

// rank is the higher the more exactly a rule says what it is for.
func (r Rule) rank() (rank int) {
	if r.Area != "" {
		rank += 2
	}
	if r.Topic != "" {
		rank++
	}
	return rank
}

// PresentAt returns the code of the commune into which one was merged by that time, and the code itself where none
// is known.
func (d *Directory) PresentAt(commune string, at time.Time) string {
	if now, ok := d.former[commune]; ok {
		commune = now
	}
	today := day(at)
	for range d.successors { // each merger leads on once at most
		i := slices.IndexFunc(d.successors, func(s successor) bool { return s.was == commune && s.from <= today })
		if i < 0 {
			break
		}
		commune = d.successors[i].now
	}
	return commune
}

// UnitAt returns who answers a case of this topic in this commune that is filed at that time: by the rules of
// routes.yaml, else as UnitFor says. The code of a former commune leads to the one of that time. A case keeps the
// unit that it was given.
func (d *Directory) UnitAt(topic, commune string, at time.Time) Unit {
	here := d.PresentAt(commune, at)
	if r, ok := d.RouteAt(topic, commune, at); ok {
		if u, ok := d.UnitIn(r.Department, here); ok {
			return u
		}
		return d.Office()
	}
	return d.UnitFor(topic, here)
}
