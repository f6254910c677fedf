package learn

import (
	"cmp"
	"slices"
	"time"

	fsrs "github.com/open-spaced-repetition/go-fsrs/v3"

	"danloi/content"
)

// Spaced repetition: a question that was answered wrongly comes back tomorrow, one that was answered rightly after
// ever longer gaps. The gaps are those of FSRS with its published weights, in whole days and without chance, so that
// the same answers always lead to the same days.

// MostADay is how many review questions a learner is asked on one day.
const MostADay = 5

// A learner who does not answer is reminded less, and then no more.
const (
	missedSlow = 3 // reminders without an answer, after which they come once a week
	missedOff  = 6 // after which they end
)

// Review is what one learner reviews, and when. The zero Review has nothing and reminds nobody. It is a value: its
// methods return what it becomes and leave the receiver alone.
type Review struct {
	On    bool   `json:"on,omitempty"`   // the learner wants to be reminded
	Hour  int    `json:"hour,omitempty"` // of the reminder in Vietnam, 0 to 23
	Days  Days   `json:"days,omitempty"`
	Cards []Card `json:"cards,omitempty"`
	// Day and Asked bound the questions of one day.
	Day   string `json:"day,omitempty"` // 2026-11-21, in Vietnam
	Asked int    `json:"asked,omitempty"`
	// Reminded is when the last reminder went out, and Missed how many were not followed by an answer.
	Reminded time.Time `json:"reminded,omitzero"`
	Missed   int       `json:"missed,omitempty"`
}

// Days says on which days of the week a learner is reminded; empty is every day.
type Days string

// The choices.
const (
	EveryDay   Days = ""
	MonWedFri  Days = "246" // as Vietnamese counts: thứ hai, thứ tư, thứ sáu
	OnWeekends Days = "7cn"
)

// On tells whether d holds a day of the week.
func (d Days) On(w time.Weekday) bool {
	switch d {
	case MonWedFri:
		return w == time.Monday || w == time.Wednesday || w == time.Friday
	case OnWeekends:
		return w == time.Saturday || w == time.Sunday
	}
	return true
}

// Card is one exercise that is reviewed. Memory.Due is when it is asked next; the hour of it does not count.
type Card struct {
	Module   string    `json:"module"`
	Exercise string    `json:"exercise"`
	Version  string    `json:"version"`
	Memory   fsrs.Card `json:"memory"`
}

// Outcome is how an exercise went before it is reviewed.
type Outcome string

// The outcomes.
const (
	Untried Outcome = "untried" // asked at once, such as homework
	Wrong   Outcome = "wrong"
	Right   Outcome = "right"
)

// FindExercise returns an exercise of the library as it is now.
type FindExercise func(module, exercise string) (content.Screen, bool)

func scheduler() *fsrs.FSRS {
	p := fsrs.DefaultParam()
	p.EnableShortTerm, p.EnableFuzz = false, false
	return fsrs.NewFSRS(p)
}

// graded returns a memory after an answer.
func graded(m fsrs.Card, right bool, at time.Time) fsrs.Card {
	rating := fsrs.Again
	if right {
		rating = fsrs.Good
	}
	return scheduler().Next(m, at, rating).Card
}

func (r Review) index(module, exercise string) int {
	return slices.IndexFunc(r.Cards, func(c Card) bool { return c.Module == module && c.Exercise == exercise })
}

// Add returns r with an exercise to be reviewed. One that is there already in the same version keeps its memory, and
// only a wrong outcome counts as a further answer. Add does not switch reminders on: that is the learner's to do.
func (r Review) Add(module string, s content.Screen, o Outcome, at time.Time) Review {
	i := r.index(module, s.ID)
	r.Cards = slices.Clone(r.Cards)
	switch {
	case i >= 0 && r.Cards[i].Version == s.Version:
		if o == Wrong {
			r.Cards[i].Memory = graded(r.Cards[i].Memory, false, at)
		}
		return r
	case i >= 0:
		r.Cards = slices.Delete(r.Cards, i, i+1)
	}
	c := Card{Module: module, Exercise: s.ID, Version: s.Version, Memory: fsrs.Card{Due: at}}
	if o != Untried {
		c.Memory = graded(c.Memory, o == Right, at)
	}
	r.Cards = append(r.Cards, c)
	return r
}

