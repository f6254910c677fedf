package web

import (
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"time"

	"crypto/rand"

	"danloi/bot/dispatch"
	"danloi/content"
	"danloi/learn"
	"danloi/locales"
	"danloi/store"
)

// Staff learn in the console: the modules for officers, with the same records as citizens have.

// staffLearning is what a member of staff did in one module.
type staffLearning struct {
	Record      learn.Record `json:"record"`
	Certificate string       `json:"certificate,omitempty"` // its code
}

// staffLearningKind is the kind of its documents; the id is the staff id and the module.
const staffLearningKind = "staff_learning"

func readLearning(tx *store.Tx, staff, module string) (staffLearning, error) {
	l := staffLearning{Record: learn.Record{Module: module}}
	err := tx.Doc(staffLearningKind, staff+"/"+module, &l)
	if isNotFound(err) {
		err = nil
	}
	return l, err
}

type learnRow struct {
	Slug, Title, State, Certificate string
	Minutes                         int
}

type learnerRow struct {
	Name  string
	Cells []string
}

type learnView struct {
	Modules []learnRow
	Staff   []learnerRow // for coordinators
}

type learnScreenView struct {
	Slug, Module, ID, Title, Next, Before string
	Text                                  template.HTML
	N, Of                                 int
	Choices                               []option
	Answered, Right                       bool
	Chosen                                string
	Why                                   template.HTML
	Last                                  bool
}

type learnEndView struct {
	Slug, Module, Certificate, Open string
	Right, Of, Pass                 int
	Passed                          bool
}

// officerModules are the modules for staff, in their order.
func (s *site) officerModules() []content.Module {
	return slices.DeleteFunc(s.Library().Modules(), func(m content.Module) bool { return m.Audience != content.Officer })
}

// learnPage lists the modules; a coordinator also sees how far everybody is.
func (s *site) learnPage(w http.ResponseWriter, r *http.Request, v visit) {
	modules := s.officerModules()
	var view learnView
	err := s.Store.View(r.Context(), func(tx *store.Tx) error {
		view = learnView{}
		for _, m := range modules {
			l, err := readLearning(tx, v.staff.ID, m.Slug)
			if err != nil {
				return err
			}
			words, _ := m.In(v.lang)
			view.Modules = append(view.Modules, learnRow{m.Slug, words.Title, s.learnState(v.lang, m, l), l.Certificate, m.Minutes})
		}
		if !v.scope.all {
			return nil
		}
		return tx.EachStaff(func(p store.Staff) error {
			if p.Disabled {
				return nil
			}
			row := learnerRow{Name: p.Name}
			for _, m := range modules {
				l, err := readLearning(tx, p.ID, m.Slug)
				if err != nil {
					return err
				}
				row.Cells = append(row.Cells, s.learnState(v.lang, m, l))
			}
			view.Staff = append(view.Staff, row)
			return nil
		})
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.console(w, r, v, http.StatusOK, "console-learn", page{Title: s.Texts.Text(v.lang, "console.learn.title"), Nav: "learn", Data: view})
}

// learnState words how far somebody is.
func (s *site) learnState(lang string, m content.Module, l staffLearning) string {
	p := l.Record.Progress(m.Words[content.Default].Lessons)
	switch {
	case p.Passes(m.Pass):
		return s.Texts.Text(lang, "console.learn.passed", "right", p.Right, "of", p.Exercises, "date", locales.Date(lastTry(l.Record)))
	case p.Seen > 0:
		return s.Texts.Text(lang, "console.learn.begun", "seen", p.Seen, "screens", p.Screens)
	}
	return s.Texts.Text(lang, "console.learn.open")
}

func lastTry(r learn.Record) time.Time {
	if len(r.Tries) == 0 {
		return r.Begun
	}
	return r.Tries[len(r.Tries)-1].At
}

// learning finds the module that the address names.
func (s *site) learning(w http.ResponseWriter, r *http.Request, v visit) (content.Module, content.ModuleWords, bool) {
	for _, m := range s.officerModules() {
		if m.Slug == r.PathValue("slug") {
			words, _ := m.In(v.lang)
			return m, words, true
		}
	}
	s.notThere(w, r, v)
	return content.Module{}, content.ModuleWords{}, false
}

// learned is learning with what the visitor has learned of the module; errors are answered.
func (s *site) learned(w http.ResponseWriter, r *http.Request, v visit) (m content.Module, words content.ModuleWords, l staffLearning, ok bool) {
	if m, words, ok = s.learning(w, r, v); !ok {
		return m, words, l, false
	}
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		l, err = readLearning(tx, v.staff.ID, m.Slug)
		return err
	})
	if err != nil {
		s.fail(w, r, err)
	}
	return m, words, l, err == nil
}

// learnModule goes to where the learner was.
func (s *site) learnModule(w http.ResponseWriter, r *http.Request, v visit) {
	m, words, l, ok := s.learned(w, r, v)
	if !ok {
		return
	}
	all := learn.Screens(words.Lessons)
	at := all[0].ID
	if slices.ContainsFunc(all, func(sc content.Screen) bool { return sc.ID == l.Record.At }) {
		at = l.Record.At
	}
	http.Redirect(w, r, "/console/learn/"+m.Slug+"/"+at, http.StatusSeeOther)
}

