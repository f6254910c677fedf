package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"danloi/feedback"
	"danloi/locales"
	"danloi/notify"
	"danloi/store"
)

// caseView is a case as its page shows it to staff.
type caseView struct {
	Ref, Status, Topic, Kind, Area, Unit, Opened string
	Channel, Reads                               string
	Version                                      int
	Due                                          due
	Urgent, Anonymous, Forgotten, Reachable      bool
	Words, WordsLang                             string
	Files                                        []fileView
	Place                                        *placeView
	Guide                                        *stuckView
	Clocks                                       []clockView
	PassedOn, Reopened, Rating                   int
	Same                                         string // the case that this one repeats
	SameURL                                      string
	Story                                        []entryView
	Contact                                      *contactView // nil until it is asked for
	HasContact                                   bool
	Accept                                       bool // may be accepted now
	Forms                                        []formView
	RenewPIN                                     bool
	Working                                      *workingView
	Whole                                        *wholeView
	Parts                                        []partView
	NextURL, NextRef                             string
	Stale                                        bool // the form was made for an older state of the case
}

type (
	placeView struct{ Point, Nearby string }
	stuckView struct{ Title, Step, URL string }
	clockView struct {
		Name, Text, Level string
		Notes             []string
	}
	entryView struct {
		At, Title, Text, Why, Class string
		Told                        string // that the citizen was told the same in their language
		Inside                      bool
		Files                       []fileView
	}
	fileView    struct{ URL, Name, Kind string }
	contactView struct{ Name, Phone string }
)

// casePage shows a case.
func (s *site) casePage(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case) {
	s.showCase(w, r, v, http.StatusOK, c, typed{}, nil)
}

// showCase renders a case with the forms as they were filled in, if they were. change may set more of the page.
func (s *site) showCase(w http.ResponseWriter, r *http.Request, v visit, status int, c feedback.Case, t typed, change func(*page, *caseView)) {
	names, err := s.staffNames(r.Context(), c)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	view := s.caseView(v, c, names, t)
	if view.NextRef, err = s.next(r.Context(), v.scope, c.Ref); err != nil {
		s.fail(w, r, err)
		return
	}
	if view.NextRef != "" {
		view.NextURL = caseURL(view.NextRef)
	}
	if view.Whole, err = s.wholeView(r.Context(), v, c); err != nil {
		s.fail(w, r, err)
		return
	}
	p := page{Title: s.Texts.Text(v.lang, "console.case.title", "ref", c.Ref), Nav: "inbox"}
	if change != nil {
		change(&p, &view)
	}
	p.Data = view
	s.console(w, r, v, status, "console-case", p)
}

func (s *site) caseView(v visit, c feedback.Case, names map[string]string, t typed) caseView {
	return caseView{
		Ref: c.Ref, Version: c.Version, Status: s.Texts.Text(v.lang, "console.status."+string(c.Status)),
		Topic: s.topicName(c.Topic, v.lang), Kind: s.Texts.Text(v.lang, "console.kind."+string(c.Kind)),
		Area: areaName(s, c.Area), Unit: s.unitName(c.Unit, v.lang), Opened: moment(c.Opened),
		Channel: s.channel(v.lang, c.Channel), Reachable: c.Contact != "", Reads: s.reads(v.lang, c.Lang), Due: s.dueOf(v.lang, c, s.Now()),
		Urgent: c.Urgent, Anonymous: c.Anonymous, Forgotten: forgotten(c),
		Words: c.Person.Words, WordsLang: c.Lang, Files: s.fileViews(v.lang, c, c.Story[0].Files),
		Place: s.placeView(c), Guide: s.stuckView(v.lang, c), Clocks: s.clockViews(v.lang, c), PassedOn: c.PassedOn,
		Reopened: c.Reopened, Rating: c.Rating, Same: c.DuplicateOf, SameURL: caseURL(c.DuplicateOf),
		Story: s.entryViews(v.lang, c, names), HasContact: c.Person.Name != "" || c.Person.Phone != "",
		Working: s.workingView(v.lang, c, names), Parts: s.partViews(v.lang, c),
		RenewPIN: c.Can(feedback.DoNewPIN, v.staff.ID),
		Accept:   c.Can(feedback.DoAccept, v.staff.ID), Forms: s.formViews(v, c, t),
	}
}

// forgotten reports whether the citizen had everything personal destroyed.
func forgotten(c feedback.Case) bool {
	p := c.Person
	return c.Contact == "" && p.Words == "" && len(p.Files) == 0 && len(p.Texts) == 0
}

func (s *site) channel(lang, id string) string {
	if key := "console.channel." + id; s.Texts.Has(locales.Default, key) {
		return s.Texts.Text(lang, key)
	}
	return id
}

// reads says which language the citizen reads, when that is not Vietnamese.
func (s *site) reads(lang, citizen string) string {
	if _, ok := s.Texts.Language(citizen); !ok || citizen == locales.Default {
		return ""
	}
	return s.Texts.Text(lang, "console.case.reads", "lang", s.langName(lang, citizen))
}

func (s *site) placeView(c feedback.Case) *placeView {
	at := c.Person.Place
	if at == nil {
		return nil
	}
	p := placeView{Point: fmt.Sprintf("%.5f, %.5f", at.Lat, at.Lon)}
	if near := s.Areas.At(at.Lat, at.Lon, ""); len(near) > 0 {
		p.Nearby = near[0].Full()
	}
	return &p
}

func (s *site) stuckView(lang string, c feedback.Case) *stuckView {
	if c.Guide == "" {
		return nil
	}
	v := &stuckView{Title: c.Guide, Step: c.Step}
	g, ok := s.Library().Guide(c.Guide)
	if !ok {
		return v
	}
	words, in := g.In(lang)
	v.Title, v.URL = words.Title, "/g/"+g.Slug+"?lang="+in
	if step, ok := words.Step(c.Step); ok {
		v.Step, v.URL = step.Title, v.URL+"#"+step.ID
	}
	return v
}

