package web

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"danloi/bot"
	"danloi/learn"
	"danloi/locales"
	"danloi/store"
)

// reportView is the report of a class, as the commune files it.
type reportView struct {
	ID, Code, Module, Place, Trainer string
	Began, Ended                     string
	Live, Closed, Dropped            bool
	R                                learn.ClassReport
	Minutes                          int
	Ages, Langs                      []countOf
	Questions, Hardest               []runView
	Open, Problems                   []noteView
	People                           []personRow
	ToFile                           int
	Filed                            []filedView // shown once, after problems became cases
}

type countOf struct {
	Name string
	N    int
}

// runView is one question of the class with its answers.
type runView struct {
	Title, Phase string
	All, Percent int
	Bars         []barOf
}

// filedView says what became of a problem.
type filedView struct {
	Words, Ref, PIN, Door string
	Numbers               []string
}

// reportPage shows the report.
func (s *site) reportPage(w http.ResponseWriter, r *http.Request, v visit) {
	c, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	s.showReport(w, r, v, c, nil)
}

func (s *site) showReport(w http.ResponseWriter, r *http.Request, v visit, c seenClass, filed []filedView) {
	view, err := s.reportView(r, v.lang, c)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	view.Filed = filed
	s.console(w, r, v, http.StatusOK, "console-report", page{
		Title: s.Texts.Text(v.lang, "classpage.report.title", "code", c.Code), Nav: "classes", Data: view,
	})
}

func (s *site) reportView(r *http.Request, lang string, c seenClass) (reportView, error) {
	view := reportView{
		ID: c.ID, Code: c.Code, Module: s.moduleTitle(c.Module, lang), Place: s.placeOf(c.Class), Live: c.Live(), Closed: !c.Closed.IsZero(),
		Dropped: !c.Dropped.IsZero(), R: c.report, Began: moment(c.Opened), Langs: s.langCounts(c.report),
	}
	if !c.Live() {
		view.Ended = moment(c.Ended)
	}
	if !c.Began.IsZero() && !c.Live() {
		view.Minutes = int(c.Ended.Sub(c.Began).Round(time.Minute) / time.Minute)
	}
	for _, a := range learn.AgeGroups() {
		if n := c.report.Ages[a]; n > 0 {
			view.Ages = append(view.Ages, countOf{s.Texts.Text(lang, "classpage.age."+string(a)), n})
		}
	}
	for _, t := range c.report.Questions {
		view.Questions = append(view.Questions, s.runView(c, lang, t))
	}
	for _, t := range c.report.Hardest {
		view.Hardest = append(view.Hardest, s.runView(c, lang, t))
	}
	s.fillNotes(&view, c)
	s.fillPeople(&view, c, lang)
	return view, s.Store.View(r.Context(), func(tx *store.Tx) error {
		m, err := tx.Staff(c.Trainer)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		view.Trainer = m.Name
		return err
	})
}

func (s *site) fillNotes(view *reportView, c seenClass) {
	for _, n := range c.report.Open {
		view.Open = append(view.Open, noteView{ID: n.ID, Words: n.Words, At: moment(n.At)})
	}
	for _, n := range c.report.Problems {
		view.Problems = append(view.Problems, noteView{ID: n.ID, Words: n.Words, At: moment(n.At), Problem: true, Ref: n.Ref})
		if n.Ref == "" && n.Words != "" {
			view.ToFile++
		}
	}
}

func (s *site) fillPeople(view *reportView, c seenClass, lang string) {
	for i, m := range c.report.Register {
		if !m.Present() {
			continue
		}
		row := personRow{ID: m.ID, Name: m.Name, Late: m.Late, How: s.Texts.Text(lang, "classpage.by."+string(m.Source))}
		if row.Name == "" {
			row.Name = s.Texts.Text(lang, "classpage.no_name", "n", i+1)
		}
		view.People = append(view.People, row)
	}
}

func (s *site) langCounts(r learn.ClassReport) []countOf {
	var out []countOf
	for _, tag := range slices.Sorted(maps.Keys(r.Langs)) {
		name := tag
		if l, ok := s.Texts.Language(tag); ok {
			name = l.Endonym
		}
		out = append(out, countOf{name, r.Langs[tag]})
	}
	return out
}

func (s *site) runView(c seenClass, lang string, t learn.Tally) runView {
	v := runView{Title: t.Run.Exercise, Phase: s.Texts.Text(lang, "classpage.phase."+string(t.Run.Phase)), All: t.All(), Percent: t.Percent()}
	if screen, ok := screenIn(c.lessons, t.Run.Exercise); ok {
		v.Title = screen.Title
		if len(screen.Choices) == len(t.Counts) {
			v.Bars = bars(screen.Choices, &t)
		}
	}
	return v
}

