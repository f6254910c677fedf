package web

import (
	"math"
	"time"

	"danloi/feedback"
	"danloi/locales"
)

// due is the date that has to be kept next, in words. Level is late, soon, ok or still; the mark has a word or a
// shape of its own for each, so that nothing hangs on its colour.
type due struct {
	Text, Level string
	At          string // the moment itself, or empty
}

// Within these spans of working time a date counts as soon.
const (
	soonAccept = feedback.WorkTime(2 * time.Hour)
	soonAnswer = feedback.WorkTime(8 * time.Hour)
	// inHours is up to which working time is told in hours; above it is told in days.
	inHours = feedback.WorkTime(8 * time.Hour)
)

// dueOf words the next date of a case for staff.
func (s *site) dueOf(lang string, c feedback.Case, now time.Time) due {
	at, running := c.DueNext()
	if !running {
		return due{Text: s.Texts.Text(lang, "console.due."+idle(c)), Level: "still"}
	}
	what, soon := "answer", soonAnswer
	if c.Accept.Running() {
		what, soon = "accept", soonAccept
	}
	d := due{At: locales.Moment(at)}
	if now.After(at) {
		d.Level = "late"
		d.Text = s.Texts.Text(lang, "console.due."+what+".late", "time", s.span(lang, at, now))
		return d
	}
	d.Level = "ok"
	if s.Calendar.Between(now, at) <= soon {
		d.Level = "soon"
	}
	d.Text = s.Texts.Text(lang, "console.due."+what+".left", "time", s.span(lang, now, at))
	return d
}

// idle says why no date runs.
func idle(c feedback.Case) string {
	switch {
	case c.Status == feedback.Waiting:
		return "waiting"
	case c.Status == feedback.Answered:
		return "answered"
	}
	return "ended"
}

// span words the working time between two moments: minutes, hours or days, never rounded down to nothing.
func (s *site) span(lang string, from, to time.Time) string {
	d := s.Calendar.Between(from, to)
	switch {
	case d < feedback.WorkTime(time.Hour):
		return s.Texts.Text(lang, "console.span.minutes", "n", max(1, int(math.Ceil(time.Duration(d).Minutes()))))
	case d <= inHours:
		return s.Texts.Text(lang, "console.span.hours", "n", int(time.Duration(d).Hours()))
	}
	return s.Texts.Text(lang, "console.span.days", "n", s.workDays(from, to))
}

// workDays counts the working days after the day of from up to the day of to.
func (s *site) workDays(from, to time.Time) int {
	from, to = from.In(s.Calendar.Zone()), to.In(s.Calendar.Zone())
	n := 0
	for day := from.AddDate(0, 0, 1); dayOf(day) <= dayOf(to); day = day.AddDate(0, 0, 1) {
		if s.Calendar.WorkDay(day) {
			n++
		}
	}
	return max(1, n)
}

func dayOf(t time.Time) string { return t.Format(time.DateOnly) }
