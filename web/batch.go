package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"danloi/feedback"
	"danloi/store"
)

// Several cases are worked in one go with the same words. Each is worked by itself, as if its own form had been sent:
// with the version that was looked at, its own audit line, its own message to the citizen and all rules. What the rules
// refuse for one does not stop the others.

// maxBatch is how many cases may be worked at once: those of one page.
const maxBatch = inboxPage

// batchForms are the actions for several cases.
var batchForms = []formSpec{
	{kind: feedback.DoAnswer, text: true, files: true, proofWhy: true},
	{kind: feedback.DoAccept},
	{kind: feedback.DoUpdate, text: true, promised: true},
	{kind: feedback.DoClose},
	{kind: feedback.DoDuplicate, original: true},
	{kind: feedback.DoPassOn, unit: true, why: true},
}

// picked is a case that was ticked, at the version that was looked at.
type picked struct {
	c    feedback.Case
	want int
}

type batchView struct {
	Form  formView
	Cases []batchCase
	N     int
}

type batchCase struct {
	Value, Ref, URL, Topic, Status, Words string
	Done                                  bool   // it was worked
	Refusal                               string // why not
}

// batch shows the form for the cases that were ticked.
func (s *site) batch(w http.ResponseWriter, r *http.Request, v visit) {
	s.withPicked(w, r, v, func(spec formSpec, list []picked) {
		s.showBatch(w, r, v, http.StatusOK, spec, list, typed{kind: spec.kind, form: r.PostForm}, "")
	})
}

// withPicked reads which cases were ticked, within the scope, and what is to be done.
func (s *site) withPicked(w http.ResponseWriter, r *http.Request, v visit, next func(formSpec, []picked)) {
	if err := parseUpload(r); err != nil {
		http.Error(w, s.Texts.Text(v.lang, "pages.error.large"), formStatus(err))
		return
	}
	i := slices.IndexFunc(batchForms, func(f formSpec) bool { return string(f.kind) == r.PostFormValue("do") })
	list, err := s.readPicked(r, v.scope)
	switch {
	case err != nil:
		s.fail(w, r, err)
	case i < 0 || len(list) == 0 || len(list) > maxBatch:
		s.flash(r, s.Texts.Text(v.lang, "console.batch.none", "n", maxBatch))
		http.Redirect(w, r, "/console/", http.StatusSeeOther)
	default:
		next(batchForms[i], list)
	}
}

func (s *site) readPicked(r *http.Request, sc scope) ([]picked, error) {
	var list []picked
	seen := map[string]bool{}
	for _, value := range r.PostForm["case"] {
		ref, version, _ := strings.Cut(value, ":")
		want, err := strconv.Atoi(version)
		if err != nil || want < 1 || seen[ref] || len(list) > maxBatch {
			continue
		}
		seen[ref] = true
		c, ok, err := s.caseFor(r, sc, ref)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, picked{c, want})
		}
	}
	return list, nil
}

func (s *site) showBatch(w http.ResponseWriter, r *http.Request, v visit, status int, spec formSpec, list []picked, t typed, fault string) {
	view := batchView{Form: s.formView(v, s.strictest(list), spec, t), N: len(list)}
	view.Form.Templates = nil
	for _, p := range list {
		view.Cases = append(view.Cases, s.batchCase(v, p))
	}
	s.console(w, r, v, status, "console-batch", page{Title: s.Texts.Text(v.lang, "console.batch.title", "n", len(list)), Nav: "inbox", Fault: fault, Data: view})
}

// strictest returns the case for which the form has the most fields: one whose topic asks for proof, if there is one.
func (s *site) strictest(list []picked) feedback.Case {
	for _, p := range list {
		if t, ok := s.Directory.Topic(p.c.Topic); ok && t.Proof {
			return p.c
		}
	}
	return list[0].c
}

func (s *site) batchCase(v visit, p picked) batchCase {
	return batchCase{
		Value: p.c.Ref + ":" + strconv.Itoa(p.want), Ref: p.c.Ref, URL: caseURL(p.c.Ref), Topic: s.topicName(p.c.Topic, v.lang),
		Status: s.Texts.Text(v.lang, "console.status."+string(p.c.Status)), Words: firstWords(p.c.Person.Words, snippet),
	}
}

// batchDo works the cases one after the other and tells of each what became of it.
func (s *site) batchDo(w http.ResponseWriter, r *http.Request, v visit) {
	s.withPicked(w, r, v, func(spec formSpec, list []picked) {
		if fault := s.batchFault(r, spec, len(list)); fault != "" {
			t := typed{kind: spec.kind, form: r.PostForm}
			s.showBatch(w, r, v, http.StatusUnprocessableEntity, spec, list, t, s.Texts.Text(v.lang, "console.error."+fault))
			return
		}
		view := batchView{N: len(list)}
		done := 0
		for _, p := range list {
			row := s.batchCase(v, p)
			after, err := s.batchOne(r, v, p, spec.kind)
			switch known, ok := s.refusalText(v.lang, err); {
			case err == nil:
				row.Done = true
				row.Status = s.Texts.Text(v.lang, "console.status."+string(after.Status))
				done++
				if !v.scope.sees(after) {
					row.URL = ""
				}
			case ok:
				row.Refusal = known
			default:
				s.Log.ErrorContext(r.Context(), "work several cases", "case", p.c.Ref, "err", err)
				row.Refusal = s.Texts.Text(v.lang, "pages.error.500")
			}
			view.Cases = append(view.Cases, row)
		}
		s.console(w, r, v, http.StatusOK, "console-batch-done", page{
			Title: s.Texts.Text(v.lang, "console.batch.result", "done", done, "n", len(list)), Nav: "inbox", Data: view,
		})
	})
}

// batchFault finds what is wrong with the form itself, before any case is touched.
func (s *site) batchFault(r *http.Request, spec formSpec, n int) string {
	text, size := strings.TrimSpace(r.PostFormValue("text")), int64(0)
	if r.MultipartForm != nil {
		for _, h := range r.MultipartForm.File["files"] {
			size += h.Size
		}
	}
	switch {
	case spec.text && text == "":
		return "no_text"
	case feedback.HasGap(text):
		return "gap"
	case spec.why && strings.TrimSpace(r.PostFormValue("why")) == "":
		return "no_reason"
	case size*int64(n) > 4*maxUpload:
		return "batch_files"
	}
	if _, err := readFiles(r, ""); err != nil {
		for _, known := range refusals {
			if errors.Is(err, known.err) {
				return known.id
			}
		}
		return "file_size"
	}
	return ""
}

func (s *site) batchOne(r *http.Request, v visit, p picked, kind feedback.ActionKind) (feedback.Case, error) {
	if p.c.Version != p.want {
		return p.c, store.ErrConflict
	}
	action, files, err := s.readAction(r, v, p.c, kind)
	if err != nil {
		return p.c, err
	}
	return s.Act(context.WithoutCancel(r.Context()), v.staff, p.c.Ref, p.want, action, files)
}

// refusalText words why a case could not be worked; ok is false for a fault of ours.
func (s *site) refusalText(lang string, err error) (text string, ok bool) {
	if errors.Is(err, store.ErrConflict) {
		return s.Texts.Text(lang, "console.batch.stale"), true
	}
	for _, known := range refusals {
		if err != nil && errors.Is(err, known.err) {
			return s.Texts.Text(lang, "console.error."+known.id), true
		}
	}
	return "", false
}
