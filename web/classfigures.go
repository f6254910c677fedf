package web

import (
	"cmp"
	"net/http"
	"slices"

	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/store"
)

// figuresView is what the coordinator sees of all classes: from the commune up to the province.
type figuresView struct {
	All      figureRow
	Tables   []figureTable // by commune, by module
	Hardest  []hardView
	FewBelow int
	Some     bool // there is anything to show
}

type figureTable struct {
	Title  string
	Passed bool // the rows count certificates
	Rows   []figureRow
}

// figureRow is a line of figures. Gain is in points of a hundred, known when Both is set.
type figureRow struct {
	Name          string
	F             learn.ClassFigures
	Both          bool
	Before, After int
	Passed        int // certificates that are valid, of a module
}

// hardView is a question that many got wrong.
type hardView struct {
	Module, Title string
	Answers       int
	Percent       int
}

// A question with fewer answers says nothing about the question; so many are listed.
const (
	fewAnswers   = 10
	mostHard     = 10
	shownPercent = 100
)

// figuresPage adds all classes up.
func (s *site) figuresPage(w http.ResponseWriter, r *http.Request, v visit) {
	var all learn.ClassFigures
	areas, modules := map[string]learn.ClassFigures{}, map[string]learn.ClassFigures{}
	err := s.Classes.EachReport(r.Context(), v.staff, func(report learn.ClassReport) {
		c := report.Class
		all = all.Add(report)
		areas[c.Area] = areas[c.Area].Add(report)
		modules[c.Module] = modules[c.Module].Add(report)
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	var passed map[string]int
	err = s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		passed, err = dispatch.CertificatesByModule(tx)
		return err
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for slug := range passed { // also of a module that nobody held a class on
		if _, held := modules[slug]; !held {
			modules[slug] = learn.ClassFigures{}
		}
	}
	view := figuresView{All: figureRowOf("", all), FewBelow: fewAnswers, Tables: []figureTable{
		{Title: s.Texts.Text(v.lang, "classpage.figures.areas"), Rows: figureRows(areas, nil, func(code string) string {
			if a, ok := s.Areas.Commune(code); ok {
				return a.Full()
			}
			return s.Texts.Text(v.lang, "classpage.figures.no_area")
		})},
		{Title: s.Texts.Text(v.lang, "classpage.figures.modules"), Passed: true, Rows: figureRows(modules, passed, func(slug string) string {
			return s.moduleTitle(slug, v.lang)
		})},
	}}
	view.Some = all.Classes > 0 || len(passed) > 0
	for slug, f := range modules {
		view.Hardest = append(view.Hardest, s.hardest(slug, v.lang, f)...)
	}
	slices.SortFunc(view.Hardest, func(a, b hardView) int {
		return cmp.Or(cmp.Compare(a.Percent, b.Percent), cmp.Compare(b.Answers, a.Answers), cmp.Compare(a.Title, b.Title))
	})
	view.Hardest = view.Hardest[:min(len(view.Hardest), mostHard)]
	s.console(w, r, v, http.StatusOK, "console-figures", page{
		Title: s.Texts.Text(v.lang, "classpage.figures.title"), Nav: "classes", Data: view,
	})
}

// figureRows are named figures, those with the most people first.
func figureRows(all map[string]learn.ClassFigures, passed map[string]int, name func(string) string) []figureRow {
	var rows []figureRow
	for id, f := range all {
		row := figureRowOf(name(id), f)
		row.Passed = passed[id]
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b figureRow) int {
		return cmp.Or(cmp.Compare(b.F.People, a.F.People), cmp.Compare(a.Name, b.Name))
	})
	return rows
}

func figureRowOf(name string, f learn.ClassFigures) figureRow {
	return figureRow{Name: name, F: f, Both: f.Both.People > 0, Before: f.Both.Before.Percent(), After: f.Both.After.Percent()}
}

// hardest are the questions of a module that fewer than all got right, if enough people answered.
func (s *site) hardest(slug, lang string, f learn.ClassFigures) []hardView {
	m, ok := s.Library().DraftModule(slug)
	if !ok {
		return nil
	}
	words, _ := m.In(lang)
	var out []hardView
	for id, answers := range f.Answers {
		if answers < fewAnswers {
			continue
		}
		percent := learn.Score{Right: f.Right[id], All: answers}.Percent()
		screen, ok := screenIn(words.Lessons, id)
		if !ok || percent == shownPercent {
			continue
		}
		out = append(out, hardView{Module: words.Title, Title: screen.Title, Answers: answers, Percent: percent})
	}
	return out
}

// trainerHome leads a trainer, who sees no cases, from the inbox to the classes.
func (s *site) trainerHome(next staffHandler) staffHandler {
	return func(w http.ResponseWriter, r *http.Request, v visit) {
		if v.staff.Role == store.RoleTrainer {
			http.Redirect(w, r, "/console/classes", http.StatusSeeOther)
			return
		}
		next(w, r, v)
	}
}
