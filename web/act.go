package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"danloi/feedback"
	"danloi/store"
)

// refusals are the errors of feedback that are answers to what somebody filled in: which text tells them, and which
// field it is about.
var refusals = []struct {
	err       error
	id, field string
}{
	{feedback.ErrNoText, "no_text", "text"},
	{feedback.ErrTooLong, "too_long", "text"},
	{feedback.ErrGap, "gap", "text"},
	{feedback.ErrNoReason, "no_reason", "why"},
	{feedback.ErrNoProof, "no_proof", "files"},
	{feedback.ErrNoVoice, "no_voice", "files"},
	{feedback.ErrNoUnit, "no_unit", "unit"},
	{feedback.ErrSameUnit, "same_unit", "unit"},
	{feedback.ErrOfficeOnly, "office_only", "unit"},
	{feedback.ErrExtended, "extended", ""},
	{feedback.ErrBadDate, "bad_date", "until"},
	{feedback.ErrBadOriginal, "bad_original", "of"},
	{feedback.ErrUnknown, "unknown", "topic"},
	{feedback.ErrTooMany, "too_many", "files"},
	{feedback.ErrPartsOpen, "parts_open", ""},
	{feedback.ErrClosed, "closed", ""},
	{feedback.ErrNotAllowed, "not_allowed", ""},
	{feedback.ErrNotYours, "not_allowed", ""},
	{store.ErrForgotten, "forgotten", ""},
	{errFileType, "file_type", "files"},
	{errFileSize, "file_size", "files"},
}

// act applies one action to a case: read, one rule, put, redirect. What is refused is shown again as it was typed.
func (s *site) act(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case) {
	kind := feedback.ActionKind(r.PathValue("action"))
	if !slices.ContainsFunc(forms, func(f formSpec) bool { return f.kind == kind }) {
		s.notThere(w, r, v)
		return
	}
	if err := parseUpload(r); err != nil {
		s.refuse(w, r, v, c, kind, err)
		return
	}
	if r.PostFormValue("version") != strconv.Itoa(c.Version) {
		s.stale(w, r, v, c, kind)
		return
	}
	action, files, err := s.readAction(r, v, c, kind)
	if err != nil {
		s.refuse(w, r, v, c, kind, err)
		return
	}
	done, err := s.Act(r.Context(), v.staff, c.Ref, c.Version, action, files)
	if err != nil {
		s.refuse(w, r, v, c, kind, err)
		return
	}
	s.flash(r, s.Texts.Text(v.lang, "console.done."+string(kind), "unit", s.unitName(done.Unit, v.lang), "ref", c.Ref))
	to := "/console/"
	if v.scope.sees(done) {
		to = caseURL(done.Ref)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// readAction makes an action of a form. The files are given twice: what the case remembers of them, and themselves.
func (s *site) readAction(r *http.Request, v visit, c feedback.Case, kind feedback.ActionKind) (feedback.Action, []store.File, error) {
	a := feedback.Action{
		Kind: kind, By: v.staff.ID, Text: r.PostFormValue("text"), Why: r.PostFormValue("why"),
		Reason: r.PostFormValue("reason"), Of: r.PostFormValue("of"), Topic: r.PostFormValue("topic"),
	}
	if department := r.PostFormValue("department"); department != "" {
		a.To, _ = s.Directory.UnitIn(department, r.PostFormValue("commune"))
	}
	if day, err := time.ParseInLocation(time.DateOnly, r.PostFormValue("until"), s.Calendar.Zone()); err == nil {
		a.Until = s.workingDayEnd(day)
	}
	if kind == feedback.DoTranslate {
		about, err := strconv.Atoi(r.PostFormValue("about"))
		if err != nil {
			return a, nil, feedback.ErrUnknown
		}
		a.About = about
	}
	a.Promised = s.promisedOn(r.PostFormValue("promised"))
	a = s.templated(a, r.PostFormValue("template"), c)
	if kind == feedback.DoDuplicate {
		if _, ok, err := s.caseFor(r, v.scope, a.Of); err != nil || !ok {
			return a, nil, errors.Join(err, feedback.ErrBadOriginal)
		}
	}
	files, err := readFiles(r, store.CaseOwner(c))
	if err != nil {
		return a, nil, err
	}
	for _, f := range files {
		a.Files = append(a.Files, feedback.File{ID: f.ID, Kind: fileKind(f.Type), Type: f.Type, Size: len(f.Data)})
	}
	return a, files, nil
}

// refuse shows the form again with the reason. Anything that is not a refusal is a fault of ours; somebody else who
// was faster makes the form stale.
func (s *site) refuse(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case, kind feedback.ActionKind, err error) {
	if errors.Is(err, store.ErrConflict) {
		s.staleAgain(w, r, v, kind)
		return
	}
	for _, known := range refusals {
		if errors.Is(err, known.err) {
			t := typed{kind: kind, form: r.PostForm, field: known.field, fault: s.Texts.Text(v.lang, "console.error."+known.id)}
			if known.err == feedback.ErrNoReason && kind == feedback.DoDecline {
				t.field = "reason"
			}
			s.showCase(w, r, v, http.StatusUnprocessableEntity, c, t, func(p *page, _ *caseView) { p.Fault = t.fault })
			return
		}
	}
	if status := formStatus(err); status == http.StatusRequestEntityTooLarge {
		fault := s.Texts.Text(v.lang, "console.error.file_size")
		s.showCase(w, r, v, status, c, typed{kind: kind, fault: fault, field: "files"}, func(p *page, _ *caseView) { p.Fault = fault })
		return
	}
	s.fail(w, r, err)
}

// stale says that the case changed since the form was made, and shows it as it is now with what was typed.
func (s *site) stale(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case, kind feedback.ActionKind) {
	s.showCase(w, r, v, http.StatusConflict, c, typed{kind: kind, form: r.PostForm}, func(p *page, view *caseView) {
		p.Fault = s.Texts.Text(v.lang, "console.error.stale")
		view.Stale = true
	})
}

// staleAgain reads the case once more, because it changed between reading and acting.
func (s *site) staleAgain(w http.ResponseWriter, r *http.Request, v visit, kind feedback.ActionKind) {
	s.onCase(func(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case) {
		s.stale(w, r, v, c, kind)
	})(w, r, v)
}
