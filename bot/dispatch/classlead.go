package dispatch

import (
	"crypto/sha256"
	"errors"
	"slices"

	"danloi/bot"
	"danloi/learn"
	"danloi/store"
)

// maxEndedClasses is how many classes that have ended a trainer is offered in the chat.
const maxEndedClasses = 5

// leadAsk does what a trainer asks for in the chat. What the rules refuse is told in LeadSeen.Problem.
func (c *commit) leadAsk(ask bot.LeadAsk) (bot.Input, error) {
	seen := bot.LeadSeen{Ask: ask}
	if ask.Do == bot.LeadCode {
		used, err := c.useTrainerCode(ask.Code)
		if err != nil || !used {
			return seen, err
		}
	}
	staff, err := c.trainer()
	if errors.Is(err, store.ErrNotFound) {
		return seen, nil
	}
	if err != nil {
		return nil, err
	}
	seen.Trainer, seen.Name = staff.ID, staff.Name
	if ask.Do == bot.LeadQuit {
		return seen, c.tx.DeleteDoc(trainerDeviceKind, c.contact.ID)
	}
	id, filed, err := c.lead(staff, ask)
	if problem, refused := refusal(err); refused {
		seen.Problem = problem
	} else if err != nil {
		return nil, err
	}
	seen.Filed = filed
	return c.leadSeen(seen, staff, id)
}

// refusal tells an error of the rules, which is worded, from a fault, which ends the transaction.
func refusal(err error) (error, bool) {
	for _, known := range []error{
		learn.ErrClassEnded, learn.ErrClassClosed, learn.ErrClassLives, learn.ErrNoScreen, learn.ErrNoQuestion, learn.ErrCounts,
		learn.ErrClassSpec, learn.ErrMember, learn.ErrClassFull, learn.ErrMove, learn.ErrNoChoice, store.ErrNotFound,
		ErrNotTrainer, ErrNoCode, ErrNoModule, learn.ErrStale,
	} {
		if errors.Is(err, known) {
			if known == store.ErrNotFound { // of the class, or of something in it
				known = learn.ErrNoClass
			}
			return known, true
		}
	}
	return nil, false
}

// lead carries the ask out. Nothing is written when it returns a refusal. It returns the id of the class.
func (c *commit) lead(by store.Staff, ask bot.LeadAsk) (id string, filed []bot.FiledProblem, err error) {
	var class learn.Class
	switch ask.Do {
	case bot.LeadOpen:
		spec := ask.Spec
		spec.Chance = sha256.Sum256(append([]byte("danloi class "), c.ev.Nonce[:]...))
		class, err = c.d.openClass(c.tx, &c.classes, by, spec)
		return class.ID, nil, err
	case bot.LeadMove:
		_, err = c.d.moveClass(c.tx, &c.classes, by, ask.Class, ask.Want, ask.Move)
	case bot.LeadPlace:
		_, err = c.d.placeClass(c.tx, by, ask.Class, ask.Words, "")
	case bot.LeadClose:
		_, err = c.d.closeClass(c.tx, by, ask.Class)
	case bot.LeadFile:
		filed, err = c.d.fileProblems(c.tx, by, ask.Class, c.ev.Nonce)
	case bot.LeadTick, bot.LeadName, bot.LeadDone:
		if class, err = classOf(c.tx, by, ask.Class); err == nil {
			c.classes.changed(class.ID)
			err = c.leadPeople(class, ask)
		}
	}
	return ask.Class, filed, err
}

func (c *commit) leadPeople(class learn.Class, ask bot.LeadAsk) error {
	switch ask.Do {
	case bot.LeadTick:
		return c.d.tick(c.tx, class, ask.Member, ask.Present)
	case bot.LeadDone:
		return sortNote(c.tx, class, ask.Note, ask.Kind, ask.Kind == "")
	}
	chances := make([][10]byte, len(ask.Names))
	for i := range chances {
		chances[i] = chanceFor(c.ev.Nonce, "member", i)
	}
	_, err := c.d.addMembers(c.tx, class, ask.Names, chances, true)
	return err
}

// leadSeen adds what the trainer sees now.
func (c *commit) leadSeen(seen bot.LeadSeen, by store.Staff, id string) (bot.Input, error) {
	var err error
	if seen.Classes, err = offeredClasses(c.tx, by); err != nil || id == "" {
		return seen, err
	}
	seen.Class, err = classOf(c.tx, by, id)
	if errors.Is(err, store.ErrNotFound) {
		if seen.Problem == nil {
			seen.Problem = learn.ErrNoClass
		}
		return seen, nil
	}
	if err != nil {
		return nil, err
	}
	if seen.Members, err = c.tx.ClassMembers(id); err != nil {
		return nil, err
	}
	learn.SortMembers(seen.Members)
	if seen.Answers, err = c.shownAnswers(seen.Class); err != nil {
		return nil, err
	}
	seen.Notes, err = c.tx.ClassNotes(id)
	slices.SortFunc(seen.Notes, func(a, b learn.ClassNote) int { return a.At.Compare(b.At) })
	return seen, err
}

// shownAnswers are the answers that a trainer is shown: those to the present question, and all when the class is over.
func (c *commit) shownAnswers(class learn.Class) ([]learn.ClassAnswer, error) {
	if !class.Live() {
		return c.tx.ClassAnswers(class.ID, -1)
	}
	if run := class.Current(); run >= 0 {
		return c.tx.ClassAnswers(class.ID, run)
	}
	return nil, nil
}

// offeredClasses are a trainer's own classes that are live, and the newest that have ended.
func offeredClasses(tx *store.Tx, by store.Staff) ([]learn.Class, error) {
	all, err := classesOf(tx, by)
	if err != nil {
		return nil, err
	}
	var live, ended []learn.Class
	for _, c := range all {
		switch {
		case c.Trainer != by.ID:
		case c.Live():
			live = append(live, c)
		case len(ended) < maxEndedClasses:
			ended = append(ended, c)
		}
	}
	return append(live, ended...), nil
}
