package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"danloi/feedback"
	"danloi/locales"
	"danloi/store"
)

// What the audit trail says of a moderator who read what a citizen wrote.
const AuditOriginal = "saw_original"

const publishPage = 50

// publishView is the list of what citizens agreed to show. It holds no words: each look at them leaves a line.
type publishView struct {
	State, Next string
	States      []linkView
	Rows        []publishRow
}

type publishRow struct{ Ref, URL, Topic, Area, Opened, Agreed string }

// publishStates are the lists that a moderator may open.
var publishStates = []feedback.PublicationState{feedback.Wanted, feedback.Approved, feedback.Refused}

func publishURL(ref string) string { return "/console/publish/" + ref }

// publishList shows the cases that wait for a moderator, or were decided.
func (s *site) publishList(w http.ResponseWriter, r *http.Request, v visit) {
	state := feedback.Wanted
	for _, st := range publishStates {
		if r.URL.Query().Get("state") == string(st) {
			state = st
		}
	}
	var cases []feedback.Case
	var next string
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		cases, next, err = tx.Publications(state, r.URL.Query().Get("after"), publishPage)
		return err
	})
	if errors.Is(err, store.ErrKey) {
		s.notThere(w, r, v)
		return
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	view := publishView{State: string(state)}
	for _, st := range publishStates {
		link := linkView{Name: s.Texts.Text(v.lang, "moderate.state_"+string(st))}
		if st != state {
			link.URL = "/console/publish?state=" + string(st)
		}
		view.States = append(view.States, link)
	}
	for _, c := range cases {
		view.Rows = append(view.Rows, publishRow{
			Ref: c.Ref, URL: publishURL(c.Ref), Topic: s.topicName(c.Topic, v.lang), Area: areaName(s, c.Area),
			Opened: locales.Date(c.Opened), Agreed: locales.Date(c.Publication.Wanted),
		})
	}
	if next != "" {
		view.Next = "/console/publish?" + url.Values{"state": {string(state)}, "after": {next}}.Encode()
	}
	s.console(w, r, v, http.StatusOK, "console-publish", page{Title: s.Texts.Text(v.lang, "moderate.title"), Nav: "publish", Data: view})
}

// moderateView is one case beside what others would read of it.
type moderateView struct {
	Ref, URL, Topic, Area, Opened, State string
	Version                              int
	Marked                               []markedText // the original, with what Redact found
	Lang, Text, Why                      string
	Found                                []string // what is still found in the edited words
	Most, MostWhy                        int
	Approve, Refuse                      bool
	Point                                bool
	Told, ToldRefused                    string
	Field                                string
}

// markedText is a stretch of an original; a found one tells of a person.
type markedText struct {
	Text  string
	Found bool
}

// moderator lets only coordinators pass to a case's original.
func (s *site) moderator(next caseHandler) staffHandler {
	return s.coordinatorOnly(s.onCase(next))
}

// moderate shows the original beside the words for others, after the look was written into the trail.
func (s *site) moderate(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case) {
	words, _ := feedback.Redact(c.Person.Words)
	if c.Publication.State == feedback.Approved {
		words = c.Publication.Words
	}
	s.showModerate(w, r, v, http.StatusOK, c, moderateView{Text: words}, "")
}

// showModerate renders the page with what was typed. Whatever the status, the original is on it, so it is a look.
func (s *site) showModerate(w http.ResponseWriter, r *http.Request, v visit, status int, c feedback.Case, view moderateView, fault string) {
	if c.Publication.State == feedback.NotPublic || c.Publication.State == feedback.Withdrawn {
		s.notThere(w, r, v)
		return
	}
	if err := s.audit(r.Context(), v.staff, AuditOriginal, c.Ref, string(c.Unit)); err != nil {
		s.fail(w, r, err)
		return
	}
	view.Ref, view.URL, view.Topic, view.Area = c.Ref, publishURL(c.Ref), s.topicName(c.Topic, v.lang), areaName(s, c.Area)
	view.Opened, view.State, view.Version, view.Lang = locales.Date(c.Opened), string(c.Publication.State), c.Version, c.Lang
	view.Marked, view.Most, view.MostWhy = marked(c.Person.Words), feedback.MaxText, feedback.MaxWhy
	view.Approve, view.Refuse = c.Can(feedback.DoApprove, v.staff.ID), c.Can(feedback.DoRefuse, v.staff.ID)
	view.Point = c.ShownPlace(s.Directory) != nil
	view.Told, view.ToldRefused = s.Texts.Text(c.Lang, "entry.approve_publication"), s.Texts.Text(c.Lang, "entry.refuse_publication")
	s.console(w, r, v, status, "console-moderate", page{
		Title: s.Texts.Text(v.lang, "moderate.case", "ref", c.Ref), Nav: "publish", Fault: fault, Data: view,
	})
}

