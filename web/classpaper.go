package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"danloi/content"
	"danloi/learn"
)

// paperView is a set of sheets to print, one for each person, or one sheet to be read back.
type paperView struct {
	ID, Code, Module, WordsLang string
	Sheets                      []sheetView
	Blank                       bool // nobody is on the register yet
	Unasked                     int  // questions that were not asked in the class, which nothing can be entered for
}

type sheetView struct {
	Member, Name, Picture string
	Questions             []paperQuestion
}

// paperQuestion is one exercise. Run is its place in the class when it was asked, else -1. Chosen is what the person
// answered, -1 for nothing.
type paperQuestion struct {
	Run, N, Chosen int
	Phase, Title   string
	Text           string
	Choices        []barOf
}

// paperPage prints a sheet for each person on the register, each with a code that opens its own page to be read back.
func (s *site) paperPage(w http.ResponseWriter, r *http.Request, v visit) {
	c, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	view := paperView{ID: c.ID, Code: c.Code, Module: s.moduleTitle(c.Module, c.Lang), WordsLang: c.Lang, Blank: len(c.report.Register) == 0}
	questions := s.paperQuestions(c, v.lang, "", nil)
	for i, m := range c.report.Register {
		name := m.Name
		if name == "" {
			name = s.Texts.Text(v.lang, "classpage.no_name", "n", i+1)
		}
		view.Sheets = append(view.Sheets, sheetView{Member: m.ID, Name: name, Picture: classBase + c.ID + "/paper/" + m.ID + "/qr.png", Questions: questions})
	}
	s.console(w, r, v, http.StatusOK, "console-paper", page{
		Title: s.Texts.Text(v.lang, "classpage.paper.title", "code", c.Code), Nav: "classes", Data: view,
	})
}

// paperQuestions are all exercises of the class in order, with what a member answered.
func (s *site) paperQuestions(c seenClass, lang, member string, answers []learn.ClassAnswer) []paperQuestion {
	var out []paperQuestion
	for _, p := range c.Plan(c.lessons) {
		if p.Stage != learn.Question {
			continue
		}
		screen, ok := screenIn(c.lessons, p.Screen)
		if !ok {
			continue
		}
		q := paperQuestion{
			Run: runOf(c.Class, p), N: len(out) + 1, Chosen: -1, Phase: s.Texts.Text(lang, "classpage.phase."+string(p.Phase)),
			Title: screen.Title, Text: content.Plain(screen.Text), Choices: bars(screen.Choices, nil),
		}
		for _, a := range answers {
			if a.Member == member && a.Run == q.Run {
				q.Chosen = a.Choice
			}
		}
		out = append(out, q)
	}
	return out
}

func screenIn(lessons []content.Lesson, id string) (content.Screen, bool) {
	for _, l := range lessons {
		if i := slices.IndexFunc(l.Screens, func(s content.Screen) bool { return s.ID == id }); i >= 0 {
			return l.Screens[i], true
		}
	}
	return content.Screen{}, false
}

// runOf is the index of the last time that a question was asked at a place, or -1.
func runOf(c learn.Class, p learn.Position) int {
	for i := len(c.Runs) - 1; i >= 0; i-- {
		if c.Runs[i].Phase == p.Phase && c.Runs[i].Exercise == p.Screen {
			return i
		}
	}
	return -1
}

// memberOf finds the person whom {member} names.
func memberOf(c seenClass, id string) (learn.Member, bool) {
	i := slices.IndexFunc(c.report.Register, func(m learn.Member) bool { return m.ID == id })
	if i < 0 {
		return learn.Member{}, false
	}
	return c.report.Register[i], true
}

// paperForm is the page by which one person's sheet is read back: the same questions, to be ticked.
func (s *site) paperForm(w http.ResponseWriter, r *http.Request, v visit) {
	c, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	m, ok := memberOf(c, r.PathValue("member"))
	if !ok {
		s.notThere(w, r, v)
		return
	}
	answers, err := s.Classes.ClassAnswers(r.Context(), v.staff, c.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	view := paperView{ID: c.ID, Code: c.Code, Module: s.moduleTitle(c.Module, c.Lang), WordsLang: c.Lang}
	sheet := sheetView{Member: m.ID, Name: m.Name}
	for _, q := range s.paperQuestions(c, v.lang, m.ID, answers) {
		if q.Run < 0 {
			view.Unasked++
			continue
		}
		sheet.Questions = append(sheet.Questions, q)
	}
	view.Sheets = []sheetView{sheet}
	s.console(w, r, v, http.StatusOK, "console-paperform", page{
		Title: s.Texts.Text(v.lang, "classpage.paperform.title", "code", c.Code), Nav: "classes", Data: view,
	})
}

// enterPaper keeps what was ticked. A question without a tick is left as it is.
func (s *site) enterPaper(w http.ResponseWriter, r *http.Request, v visit) {
	if !s.readForm(w, r, v) {
		return
	}
	member := r.PathValue("member")
	var answers []learn.ClassAnswer
	for field, values := range r.PostForm {
		run, ok := strings.CutPrefix(field, "run-")
		if !ok || len(values) == 0 {
			continue
		}
		n, err := strconv.Atoi(run)
		choice, choiceErr := strconv.Atoi(values[0])
		if err != nil || choiceErr != nil {
			n, choice = -1, -1 // refused as no question
		}
		answers = append(answers, learn.ClassAnswer{Member: member, Run: n, Choice: choice, Source: learn.FromPaper})
	}
	err := s.Classes.EnterAnswers(r.Context(), v.staff, r.PathValue("id"), answers)
	s.afterClass(w, r, v, "/paper/"+url.PathEscape(member), "classpage.paperform.kept", err)
}

// paperQR leads from a sheet of paper to the page on which it is read back. Only the trainer can open that.
func (s *site) paperQR(w http.ResponseWriter, r *http.Request, v visit) {
	c, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	m, ok := memberOf(c, r.PathValue("member"))
	if !ok {
		s.notThere(w, r, v)
		return
	}
	join, _ := s.joinAddress(r, c.Code)
	u, err := url.Parse(join)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	u.Path, u.RawQuery = classBase+c.ID+"/paper/"+m.ID, ""
	s.qr(w, r, u.String())
}
