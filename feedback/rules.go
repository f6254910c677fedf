package feedback

import "time"

// The functions of this file change a case by one action each. The table in do.go has already looked at who acts,
// at the status and at the fields that must not be empty.

func nothing(*Case, *Action, *Entry, World) error { return nil }

func accept(c *Case, _ *Action, _ *Entry, w World) error {
	c.accepted(w)
	c.Status = Accepted
	return nil
}

// accepted ends the clock for accepting: whatever a unit does with a case shows that it has it.
func (c *Case) accepted(w World) { c.Accept = c.Accept.done(w.Now, w.Calendar) }

func update(c *Case, a *Action, e *Entry, w World) error {
	if err := c.promise(a, e, w); err != nil {
		return err
	}
	c.accepted(w)
	c.Status = InProgress
	return nil
}

// answer ends what the unit owes. A promise that it does not repeat is taken as kept.
func answer(c *Case, a *Action, e *Entry, w World) error {
	topic, ok := w.Directory.Topic(c.Topic)
	if ok && topic.Proof && len(a.Files) == 0 && a.Why == "" {
		return ErrNoProof
	}
	c.Promised, c.PromiseAsked = time.Time{}, time.Time{}
	if err := c.promise(a, e, w); err != nil {
		return err
	}
	if c.Parent != "" { // the rest is for the unit of the whole to say
		c.end(Closed, w)
		return nil
	}
	c.accepted(w)
	c.Answer = c.Answer.done(w.Now, w.Calendar)
	c.Status = Answered
	return nil
}

// passOn hands the case to another unit, which has to accept it anew; the date of the answer stays, because the
// citizen was told it. The third time it goes to the provincial office, and from then on only the office decides.
func passOn(c *Case, a *Action, e *Entry, w World) error {
	office := w.Directory.Office()
	to := a.To
	switch {
	case c.PassedOn >= MaxPassOn && c.Unit != office:
		return ErrOfficeOnly
	case !w.Directory.HasUnit(to):
		return ErrNoUnit
	case to == c.Unit:
		return ErrSameUnit
	case c.PassedOn == MaxPassOn-1:
		to = office
	}
	e.From, e.To = c.Unit, to
	c.Unit = to
	c.PassedOn++
	c.Answer = c.Answer.resume(w.Now, w.Calendar)
	c.Accept = startClock(w.Now, w.Calendar.Deadline(w.Now, w.Directory.Level(c.Topic, c.Urgent).Accept))
	c.Status = PassedOn
	return nil
}

func ask(c *Case, _ *Action, _ *Entry, w World) error {
	c.accepted(w)
	c.Answer = c.Answer.stop(w.Now, w.Calendar)
	c.Status = Waiting
	return nil
}

func reply(c *Case, _ *Action, _ *Entry, w World) error {
	c.Answer = c.Answer.resume(w.Now, w.Calendar)
	c.Status = InProgress
	return nil
}

// add takes further words of the citizen. Whoever was asked has answered with them.
func add(c *Case, a *Action, e *Entry, w World) error {
	if c.Status == Waiting {
		return reply(c, a, e, w)
	}
	return nil
}

func decline(c *Case, a *Action, e *Entry, w World) error {
	if _, ok := w.Directory.Reason(a.Reason); !ok {
		return ErrNoReason
	}
	e.Reason, c.Reason = a.Reason, a.Reason
	c.end(Declined, w)
	return nil
}

func rate(c *Case, a *Action, e *Entry, _ World) error {
	if a.Stars < 1 || a.Stars > 5 {
		return ErrBadRating
	}
	e.Stars = a.Stars
	if i := c.follower(a.Contact); i >= 0 {
		c.Joined[i].Rating = a.Stars
		return nil
	}
	c.Rating = a.Stars
	return nil
}

// reopen gives the case back to the unit that answered, with a new time limit.
func reopen(c *Case, _ *Action, _ *Entry, w World) error {
	if err := c.reopenable(); err != nil {
		return err
	}
	c.Reopened++
	c.Promised, c.PromiseAsked = time.Time{}, time.Time{}
	c.Ended = time.Time{}
	c.Answer = startClock(w.Now, w.Calendar.Deadline(w.Now, w.Directory.Level(c.Topic, c.Urgent).Answer))
	c.Status = InProgress
	return nil
}

func (c *Case) reopenable() error {
	switch {
	case c.Reopened >= MaxReopen:
		return ErrTooMany
	case !c.wasAnswered():
		return ErrClosed
	}
	return nil
}

// wasAnswered tells a case that was answered from one that the citizen withdrew.
func (c *Case) wasAnswered() bool {
	for _, e := range c.Story {
		if e.Kind == DoAnswer {
			return true
		}
	}
	return false
}

// finish closes a case. Only the citizen may do so before there is an answer.
func finish(c *Case, a *Action, _ *Entry, w World) error {
	if a.By != ByCitizen && c.Status != Answered && c.Parent == "" {
		return ErrNotAllowed
	}
	c.end(Closed, w)
	return nil
}

func duplicate(c *Case, a *Action, e *Entry, w World) error {
	of, err := ParseRef(a.Of)
	if err != nil || of == c.Ref {
		return ErrBadOriginal
	}
	e.Of, c.DuplicateOf = of, of
	c.end(Duplicate, w)
	return nil
}

func extend(c *Case, a *Action, _ *Entry, w World) error {
	switch {
	case c.Answer.Extended:
		return ErrExtended
	case c.Answer.Stopped():
		return ErrNotAllowed
	case !a.Until.After(c.Answer.Due) || !a.Until.After(w.Now):
		return ErrBadDate
	}
	c.Answer.Due = a.Until.In(w.Calendar.Zone())
	c.Answer.Extended = true
	return nil
}

func reclassify(c *Case, a *Action, _ *Entry, w World) error {
	topic, ok := w.Directory.Topic(a.Topic)
	if !ok {
		return ErrUnknown
	}
	c.Topic = topic.ID
	if c.Publication.Place != nil && !w.Directory.AboutPublicPlace(topic.ID) {
		c.Publication.Place = nil
	}
	return nil
}

// remind keeps in the story that others were told of a clock.
func remind(_ *Case, a *Action, e *Entry, _ World) error {
	if !a.Reminder.Escalates() {
		return ErrNotAllowed
	}
	e.Reminder = a.Reminder
	return nil
}

// end stops all clocks and sets the last status.
func (c *Case) end(s Status, w World) {
	c.accepted(w)
	c.Answer = c.Answer.done(w.Now, w.Calendar)
	c.Status, c.Ended = s, w.Now
}
