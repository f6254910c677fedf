package feedback

import "time"

// A unit may promise by which day a work will be done. The day after, the citizen is asked once whether it was.

// askAfter is how long after the beginning of the promised day the citizen may be asked: the next morning at eight.
const askAfter = 32 * time.Hour

// AskAt returns from when on the citizen is to be asked whether the promised work was done; ok is false when there is
// nothing to ask.
func (c Case) AskAt() (at time.Time, ok bool) {
	if c.Promised.IsZero() || !c.PromiseAsked.IsZero() || !c.Open() || len(c.Hearers()) == 0 {
		return time.Time{}, false
	}
	return c.Promised.Add(askAfter), true
}

// MayBeTold reports whether t is an hour at which people are written to without having asked: from 8 to 20 o'clock.
func MayBeTold(t time.Time, cal *Calendar) bool {
	h := t.In(cal.Zone()).Hour()
	return h >= 8 && h < 20
}

// day returns the beginning of t's day where the offices are.
func (w World) day(t time.Time) time.Time {
	y, m, d := t.In(w.Calendar.Zone()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, w.Calendar.Zone())
}

// promise takes the day of an action into the case. It may be today at the earliest and a year away at the latest.
func (c *Case) promise(a *Action, e *Entry, w World) error {
	if a.Promised.IsZero() {
		return nil
	}
	day := w.day(a.Promised)
	if day.Before(w.day(w.Now)) || day.After(w.Now.AddDate(1, 0, 0)) {
		return ErrBadDate
	}
	c.Promised, c.PromiseAsked, e.Promised = day, time.Time{}, day
	return nil
}

// The functions below are rules of do.go.

func checkPromise(c *Case, _ *Action, e *Entry, w World) error {
	at, ok := c.AskAt()
	if !ok || w.Now.Before(at) {
		return ErrNotAllowed
	}
	c.PromiseAsked, e.Promised = w.Now, c.Promised
	return nil
}

// notDone says that a promise was not kept while the unit is still at work; after an answer it is a reopening.
func notDone(c *Case, _ *Action, e *Entry, _ World) error {
	if c.Promised.IsZero() || c.PromiseAsked.IsZero() {
		return ErrNotAllowed
	}
	e.Promised = c.Promised
	c.Promised, c.PromiseAsked = time.Time{}, time.Time{}
	return nil
}
