package learn

import (
	"slices"
	"time"

	"danloi/content"
)

// MoveKind says what a trainer does with the class.
type MoveKind string

// The moves.
const (
	MoveNext   MoveKind = "next" // on; from an open question to its result
	MoveBack   MoveKind = "back" // to what was shown before; a question that was shown is shown as its result
	MoveGoto   MoveKind = "goto" // to Move.Screen in Move.Phase
	MoveShut   MoveKind = "shut" // no more answers to the present question
	MoveReopen MoveKind = "open" // answers to the present question again
	MoveShow   MoveKind = "show" // the result of the present question
	MoveHands  MoveKind = "hands"
	MoveEnd    MoveKind = "end"
	MoveResume MoveKind = "resume" // the class was ended by mistake, less than a day ago
)

// Move is one thing that a trainer does. For MoveHands Run is the index of the question and Counts the raised hands by
// choice, in place of those counted before; nil takes them away.
type Move struct {
	Kind   MoveKind `json:"kind"`
	Phase  Phase    `json:"phase,omitempty"` // empty for Lesson
	Screen string   `json:"screen,omitempty"`
	Run    int      `json:"run,omitempty"`
	Counts []int    `json:"counts,omitempty"`
}

// Move returns the class after a move; lessons are those of the module, in any language. Every step away from an open
// question shuts it. The errors leave the class unchanged: ErrClassEnded, ErrClassClosed, ErrClassLives, ErrNoScreen,
// ErrNoQuestion, ErrCounts, ErrMove. At the last place MoveNext ends the class; in the lobby MoveBack stays there.
func (c Class) Move(m Move, lessons []content.Lesson, now time.Time) (Class, error) {
	switch m.Kind {
	case MoveHands:
		return c.hands(m)
	case MoveResume:
		return c.resume(now)
	}
	if !c.Live() {
		return c, ErrClassEnded
	}
	switch m.Kind {
	case MoveNext:
		return c.next(lessons, now)
	case MoveBack:
		return c.back(lessons, now)
	case MoveGoto:
		return c.goTo(m, lessons, now)
	case MoveShut, MoveReopen, MoveShow:
		return c.question(m.Kind, now)
	case MoveEnd:
		return c.end(now), nil
	}
	return c, ErrMove
}

func (c Class) next(lessons []content.Lesson, now time.Time) (Class, error) {
	plan := c.Plan(lessons)
	i := c.stands(plan)
	if i < 0 { // the module was changed under the class
		i = 0
	}
	return c.enter(plan[i+1], lessons, now)
}

// back goes to the place before the present question or slide.
func (c Class) back(lessons []content.Lesson, now time.Time) (Class, error) {
	plan := c.Plan(lessons)
	i := c.stands(plan)
	for i > 0 && plan[i-1].Screen == c.At.Screen && plan[i-1].Phase == c.At.Phase {
		i--
	}
	if i <= 0 {
		return c, nil
	}
	to := plan[i-1]
	if to.Stage == Lobby {
		return c.moved(to, now), nil
	}
	return c.enter(to, lessons, now)
}

func (c Class) goTo(m Move, lessons []content.Lesson, now time.Time) (Class, error) {
	if m.Phase == "" {
		m.Phase = Lesson
	}
	for _, p := range c.Plan(lessons) {
		if p.Screen == m.Screen && p.Phase == m.Phase && p.Screen != "" {
			return c.enter(p, lessons, now)
		}
	}
	return c, ErrNoScreen
}

// enter comes to a place of the plan. A question that was asked before is not asked again unless the trainer says so.
func (c Class) enter(p Position, lessons []content.Lesson, now time.Time) (Class, error) {
	switch p.Stage {
	case Ended:
		return c.end(now), nil
	case Result:
		c = c.moved(p, now)
		i := c.Current()
		if i < 0 { // gone past without having been asked
			p.Stage = Question
			return c.enter(p, lessons, now)
		}
		c.Runs[i].Shown = true
		return c, nil
	case Question:
		s, ok := screenOf(lessons, p.Screen)
		if !ok {
			return c, ErrNoScreen
		}
		if i := c.run(p.Phase, s.ID, s.Version); i >= 0 {
			p.Stage = Shut
			if c.Runs[i].Shown {
				p.Stage = Result
			}
			return c.moved(p, now), nil
		}
		c = c.moved(p, now)
		c.Runs = append(c.Runs, Run{Phase: p.Phase, Exercise: s.ID, Version: s.Version, Choices: len(s.Choices), Right: s.Right(), Opened: now})
		return c, nil
	}
	return c.moved(p, now), nil
}

// moved comes to another place and shuts what was open at the one before. The runs are the caller's to change.
func (c Class) moved(to Position, now time.Time) Class {
	c.Runs = slices.Clone(c.Runs)
	for i := range c.Runs {
		if c.Runs[i].Open() {
			c.Runs[i].Shut = now
		}
	}
	if c.Began.IsZero() && to.Stage != Lobby {
		c.Began = now
	}
	c.At = to
	c.Steps++
	return c
}

// question shuts, opens again or shows the present question.
func (c Class) question(k MoveKind, now time.Time) (Class, error) {
	i := c.Current()
	stage := map[MoveKind]Stage{MoveShut: Shut, MoveReopen: Question, MoveShow: Result}[k]
	if i < 0 || c.At.Stage == Slide {
		return c, ErrNoQuestion
	}
	if c.At.Stage == stage {
		return c, nil
	}
	if k == MoveShut && c.At.Stage == Result { // it takes none already, and what was shown cannot be unseen
		return c, nil
	}
	at := c.At
	at.Stage = stage
	c = c.moved(at, now)
	switch k {
	case MoveReopen:
		c.Runs[i].Shut = time.Time{}
	case MoveShow:
		c.Runs[i].Shown = true
	}
	return c, nil
}

func (c Class) hands(m Move) (Class, error) {
	if err := c.Editable(); err != nil {
		return c, err
	}
	if m.Run < 0 || m.Run >= len(c.Runs) {
		return c, ErrNoQuestion
	}
	sum := 0
	for _, n := range m.Counts {
		if n < 0 || n > MaxHands {
			return c, ErrCounts
		}
		sum += n
	}
	if m.Counts != nil && len(m.Counts) != c.Runs[m.Run].Choices || sum > MaxHands {
		return c, ErrCounts
	}
	c.Runs = slices.Clone(c.Runs)
	c.Runs[m.Run].Hands = slices.Clone(m.Counts)
	return c, nil
}

func (c Class) end(now time.Time) Class {
	c.Left = c.At
	c = c.moved(Position{Stage: Ended}, now)
	c.Ended = now
	return c
}

// resume takes the end back. A question that was open stays shut until the trainer opens it.
func (c Class) resume(now time.Time) (Class, error) {
	switch {
	case c.Live():
		return c, ErrClassLives
	case !c.Closed.IsZero():
		return c, ErrClassClosed
	case !c.HoldsCode(now):
		return c, ErrClassEnded
	}
	c.Ended = time.Time{}
	if c.Left.Stage == Question {
		c.Left.Stage = Shut
	}
	c.At, c.Left = c.Left, Position{}
	c.Steps++
	return c, nil
}
