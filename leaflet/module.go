package leaflet

import (
	"html/template"

	"danloi/content"
	"danloi/locales"
)

// Module is a module as its page shows it on one day in one language.
type Module struct {
	Slug, Lang, Title string
	Summary           template.HTML
	Outcomes          []string
	Minutes, Pass     int
	Lessons           []Lesson
	Guides            []Link
	Stale             bool
	Verified          string
	Sources           []Source
}

// The parts of a Module.
type (
	Lesson struct {
		ID, Title string
		Screens   []Screen
		Trainer   []Screen // never shown to a learner
	}
	Screen struct {
		ID, Title, Kind string
		Text            template.HTML
		Picture         *Picture
		Voice           string
		Choices         []content.Choice
	}
)

// OfModule lays out m, a module of lib.
func (f Frame) OfModule(lib *content.Library, m content.Module) Module {
	words, in := m.In(f.Lang)
	v := Module{
		Slug: m.Slug, Lang: in, Title: words.Title, Summary: html(words.Summary), Outcomes: words.Outcomes,
		Minutes: m.Minutes, Pass: m.Pass, Stale: m.Stale(f.Now), Verified: locales.Date(m.Verified.Time()),
		Guides: f.Links(lib.GuidesOf(m)), Sources: sources(m.Sources),
	}
	for _, l := range words.Lessons {
		v.Lessons = append(v.Lessons, f.lesson(m, l, in))
	}
	return v
}

func (f Frame) lesson(m content.Module, l content.Lesson, lang string) Lesson {
	v := Lesson{ID: l.ID, Title: l.Title}
	for _, s := range l.Screens {
		screen := Screen{ID: s.ID, Title: s.Title, Kind: string(s.Kind), Text: html(s.Text), Choices: s.Choices}
		screen.Picture, screen.Voice = f.media(m, s.ID, s.Title, lang)
		if s.Kind == content.Trainer {
			v.Trainer = append(v.Trainer, screen)
		} else {
			v.Screens = append(v.Screens, screen)
		}
	}
	return v
}
