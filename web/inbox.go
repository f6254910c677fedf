package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"danloi/feedback"
	"danloi/locales"
	"danloi/store"
)

// The inbox reads the open cases of its units once, in order of what is due, and sorts them into tabs.
const (
	inboxPage  = 50
	inboxMost  = 1500 // cases read for one page; beyond it the counts say "or more"
	inboxBatch = 200
	closedFor  = 30 * 24 * time.Hour // how long an ended case stays in its tab
	snippet    = 140                 // runes of a story in a row
)

// tabs are the tabs of the inbox in order. The first holds all that staff have to do something about.
var tabs = []tab{
	{"todo", func(c feedback.Case, _ time.Time) bool { return c.Working() && c.Status != feedback.Waiting }},
	{"accept", func(c feedback.Case, _ time.Time) bool {
		return c.Status == feedback.Received || c.Status == feedback.PassedOn
	}},
	{"working", func(c feedback.Case, _ time.Time) bool {
		return c.Status == feedback.Accepted || c.Status == feedback.InProgress
	}},
	{"waiting", func(c feedback.Case, _ time.Time) bool { return c.Status == feedback.Waiting }},
	{"late", func(c feedback.Case, now time.Time) bool { return c.Late(now) }},
	{"answered", func(c feedback.Case, _ time.Time) bool { return c.Status == feedback.Answered }},
	{closedTab, func(c feedback.Case, now time.Time) bool { return !c.Open() && now.Sub(c.Ended) < closedFor }},
}

const closedTab = "closed"

type tab struct {
	id    string
	holds func(feedback.Case, time.Time) bool
}

// filter is what the inbox was asked for.
type filter struct {
	tab, topic, area, unit string
	after                  string // DueKey of the last row of the page before
}

func readFilter(q url.Values) filter {
	f := filter{tab: q.Get("tab"), topic: q.Get("topic"), area: q.Get("area"), unit: q.Get("unit"), after: q.Get("after")}
	if !slices.ContainsFunc(tabs, func(t tab) bool { return t.id == f.tab }) {
		f.tab = tabs[0].id
	}
	return f
}

// url returns the address of the inbox with another tab or page.
func (f filter) url(tab, after string) string {
	q := url.Values{}
	for k, v := range map[string]string{"tab": tab, "topic": f.topic, "area": f.area, "unit": f.unit, "after": after} {
		if v != "" {
			q.Set(k, v)
		}
	}
	return "/console/?" + q.Encode()
}

// wants reports whether a case passes the choice of topic, commune and unit.
func (f filter) wants(c feedback.Case) bool {
	return (f.topic == "" || c.Topic == f.topic) && (f.area == "" || c.Area == f.area) &&
		(f.unit == "" || string(c.Unit) == f.unit)
}

// sorted is the inbox after one pass over the cases.
type sorted struct {
	rows   []feedback.Case
	more   bool // there are rows beyond
	counts map[string]int
	topics map[string]bool
	areas  map[string]bool
	units  map[feedback.Unit]bool // the units there are to choose from
	capped bool                   // not all open cases were read
}

// sort goes through cases in the order in which they are given.
func (f filter) sort(cases []feedback.Case, now time.Time) sorted {
	out := sorted{counts: map[string]int{}, topics: map[string]bool{}, areas: map[string]bool{}}
	for _, c := range cases {
		out.topics[c.Topic], out.areas[c.Area] = true, true
		if !f.wants(c) {
			continue
		}
		for _, t := range tabs {
			if !t.holds(c, now) {
				continue
			}
			out.counts[t.id]++
			if t.id == f.tab && (f.after == "" || c.DueKey() > f.after) {
				out.add(c)
			}
		}
	}
	return out
}

func (s *sorted) add(c feedback.Case) {
	if len(s.rows) == inboxPage {
		s.more = true
		return
	}
	s.rows = append(s.rows, c)
}

// narrow returns the part of a scope that lies in one unit: nothing when the scope does not hold it, and the whole
// scope when no unit is named.
func (sc scope) narrow(u feedback.Unit) scope {
	switch {
	case u == "":
		return sc
	case sc.all || slices.Contains(sc.units, u):
		return scope{units: []feedback.Unit{u}}
	}
	return scope{}
}

// inbox shows the cases of the visitor's units.
func (s *site) inbox(w http.ResponseWriter, r *http.Request, v visit) {
	f := readFilter(r.URL.Query())
	cases, capped, err := s.inboxCases(r.Context(), v.scope.narrow(feedback.Unit(f.unit)), f)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	in := f.sort(cases, s.Now())
	in.capped = capped
	if in.units, err = s.unitsOf(r.Context(), v.scope); err != nil {
		s.fail(w, r, err)
		return
	}
	s.console(w, r, v, http.StatusOK, "console-inbox", page{
		Title: s.Texts.Text(v.lang, "console.inbox.title"), Nav: "inbox", Data: s.inboxView(v, f, in),
	})
}