// learnScreen shows one screen; a choice that comes with it is an answer.
func (s *site) learnScreen(w http.ResponseWriter, r *http.Request, v visit) {
	m, words, ok := s.learning(w, r, v)
	if !ok {
		return
	}
	all := learn.Screens(words.Lessons)
	i := slices.IndexFunc(all, func(sc content.Screen) bool { return sc.ID == r.PathValue("screen") })
	if i < 0 {
		s.notThere(w, r, v)
		return
	}
	choice := -1
	if n, err := strconv.Atoi(r.PostFormValue("choice")); err == nil && r.Method == http.MethodPost {
		choice = n
	}
	answered := false
	err := s.Store.Update(r.Context(), func(tx *store.Tx) error {
		l, err := readLearning(tx, v.staff.ID, m.Slug)
		if err != nil {
			return err
		}
		l.Record = l.Record.See(all[i].ID, s.Now())
		l.Record, answered = l.Record.Answer(all[i], choice, s.Now())
		return tx.PutDoc(staffLearningKind, v.staff.ID+"/"+m.Slug, l)
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	view := learnScreenView{
		Slug: m.Slug, Module: words.Title, ID: all[i].ID, Title: all[i].Title, Text: content.HTML(all[i].Text), N: i + 1, Of: len(all),
		Answered: answered, Last: i+1 == len(all),
	}
	for n, c := range all[i].Choices {
		view.Choices = append(view.Choices, option{Value: strconv.Itoa(n), Name: c.Text, Chosen: n == choice})
	}
	if answered {
		c := all[i].Choices[choice]
		view.Right, view.Chosen, view.Why = c.Right, c.Text, content.HTML(c.Why)
	}
	if i > 0 {
		view.Before = all[i-1].ID
	}
	if !view.Last {
		view.Next = all[i+1].ID
	}
	s.console(w, r, v, http.StatusOK, "console-lesson", page{Title: all[i].Title, Nav: "learn", Data: view})
}

// learnEnd says how it went.
func (s *site) learnEnd(w http.ResponseWriter, r *http.Request, v visit) {
	m, words, l, ok := s.learned(w, r, v)
	if !ok {
		return
	}
	p := l.Record.Progress(words.Lessons)
	view := learnEndView{
		Slug: m.Slug, Module: words.Title, Certificate: l.Certificate, Right: p.Right, Of: p.Exercises, Pass: m.Pass, Passed: p.Passes(m.Pass),
	}
	for _, sc := range words.Exercises() {
		if _, tried := l.Record.First(sc); !tried && view.Open == "" {
			view.Open = sc.ID
		}
	}
	s.console(w, r, v, http.StatusOK, "console-learned", page{Title: words.Title, Nav: "learn", Data: view})
}

// learnRetake opens all questions of a module again.
func (s *site) learnRetake(w http.ResponseWriter, r *http.Request, v visit) {
	m, words, ok := s.learning(w, r, v)
	if !ok {
		return
	}
	err := s.Store.Update(r.Context(), func(tx *store.Tx) error {
		l, err := readLearning(tx, v.staff.ID, m.Slug)
		if err != nil || l.Certificate != "" {
			return err
		}
		l.Record = l.Record.Retake()
		return tx.PutDoc(staffLearningKind, v.staff.ID+"/"+m.Slug, l)
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/console/learn/"+m.Slug+"/"+words.Exercises()[0].ID, http.StatusSeeOther)
}

// learnCertificate issues the certificate of who has passed, once, in the name that colleagues see.
func (s *site) learnCertificate(w http.ResponseWriter, r *http.Request, v visit) {
	m, _, ok := s.learning(w, r, v)
	if !ok {
		return
	}
	var nonce [16]byte
	rand.Read(nonce[:])
	province, _ := s.Areas.Province(s.Province)
	code := ""
	err := s.Store.Update(r.Context(), func(tx *store.Tx) error {
		l, err := readLearning(tx, v.staff.ID, m.Slug)
		if code = l.Certificate; err != nil || code != "" {
			return err
		}
		c := l.Record.Certificate(m, v.staff.Name, v.lang, province.Full(), nonce, s.Now())
		if c.Code == "" {
			return learn.ErrNotCode
		}
		if err := dispatch.IssueToStaff(tx, c); err != nil {
			return err
		}
		l.Certificate, code = c.Code, c.Code
		return tx.PutDoc(staffLearningKind, v.staff.ID+"/"+m.Slug, l)
	})
	switch {
	case errors.Is(err, learn.ErrNotCode):
		http.Redirect(w, r, "/console/learn/"+m.Slug+"/end", http.StatusSeeOther)
	case err != nil:
		s.fail(w, r, err)
	default:
		http.Redirect(w, r, "/certificate/"+code, http.StatusSeeOther)
	}
}
