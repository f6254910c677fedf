package dispatch

import (
	"errors"
	"slices"
	"strings"

	"danloi/bot"
	"danloi/learn"
	"danloi/store"
)

// classAsk does what a learner asks for. What the rules refuse is told in ClassSeen.Problem.
func (c *commit) classAsk(ask bot.ClassAsk) (bot.Input, error) {
	class, err := c.askedClass(ask)
	if errors.Is(err, store.ErrNotFound) {
		return bot.ClassSeen{Ask: ask, Problem: learn.ErrNoClass}, nil
	}
	if err != nil {
		return nil, err
	}
	late, problem, err := c.inClass(class, ask)
	if err != nil {
		return nil, err
	}
	seen, err := seenBy(c.tx, class, c.contact.ID)
	seen.Ask, seen.Problem, seen.Late = ask, problem, late
	return seen, err
}

func (c *commit) askedClass(ask bot.ClassAsk) (learn.Class, error) {
	if ask.Do != bot.ClassJoin {
		return c.tx.Class(ask.Class)
	}
	class, err := c.tx.ClassByCode(ask.Code)
	if err == nil && !class.HoldsCode(c.ev.At) {
		err = store.ErrNotFound
	}
	return class, err
}

// inClass carries the ask out. problem is a refusal of the rules, err a fault of the store.
func (c *commit) inClass(class learn.Class, ask bot.ClassAsk) (late []string, problem, err error) {
	seats, err := c.tx.ClassSeats(class.ID, c.contact.ID)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case ask.Do == bot.ClassJoin:
		problem, err = c.sitDown(class, seats)
	case len(seats) == 0:
		return nil, learn.ErrNoClass, nil
	case ask.Do == bot.ClassName:
		problem, err = c.nameSeats(class, seats, ask.Names)
	case ask.Do == bot.ClassChoose:
		late, problem, err = c.choose(class, seats, ask)
	case ask.Do == bot.ClassTell:
		problem, err = c.tellTrainer(class, seats, ask)
	case ask.Do == bot.ClassLeave:
		problem, err = c.getUp(class, seats)
	}
	if err == nil && problem == nil && ask.Do != bot.ClassLook {
		c.classes.changed(class.ID)
	}
	return late, problem, err
}

