package dispatch

import (
	"context"
	"errors"
	"fmt"

	"danloi/bot"
	"danloi/store"
)

// TellWaiting tells those who wait for a guide of the guides that are there now. Call it after the library was
// renewed, and at the start. Each contact is a transaction of its own, and its messages go out behind replies. A
// contact that cannot be told is logged and left for the next time; the error is that of reading the contacts, or
// of ctx.
func (d *Dispatcher) TellWaiting(ctx context.Context) error {
	ids, err := d.waiting(ctx)
	if err != nil {
		return fmt.Errorf("find who waits for a guide: %w", err)
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := d.tell(ctx, id); err != nil && ctx.Err() == nil {
			d.c.Log.Error("telling of a new guide failed", "contact", id, "err", err)
		}
	}
	return ctx.Err()
}

// waiting returns the contacts who wait for a guide and can be written to.
func (d *Dispatcher) waiting(ctx context.Context) (ids []string, err error) {
	err = d.c.Store.View(ctx, func(tx *store.Tx) error {
		ids = nil
		return tx.EachContact(func(c store.Contact) error {
			if !c.Blocked && bot.Waits(c.State) {
				ids = append(ids, c.ID)
			}
			return ctx.Err()
		})
	})
	return ids, err
}

// tell is work for a contact who did nothing.
func (d *Dispatcher) tell(ctx context.Context, id string) error {
	defer d.turn(id)()
	const rounds = 5
	var err error
	for range rounds {
		if err = d.tellOnce(ctx, id); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return err
}

// tellOnce writes nothing when the engine has nothing to say.
func (d *Dispatcher) tellOnce(ctx context.Context, id string) error {
	var contact store.Contact
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		contact, err = tx.Contact(id)
		return err
	})
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrForgotten) || contact.Blocked {
		return nil
	}
	if err != nil {
		return err
	}
	state, err := decode(contact)
	if err != nil {
		return err
	}
	ev := bot.Event{
		ID: fmt.Sprintf("library:%s:%d", id, contact.Version), Channel: contact.Channel, Address: contact.Address, Contact: id,
		At: d.c.Now(), Input: bot.LibraryRenewed{},
	}
	b := d.c.Bot()
	next, effects, err := step(b, state, ev)
	if err != nil || len(effects) == 0 {
		return err
	}
	return d.commit(ctx, b, contact, state, next, ev, effects)
}
