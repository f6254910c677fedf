package dispatch

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"danloi/bot"
	"danloi/store"
)

// Alarms lie in the store in order of time, so that looking for those that are due reads nothing else.
const (
	alarmKind   = "alarm"    // time, contact, name
	alarmAtKind = "alarm_at" // contact, name: the id of the alarm
)

// alarmForm orders instants by their text.
const alarmForm = "2006-01-02T15:04:05Z"

const (
	alarmBatch   = 200
	alarmBlocked = 24 * time.Hour // after which somebody who blocked the bot is looked at again
	alarmFailed  = time.Hour
)

// errEnough ends a walk through documents.
var errEnough = errors.New("enough")

// setAlarm sets, moves or, for the zero time, takes away the alarm of a contact with this name.
func setAlarm(tx *store.Tx, contact, what string, at time.Time) error {
	key := contact + "/" + what
	var old string
	err := tx.Doc(alarmAtKind, key, &old)
	if err == nil {
		err = tx.DeleteDoc(alarmKind, old)
	} else if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	if err != nil {
		return fmt.Errorf("alarm: %w", err)
	}
	if at.IsZero() {
		return tx.DeleteDoc(alarmAtKind, key)
	}
	id := at.UTC().Format(alarmForm) + "/" + key
	if err := tx.PutDocOf(contact, alarmAtKind, key, id); err != nil {
		return err
	}
	return tx.PutDocOf(contact, alarmKind, id, struct{}{})
}

// alarm is one that is due.
type alarm struct{ id, contact, what string }

func dueAlarms(tx *store.Tx, now time.Time) (due []alarm, err error) {
	until := now.UTC().Format(alarmForm)
	err = tx.EachDoc(alarmKind, "", func(id string, _ func(any) error) error {
		at, rest, ok := strings.Cut(id, "/")
		contact, what, both := strings.Cut(rest, "/")
		if !ok || !both {
			return fmt.Errorf("alarm %s: %w", id, store.ErrCorrupt)
		}
		if at > until || len(due) == alarmBatch {
			return errEnough
		}
		due = append(due, alarm{id, contact, what})
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return due, err
}

// ringAlarms hands every alarm that is due to its conversation. One that fails is logged and tried again later.
func (d *Dispatcher) ringAlarms(ctx context.Context) error {
	for {
		var due []alarm
		err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
			due, err = dueAlarms(tx, d.c.Now())
			return err
		})
		if err != nil {
			return fmt.Errorf("look for alarms: %w", err)
		}
		for _, a := range due {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := d.ring(ctx, a); err != nil && ctx.Err() == nil {
				d.c.Log.Error("alarm failed", "contact", a.contact, "alarm", a.what, "err", err)
				if err := d.delayAlarm(ctx, a, alarmFailed); err != nil {
					return err
				}
			}
		}
		if len(due) < alarmBatch {
			return nil
		}
	}
}

func (d *Dispatcher) delayAlarm(ctx context.Context, a alarm, wait time.Duration) error {
	return d.c.Store.Update(ctx, func(tx *store.Tx) error {
		return setAlarm(tx, a.contact, a.what, d.c.Now().Add(wait))
	})
}

// ring works one alarm. Somebody who blocked the bot is left alone and looked at again later.
func (d *Dispatcher) ring(ctx context.Context, a alarm) error {
	return d.nudge(ctx, a.contact, "alarm:"+a.id, func(contact store.Contact) (bot.Input, error) {
		if contact.Blocked {
			return nil, d.delayAlarm(ctx, a, alarmBlocked)
		}
		return bot.AlarmRang{What: a.what}, nil
	})
}

// nudge hands an event to a contact who did nothing. input returns nil when there is nothing to do. A contact that is
// gone is no error: what hung on it went with it.
func (d *Dispatcher) nudge(ctx context.Context, id, event string, input func(store.Contact) (bot.Input, error)) error {
	defer d.turn(id)()
	const rounds = 5
	var err error
	for range rounds {
		if err = d.nudgeOnce(ctx, id, event, input); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return err
}

func (d *Dispatcher) nudgeOnce(ctx context.Context, id, event string, input func(store.Contact) (bot.Input, error)) error {
	var contact store.Contact
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		contact, err = tx.Contact(id)
		return err
	})
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrForgotten) {
		return nil
	}
	if err != nil {
		return err
	}
	in, err := input(contact)
	if err != nil || in == nil {
		return err
	}
	state, err := decode(contact)
	if err != nil {
		return err
	}
	ev := bot.Event{ID: event, Channel: contact.Channel, Address: contact.Address, Contact: id, At: d.c.Now(), Input: in}
	b := d.c.Bot()
	next, effects, err := step(b, state, ev)
	if err != nil {
		return err
	}
	return d.commit(ctx, b, contact, state, next, ev, effects)
}
