package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/locales"
	"danloi/store"
)

// visitView is a service day or class as people see it.
type visitView struct {
	ID, Kind, What, Day, Date, From, To, Place, Areas, Note string
	Cancelled                                               bool
}

type eventsView struct {
	Area   string
	Areas  []option
	Visits []visitView
	Feed   string // address of the calendar file of what is shown
}

func (s *site) eventRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /events", s.events)
	mux.HandleFunc("GET /events.ics", s.eventsFile)
	mux.HandleFunc("GET /events/{file}", s.eventFile)
}

func (s *site) visits(r *http.Request) (all []learn.Visit, err error) {
	err = s.Store.View(r.Context(), func(tx *store.Tx) error {
		all, err = dispatch.Visits(tx)
		return err
	})
	return all, err
}

// events lists what comes to the communes, to all of them or to the one that the address names.
func (s *site) events(w http.ResponseWriter, r *http.Request) {
	lang, now := s.langOf(r), s.Now()
	all, err := s.visits(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := eventsView{Area: r.URL.Query().Get("area"), Feed: "/events.ics"}
	if areaName(s, v.Area) == "" {
		v.Area = ""
	}
	path := "/events"
	for _, a := range s.Areas.Communes(s.Province) {
		if a.Code == v.Area || len(learn.VisitsIn(all, a.Code, now)) > 0 {
			v.Areas = append(v.Areas, option{Value: a.Code, Name: a.Full(), Chosen: a.Code == v.Area})
		}
	}
	if v.Area != "" {
		v.Feed += "?area=" + url.QueryEscape(v.Area)
	}
	for _, visit := range learn.VisitsIn(all, v.Area, now) {
		v.Visits = append(v.Visits, s.visitView(lang, visit))
	}
	w.Header().Set("Cache-Control", "no-cache")
	s.render(w, r, http.StatusOK, "pages-events", page{
		Lang: lang, Title: s.Texts.Text(lang, "events.title"), Nav: "events", Index: true, Others: s.langChoices(lang, path), Data: v,
	})
}

func (s *site) visitView(lang string, v learn.Visit) visitView {
	start, end := v.Start.In(locales.Zone), v.End.In(locales.Zone)
	return visitView{
		ID: v.ID, Kind: s.Texts.Text(lang, "events.kind_"+string(v.Kind)), What: v.What, Date: locales.Date(v.Start),
		Day:  s.Texts.Text(lang, "weekday."+strings.ToLower(start.Weekday().String()[:3])),
		From: start.Format("15:04"), To: end.Format("15:04"), Place: v.Place, Note: v.Note,
		Areas: s.areaNames(v.Areas), Cancelled: v.State == learn.Cancelled,
	}
}

func (s *site) areaNames(codes []string) string {
	var names []string
	for _, code := range codes {
		if n := areaName(s, code); n != "" {
			names = append(names, n)
		}
	}
	return strings.Join(names, ", ")
}

// eventsFile is a calendar file of everything to come, which a calendar can subscribe to.
func (s *site) eventsFile(w http.ResponseWriter, r *http.Request) {
	all, err := s.visits(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	area := r.URL.Query().Get("area")
	if areaName(s, area) == "" {
		area = ""
	}
	now := s.Now()
	shown := slices.DeleteFunc(all, func(v learn.Visit) bool { // cancelled ones stay in, so that calendars drop them
		return v.End.Before(now) || area != "" && !slices.Contains(v.Areas, area)
	})
	slices.SortFunc(shown, func(a, b learn.Visit) int { return a.Start.Compare(b.Start) })
	s.writeCalendar(w, r, "danloi.ics", shown)
}

// eventFile is the calendar file of one day, /events/ID.ics.
func (s *site) eventFile(w http.ResponseWriter, r *http.Request) {
	id, isFile := strings.CutSuffix(r.PathValue("file"), ".ics")
	var v learn.Visit
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		v, err = dispatch.Visit(tx, id)
		return err
	})
	switch {
	case !isFile || !visitID.MatchString(id) || isNotFound(err):
		s.missing(w, r, s.langOf(r))
	case err != nil:
		s.fail(w, r, err)
	default:
		s.writeCalendar(w, r, "danloi-"+id+".ics", []learn.Visit{v})
	}
}

func (s *site) writeCalendar(w http.ResponseWriter, r *http.Request, name string, visits []learn.Visit) {
	lang := s.langOf(r)
	cal := ics.NewCalendar()
	cal.SetProductId("-//Dan Loi//danloi//VI")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(s.Texts.Text(lang, "events.title"))
	host := "danloi"
	if u, err := url.Parse(s.publicBase(r)); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	for _, v := range visits {
		view := s.visitView(lang, v)
		e := cal.AddEvent(v.ID + "@" + host)
		e.SetDtStampTime(v.At)
		e.SetStartAt(v.Start)
		e.SetEndAt(v.End)
		e.SetSequence(v.Rev)
		e.SetSummary(v.What)
		e.SetLocation(v.Place + ", " + view.Areas)
		e.SetDescription(strings.TrimSpace(view.Kind + ". " + v.Note))
		e.SetURL(s.publicBase(r) + "/events")
		e.SetStatus(ics.ObjectStatusConfirmed)
		if v.State == learn.Cancelled {
			e.SetStatus(ics.ObjectStatusCancelled)
			continue
		}
		alarm := e.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetProperty(ics.ComponentPropertyDescription, v.What)
		alarm.SetTrigger("-PT" + dayBefore(v.Start))
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "no-cache")
	if err := cal.SerializeTo(w); err != nil {
		s.Log.ErrorContext(r.Context(), "write calendar", "err", err)
	}
}

// dayBefore is how long before start 18:00 of the day before is, as a calendar writes it.
func dayBefore(start time.Time) string {
	local := start.In(locales.Zone)
	before := time.Date(local.Year(), local.Month(), local.Day()-1, 18, 0, 0, 0, locales.Zone)
	return strings.ToUpper(strings.TrimSuffix(start.Sub(before).Truncate(time.Minute).String(), "0s"))
}