// clockViews words both clocks with their stops.
func (s *site) clockViews(lang string, c feedback.Case) []clockView {
	return []clockView{s.clockView(lang, "accept", c.Accept), s.clockView(lang, "answer", c.Answer)}
}

func (s *site) clockView(lang, name string, k feedback.Clock) clockView {
	now, id, level := s.Now(), "running", "ok"
	switch {
	case k.Started.IsZero():
		id, level = "none", "still"
	case k.Stopped():
		id, level = "stopped", "still"
	case !k.Done.IsZero() && k.Late(now):
		id, level = "done_late", "late"
	case !k.Done.IsZero():
		id = "done"
	case k.Late(now):
		id, level = "late", "late"
	}
	v := clockView{
		Name: s.Texts.Text(lang, "console.clock."+name), Level: level,
		Text: s.Texts.Text(lang, "console.clock."+id, "due", moment(k.Due), "done", moment(k.Done)),
	}
	if k.Extended {
		v.Notes = append(v.Notes, s.Texts.Text(lang, "console.clock.extended"))
	}
	for _, stop := range k.Stops {
		v.Notes = append(v.Notes, s.stopText(lang, stop))
	}
	return v
}

func (s *site) stopText(lang string, stop feedback.Stop) string {
	if stop.Till.IsZero() {
		return s.Texts.Text(lang, "console.clock.stop_open", "from", moment(stop.From))
	}
	return s.Texts.Text(lang, "console.clock.stop", "from", moment(stop.From), "till", moment(stop.Till))
}

// entryViews words the story, the oldest first, without the first entry, which the page shows on its own.
func (s *site) entryViews(lang string, c feedback.Case, names map[string]string) []entryView {
	var out []entryView
	for i, e := range c.Story[1:] {
		words := c.Text(i + 1)
		v := entryView{
			At: moment(e.At), Text: words.Text, Why: words.Why, Inside: !e.Public, Class: entryClass(e), Told: s.told(lang, c, words),
			Files: s.fileViews(lang, c, e.Files), Title: s.entryTitle(lang, e, names),
		}
		out = append(out, v)
	}
	return out
}

// told says that the citizen got the words of an entry in their own language.
func (s *site) told(lang string, c feedback.Case, words feedback.Words) string {
	if _, own := words.In(c.Lang); !own {
		return ""
	}
	return s.Texts.Text(lang, "console.case.told", "lang", s.langName(lang, c.Lang))
}

func entryClass(e feedback.Entry) string {
	switch {
	case !e.Public:
		return "inside"
	case e.By == feedback.ByCitizen:
		return "from-citizen"
	}
	return "from-staff"
}

func (s *site) entryTitle(lang string, e feedback.Entry, names map[string]string) string {
	reason := ""
	if e.Reason != "" {
		reason = s.reasonName(e.Reason, lang)
	}
	kind := string(e.Kind)
	if e.Kind == feedback.DoRemind {
		kind += "_" + string(e.Reminder.Clock) + "_" + strconv.Itoa(e.Reminder.Step)
	}
	return s.Texts.Text(lang, "console.entry."+kind, "who", s.whoText(lang, e.By, names), "to", s.unitName(e.To, lang),
		"reason", reason, "state", s.partState(lang, e.Part), "stars", e.Stars, "of", e.Of, "due", locales.Date(e.Due), "lang", s.langName(lang, e.Lang))
}

func (s *site) whoText(lang, by string, names map[string]string) string {
	switch by {
	case feedback.ByCitizen, feedback.BySystem:
		return s.Texts.Text(lang, "console.by."+by)
	}
	if n := names[by]; n != "" {
		return n
	}
	if unit, ok := notify.UnitOf(by); ok { // its shared mailbox
		return s.unitName(unit, lang)
	}
	return by
}

func (s *site) fileViews(lang string, c feedback.Case, ids []string) []fileView {
	var out []fileView
	for _, id := range ids {
		if kind, n, ok := fileOf(c, id); ok {
			out = append(out, fileView{
				URL: caseURL(c.Ref) + "/files/" + id, Kind: kind, Name: s.Texts.Text(lang, "console.file."+kind, "n", n),
			})
		}
	}
	return out
}

// fileOf returns what a file of a case is for people (image, audio or document) and its number, counted from 1.
func fileOf(c feedback.Case, id string) (kind string, number int, ok bool) {
	i := slices.IndexFunc(c.Person.Files, func(f feedback.File) bool { return f.ID == id })
	if i < 0 {
		return "", 0, false
	}
	kind = "document"
	if k, _, _ := strings.Cut(c.Person.Files[i].Type, "/"); k == "image" || k == "audio" {
		kind = k
	}
	return kind, i + 1, true
}

// staffNames returns the names of all staff in the story of a case.
func (s *site) staffNames(ctx context.Context, c feedback.Case) (names map[string]string, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		names = map[string]string{}
		for _, e := range c.Story {
			if e.By == feedback.ByCitizen || e.By == feedback.BySystem || names[e.By] != "" {
				continue
			}
			staff, err := tx.Staff(e.By)
			if err != nil && !isNotFound(err) {
				return err
			}
			names[e.By] = staff.Name
		}
		return nil
	})
	return names, err
}

// workingDayEnd returns when offices close on the first working day that is not before a day.
func (s *site) workingDayEnd(day time.Time) time.Time {
	before := day.In(s.Calendar.Zone()).AddDate(0, 0, -1)
	return s.Calendar.Deadline(before, feedback.Period{Days: 1})
}