// closeReport closes the report: nothing is entered any more, and the names go after a while.
func (s *site) closeReport(w http.ResponseWriter, r *http.Request, v visit) {
	_, err := s.Classes.CloseClass(r.Context(), v.staff, r.PathValue("id"))
	s.afterClass(w, r, v, "/report", "classpage.report.closed", err)
}

// fileProblems makes cases of the class's problems. References and PINs are on the page that answers, and nowhere
// afterwards.
func (s *site) fileProblems(w http.ResponseWriter, r *http.Request, v visit) {
	before, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	filed, err := s.Classes.FileProblems(r.Context(), v.staff, before.ID)
	if err != nil {
		s.afterClass(w, r, v, "/report", "", err)
		return
	}
	c, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	s.showReport(w, r, v, c, s.filedViews(v.lang, before.report.Problems, filed))
}

func (s *site) filedViews(lang string, notes []learn.ClassNote, filed []bot.FiledProblem) []filedView {
	out := []filedView{}
	for _, f := range filed {
		v := filedView{Ref: f.Ref, PIN: f.PIN, Numbers: f.Numbers}
		if f.Door != "" && s.Texts.Has(locales.Default, "door."+f.Door) {
			v.Door = s.Texts.Text(lang, "door."+f.Door)
		}
		for _, n := range notes {
			if n.ID == f.Note {
				v.Words = n.Words
			}
		}
		out = append(out, v)
	}
	return out
}

// reportSheet is the report as a spreadsheet: the figures, the register and the questions.
func (s *site) reportSheet(w http.ResponseWriter, r *http.Request, v visit) {
	c, ok := s.classOf(w, r, v)
	if !ok {
		return
	}
	view, err := s.reportView(r, v.lang, c)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	f := excelize.NewFile()
	defer f.Close()
	if err := s.fillSheets(f, v.lang, view); err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="lop-%s-%s.xlsx"`, c.Code, c.Opened.In(locales.Zone).Format(time.DateOnly)))
	w.Header().Set("Cache-Control", "no-store")
	if err := f.Write(w); err != nil && r.Context().Err() == nil {
		s.Log.ErrorContext(r.Context(), "send report", "err", err)
	}
}

func (s *site) fillSheets(f *excelize.File, lang string, view reportView) error {
	tx := func(id string) string { return s.Texts.Text(lang, id) }
	figures := [][]any{
		{tx("classpage.report.module"), view.Module}, {tx("classpage.report.place"), view.Place}, {tx("classpage.report.trainer"), view.Trainer},
		{tx("classpage.report.began"), view.Began}, {tx("classpage.report.ended"), view.Ended}, {tx("classpage.report.minutes"), view.Minutes},
		{tx("classpage.report.people"), view.R.People}, {tx("classpage.report.hands"), view.R.ByHand}, {tx("classpage.report.late"), view.R.Late},
		{tx("classpage.gender.woman"), view.R.Women}, {tx("classpage.gender.man"), view.R.Men},
	}
	for _, n := range slices.Concat(view.Ages, view.Langs) {
		figures = append(figures, []any{n.Name, n.N})
	}
	if view.R.Before.All > 0 {
		figures = append(figures, []any{tx("classpage.report.before") + " (%)", view.R.Before.Percent()})
	}
	if view.R.After.All > 0 {
		figures = append(figures, []any{tx("classpage.report.after") + " (%)", view.R.After.Percent()})
	}
	people := [][]any{{tx("classpage.report.nth"), tx("classpage.report.name"), tx("classpage.report.how"), tx("classpage.report.late")}}
	for i, p := range view.People {
		late := ""
		if p.Late {
			late = "x"
		}
		people = append(people, []any{i + 1, p.Name, p.How, late})
	}
	questions := [][]any{{tx("classpage.report.when"), tx("classpage.report.question"), tx("classpage.report.answers"), tx("classpage.report.right") + " (%)"}}
	for _, q := range view.Questions {
		questions = append(questions, []any{q.Phase, q.Title, q.All, q.Percent})
	}
	for i, sheet := range []struct {
		id   string
		rows [][]any
	}{{"classpage.report.figures", figures}, {"classpage.report.register", people}, {"classpage.report.questions", questions}} {
		if err := addSheet(f, i, tx(sheet.id), sheet.rows); err != nil {
			return err
		}
	}
	return nil
}

// addSheet writes rows as values: what somebody typed never becomes a formula.
func addSheet(f *excelize.File, i int, name string, rows [][]any) error {
	var err error
	if i == 0 {
		err = f.SetSheetName(f.GetSheetName(0), name)
	} else {
		_, err = f.NewSheet(name)
	}
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	for n, row := range rows {
		if err := f.SetSheetRow(name, fmt.Sprintf("A%d", n+1), &row); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	return errors.Join(f.SetColWidth(name, "A", "A", 28), f.SetColWidth(name, "B", "B", 48))
}