// unitsOf returns the units of a scope; of that of all units those that have open cases.
func (s *site) unitsOf(ctx context.Context, sc scope) (map[feedback.Unit]bool, error) {
	units := map[feedback.Unit]bool{}
	for _, u := range sc.units {
		units[u] = true
	}
	if !sc.all {
		return units, nil
	}
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		counts, err := tx.CountOpenByUnit()
		for u := range counts {
			units[u] = true
		}
		return err
	})
	return units, err
}

// inboxCases returns the cases that the inbox may show. Those that have ended have no order of their own in the
// store, so they are only read when their tab is open.
func (s *site) inboxCases(ctx context.Context, sc scope, f filter) (cases []feedback.Case, capped bool, err error) {
	cases, capped, err = s.openCases(ctx, sc)
	if err != nil || f.tab != closedTab {
		return cases, capped, err
	}
	ended, err := s.endedCases(ctx, sc)
	return append(cases, ended...), capped, err
}

// streams are the units to read in the store; the empty one stands for all.
func (sc scope) streams() []feedback.Unit {
	if sc.all {
		return []feedback.Unit{""}
	}
	return sc.units
}

// openCases returns the open cases of a scope in order of what is due, at most inboxMost of each unit.
func (s *site) openCases(ctx context.Context, sc scope) (cases []feedback.Case, capped bool, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		cases, capped = nil, false
		for _, u := range sc.streams() {
			some, more, err := openOf(tx, u)
			if err != nil {
				return err
			}
			cases, capped = append(cases, some...), capped || more
		}
		return nil
	})
	slices.SortStableFunc(cases, func(a, b feedback.Case) int { return strings.Compare(a.DueKey(), b.DueKey()) })
	return cases, capped, err
}

func openOf(tx *store.Tx, u feedback.Unit) (cases []feedback.Case, more bool, err error) {
	cursor := ""
	for {
		batch, next, err := tx.OpenCases(string(u), cursor, inboxBatch)
		if err != nil {
			return nil, false, err
		}
		cases = append(cases, batch...)
		if next == "" || len(cases) >= inboxMost {
			return cases, next != "", nil
		}
		cursor = next
	}
}

// endedCases returns the cases that ended lately, the latest first. The order of DueKey is not theirs, so they come
// on one page of at most inboxPage.
func (s *site) endedCases(ctx context.Context, sc scope) (cases []feedback.Case, err error) {
	now := s.Now()
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		cases = nil
		return tx.EachCase(func(c feedback.Case) error {
			if !c.Open() && now.Sub(c.Ended) < closedFor && sc.sees(c) {
				cases = append(cases, c)
			}
			return nil
		})
	})
	slices.SortFunc(cases, func(a, b feedback.Case) int { return b.Ended.Compare(a.Ended) })
	return cases, err
}

// find goes to a case by its reference.
func (s *site) find(w http.ResponseWriter, r *http.Request, v visit) {
	c, ok, err := s.caseFor(r, v.scope, r.PostFormValue("ref"))
	switch {
	case err != nil:
		s.fail(w, r, err)
	case !ok:
		s.flash(r, s.Texts.Text(v.lang, "console.find.none"))
		http.Redirect(w, r, "/console/", http.StatusSeeOther)
	default:
		http.Redirect(w, r, caseURL(c.Ref), http.StatusSeeOther)
	}
}

func caseURL(ref string) string { return "/console/cases/" + ref }

// next returns the case that is due first among those the visitor has to do something about, leaving out one; empty
// when there is none.
func (s *site) next(ctx context.Context, sc scope, but string) (ref string, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		ref = ""
		first := ""
		for _, u := range sc.streams() {
			c, ok, err := s.firstOf(tx, u, but)
			if err != nil {
				return err
			}
			if ok && (first == "" || c.DueKey() < first) {
				ref, first = c.Ref, c.DueKey()
			}
		}
		return nil
	})
	return ref, err
}

// firstOf looks only at the first few cases of a unit: whatever staff have to do something about stands before what
// waits for the citizen.
func (s *site) firstOf(tx *store.Tx, u feedback.Unit, but string) (feedback.Case, bool, error) {
	cases, _, err := tx.OpenCases(string(u), "", 2)
	for _, c := range cases {
		if c.Ref != but && tabs[0].holds(c, s.Now()) {
			return c, true, nil
		}
	}
	return feedback.Case{}, false, err
}

// firstWords returns the beginning of a text in one line, cut between words.
func firstWords(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	cut := string(runes[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

func areaName(s *site, code string) string {
	if a, ok := s.Areas.Commune(code); ok {
		return a.Full()
	}
	return ""
}

func moment(t time.Time) string { return locales.Moment(t) }
