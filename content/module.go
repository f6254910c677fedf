package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// Audience says whom a module is for.
type Audience string

// The two audiences.
const (
	Citizen Audience = "citizen"
	Officer Audience = "officer"
)

// A Module teaches one skill in short lessons. Its maps and slices belong to the library: read them,
// never change them.
type Module struct {
	Slug     string
	Status   Status
	Order    int // place in the recommended path, from 1
	Minutes  int // of a class that goes through all lessons
	Audience Audience
	Pass     int      // per cent of the exercises that must be right, 0 to 100
	Guides   []string // slugs of guides that belong to it
	// Helps names the guide that helps with an exercise, by the exercise's id. Where there is none, its lesson helps.
	Helps      map[string]string
	Sources    []Source
	Verified   Date
	ReviewBy   Date
	Confidence Confidence
	Words      map[string]ModuleWords

	media map[string]Asset
	at    lines
}

// ModuleWords are the words of a module in one language. Every language has the same lessons, screens and
// choices in the same order.
type ModuleWords struct {
	Title    string
	Outcomes []string // what one can do afterwards
	Summary  string
	Lessons  []Lesson

	of   string
	file string
	at   lines
}

// A Lesson is a part of a module that fits one sitting.
type Lesson struct {
	ID, Title string
	Screens   []Screen

	line int
}

// Kind says what a screen is for.
type Kind string

// The kinds of screens.
const (
	Idea     Kind = "idea"     // teaches one idea
	Practice Kind = "practice" // something to do on one's own phone
	Exercise Kind = "exercise" // a question with choices
	Trainer  Kind = "trainer"  // for the trainer only, never shown to a learner
)

// A Screen is what is shown at once. Text is Markdown of the small kind, as in a guide.
type Screen struct {
	ID, Title string
	Kind      Kind
	Text      string
	Choices   []Choice // of an exercise, exactly one of them right
	// Version of an exercise: it changes when the Vietnamese question, a choice or the right answer
	// changes, and is the same in all languages. Attempts are kept with it. Empty for other kinds.
	Version string

	line, textLine int
}

// A Choice is one answer to an exercise. Its words are plain text.
type Choice struct {
	Text  string
	Right bool
	Why   string // the explanation shown after choosing it

	line, whyLine int
}

// In returns the module's words in lang and lang itself, or the Vietnamese words and "vi" where the module
// does not speak lang.
func (m Module) In(lang string) (ModuleWords, string) {
	if w, ok := m.Words[lang]; ok {
		return w, lang
	}
	return m.Words[Default], Default
}

// Stale reports whether the module is past its review date at the instant now, by the day in Vietnam.
func (m Module) Stale(now time.Time) bool {
	return !m.ReviewBy.IsZero() && m.ReviewBy.Before(DateOf(now))
}

// Picture returns the picture of the screen with that id.
func (m Module) Picture(screen string) (Asset, bool) {
	a, ok := m.media[screen+".webp"]
	return a, ok
}

// Voice returns the recording of the screen in exactly lang.
func (m Module) Voice(screen, lang string) (Asset, bool) {
	a, ok := m.media[screen+"."+lang+".ogg"]
	return a, ok
}

// Lesson returns the lesson with that id.
func (w ModuleWords) Lesson(id string) (Lesson, bool) {
	for _, l := range w.Lessons {
		if l.ID == id {
			return l, true
		}
	}
	return Lesson{}, false
}

// Exercises returns the module's exercises in order.
func (w ModuleWords) Exercises() []Screen {
	var out []Screen
	for _, l := range w.Lessons {
		out = append(out, l.Of(Exercise)...)
	}
	return out
}

// Of returns the lesson's screens of that kind in order.
func (l Lesson) Of(k Kind) []Screen {
	var out []Screen
	for _, s := range l.Screens {
		if s.Kind == k {
			out = append(out, s)
		}
	}
	return out
}

// Right returns the index of the right choice, or -1 where the screen has none.
func (s Screen) Right() int {
	for i, c := range s.Choices {
		if c.Right {
			return i
		}
	}
	return -1
}

// version hashes what a learner's answer depends on.
func (s Screen) version() string {
	h := sha256.New()
	fmt.Fprintf(h, "%q\n", s.Text)
	for _, c := range s.Choices {
		fmt.Fprintf(h, "%t %q\n", c.Right, c.Text)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}
