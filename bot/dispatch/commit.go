package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"danloi/bot"
	"danloi/store"
)

// unit of one commit: the event, the contact and what was made of them so far.
type commit struct {
	d       *Dispatcher
	b       *bot.Bot
	tx      *store.Tx
	ev      bot.Event
	contact store.Contact
	state   bot.State
	reply   bool       // the messages answer something the citizen did
	said    int        // messages so far
	hideOwn bool       // the citizen's own line is not kept
	gone    bool       // the contact was forgotten
	retract *time.Time // since when nothing that was said may stay
	voices  bool       // a recording was approved
	classes classNews
	trace   []bot.Effect
	say     []bot.Message
}

// commit carries everything out in one transaction. The transaction may run twice, so it starts from copies.
func (d *Dispatcher) commit(ctx context.Context, b *bot.Bot, contact store.Contact, before, next bot.State, ev bot.Event, effects []bot.Effect) error {
	var done *commit
	err := d.c.Store.Update(ctx, func(tx *store.Tx) error {
		c := &commit{d: d, b: b, tx: tx, ev: ev, contact: contact, state: next, reply: !ev.Unasked()}
		done = c
		first, err := tx.Once(ev.ID, ev.At)
		if err != nil || !first {
			done = nil
			return err
		}
		if err := c.open(); err != nil {
			return err
		}
		if a, ok := ev.Input.(bot.AlarmRang); ok { // it has rung: the step may set it anew
			if err := setAlarm(tx, contact.ID, a.What, time.Time{}); err != nil {
				return err
			}
		}
		if err := c.apply(effects); err != nil {
			return err
		}
		return c.finish(before)
	})
	if err == nil && done != nil {
		done.committed()
	}
	return err
}

// open makes sure that the contact exists, as nothing personal can be stored before.
func (c *commit) open() error {
	if c.contact.Version > 0 {
		return nil
	}
	return c.putContact(bot.State{})
}

func (c *commit) putContact(s bot.State) error {
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	c.contact.State, c.contact.Lang, c.contact.Seen = data, s.Lang, c.ev.At
	if err := c.tx.PutContact(c.contact); err != nil {
		return err
	}
	c.contact.Version++
	return nil
}

// rounds bounds how often an effect's answer may lead to a further step.
const rounds = 8

// apply carries effects out in order. An effect that asks is answered by a further step, whose effects follow.
func (c *commit) apply(effects []bot.Effect) error {
	for round := 0; len(effects) > 0; round++ {
		if round == rounds {
			return fmt.Errorf("event %s: steps lead to steps without end", c.ev.ID)
		}
		c.trace = append(c.trace, effects...)
		var follow []bot.Effect
		for _, e := range effects {
			answer, err := c.do(e)
			if err != nil {
				return err
			}
			if answer == nil {
				continue
			}
			ev := c.ev
			ev.Input = answer
			state, more, err := step(c.b, c.state, ev)
			if err != nil {
				return err
			}
			c.state = state
			follow = append(follow, more...)
		}
		effects = follow
	}
	return nil
}

// do carries one effect out, and returns the answer to one that asks.
func (c *commit) do(e bot.Effect) (bot.Input, error) {
	switch e := e.(type) {
	case bot.Say:
		c.say = append(c.say, e.Message)
		return nil, nil
	case bot.KeepFile:
		return nil, c.tx.PutFile(store.File{ID: e.File.ID, Contact: c.contact.ID, Type: e.File.Type, Name: e.File.Name, Data: e.File.Data})
	case bot.DropFile:
		return nil, c.tx.DeleteFile(e.ID)
	case bot.OpenCase:
		return nil, c.tx.PutCase(e.Case)
	case bot.FindCases:
		return c.find(e)
	case bot.ChangeCase:
		return c.change(e)
	case bot.FindAlike:
		return c.alike(e)
	case bot.Retract:
		c.retract = &e.Since
		return nil, nil
	case bot.NoteUnanswered:
		return nil, c.tx.AddUnanswered(store.Unanswered{Words: e.Words, Lang: e.Lang, Commune: e.Commune, At: c.ev.At})
	case bot.Forget:
		c.gone = true
		return nil, c.tx.Forget(c.contact.ID, c.ev.At)
	case bot.Mute:
		return nil, c.mute(e.On)
	case bot.DropWords:
		c.hideOwn = true
		return nil, nil
	case bot.ClassAsk:
		return c.classAsk(e)
	case bot.LeadAsk:
		return c.leadAsk(e)
	}
	if answer, ours, err := c.learning(e); ours {
		return answer, err
	}
	return c.voice(e)
}

func (c *commit) mute(on bool) error {
	c.contact.Blocked = on
	if !on {
		return nil
	}
	_, err := c.tx.DropOut(c.contact.ID)
	return err
}

// finish stores the new state and hands the messages over.
func (c *commit) finish(before bot.State) error {
	_, pushed := c.d.senders[c.contact.Channel]
	switch {
	case !c.gone:
		if err := c.putContact(c.state); err != nil {
			return err
		}
	case !pushed: // the goodbye needs a log to stand in
		c.contact = store.Contact{ID: c.contact.ID, Channel: c.ev.Channel, Address: c.ev.Address}
		if err := c.putContact(bot.State{}); err != nil {
			return err
		}
	}
	if !pushed && !c.gone {
		if err := c.ownLine(before); err != nil {
			return err
		}
	}
	if c.retract != nil && !c.gone {
		if err := c.takeBack(*c.retract); err != nil {
			return err
		}
	}
	for _, m := range c.say {
		if err := c.send(m, pushed); err != nil {
			return err
		}
	}
	return nil
}

func (c *commit) send(m bot.Message, pushed bool) error {
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	c.said++
	if !pushed {
		_, err := c.tx.AppendThread(c.contact.ID, store.ThreadEntry{At: c.ev.At, From: fromBot, Body: body})
		return err
	}
	if c.contact.Blocked {
		return nil
	}
	return c.tx.Enqueue(store.OutMessage{
		ID: c.ev.ID + "/" + strconv.Itoa(c.said), Contact: c.contact.ID, Channel: c.contact.Channel, Address: c.contact.Address,
		Reply: c.reply, NotBefore: c.since(), Body: body,
	})
}

// since is when the message became due: where more is due than a channel may send, what has waited longest goes first.
func (c *commit) since() time.Time {
	if now := c.d.c.Now(); c.ev.At.After(now) {
		return now
	}
	return c.ev.At
}

func (c *commit) committed() {
	if c.d.c.Trace != nil {
		c.d.c.Trace(c.ev, c.trace)
	}
	c.d.watch.tell(c.contact.ID)
	c.d.wakeUp()
	c.d.classes.publish(c.classes)
	if (c.voices || c.gone) && c.d.c.VoicesChanged != nil {
		c.d.c.VoicesChanged()
	}
}