// AddWeak returns r with the exercises of a module whose first answer was wrong, and how many there are.
func (r Review) AddWeak(module string, lessons []content.Lesson, rec Record, at time.Time) (Review, int) {
	weak := rec.Weak(lessons)
	for _, s := range weak {
		if i := r.index(module, s.ID); i < 0 || r.Cards[i].Version != s.Version {
			r = r.Add(module, s, Wrong, at)
		}
	}
	return r, len(weak)
}

// Weak returns the exercises whose first answer was wrong, in the order of the lessons.
func (r Record) Weak(lessons []content.Lesson) []content.Screen {
	var weak []content.Screen
	for _, s := range Screens(lessons) {
		if a, tried := r.First(s); s.Kind == content.Exercise && tried && !a.Right {
			weak = append(weak, s)
		}
	}
	return weak
}

// Refresh returns r held against the library as it is now: an exercise that is gone is dropped, and one that changed
// is asked anew, as what was remembered of it was of another question.
func (r Review) Refresh(find FindExercise, at time.Time) Review {
	var cards []Card
	for _, c := range r.Cards {
		s, ok := find(c.Module, c.Exercise)
		if !ok {
			continue
		}
		if s.Version != c.Version {
			c.Version, c.Memory = s.Version, fsrs.Card{Due: at}
		}
		cards = append(cards, c)
	}
	r.Cards = cards
	return r
}

// Due returns what is to be asked on the day of at, the weakest first, as many as may still be asked on that day.
func (r Review) Due(at time.Time) []Card {
	today := content.DateOf(at)
	var due []Card
	for _, c := range r.Cards {
		if !today.Before(content.DateOf(c.Memory.Due)) {
			due = append(due, c)
		}
	}
	slices.SortStableFunc(due, func(a, b Card) int {
		return cmp.Or(cmp.Compare(a.Memory.Stability, b.Memory.Stability), a.Memory.Due.Compare(b.Memory.Due))
	})
	return due[:min(len(due), r.left(at))]
}

// left is how many questions may still be asked on the day of at.
func (r Review) left(at time.Time) int {
	if r.Day != content.DateOf(at).String() {
		return MostADay
	}
	return max(0, MostADay-r.Asked)
}

// Answer returns r after an answer to one of its exercises; an exercise that is not in it changes nothing and returns
// false.
func (r Review) Answer(module, exercise string, right bool, at time.Time) (Review, bool) {
	i := r.index(module, exercise)
	if i < 0 {
		return r, false
	}
	r.Cards = slices.Clone(r.Cards)
	r.Cards[i].Memory = graded(r.Cards[i].Memory, right, at)
	if day := content.DateOf(at).String(); r.Day != day {
		r.Day, r.Asked = day, 0
	}
	r.Asked++
	r.Missed = 0
	return r, true
}

// Remind returns r after a reminder went out. Reminders that nobody answers become rarer and end: On is false then.
func (r Review) Remind(at time.Time) Review {
	r.Reminded = at
	if r.Missed++; r.Missed >= missedOff {
		r.On = false
	}
	return r
}

// Next returns the next moment after now at which the learner is to be reminded, false when there is none.
func (r Review) Next(now time.Time) (time.Time, bool) {
	if !r.On || len(r.Cards) == 0 {
		return time.Time{}, false
	}
	first := slices.MinFunc(r.Cards, func(a, b Card) int { return a.Memory.Due.Compare(b.Memory.Due) }).Memory.Due
	day := content.DateOf(latest(now, first))
	if r.Missed >= missedSlow {
		day = content.DateOf(latest(day.Time(), r.Reminded.AddDate(0, 0, 7)))
	}
	at := hourOf(day, r.Hour)
	for !at.After(now) || !r.Days.On(day.Time().Weekday()) {
		day = content.DateOf(at.AddDate(0, 0, 1))
		at = hourOf(day, r.Hour)
	}
	return at, true
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// hourOf is an hour of a day in Vietnam, seven hours ahead of UTC.
func hourOf(d content.Date, hour int) time.Time {
	return d.Time().Add(time.Duration(hour-7) * time.Hour)
}
