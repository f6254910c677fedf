package dispatch

import (
	"context"
	"errors"
	"slices"
	"strings"

	"danloi/bot"
	"danloi/feedback"
	"danloi/store"
)

// viewer says which citizen a contact is to a case: the one who filed it (who is empty), or one who joined it. ok is
// false for everybody else.
func viewer(c feedback.Case, contact string, p bot.Proof) (who string, ok bool) {
	switch {
	case c.Contact == contact && contact != "":
		return "", true
	case c.FollowedBy(contact):
		return contact, true
	case !p.Proven:
		return "", false
	}
	return p.As, p.As == "" || c.FollowedBy(p.As)
}

// viewOf returns a case as this citizen may see it.
func viewOf(c feedback.Case, who string) feedback.Case {
	if who == "" {
		return c.ForOwner()
	}
	return c.ForFollower(who)
}

// MatchPIN says whose PIN of a case this is: that of the one who filed it (who is empty), or of one who joined it. It
// takes as long for a wrong PIN as for a right one of the last who joined. Count the try with TryPIN.
func MatchPIN(c feedback.Case, pin string) (who string, ok bool) {
	if c.PIN.Matches(pin) {
		return "", true
	}
	return c.FollowerByPIN(pin)
}

// CaseFile returns a file that staff gave a citizen, by the path in bot.Media: its bytes and media type. With a
// contact it must be one that the citizen may see; the empty contact is a channel that delivers to who was meant.
// store.ErrNotFound stands for everything else.
func CaseFile(ctx context.Context, s *store.Store, contact, mediaPath string) (data []byte, mediaType string, err error) {
	rest, ok := strings.CutPrefix(mediaPath, bot.CaseMedia)
	ref, id, has := strings.Cut(rest, "/")
	if !ok || !has {
		return nil, "", store.ErrNotFound
	}
	err = s.View(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(ref)
		if err != nil {
			return err
		}
		if contact != "" {
			who, ok := viewer(c, contact, bot.Proof{})
			if !ok {
				return store.ErrNotFound
			}
			c = viewOf(c, who)
		}
		if !given(c, id) {
			return store.ErrNotFound
		}
		f, err := tx.File(id)
		data, mediaType = f.Data, f.Type
		return err
	})
	return data, mediaType, err
}

// given reports whether staff gave the citizen a file.
func given(c feedback.Case, id string) bool {
	return slices.ContainsFunc(c.Story, func(e feedback.Entry) bool {
		return e.Public && e.By != feedback.ByCitizen && e.Kind != feedback.DoFile && slices.Contains(e.Files, id)
	})
}

// CaseFile is CaseFile for the contact of an address.
func (d *Dispatcher) CaseFile(ctx context.Context, channel, address, mediaPath string) ([]byte, string, error) {
	return CaseFile(ctx, d.c.Store, d.contactID(channel, address), mediaPath)
}

// mine returns the contact's own cases, and those it joined, as it may see them.
func (c *commit) mine() ([]feedback.Case, error) {
	cases, err := c.tx.CasesOf(c.contact.ID)
	for i, one := range cases {
		who, _ := viewer(one, c.contact.ID, bot.Proof{})
		cases[i] = viewOf(one, who)
	}
	return cases, err
}

// find answers a search for cases. A wrong PIN and a reference that does not exist look the same.
func (c *commit) find(ask bot.FindCases) (bot.Input, error) {
	if ask.Mine {
		cases, err := c.mine()
		return bot.CasesFound{Ask: ask, Cases: cases}, err
	}
	found, err := c.tx.Case(ask.Ref)
	missing := errors.Is(err, store.ErrNotFound)
	if err != nil && !missing {
		return nil, err
	}
	if who, ok := viewer(found, c.contact.ID, ask.Proof); ok && !missing {
		return foundCase(ask, found, who), nil
	}
	if ask.PIN == "" {
		return bot.CasesFound{Ask: ask}, nil
	}
	who, matches := MatchPIN(found, ask.PIN)
	right, locked, err := TryPIN(c.tx, ask.Ref, c.ev.At, !missing && matches)
	if err != nil {
		return nil, err
	}
	if !right {
		return bot.CasesFound{Ask: ask, Locked: locked}, nil
	}
	return foundCase(ask, found, who), nil
}

func foundCase(ask bot.FindCases, found feedback.Case, who string) bot.CasesFound {
	return bot.CasesFound{Ask: ask, Cases: []feedback.Case{viewOf(found, who)}, Shared: who != "", As: who}
}

// maxCompared is how many open cases of a commune are compared with a new one.
const maxCompared = 300

// alike looks for open cases of the commune that may be about the same thing. What others wrote stays here.
func (c *commit) alike(ask bot.FindAlike) (bot.Input, error) {
	filter := store.CaseFilter{Shelf: store.ShelfOpen, Area: ask.Case.Area, Now: c.ev.At, DayEnd: c.ev.At}
	refs, _, err := c.tx.CaseRefs(filter, "", maxCompared)
	if err != nil {
		return nil, err
	}
	open := make([]feedback.Case, 0, len(refs))
	for _, ref := range refs {
		one, err := c.tx.Case(ref)
		if err != nil {
			return nil, err
		}
		if one.Parent == "" && (one.Kind == feedback.Feedback || one.Kind == feedback.Suggestion) {
			open = append(open, one)
		}
	}
	answer := bot.AlikeFound{Ask: ask}
	for _, m := range c.b.Alike(ask.Case, open) {
		_, mine := viewer(m.Case, c.contact.ID, bot.Proof{})
		m.Case.Person = feedback.Person{}
		answer.All, answer.Mine = append(answer.All, m), append(answer.Mine, mine)
	}
	return answer, nil
}

// change applies a citizen's action. Words added to a case that waits for the citizen are the awaited answer, and a
// promise that was not kept reopens what was answered, or is told the unit that is still at work.
func (c *commit) change(ask bot.ChangeCase) (bot.Input, error) {
	before, err := c.tx.Case(ask.Ref)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	who, may := viewer(before, c.contact.ID, ask.Proof)
	a := ask.Action
	if a.Kind == feedback.DoJoin {
		who, may = c.contact.ID, true // the engine joins only what it has offered
	}
	if err != nil || !may || a.Kind == feedback.DoClaim && who != "" {
		return bot.CaseChanged{Ask: ask, Problem: feedback.ErrNotYours}, nil
	}
	if a.Kind != feedback.DoClaim {
		a.Contact = who
	}
	switch {
	case a.Kind == feedback.DoAdd && before.Can(feedback.DoReply, feedback.ByCitizen):
		a.Kind = feedback.DoReply
	case a.Kind == feedback.DoReopen && !before.Can(feedback.DoReopen, feedback.ByCitizen) && before.Can(feedback.DoNotDone, feedback.ByCitizen):
		a.Kind = feedback.DoNotDone
	}
	after, err := before.Do(a, c.b.Rules(c.ev.At))
	if err != nil {
		return bot.CaseChanged{Ask: ask, Case: viewOf(before, who), Shared: who != "", Problem: err}, nil
	}
	answer := bot.CaseChanged{Ask: ask, Case: viewOf(after, who), Shared: who != ""}
	if a.Kind == feedback.DoClaim {
		return answer, c.tx.GiveCase(after)
	}
	for _, f := range a.Files { // they were kept as the sender's own
		if err := c.tx.GiveFile(f.ID, store.CaseOwner(before)); err != nil {
			return nil, err
		}
	}
	return answer, c.tx.PutCase(after)
}
