package bot

import (
	"fmt"

	"danloi/content"
	"danloi/feedback"
	"danloi/learn"
)

// ClassLessons returns the lessons of a module in a language, or in Vietnamese where it does not speak it.
func (b *Bot) ClassLessons(module, lang string) ([]content.Lesson, bool) {
	m, ok := b.library.Module(module)
	if !ok {
		return nil, false
	}
	w, _ := m.In(lang)
	return w.Lessons, true
}

// ClassCase makes a case of a problem that a class has named, as a suggestion that nobody on a channel filed: the
// trainer gets reference and PIN. Words that have a door of their own are not filed: then Ref is empty and the problem
// says which. An error means that the words cannot be filed at all.
func (b *Bot) ClassCase(c learn.Class, n learn.ClassNote, nonce [16]byte, w feedback.World) (feedback.Case, FiledProblem, error) {
	t := b.signs.Triage(n.Words).With(b.router.Propose(n.Words, c.Area))
	filed := FiledProblem{Note: n.ID, Door: t.Door, Numbers: t.Numbers}
	if t.Kind == feedback.Emergency || elsewhereDoor(t) {
		if filed.Door == "" {
			filed.Door = string(t.Kind)
		}
		return feedback.Case{}, filed, nil
	}
	topic := b.directory.Unclear()
	for _, p := range b.router.Propose(n.Words, c.Area) {
		if p.Topic.Fileable() {
			topic = p.Topic.ID
			break
		}
	}
	opened, err := feedback.Open(feedback.Filing{
		Nonce: nonce, Kind: feedback.Feedback, Topic: topic, Area: c.Area, Lang: c.Lang, Channel: "class", Anonymous: true,
		Person: feedback.Person{Words: n.Words},
	}, w)
	if err != nil {
		return feedback.Case{}, filed, fmt.Errorf("file problem of class %s: %w", c.ID, err)
	}
	return opened, FiledProblem{Note: n.ID, Ref: opened.Ref, PIN: feedback.NewPIN(nonce)}, nil
}
