package learn

import (
	"cmp"
	"encoding/base32"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"danloi/content"
)

// Class is one class that a trainer holds. Its methods never change the value they are called on. Nothing in it is
// personal: names stand in Member, words in ClassNote.
type Class struct {
	ID string `json:"id"` // as NewClassID makes it
	// Code is what learners type to join: four digits, of this class alone while it lives. It stays in the record when
	// another class has it later.
	Code    string `json:"code"`
	Trainer string `json:"trainer"` // id of the member of staff who holds it
	Module  string `json:"module"`  // slug
	Area    string `json:"area,omitempty"`
	Place   string `json:"place,omitempty"` // what the trainer calls the place, such as a culture house
	Lang    string `json:"lang"`            // BCP 47: of the class screen, and of learners who have not chosen one
	// Test are the exercises that are asked before and after the lessons, in order; empty for a class without.
	Test []string `json:"test,omitempty"`

	Opened time.Time `json:"opened"`
	Began  time.Time `json:"began,omitzero"` // when the lobby was left for the first time
	Ended  time.Time `json:"ended,omitzero"`
	// Closed is when the report was closed: nothing of the class changes any more but that its names go.
	Closed  time.Time `json:"closed,omitzero"`
	Dropped time.Time `json:"dropped,omitzero"` // when the names were dropped

	At    Position `json:"at"`
	Left  Position `json:"left,omitzero"` // where it stood when it was ended
	Runs  []Run    `json:"runs,omitempty"`
	Steps int      `json:"steps"` // how often At changed: learners are shown each of them at most once
	// Secret makes the changing codes of the register; see RegisterToken.
	Secret  []byte `json:"secret,omitempty"`
	Version int    `json:"version"` // of the stored class, counted by the store's user; one for a new class
}

// Stage says what a class sees.
type Stage string

// The stages.
const (
	Lobby    Stage = "lobby"    // people come in
	Slide    Stage = "slide"    // a screen that teaches or something to do
	Question Stage = "question" // an exercise that is being answered
	Shut     Stage = "shut"     // an exercise that takes no more answers, its result not shown
	Result   Stage = "result"   // its answers as bars, and the explanation
	Ended    Stage = "end"
)

// Phase says why an exercise is asked.
type Phase string

// The phases of a class.
const (
	Before Phase = "before" // the test at the start: nothing is explained
	Lesson Phase = "lesson"
	After  Phase = "after" // the same test at the end
)

// Position is where a class stands. Screen is the id of a screen of the module; empty in the lobby and at the end.
type Position struct {
	Stage  Stage  `json:"stage"`
	Phase  Phase  `json:"phase,omitempty"`
	Screen string `json:"screen,omitempty"`
}

// Run is one exercise asked in a class. It keeps what is needed to count its answers when the module has changed.
type Run struct {
	Phase    Phase     `json:"phase"`
	Exercise string    `json:"exercise"`
	Version  string    `json:"version"`
	Choices  int       `json:"choices"` // how many there are
	Right    int       `json:"right"`   // index of the right one
	Opened   time.Time `json:"opened"`
	Shut     time.Time `json:"shut,omitzero"` // zero as long as it takes answers
	Shown    bool      `json:"shown,omitempty"`
	// Hands are the raised hands of people without a phone, by choice; nil when none were counted.
	Hands []int `json:"hands,omitempty"`
}

// The errors of a class. Callers branch on them and word them.
var (
	ErrNoClass     = errors.New("no such class, or not one of this person's")
	ErrClassEnded  = errors.New("class has ended")
	ErrClassClosed = errors.New("report of the class is closed")
	ErrClassLives  = errors.New("class has not ended")
	ErrNoScreen    = errors.New("no such screen in the module")
	ErrNoQuestion  = errors.New("no question at this place")
	ErrShut        = errors.New("question takes no more answers")
	ErrNoChoice    = errors.New("no such choice")
	ErrCounts      = errors.New("counts of hands are malformed")
	ErrClassSpec   = errors.New("class cannot be opened so")
	ErrMember      = errors.New("member is malformed")
	ErrClassFull   = errors.New("class is full")
	ErrStale       = errors.New("class has changed since it was looked at")
	ErrMove        = errors.New("no such move")
)

// Limits of a class.
const (
	MaxMembers  = 500
	MaxPlace    = 80 // characters
	MaxHands    = 500
	MaxClassAge = 12 * time.Hour // a class that is not ended by its trainer ends by itself
	codeLife    = 24 * time.Hour // how long a code stays with a class that has ended
	closeAfter  = 30 * 24 * time.Hour
)