// sitDown brings a phone into the class: a new member, or those who were here before.
func (c *commit) sitDown(class learn.Class, seats []learn.Member) (problem, err error) {
	if len(seats) == 0 {
		size, err := c.tx.ClassSize(class.ID)
		if err != nil {
			return nil, err
		}
		if size >= learn.MaxMembers {
			return learn.ErrClassFull, nil
		}
		seats = []learn.Member{c.newSeat(class, 0)}
	}
	for _, m := range seats {
		if m, problem = class.Arrive(m, c.ev.At); problem != nil {
			return problem, nil
		}
		if err := c.tx.PutClassMember(m); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// newSeat is a member whose id follows from the event, so that an event that is worked again makes no second one.
func (c *commit) newSeat(class learn.Class, n int) learn.Member {
	lang := c.state.Lang
	if lang == "" {
		lang = class.Lang
	}
	return learn.Member{ID: learn.NewID(chanceFor(c.ev.Nonce, "seat", n)), Class: class.ID, Contact: c.contact.ID, Source: learn.ByPhone, Lang: lang}
}

// nameSeats gives the people at a phone their names: as many seats as names, the first seats keep their answers. A seat
// that is not named any more stays, as absent, when it has answered.
func (c *commit) nameSeats(class learn.Class, seats []learn.Member, names []string) (problem, err error) {
	if problem := class.Editable(); problem != nil {
		return problem, nil
	}
	if len(names) > learn.MaxShared {
		return learn.ErrMember, nil
	}
	for i, name := range names {
		clean, problem := learn.CleanName(name)
		if problem != nil {
			return problem, nil
		}
		if i >= len(seats) {
			seats = append(seats, c.newSeat(class, i))
			if seats[i], problem = class.Arrive(seats[i], c.ev.At); problem != nil {
				return problem, nil
			}
		}
		if clean, err = c.expected(class, clean); err != nil {
			return nil, err
		}
		seats[i].Name, seats[i].Left = clean, seats[0].Left
		if err := c.tx.PutClassMember(seats[i]); err != nil {
			return nil, err
		}
	}
	for _, m := range seats[max(len(names), 1):] {
		m.Left = c.ev.At
		if err := c.tx.PutClassMember(m); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// expected finds the one person on the trainer's list who is called so and has not come yet, takes them off the list, as
// they sit here now, and returns the name as the trainer wrote it.
func (c *commit) expected(class learn.Class, name string) (string, error) {
	if name == "" {
		return name, nil
	}
	all, err := c.tx.ClassMembers(class.ID)
	if err != nil {
		return name, err
	}
	var found []learn.Member
	for _, m := range all {
		if m.Source == learn.ByList && !m.Present() && learn.SameName(m.Name, name) {
			found = append(found, m)
		}
	}
	if len(found) != 1 {
		return name, nil
	}
	return found[0].Name, c.tx.DropClassMember(class.ID, len(class.Runs), found[0].ID)
}

// choose keeps an answer for some of the people at a phone.
func (c *commit) choose(class learn.Class, seats []learn.Member, ask bot.ClassAsk) (late []string, problem, err error) {
	for _, m := range seats {
		if !slices.Contains(ask.Members, m.ID) {
			continue
		}
		a := learn.ClassAnswer{Class: class.ID, Member: m.ID, Run: ask.Run, Choice: ask.Choice, At: c.ev.At, Source: learn.FromPhone}
		switch refused, err := keepAnswer(c.tx, class, a); {
		case err != nil:
			return nil, nil, err
		case errors.Is(refused, learn.ErrShut), errors.Is(refused, learn.ErrClassClosed):
			late = append(late, m.ID)
		case refused != nil:
			return nil, refused, nil
		}
	}
	return late, nil, nil
}

// keepAnswer applies the rules to an answer and stores it.
func keepAnswer(tx *store.Tx, class learn.Class, a learn.ClassAnswer) (refused, err error) {
	var had *learn.ClassAnswer
	before, err := tx.ClassAnswer(class.ID, a.Run, a.Member)
	if err == nil {
		had = &before
	} else if !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	taken, refused := class.Take(a, had)
	if refused != nil {
		return refused, nil
	}
	return nil, tx.PutClassAnswer(taken)
}

// maxNotes is how many notes a phone may write in one class.
const maxNotes = 20

func (c *commit) tellTrainer(class learn.Class, seats []learn.Member, ask bot.ClassAsk) (problem, err error) {
	if problem := class.Editable(); problem != nil {
		return problem, nil
	}
	notes, err := c.tx.ClassNotes(class.ID)
	if err != nil {
		return nil, err
	}
	mine := 0
	for _, n := range notes {
		if slices.ContainsFunc(seats, func(m learn.Member) bool { return m.ID == n.Member }) {
			mine++
		}
	}
	if mine >= maxNotes {
		return learn.ErrClassFull, nil
	}
	n, problem := newNote(class, ask.Kind, ask.Words, chanceFor(c.ev.Nonce, "note", 0))
	if problem != nil {
		return problem, nil
	}
	n.Member, n.At = seats[0].ID, c.ev.At
	return nil, c.tx.PutClassNote(c.contact.ID, n)
}

// newNote makes a note of words. learn.ErrMember: it is empty or too long.
func newNote(class learn.Class, kind learn.NoteKind, words string, chance [10]byte) (learn.ClassNote, error) {
	words = strings.TrimSpace(words)
	if words == "" || len([]rune(words)) > learn.MaxNote {
		return learn.ClassNote{}, learn.ErrMember
	}
	if kind != learn.ClassProblem {
		kind = learn.OpenQuestion
	}
	return learn.ClassNote{ID: learn.NewID(chance), Class: class.ID, Kind: kind, Words: words}, nil
}

func (c *commit) getUp(class learn.Class, seats []learn.Member) (problem, err error) {
	if class.Editable() != nil {
		return nil, nil
	}
	for _, m := range seats {
		if m.Left.IsZero() {
			m.Left = c.ev.At
		}
		if err := c.tx.PutClassMember(m); err != nil {
			return nil, err
		}
	}
	return nil, nil
}
