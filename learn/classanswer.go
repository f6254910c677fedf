package learn

import (
	"slices"
	"time"
)

// ClassAnswer is what one member chose in one run of an exercise. There is at most one for each member and run: until
// the trainer shuts the question it may be changed, and the last choice counts.
type ClassAnswer struct {
	Class  string       `json:"class"`
	Member string       `json:"member"`
	Run    int          `json:"run"` // index into Class.Runs
	Choice int          `json:"choice"`
	At     time.Time    `json:"at"`              // of the last choice
	First  int          `json:"first"`           // what was chosen first
	Source AnswerSource `json:"source"`          // how the last choice came in
	Times  int          `json:"times,omitempty"` // how often it was changed
}

// AnswerSource says how an answer came in.
type AnswerSource string

// The sources of answers.
const (
	FromPhone AnswerSource = "phone"
	FromPaper AnswerSource = "paper" // read back from a paper sheet
	FromHand  AnswerSource = "hand"  // of a known person who raised a hand; hands without names are Run.Hands
)

// Take returns the answer to be kept when a member chooses now; had is what the member chose before, nil when nothing.
// An answer from a phone counts only while the question is open (ErrShut); one that the trainer enters, until the
// report is closed (ErrClassClosed). ErrNoQuestion, ErrNoChoice: there is no such thing to choose.
func (c Class) Take(a ClassAnswer, had *ClassAnswer) (ClassAnswer, error) {
	if err := c.Editable(); err != nil {
		return a, err
	}
	if a.Run < 0 || a.Run >= len(c.Runs) || a.Class != c.ID {
		return a, ErrNoQuestion
	}
	r := c.Runs[a.Run]
	if a.Choice < 0 || a.Choice >= r.Choices {
		return a, ErrNoChoice
	}
	if a.Source == FromPhone && (!r.Open() || !c.Live()) {
		return a, ErrShut
	}
	a.First, a.Times = a.Choice, 0
	if had != nil {
		a.First, a.Times = had.First, had.Times
		if had.Choice != a.Choice {
			a.Times++
		}
	}
	return a, nil
}

// Tally is what became of one question.
type Tally struct {
	Run    Run
	Counts []int // answers of members, by choice
	// Answered is how many members have answered, and Hands how many hands were counted.
	Answered, Hands int
}

// Total is how many answered with the choice, hands included.
func (t Tally) Total(choice int) int {
	n := t.Counts[choice]
	if choice < len(t.Run.Hands) {
		n += t.Run.Hands[choice]
	}
	return n
}

// All is how many answered, hands included.
func (t Tally) All() int { return t.Answered + t.Hands }

// Percent is the share of all answers that are right, 0 to 100, rounded; 0 when there are none.
func (t Tally) Percent() int {
	if t.All() == 0 || t.Run.Right < 0 {
		return 0
	}
	return share(t.Total(t.Run.Right), t.All())
}

func share(n, of int) int {
	if of == 0 {
		return 0
	}
	return (200*n + of) / (2 * of)
}

// Tally counts the answers to one run; answers to others are passed over. ErrNoQuestion: there is no such run.
func (c Class) Tally(run int, answers []ClassAnswer) (Tally, error) {
	if run < 0 || run >= len(c.Runs) {
		return Tally{}, ErrNoQuestion
	}
	t := Tally{Run: c.Runs[run], Counts: make([]int, c.Runs[run].Choices)}
	for _, a := range answers {
		if a.Run == run && a.Choice >= 0 && a.Choice < len(t.Counts) {
			t.Counts[a.Choice]++
			t.Answered++
		}
	}
	for _, n := range t.Run.Hands {
		t.Hands += n
	}
	return t, nil
}

// NoteKind says what a learner wrote to the trainer.
type NoteKind string

// The kinds of notes.
const (
	OpenQuestion NoteKind = "question"
	ClassProblem NoteKind = "problem" // something for the authorities, which may become a case
)

// ClassNote is a question or a problem that came up in a class.
type ClassNote struct {
	ID     string   `json:"id"`
	Class  string   `json:"class"`
	Member string   `json:"member,omitempty"` // who wrote it; empty when the trainer did
	Kind   NoteKind `json:"kind"`
	// Words is personal, at most MaxNote characters.
	Words string    `json:"words,omitempty"`
	At    time.Time `json:"at"`
	Done  bool      `json:"done,omitempty"` // answered in the class
	Ref   string    `json:"ref,omitempty"`  // of the case that was made of it
}

// MaxNote is the longest note, in characters.
const MaxNote = 1000

// SortMembers puts members in the order of the register: by arrival, those who have not come last, then by name.
func SortMembers(all []Member) {
	slices.SortFunc(all, func(a, b Member) int {
		if a.Present() != b.Present() {
			if a.Present() {
				return -1
			}
			return 1
		}
		if n := a.Joined.Compare(b.Joined); n != 0 {
			return n
		}
		if a.Name != b.Name {
			if a.Name < b.Name {
				return -1
			}
			return 1
		}
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
}
