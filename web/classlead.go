package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"danloi/content"
	"danloi/leaflet"
	"danloi/learn"
	"danloi/store"
)

// leadView is the trainer's page of a class: what the room sees, what to say, and the buttons.
type leadView struct {
	ID, Code, Module, Place, WordsLang string
	Stage, Phase                       string
	Version, Step, Steps               int
	Live, Closed, Here                 bool
	Host, Token                        string // of the register's page
	Slide                              *leaflet.Screen
	Guidance                           []leaflet.Screen
	Moves                              []moveView
	Places                             []option // every place of the class, to go to
	Hands                              []handView
	Run                                int
	Counts                             countsView
	Notes                              []noteView
	MaxNote                            int
}

// moveView is a button of the trainer. The first is the one to press as a rule.
type moveView struct{ Kind, Label string }

// handView is one choice for which raised hands are counted.
type handView struct {
	Letter, Text string
	N            int
}

// countsView is the live part of the trainer's page.
type countsView struct {
	There, Present, Answered, Waiting, Questions, Problems int
	Asking                                                 bool
	Bars                                                   []barOf // with counts, also while the question is open: only the trainer sees them
	Step                                                   int
}

type noteView struct {
	ID, Words, At string
	Problem, Done bool
	Ref           string
}

// seenClass is a class with all that its trainer's pages are made of.
type seenClass struct {
	learn.Class
	report  learn.ClassReport
	module  content.Module
	lessons []content.Lesson
	known   bool // the library has the module
}

// classOf reads the class that {id} names, within what the visitor may lead; errors are answered.
func (s *site) classOf(w http.ResponseWriter, r *http.Request, v visit) (seenClass, bool) {
	c, err := s.readClass(r.Context(), v.staff, r.PathValue("id"))
	switch {
	case errors.Is(err, store.ErrNotFound):
		s.notThere(w, r, v)
	case err != nil:
		s.fail(w, r, err)
	}
	return c, err == nil
}

func (s *site) readClass(ctx context.Context, by store.Staff, id string) (seenClass, error) {
	report, err := s.Classes.ClassReport(ctx, by, id)
	c := seenClass{Class: report.Class, report: report}
	if err != nil {
		return c, err
	}
	if c.module, c.known = s.Library().DraftModule(c.Module); c.known {
		words, _ := c.module.In(c.Lang)
		c.lessons = words.Lessons
	}
	return c, nil
}

// classPage is where the trainer leads the class, as a rule on a phone.
func (s *site) classPage(w http.ResponseWriter, r *http.Request, v visit) {
	c, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	_, here := s.joinAddress(r, c.Code)
	view := leadView{
		ID: c.ID, Code: c.Code, Module: s.moduleTitle(c.Module, v.lang), Place: s.placeOf(c.Class), Stage: string(c.At.Stage), Phase: string(c.At.Phase),
		Version: c.Version, Live: c.Live(), Closed: !c.Closed.IsZero(), Here: here, Run: c.Current(), Counts: s.counts(c), MaxNote: learn.MaxNote,
		WordsLang: c.Lang,
	}
	if c.known {
		s.fillLead(&view, c, v.lang)
	}
	for _, n := range slices.Concat(c.report.Open, c.report.Problems) {
		view.Notes = append(view.Notes, noteView{ID: n.ID, Words: n.Words, At: moment(n.At), Problem: n.Kind == learn.ClassProblem, Done: n.Done, Ref: n.Ref})
	}
	s.console(w, r, v, http.StatusOK, "console-class", page{
		Title: s.Texts.Text(v.lang, "classpage.lead.title", "code", c.Code), Nav: "classes", Data: view,
	})
}

func (s *site) fillLead(view *leadView, c seenClass, lang string) {
	_, view.WordsLang = c.module.In(c.Lang)
	view.Step, view.Steps = c.Progress(c.lessons)
	frame := s.previewFrame(c.Lang)
	if slide, ok := s.slide(c.module, c.Class, previewBase+"modules/"+c.Module+"/media/"); ok {
		view.Slide = &slide
		if view.Run >= 0 {
			view.Hands = hands(c, slide.Choices)
		}
	}
	guidance := c.Guidance(c.lessons)
	for _, l := range frame.OfModule(s.Library(), c.module).Lessons {
		for _, t := range l.Trainer {
			if slices.ContainsFunc(guidance, func(g content.Screen) bool { return g.ID == t.ID }) {
				view.Guidance = append(view.Guidance, t)
			}
		}
	}
	view.Moves = s.moves(c, lang)
	view.Places = s.places(c, lang)
}

// hands are the choices of the present question with the hands counted so far.
func hands(c seenClass, choices []content.Choice) []handView {
	run := c.Runs[c.Current()]
	var out []handView
	for i, choice := range choices {
		h := handView{Letter: letter(i), Text: choice.Text}
		if i < len(run.Hands) {
			h.N = run.Hands[i]
		}
		out = append(out, h)
	}
	return out
}

