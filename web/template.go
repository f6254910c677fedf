package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"danloi/feedback"
	"danloi/locales"
)

// templateChoice is the choice of ready words in a form, and how the citizen will read those that were chosen.
type templateChoice struct {
	Own, General []option // for the topic of the case, and for every topic
	Reads        string   // says in which language the citizen gets them, if they stay as they are
	Preview      string
	PreviewLang  string
}

// fill returns what the places of a template stand for in a case, in a language.
func (s *site) fill(c feedback.Case, lang string) feedback.Fill {
	return feedback.Fill{Ref: c.Ref, Date: locales.Date(c.Answer.Due), Unit: s.unitName(c.Unit, lang)}
}

// fitting returns the ready words that are true of a case now: one that tells the date of the answer is not, while no
// date runs or it is over.
func (s *site) fitting(kind feedback.ActionKind, c feedback.Case) []feedback.Template {
	dated := c.Answer.Running() && s.Now().Before(c.Answer.Due)
	return slices.DeleteFunc(s.Templates.Fitting(kind, c.Topic), func(t feedback.Template) bool {
		return !dated && strings.Contains(t.Texts[locales.Default], "{date}")
	})
}

// templateChoice returns the ready words for a form, nil when there are none.
func (s *site) templateChoice(lang string, kind feedback.ActionKind, c feedback.Case, chosen string) *templateChoice {
	var out templateChoice
	for _, t := range s.fitting(kind, c) {
		o := option{Value: t.ID, Name: t.Label(lang), Chosen: t.ID == chosen}
		if len(t.Topics) > 0 {
			out.Own = append(out.Own, o)
		} else {
			out.General = append(out.General, o)
		}
		if o.Chosen && c.Lang != locales.Default && t.In(c.Lang) {
			out.Preview, out.PreviewLang = t.Text(c.Lang, s.fill(c, c.Lang)), c.Lang
			out.Reads = s.Texts.Text(lang, "console.template.reads", "lang", s.langName(lang, c.Lang))
		}
	}
	if len(out.Own)+len(out.General) == 0 {
		return nil
	}
	return &out
}

// langName names a language for somebody who reads another.
func (s *site) langName(lang, tag string) string {
	l, ok := s.Texts.Language(tag)
	switch {
	case !ok:
		return tag
	case lang == locales.Default:
		return l.Vietnamese
	}
	return l.Endonym
}

// useTemplate shows the form again with ready words in it; what else was typed stays.
func (s *site) useTemplate(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case) {
	kind := feedback.ActionKind(r.PathValue("action"))
	if err := parseUpload(r); err != nil {
		s.refuse(w, r, v, c, kind, err)
		return
	}
	t, ok := s.Templates.Find(r.PostFormValue("template"))
	if !ok || t.For != kind {
		s.showCase(w, r, v, http.StatusOK, c, typed{kind: kind, form: r.PostForm}, nil)
		return
	}
	r.PostForm.Set("text", t.Text(locales.Default, s.fill(c, locales.Default)))
	if len(t.Reasons) > 0 && !slices.Contains(t.Reasons, r.PostForm.Get("reason")) {
		r.PostForm.Set("reason", t.Reasons[0])
	}
	s.showCase(w, r, v, http.StatusOK, c, typed{kind: kind, form: r.PostForm, drafted: true}, nil)
}

// templated says of an action of which template its words are made, and adds what citizens who read another language
// are told when nothing was changed.
func (s *site) templated(a feedback.Action, id string, c feedback.Case) feedback.Action {
	t, ok := s.Templates.Find(id)
	if !ok || t.For != a.Kind || strings.TrimSpace(a.Text) == "" {
		return a
	}
	a.Template = t.ID
	if !t.Unchanged(a.Text, s.fill(c, locales.Default)) {
		return a
	}
	a.Told = map[string]string{}
	for lang := range t.Texts {
		if lang != locales.Default {
			a.Told[lang] = t.Text(lang, s.fill(c, lang))
		}
	}
	return a
}

// promisedOn reads the day by which work is promised, or the zero time.
func (s *site) promisedOn(typed string) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, typed, s.Calendar.Zone())
	if err != nil {
		return time.Time{}
	}
	return day
}
