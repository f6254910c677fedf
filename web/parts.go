package web

import (
	"context"
	"strconv"

	"danloi/feedback"
	"danloi/locales"
	"danloi/store"
)

// workingView is a working translation of what the citizen told when filing.
type workingView struct{ Label, Text string }

// wholeView is the case of which another is a part, as the unit of the part may see it: the words and what was filed
// with them, never who it was.
type wholeView struct {
	Ref, URL, Unit, Status, Words, Lang string
	Files                               []fileView
}

type partView struct{ Ref, URL, Unit, State, Due string }

// wholeOf returns the case of which c is a part; ok is false when c is none.
func (s *site) wholeOf(ctx context.Context, c feedback.Case) (whole feedback.Case, ok bool, err error) {
	if c.Parent == "" {
		return feedback.Case{}, false, nil
	}
	err = s.Store.View(ctx, func(tx *store.Tx) (err error) {
		whole, err = tx.Case(c.Parent)
		return err
	})
	if isNotFound(err) {
		return feedback.Case{}, false, nil
	}
	return whole, err == nil, err
}

func (s *site) wholeView(ctx context.Context, v visit, c feedback.Case) (*wholeView, error) {
	whole, ok, err := s.wholeOf(ctx, c)
	if err != nil || !ok {
		return nil, err
	}
	view := &wholeView{
		Ref: whole.Ref, Unit: s.unitName(whole.Unit, v.lang), Status: s.Texts.Text(v.lang, "console.status."+string(whole.Status)),
		Words: whole.Person.Words, Lang: whole.Lang,
	}
	if n, ok := whole.Translation(0); ok {
		view.Words, view.Lang = whole.Text(n).Text, locales.Default
	}
	if v.scope.sees(whole) {
		view.URL = caseURL(whole.Ref)
	}
	for _, f := range s.fileViews(v.lang, whole, whole.Story[0].Files) {
		f.URL = caseURL(c.Ref) + f.URL[len(caseURL(whole.Ref)):]
		view.Files = append(view.Files, f)
	}
	return view, nil
}

func (s *site) partViews(lang string, c feedback.Case) (views []partView) {
	for _, p := range c.Parts {
		v := partView{Ref: p.Ref, URL: caseURL(p.Ref), Unit: s.unitName(p.Unit, lang), State: s.partState(lang, p.State())}
		if p.Open() {
			v.Due = locales.Date(p.Due)
		}
		views = append(views, v)
	}
	return views
}

// partState words how a part stands, empty for none.
func (s *site) partState(lang, state string) string {
	if state == "" {
		return ""
	}
	return s.Texts.Text(lang, "part."+state)
}

func (s *site) workingView(lang string, c feedback.Case, names map[string]string) *workingView {
	n, ok := c.Translation(0)
	if !ok {
		return nil
	}
	e := c.Story[n]
	return &workingView{
		Label: s.Texts.Text(lang, "console.working.label", "who", s.whoText(lang, e.By, names), "at", moment(e.At)), Text: c.Text(n).Text,
	}
}

// rowWords are the first words of a case in a list: those of the working translation where there is one.
func (s *site) rowWords(lang string, c feedback.Case) string {
	if n, ok := c.Translation(0); ok {
		return s.Texts.Text(lang, "console.working.row", "words", firstWords(c.Text(n).Text, snippet))
	}
	return firstWords(c.Person.Words, snippet)
}

// aboutOptions are what of the citizen can be translated, as it came; what was filed is chosen unless something
// else was.
func (s *site) aboutOptions(lang string, c feedback.Case, chosen string) (options []option) {
	for i, e := range c.Story {
		if e.By != feedback.ByCitizen || i > 0 && c.Text(i).Text == "" && len(e.Files) == 0 {
			continue
		}
		o := option{Value: strconv.Itoa(i), Name: s.Texts.Text(lang, "console.about.entry", "at", moment(e.At))}
		if i == 0 {
			o.Name = s.Texts.Text(lang, "console.about.filing")
		}
		o.Chosen = o.Value == chosen
		options = append(options, o)
	}
	return options
}
