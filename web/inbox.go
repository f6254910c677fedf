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

// The inbox reads shelves of the store: which cases a page shows and how many there are is known without opening one.
// Only the cases of the page itself are opened, for their first words.
const (
	inboxPage = 50
	closedFor = 30 * 24 * time.Hour // how long an ended case stays in its tab
	snippet   = 140                 // runes of a story in a row
)

// tabs are the tabs of the inbox in order. The first holds all that staff have to do something about.
var tabs = []tab{
	{id: store.ShelfTodo},
	{id: store.ShelfLate, rare: true},
	{id: store.ShelfToday, rare: true},
	{id: store.ShelfUrgent, rare: true},
	{id: store.ShelfAccept},
	{id: store.ShelfPassed, rare: true},
	{id: store.ShelfReopened, rare: true},
	{id: store.ShelfWorking},
	{id: store.ShelfWaiting},
	{id: store.ShelfAnswered},
	{id: store.ShelfClosed},
}

// tab is one shelf of the inbox. A rare one is only shown while something lies on it.
type tab struct {
	id   store.Shelf
	rare bool
}

// filter is what the inbox was asked for.
type filter struct {
	tab               store.Shelf
	topic, area, unit string
	after             string // where the page before ended
}

func readFilter(q url.Values) filter {
	f := filter{tab: store.Shelf(q.Get("tab")), topic: q.Get("topic"), area: q.Get("area"), unit: q.Get("unit"), after: q.Get("after")}
	if !slices.ContainsFunc(tabs, func(t tab) bool { return t.id == f.tab }) {
		f.tab = tabs[0].id
	}
	if strings.ContainsRune(f.after, 0) {
		f.after = ""
	}
	return f
}

// url returns the address of the inbox with another tab or page.
func (f filter) url(tab store.Shelf, after string) string {
	return "/console/?" + f.query(tab, after).Encode()
}

func (f filter) query(tab store.Shelf, after string) url.Values {
	q := url.Values{}
	for k, v := range map[string]string{"tab": string(tab), "topic": f.topic, "area": f.area, "unit": f.unit, "after": after} {
		if v != "" {
			q.Set(k, v)
		}
	}
	return q
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

// mine returns the units of a scope as the store wants them: nil for all.
func (sc scope) mine() []feedback.Unit {
	if sc.all {
		return nil
	}
	return append([]feedback.Unit{}, sc.units...)
}

// shelf returns what to ask the store for.
func (s *site) shelf(sc scope, f filter) store.CaseFilter {
	now := s.Now().In(s.Calendar.Zone())
	return store.CaseFilter{
		Units: sc.narrow(feedback.Unit(f.unit)).mine(), Shelf: f.tab, Topic: f.topic, Area: f.area, Now: now,
		DayEnd: time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location()), Since: now.Add(-closedFor),
	}
}

// listed is one page of the inbox as it was read.
type listed struct {
	rows          []feedback.Case
	next          string
	counts        map[store.Shelf]int
	topics, areas map[string]bool
	units         map[feedback.Unit]bool // the units there are to choose from
}

// inbox shows the cases of the visitor's units.
func (s *site) inbox(w http.ResponseWriter, r *http.Request, v visit) {
	f := readFilter(r.URL.Query())
	in, err := s.list(r.Context(), v.scope, f)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.console(w, r, v, http.StatusOK, "console-inbox", page{
		Title: s.Texts.Text(v.lang, "console.inbox.title"), Nav: "inbox", Data: s.inboxView(v, f, in),
	})
}

// list reads one page of the inbox in one picture of the store.
func (s *site) list(ctx context.Context, sc scope, f filter) (in listed, err error) {
	shelf := s.shelf(sc, f)
	topics, areas := s.topicIDs(), s.areaCodes()
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		in = listed{}
		refs, next, err := tx.CaseRefs(shelf, f.after, inboxPage)
		if err != nil {
			return err
		}
		in.next = next
		for _, ref := range refs {
			c, err := tx.Case(ref)
			if err != nil {
				return err
			}
			in.rows = append(in.rows, c)
		}
		o, err := tx.CaseOverview(sc.mine(), shelf)
		if err != nil {
			return err
		}
		in.counts, in.units = o.Counts, unitsOf(o, sc)
		in.topics, in.areas = tx.CaseTopics(o, topics, areas)
		return nil
	})
	if err != nil {
		return in, err
	}
	if f.topic != "" {
		in.topics[f.topic] = true
	}
	if f.area != "" {
		in.areas[f.area] = true
	}
	return in, nil
}

func (s *site) topicIDs() (ids []string) {
	for _, t := range s.Directory.Topics() {
		ids = append(ids, t.ID)
	}
	return ids
}

func (s *site) areaCodes() (codes []string) {
	for _, a := range s.Areas.Communes(s.Province) {
		codes = append(codes, a.Code)
	}
	return codes
}

// unitsOf returns the units of a scope; of that of all units those that have open cases.
func unitsOf(o store.Overview, sc scope) map[feedback.Unit]bool {
	units := map[feedback.Unit]bool{}
	for _, u := range sc.units {
		units[u] = true
	}
	if sc.all {
		for u := range o.Units {
			units[u] = true
		}
	}
	return units
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
		refs, _, err := tx.CaseRefs(s.shelf(sc, filter{tab: tabs[0].id}), "", 2)
		for _, r := range refs {
			if r != but && ref == "" {
				ref = r
			}
		}
		return err
	})
	return ref, err
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
