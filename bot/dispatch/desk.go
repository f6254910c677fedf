package dispatch

import (
	"context"
	"errors"
	"fmt"

	"danloi/bot"
	"danloi/feedback"
	"danloi/store"
)

// Act applies an action of a member of staff to a case, stores the files that come with it, and tells the citizen
// in the citizen's language, all in one transaction. It returns the case as it is then. Whether the member of
// staff may touch this case is for the caller to decide. Errors: store.ErrNotFound, those of feedback.Case.Do,
// store.ErrConflict when the case is not at version want any more (0 for any).
func (d *Dispatcher) Act(ctx context.Context, by store.Staff, ref string, want int, a feedback.Action, files []store.File) (feedback.Case, error) {
	return d.act(ctx, by.ID, ref, want, a, files)
}

func (d *Dispatcher) act(ctx context.Context, who, ref string, want int, a feedback.Action, files []store.File) (feedback.Case, error) {
	a.By = who
	var contact string
	var result feedback.Case
	err := d.c.Store.View(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(ref)
		contact = c.Contact
		return err
	})
	if err != nil {
		return feedback.Case{}, err
	}
	defer d.turn(contact)()
	var told *commit
	err = d.c.Store.Update(ctx, func(tx *store.Tx) error {
		told = nil
		c, err := tx.Case(ref)
		if err != nil {
			return err
		}
		if want != 0 && c.Version != want {
			return fmt.Errorf("case %s: %w", ref, store.ErrConflict)
		}
		b, now := d.c.Bot(), d.c.Now()
		if result, err = c.Do(a, b.Rules(now)); err != nil {
			return err
		}
		for _, f := range files {
			f.Contact = store.CaseOwner(c)
			if err := tx.PutFile(f); err != nil {
				return err
			}
		}
		if err := tx.PutCase(result); err != nil {
			return err
		}
		line := store.AuditLine{At: now, Who: who, Did: string(a.Kind), What: ref, Unit: string(c.Unit)}
		if err := tx.Audit(line); err != nil {
			return err
		}
		told, err = d.news(tx, b, result)
		return err
	})
	if err != nil {
		return feedback.Case{}, err
	}
	if told != nil {
		told.committed()
	}
	return result, nil
}

// news hands the last entry of a case to the conversation of its citizen, unless it is not for them, or they are
// gone or do not want to hear.
func (d *Dispatcher) news(tx *store.Tx, b *bot.Bot, c feedback.Case) (*commit, error) {
	entry := len(c.Story) - 1
	if !c.Story[entry].Public || c.Contact == "" {
		return nil, nil
	}
	contact, err := tx.Contact(c.Contact)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrForgotten) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	state, err := decode(contact)
	if err != nil {
		return nil, err
	}
	ev := bot.Event{
		ID: fmt.Sprintf("case:%s:%d", c.Ref, c.Version), Channel: contact.Channel, Address: contact.Address, Contact: contact.ID,
		At: d.c.Now(), Input: bot.CaseUpdated{Case: c, Entry: entry},
	}
	next, effects, err := step(b, state, ev)
	if err != nil {
		return nil, err
	}
	u := &commit{d: d, b: b, tx: tx, ev: ev, contact: contact, state: next}
	if err := u.apply(effects); err != nil {
		return nil, err
	}
	return u, u.finish(state)
}