// marked cuts a text into what tells of a person and the rest.
func marked(text string) (out []markedText) {
	_, spans := feedback.Redact(text)
	at := 0
	for _, sp := range spans {
		if sp.From > at {
			out = append(out, markedText{Text: text[at:sp.From]})
		}
		out = append(out, markedText{Text: text[sp.From:sp.To], Found: true})
		at = sp.To
	}
	if at < len(text) {
		out = append(out, markedText{Text: text[at:]})
	}
	return out
}

// decide approves or refuses. Words in which something personal is still found are approved only when the moderator
// says that they looked at it.
func (s *site) decide(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, s.Texts.Text(v.lang, "pages.error.large"), formStatus(err))
		return
	}
	a := feedback.Action{By: v.staff.ID}
	view := moderateView{Text: r.PostFormValue("text"), Why: r.PostFormValue("why")}
	again := func(status int, id, field string, pairs ...any) {
		view.Field = field
		s.showModerate(w, r, v, status, c, view, s.Texts.Text(v.lang, id, pairs...))
	}
	switch r.PathValue("decision") {
	case "approve":
		a.Kind, a.Text = feedback.DoApprove, strings.TrimSpace(view.Text)
		for _, m := range marked(a.Text) {
			if m.Found {
				view.Found = append(view.Found, m.Text)
			}
		}
		if a.Text == "" {
			again(http.StatusUnprocessableEntity, "moderate.error.empty", "text")
			return
		}
		if len(view.Found) > 0 && r.PostFormValue("sure") == "" {
			again(http.StatusUnprocessableEntity, "moderate.error.found", "text")
			return
		}
	case "refuse":
		a.Kind, a.Why = feedback.DoRefuse, view.Why
	default:
		s.notThere(w, r, v)
		return
	}
	if r.PostFormValue("version") != strconv.Itoa(c.Version) {
		again(http.StatusConflict, "console.error.stale", "")
		return
	}
	switch _, err := s.Act(r.Context(), v.staff, c.Ref, c.Version, a, nil); {
	case errors.Is(err, store.ErrConflict):
		again(http.StatusConflict, "console.error.stale", "")
	case errors.Is(err, feedback.ErrNoReason):
		again(http.StatusUnprocessableEntity, "moderate.error.reason", "why")
	case errors.Is(err, feedback.ErrTooLong):
		again(http.StatusUnprocessableEntity, "moderate.error.long", "text", "n", feedback.MaxText, "why", feedback.MaxWhy)
	case errors.Is(err, feedback.ErrNotAllowed), errors.Is(err, store.ErrForgotten):
		again(http.StatusConflict, "moderate.error.gone", "")
	case err != nil:
		s.fail(w, r, err)
	default:
		s.decided(w, r, v, a.Kind, c.Ref)
	}
}

// decided goes on to the next case that waits, or back to the list.
func (s *site) decided(w http.ResponseWriter, r *http.Request, v visit, kind feedback.ActionKind, ref string) {
	s.flash(r, s.Texts.Text(v.lang, "moderate.done_"+string(kind), "ref", ref))
	to := "/console/publish"
	if next, err := s.nextToPublish(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	} else if next != "" && r.PostFormValue("go_on") != "" {
		to = publishURL(next)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func (s *site) nextToPublish(ctx context.Context) (ref string, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		cases, _, err := tx.Publications(feedback.Wanted, "", 1)
		ref = ""
		if len(cases) > 0 {
			ref = cases[0].Ref
		}
		return err
	})
	return ref, err
}
