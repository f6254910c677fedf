// Package figures counts cases: how many came in, were answered and how soon, were declined, reopened and rated, by
// topic, commune, department, month and week. What is for the public is protected first, so that no figure tells of
// a single person; what is for the coordinator is exact. It is pure: time comes in as an argument.
package figures

import (
	"time"

	"danloi/feedback"
)

// State says what has become of a case, in four kinds that share nothing and leave nothing out.
type State uint8

// The states. Reopened cases are Working again.
const (
	Working  State = iota // a department still owes the citizen something
	Answered              // it was answered and nothing is owed
	Declined              // it was declined after it had been filed
	Ended                 // a duplicate, or withdrawn before an answer
)

// Row is what the figures need of one case. It holds nothing personal.
type Row struct {
	Ref, Topic, Area string
	Unit             feedback.Unit
	Opened, Ended    time.Time // Ended is zero while the case is open
	State            State

	HasAnswer bool      // it was answered at least once
	OnTime    bool      // the first answer kept its date
	Days      int       // working days from the day of filing to that of the first answer
	Due       time.Time // date of the answer while its clock runs, else zero
	AcceptDue time.Time // date of accepting while its clock runs, else zero
	Waiting   bool      // for the citizen
	Urgent    bool

	Reopened, PassedOn, Rating int
	Reason, Guide, Step        string
	Officer                    string // staff id of the last member of staff who did something, or empty
	Public                     bool   // agreed to by the citizen, looked at and published
}

// RowOf returns the row of a case, of which the skeleton is enough.
func RowOf(c feedback.Case, cal *feedback.Calendar) Row {
	r := Row{
		Ref: c.Ref, Topic: c.Topic, Area: c.Area, Unit: c.Unit, Opened: c.Opened, Ended: c.Ended,
		Waiting: c.Status == feedback.Waiting, Urgent: c.Urgent, Reopened: c.Reopened, PassedOn: c.PassedOn, Rating: c.Rating,
		Reason: c.Reason, Guide: c.Guide, Step: c.Step, Public: c.Publication.State == feedback.Approved,
	}
	var due time.Time
	for _, e := range c.Story {
		if !e.Due.IsZero() {
			due = e.Due
		}
		if e.Kind == feedback.DoAnswer && !r.HasAnswer {
			r.HasAnswer, r.OnTime, r.Days = true, !e.At.After(due), WorkDays(cal, c.Opened, e.At)
		}
		if e.By != feedback.ByCitizen && e.By != feedback.BySystem {
			r.Officer = e.By
		}
	}
	r.State = stateOf(c, r.HasAnswer)
	if r.State == Working && c.Answer.Running() {
		r.Due = c.Answer.Due
	}
	if r.State == Working && c.Accept.Running() {
		r.AcceptDue = c.Accept.Due
	}
	return r
}

func stateOf(c feedback.Case, hasAnswer bool) State {
	switch {
	case c.Working():
		return Working
	case c.Status == feedback.Declined:
		return Declined
	case c.Status != feedback.Duplicate && hasAnswer:
		return Answered
	}
	return Ended
}

// WorkDays counts the working days after the day of from up to and with the day of to: 0 on the same day.
func WorkDays(cal *feedback.Calendar, from, to time.Time) int {
	first, last := DayOf(from, cal.Zone()), DayOf(to, cal.Zone())
	n := 0
	for d := first + 1; d <= last; d++ {
		if cal.WorkDay(d.Time(cal.Zone())) {
			n++
		}
	}
	return n
}

// Day counts days since 1 January 1970, by the calendar of a zone.
type Day int32

const secondsOfDay = 24 * 60 * 60

// DayOf returns the day of a moment in a zone.
func DayOf(t time.Time, zone *time.Location) Day {
	y, m, d := t.In(zone).Date()
	return Date(y, m, d)
}

// Date returns a day of the calendar. Months and days beyond their range are normalised as by time.Date.
func Date(y int, m time.Month, d int) Day {
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / secondsOfDay)
}

// Time returns the midnight at which the day begins in a zone.
func (d Day) Time(zone *time.Location) time.Time {
	y, m, day := time.Unix(int64(d)*secondsOfDay, 0).UTC().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, zone)
}

// monday returns the first day of the week.
func (d Day) monday() Day {
	const thursday = 4 // 1 January 1970
	return d - Day((int(d)%7+7+thursday-1)%7)
}

// month numbers months so that neighbours differ by one.
func (d Day) month() int32 {
	y, m, _ := time.Unix(int64(d)*secondsOfDay, 0).UTC().Date()
	return int32(y*12 + int(m) - 1)
}