// Spec is what a class is opened with. Chance is 32 random bytes, of which the id and the register's secret are made.
type Spec struct {
	Trainer, Module, Area, Place, Lang string
	// Test says whether the same test is asked before and after; DefaultTest chooses its exercises.
	Test   bool
	Chance [32]byte
}

// OpenClass returns a class in its lobby. Code must be four digits that no other class has now; lessons are those of
// the module in any language. ErrClassSpec: a field is missing or too long.
func OpenClass(s Spec, code string, lessons []content.Lesson, now time.Time) (Class, error) {
	place := strings.Join(strings.Fields(s.Place), " ")
	if s.Trainer == "" || s.Module == "" || s.Lang == "" || !IsClassCode(code) || utf8.RuneCountInString(place) > MaxPlace || len(Screens(lessons)) == 0 {
		return Class{}, ErrClassSpec
	}
	c := Class{
		ID: NewClassID(s.Chance), Code: code, Trainer: s.Trainer, Module: s.Module, Area: s.Area, Place: place, Lang: s.Lang,
		Opened: now, At: Position{Stage: Lobby}, Secret: slices.Clone(s.Chance[16:]), Version: 1,
	}
	if s.Test {
		c.Test = DefaultTest(lessons)
	}
	return c, nil
}

// classLetters are easily told apart when read aloud.
const classLetters = "abcdefghjkmnpqrstvwxyz0123456789"

// NewClassID makes an id of 16 letters and digits of random bytes. The same letters name members and notes.
func NewClassID(chance [32]byte) string { return NewID([10]byte(chance[:10])) }

// NewID makes an id of 16 letters and digits of ten random bytes.
func NewID(chance [10]byte) string {
	return base32.NewEncoding(classLetters).WithPadding(base32.NoPadding).EncodeToString(chance[:])
}

// IsClassCode tells whether text is four digits.
func IsClassCode(text string) bool {
	return len(text) == 4 && strings.Trim(text, "0123456789") == ""
}

// DefaultTest chooses the exercises of the test: the first of each lesson that has one.
func DefaultTest(lessons []content.Lesson) []string {
	var ids []string
	for _, l := range lessons {
		if all := l.Of(content.Exercise); len(all) > 0 {
			ids = append(ids, all[0].ID)
		}
	}
	return ids
}

// Placed returns the class with what its place is called, and the commune's code; an empty one is left as it is. Errors:
// ErrClassClosed, ErrClassSpec for a name that is too long.
func (c Class) Placed(place, area string) (Class, error) {
	if err := c.Editable(); err != nil {
		return c, err
	}
	place = strings.Join(strings.Fields(place), " ")
	if utf8.RuneCountInString(place) > MaxPlace {
		return c, ErrClassSpec
	}
	c.Place = cmp.Or(place, c.Place)
	c.Area = cmp.Or(area, c.Area)
	return c, nil
}

// Live tells whether learners can be in the class.
func (c Class) Live() bool { return c.Ended.IsZero() }

// HoldsCode tells whether the code is still the class's: until a day after its end.
func (c Class) HoldsCode(now time.Time) bool { return c.Live() || now.Before(c.Ended.Add(codeLife)) }

// Editable returns nil as long as figures and names may be entered: until the report is closed.
func (c Class) Editable() error {
	if !c.Closed.IsZero() {
		return ErrClassClosed
	}
	return nil
}

// Close closes the report. ErrClassLives: the class must be ended before. Closing twice changes nothing.
func (c Class) Close(now time.Time) (Class, error) {
	if c.Live() {
		return c, ErrClassLives
	}
	if c.Closed.IsZero() {
		c.Closed = now
	}
	return c, nil
}

// Tidy returns the class as time alone has made it, and whether it changed: a class that was forgotten open ends
// after MaxClassAge, and a report that nobody closed is closed a month after the end, so that its names can go.
func (c Class) Tidy(now time.Time) (Class, bool) {
	switch {
	case c.Live() && now.After(c.Opened.Add(MaxClassAge)):
		return c.end(now), true
	case !c.Live() && c.Closed.IsZero() && now.After(c.Ended.Add(closeAfter)):
		c.Closed = now
		return c, true
	}
	return c, false
}

// NamesDue tells whether the names are to be dropped: so long after the report was closed.
func (c Class) NamesDue(keep time.Duration, now time.Time) bool {
	return !c.Closed.IsZero() && c.Dropped.IsZero() && !now.Before(c.Closed.Add(keep))
}
