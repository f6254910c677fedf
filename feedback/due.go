package feedback

import (
	"fmt"
	"time"
)

// DueNext returns the date that the handling unit has to keep next: accepting, then answering. ok is false when
// nothing is owed or the clock stands still.
func (c Case) DueNext() (due time.Time, ok bool) {
	switch {
	case !c.Working():
		return time.Time{}, false
	case c.Accept.Running():
		return c.Accept.Due, true
	case c.Answer.Running():
		return c.Answer.Due, true
	}
	return time.Time{}, false
}

// Late reports whether the date that has to be kept next is over.
func (c Case) Late(now time.Time) bool {
	due, ok := c.DueNext()
	return ok && now.After(due)
}

// Left returns the working time that is left for the answer, zero when it is over or given.
func (c Case) Left(now time.Time, cal *Calendar) WorkTime { return c.Answer.Remaining(now, cal) }

// DueKey returns what orders the cases of an inbox, by bytes: urgent ones first, each group by the date that
// has to be kept next, then those that wait for the citizen, then those that only wait for a rating. Closed cases
// come last, and equal keys are told apart by the reference at the end.
func (c Case) DueKey() string {
	due, ok := c.DueNext()
	if !ok {
		due = c.Answer.Due
	}
	return fmt.Sprintf("%c%s~%s", c.dueGroup(ok), due.UTC().Format("20060102150405"), c.Ref)
}

func (c Case) dueGroup(running bool) byte {
	switch {
	case !c.Open():
		return '9'
	case running && c.Urgent:
		return '0'
	case running:
		return '1'
	case c.Working():
		return '3'
	}
	return '5'
}
