package feedback

import (
	"slices"
	"time"
)

// Reminders hang on how much of a clock is used up. Each step is told once in a run of the clock: a clock that is
// started anew, by passing the case on or taking it up again, has a new run.

// ClockName names one of the clocks of a case.
type ClockName string

// The clocks of a case.
const (
	AcceptClock ClockName = "accept"
	AnswerClock ClockName = "answer"
)

// The steps at which somebody is reminded, in per cent of the time limit.
const (
	RemindHalf   = 50  // the unit
	RemindSoon   = 80  // the unit
	RemindLate   = 100 // the unit and its head
	RemindOffice = 150 // these and the provincial office
)

var remindSteps = []int{RemindHalf, RemindSoon, RemindLate, RemindOffice}

// Told is the last step that was told of one run of a clock. The zero Told says that nothing was.
type Told struct {
	Run  time.Time `json:"run,omitzero"` // Clock.Started of the run
	Step int       `json:"step,omitempty"`
}

// Reminded is what was told of a case, by clock. It is kept beside the case.
type Reminded struct {
	Accept Told `json:"accept,omitzero"`
	Answer Told `json:"answer,omitzero"`
}

// Reminder is one thing to be told now: that a clock has come to a step.
type Reminder struct {
	Clock ClockName `json:"clock"`
	Step  int       `json:"step"` // one of the Remind steps; of several that were passed since, the highest
}

// Escalates reports whether others than the unit's officers hear of it.
func (r Reminder) Escalates() bool { return r.Step >= RemindLate }

// Escalated reports whether the provincial office was told of the case: it may then work it until it is done with.
func (c Case) Escalated() bool {
	return c.Open() && slices.ContainsFunc(c.Story, func(e Entry) bool { return e.Reminder.Step >= RemindOffice })
}

// Remind returns what is to be told of c at now, and what has been told after that. next is when there will be more
// to tell if nothing happens to the case until then, zero when never. Nothing is told while the clocks stand still or
// when nothing is owed.
func (c Case) Remind(told Reminded, now time.Time, cal *Calendar) (due []Reminder, after Reminded, next time.Time) {
	after = told
	if !c.Working() {
		return nil, after, time.Time{}
	}
	for _, k := range []struct {
		name  ClockName
		clock Clock
		told  *Told
	}{{AcceptClock, c.Accept, &after.Accept}, {AnswerClock, c.Answer, &after.Answer}} {
		step, at := k.clock.remind(*k.told, now, cal)
		if step > 0 {
			due = append(due, Reminder{Clock: k.name, Step: step})
			*k.told = Told{Run: k.clock.Started, Step: step}
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return due, after, next
}

// remind returns the highest step that a clock has reached and that was not told, or 0, and when it reaches the next.
func (k Clock) remind(told Told, now time.Time, cal *Calendar) (step int, next time.Time) {
	if !k.Running() {
		return 0, time.Time{}
	}
	if !told.Run.Equal(k.Started) {
		told = Told{}
	}
	for _, s := range remindSteps {
		if s <= told.Step {
			continue
		}
		at := k.reach(s, cal)
		if at.After(now) {
			return step, at
		}
		step = s
	}
	return step, time.Time{}
}

// reach returns when so many per cent of the limit are used up, if the clock does not stop again until then.
func (k Clock) reach(percent int, cal *Calendar) time.Time {
	total, stopped := k.spans(cal)
	return cal.Add(k.Started, total*WorkTime(percent)/100+stopped)
}

// spans returns the working time of the whole limit, and how much working time the clock stood still until now.
func (k Clock) spans(cal *Calendar) (total, stopped WorkTime) {
	total = cal.Between(k.Started, k.Due)
	for _, s := range k.Stops {
		if s.Till.IsZero() {
			continue
		}
		span := cal.Between(s.From, s.Till)
		stopped += span
		if s.From.Before(k.Due) { // a stop after the end moved no date
			total -= span
		}
	}
	return max(total, 0), stopped
}