// moves are what the trainer may do now, the usual one first.
func (s *site) moves(c seenClass, lang string) []moveView {
	kinds := map[learn.Stage][]learn.MoveKind{
		learn.Lobby:    {learn.MoveNext, learn.MoveEnd},
		learn.Slide:    {learn.MoveNext, learn.MoveBack, learn.MoveEnd},
		learn.Question: {learn.MoveNext, learn.MoveShut, learn.MoveBack, learn.MoveEnd},
		learn.Shut:     {learn.MoveShow, learn.MoveReopen, learn.MoveNext, learn.MoveBack, learn.MoveEnd},
		learn.Result:   {learn.MoveNext, learn.MoveReopen, learn.MoveBack, learn.MoveEnd},
		learn.Ended:    {learn.MoveResume},
	}[c.At.Stage]
	if !c.Live() && !c.HoldsCode(s.Now()) || !c.Closed.IsZero() {
		return nil
	}
	var out []moveView
	for _, k := range kinds {
		id := "classpage.move." + string(k)
		switch {
		case k == learn.MoveNext && c.At.Stage == learn.Lobby:
			id = "classpage.move.begin"
		case k == learn.MoveNext && c.At.Stage == learn.Question && c.At.Phase != learn.Before:
			id = "classpage.move.show"
		}
		out = append(out, moveView{string(k), s.Texts.Text(lang, id)})
	}
	return out
}

// places are the screens of the class, to go to one of them.
func (s *site) places(c seenClass, lang string) []option {
	var out []option
	for _, p := range c.Plan(c.lessons) {
		if p.Screen == "" || p.Stage == learn.Result {
			continue
		}
		title := p.Screen
		for _, l := range c.lessons {
			for _, screen := range l.Screens {
				if screen.ID == p.Screen {
					title = screen.Title
				}
			}
		}
		out = append(out, option{
			Value: string(p.Phase) + "/" + p.Screen, Name: s.Texts.Text(lang, "classpage.phase."+string(p.Phase)) + ": " + title,
			Chosen: p.Phase == c.At.Phase && p.Screen == c.At.Screen,
		})
	}
	return out
}

// counts are the numbers of the class for its trainer, who also sees how the choices stand before the room does.
func (s *site) counts(c seenClass) countsView {
	v := countsView{Present: c.report.People, Questions: len(c.report.Open), Problems: len(c.report.Problems), Step: c.Steps}
	for _, m := range c.report.Register {
		if m.There() {
			v.There++
		}
	}
	run := c.Current()
	if run < 0 || run >= len(c.report.Questions) || !c.Live() {
		return v
	}
	t := c.report.Questions[run]
	v.Asking, v.Answered = true, t.Answered
	for _, l := range c.lessons {
		for _, screen := range l.Screens {
			if screen.ID == c.At.Screen && len(screen.Choices) == len(t.Counts) {
				v.Bars = bars(screen.Choices, &t)
			}
		}
	}
	return v
}

// classCounts is the stream of the trainer's numbers.
func (s *site) classCounts(w http.ResponseWriter, r *http.Request, v visit) {
	s.live(w, r, func(ctx context.Context) (drawn, error) {
		c, err := s.readClass(ctx, v.staff, r.PathValue("id"))
		if err != nil {
			return drawn{}, err
		}
		html, err := s.part("console-class", "counts", page{Lang: v.lang, Data: s.counts(c)})
		return drawn{class: c.ID, step: c.Steps, html: string(html)}, err
	})
}

// moveClass does what a button says. The version that the page was made for makes two taps count once.
func (s *site) moveClass(w http.ResponseWriter, r *http.Request, v visit) {
	if !s.readForm(w, r, v) {
		return
	}
	want, err := strconv.Atoi(r.PostFormValue("version"))
	if err != nil {
		want = 0
	}
	m := learn.Move{Kind: learn.MoveKind(r.PostFormValue("move"))}
	if m.Kind == learn.MoveGoto {
		phase, screen, _ := cutPlace(r.PostFormValue("place"))
		m.Phase, m.Screen = learn.Phase(phase), screen
	}
	_, err = s.Classes.MoveClass(r.Context(), v.staff, r.PathValue("id"), want, m)
	s.afterClass(w, r, v, "", "", err)
}

// countHands takes the raised hands of the present question. Empty fields throughout take them away.
func (s *site) countHands(w http.ResponseWriter, r *http.Request, v visit) {
	if !s.readForm(w, r, v) {
		return
	}
	run, err := strconv.Atoi(r.PostFormValue("run"))
	if err != nil {
		run = -1
	}
	m := learn.Move{Kind: learn.MoveHands, Run: run}
	any := false
	for _, typed := range r.PostForm["n"] {
		n := 0
		if typed != "" {
			any = true
			if n, err = strconv.Atoi(typed); err != nil {
				n = -1 // refused as a count
			}
		}
		m.Counts = append(m.Counts, n)
	}
	if !any {
		m.Counts = nil
	}
	_, err = s.Classes.MoveClass(r.Context(), v.staff, r.PathValue("id"), 0, m)
	s.afterClass(w, r, v, "", "classpage.hands.done", err)
}

// addNote writes down what somebody said aloud.
func (s *site) addNote(w http.ResponseWriter, r *http.Request, v visit) {
	if !s.readForm(w, r, v) {
		return
	}
	err := s.Classes.AddNote(r.Context(), v.staff, r.PathValue("id"), learn.NoteKind(r.PostFormValue("kind")), r.PostFormValue("words"))
	s.afterClass(w, r, v, "", "classpage.note.done", err)
}

// sortNote says what a note is, or that it was answered.
func (s *site) sortNote(w http.ResponseWriter, r *http.Request, v visit) {
	if !s.readForm(w, r, v) {
		return
	}
	err := s.Classes.SortNote(r.Context(), v.staff, r.PathValue("id"), r.PathValue("note"), learn.NoteKind(r.PostFormValue("kind")), r.PostFormValue("done") != "")
	s.afterClass(w, r, v, "", "", err)
}

// cutPlace reads the value of a place: its phase and its screen.
func cutPlace(value string) (phase, screen string, ok bool) { return strings.Cut(value, "/") }
