package content

import "slices"

// A Rehearsal lets somebody try something that frightens them, such as a log-in, on screens that do nothing: no
// number that is typed leads anywhere, and every choice is explained. It shares the names of its steps with the
// guides, so that what was tried is found again there.
type Rehearsal struct {
	Slug    string
	Order   int
	Title   map[string]string // by language, as all words here
	About   map[string]string
	End     map[string]string // what to remember
	Guides  []string          // where it is offered
	Modules []string
	Screens []Mock

	file string
	at   lines
}

// A Mock is one screen of a rehearsal. Either it has choices, exactly one of them right, or a Code to be typed.
type Mock struct {
	ID string
	// Guide and Step name the step of a guide that this is; empty where no guide has it.
	Guide, Step string
	Shows       map[string]string // what the real screen would show
	Ask         map[string]string // what to do
	// Code is made up and stands on the screen; typing it goes on. It is never a real one.
	Code    string
	Choices []Way

	line int
}

// A Way is one thing that can be done on a screen of a rehearsal.
type Way struct {
	Say   map[string]string
	Why   map[string]string // the explanation shown after choosing it
	Right bool

	line int
}

// In returns words in lang, or in Vietnamese.
func (Rehearsal) In(words map[string]string, lang string) string { return inLang(words, lang) }

// Screen returns the screen with that id and its place, or -1.
func (r Rehearsal) Screen(id string) (Mock, int) {
	i := slices.IndexFunc(r.Screens, func(s Mock) bool { return s.ID == id })
	if i < 0 {
		return Mock{}, -1
	}
	return r.Screens[i], i
}

// Rehearsals returns all rehearsals in the order in which they are offered.
func (l *Library) Rehearsals() []Rehearsal { return slices.Clone(l.rehearsals) }

// Rehearsal returns the rehearsal with that slug.
func (l *Library) Rehearsal(slug string) (Rehearsal, bool) {
	i := slices.IndexFunc(l.rehearsals, func(r Rehearsal) bool { return r.Slug == slug })
	if i < 0 {
		return Rehearsal{}, false
	}
	return l.rehearsals[i], true
}

// RehearsalsOf returns the rehearsals that belong to a guide or a module.
func (l *Library) RehearsalsOf(slug string) []Rehearsal {
	return slices.DeleteFunc(l.Rehearsals(), func(r Rehearsal) bool {
		return !slices.Contains(r.Guides, slug) && !slices.Contains(r.Modules, slug)
	})
}
