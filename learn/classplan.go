package learn

import (
	"slices"

	"danloi/content"
)

// Plan returns the places that a class comes to, in order: the lobby, the test, each screen of the module with the
// result after each exercise, the test again with its results, and the end.
func (c Class) Plan(lessons []content.Lesson) []Position {
	plan := []Position{{Stage: Lobby}}
	for _, s := range c.tested(lessons) {
		plan = append(plan, Position{Question, Before, s.ID})
	}
	for _, s := range Screens(lessons) {
		plan = append(plan, asked(s, Lesson)...)
	}
	for _, s := range c.tested(lessons) {
		plan = append(plan, asked(s, After)...)
	}
	return append(plan, Position{Stage: Ended})
}

func asked(s content.Screen, p Phase) []Position {
	if s.Kind != content.Exercise {
		return []Position{{Slide, p, s.ID}}
	}
	return []Position{{Question, p, s.ID}, {Result, p, s.ID}}
}

// tested returns the exercises of the test that the module still has.
func (c Class) tested(lessons []content.Lesson) []content.Screen {
	var out []content.Screen
	for _, id := range c.Test {
		if s, ok := screenOf(lessons, id); ok && s.Kind == content.Exercise {
			out = append(out, s)
		}
	}
	return out
}

func screenOf(lessons []content.Lesson, id string) (content.Screen, bool) {
	all := Screens(lessons)
	i := slices.IndexFunc(all, func(s content.Screen) bool { return s.ID == id })
	if i < 0 {
		return content.Screen{}, false
	}
	return all[i], true
}

// stands returns the index of the present place in the plan, or -1 when the module does not have it any more. A
// question that is shut stands where it was asked.
func (c Class) stands(plan []Position) int {
	at := c.At
	if at.Stage == Shut || at.Stage == Result && !slices.Contains(plan, at) {
		at.Stage = Question
	}
	return slices.Index(plan, at)
}

// Progress returns how far the class is: the place of At in the plan, from 0, and the number of places after the
// lobby.
func (c Class) Progress(lessons []content.Lesson) (at, of int) {
	plan := c.Plan(lessons)
	return max(c.stands(plan), 0), len(plan) - 1
}

// Guidance returns what the module says to the trainer about the lesson that the class is in; empty where it says
// nothing, and outside the lessons.
func (c Class) Guidance(lessons []content.Lesson) []content.Screen {
	if c.At.Phase != Lesson {
		return nil
	}
	for _, l := range lessons {
		if slices.ContainsFunc(l.Screens, func(s content.Screen) bool { return s.ID == c.At.Screen }) {
			return l.Of(content.Trainer)
		}
	}
	return nil
}

// Current returns the index in Runs of the exercise that the class stands at, or -1.
func (c Class) Current() int { return c.run(c.At.Phase, c.At.Screen, "") }

// run finds the last run of an exercise, of any version when version is empty.
func (c Class) run(p Phase, exercise, version string) int {
	for i := len(c.Runs) - 1; i >= 0; i-- {
		if r := c.Runs[i]; r.Phase == p && r.Exercise == exercise && (version == "" || r.Version == version) {
			return i
		}
	}
	return -1
}

// Open tells whether the exercise takes answers.
func (r Run) Open() bool { return r.Shut.IsZero() }
