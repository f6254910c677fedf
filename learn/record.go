// Package learn holds the rules of learning: what one person has seen and answered in one module, and what that
// amounts to. It is pure; its values may be read by several goroutines at once.
package learn

import (
	"slices"
	"time"

	"danloi/content"
)

// Record is what one learner did in one module. The zero Record is a learner who has not begun.
type Record struct {
	Module string    `json:"module"`
	At     string    `json:"at,omitempty"`   // id of the screen to resume at
	Seen   []string  `json:"seen,omitempty"` // ids of the screens that were gone through, in that order
	Begun  time.Time `json:"begun,omitzero"`
	Done   time.Time `json:"done,omitzero"` // when the last screen was first passed
	Tries  []Attempt `json:"tries,omitempty"`
	// From is where in Tries the attempts begin that are scored: after Retake the older ones do not count.
	From int `json:"from,omitempty"`
}

// Attempt is one answer to one exercise. Version is the exercise's version that was answered: a changed exercise
// counts as not yet answered.
type Attempt struct {
	Exercise string    `json:"exercise"`
	Version  string    `json:"version"`
	Choice   int       `json:"choice"` // index into Screen.Choices
	Right    bool      `json:"right"`
	At       time.Time `json:"at"`
}

// See returns r after a screen was shown: it is where the learner resumes.
func (r Record) See(screen string, at time.Time) Record {
	if r.Begun.IsZero() {
		r.Begun = at
	}
	r.At = screen
	if !slices.Contains(r.Seen, screen) {
		r.Seen = append(slices.Clone(r.Seen), screen)
	}
	return r
}

// Answer returns r with an attempt added. A choice that the exercise does not have leaves r unchanged and
// returns false.
func (r Record) Answer(s content.Screen, choice int, at time.Time) (Record, bool) {
	if choice < 0 || choice >= len(s.Choices) {
		return r, false
	}
	r.Tries = append(slices.Clone(r.Tries), Attempt{
		Exercise: s.ID, Version: s.Version, Choice: choice, Right: s.Choices[choice].Right, At: at,
	})
	return r, true
}

// Finish returns r marked as gone through to the end; the first time counts.
func (r Record) Finish(at time.Time) Record {
	if r.Done.IsZero() {
		r.Done = at
	}
	return r
}

// First returns the first attempt at the present version of an exercise since the last Retake: it is the one that is
// scored, so that trying again teaches and does not count.
func (r Record) First(s content.Screen) (Attempt, bool) {
	scored := r.Tries[min(r.From, len(r.Tries)):]
	i := slices.IndexFunc(scored, func(a Attempt) bool { return a.Exercise == s.ID && a.Version == s.Version })
	if i < 0 {
		return Attempt{}, false
	}
	return scored[i], true
}

// Retake returns r with all exercises open again. What was answered before is kept and does not count any longer.
func (r Record) Retake() Record {
	r.From = len(r.Tries)
	return r
}

// Solved tells whether the present version of an exercise was answered rightly at any time.
func (r Record) Solved(s content.Screen) bool {
	return slices.ContainsFunc(r.Tries, func(a Attempt) bool {
		return a.Exercise == s.ID && a.Version == s.Version && a.Right
	})
}

// Progress is how far a learner is in a module.
type Progress struct {
	Screens, Seen              int // screens a learner sees, and those seen
	Exercises, Answered, Right int // Right counts first attempts
}

// Percent is the share of exercises whose first attempt was right, 0 to 100; 0 when there are none.
func (p Progress) Percent() int {
	if p.Exercises == 0 {
		return 0
	}
	return 100 * p.Right / p.Exercises
}

// Progress counts r against the lessons of a module as they are now.
func (r Record) Progress(lessons []content.Lesson) Progress {
	var p Progress
	for _, s := range Screens(lessons) {
		p.Screens++
		if slices.Contains(r.Seen, s.ID) {
			p.Seen++
		}
		if s.Kind != content.Exercise {
			continue
		}
		p.Exercises++
		if a, ok := r.First(s); ok {
			p.Answered++
			if a.Right {
				p.Right++
			}
		}
	}
	return p
}

// LessonDone tells whether every screen of a lesson was seen and every exercise answered.
func (r Record) LessonDone(l content.Lesson) bool {
	p := r.Progress([]content.Lesson{l})
	return p.Screens > 0 && p.Seen == p.Screens && p.Answered == p.Exercises
}

// Screens returns the screens a learner walks through, in order: all but those for the trainer.
func Screens(lessons []content.Lesson) []content.Screen {
	var out []content.Screen
	for _, l := range lessons {
		for _, s := range l.Screens {
			if s.Kind != content.Trainer {
				out = append(out, s)
			}
		}
	}
	return out
}
