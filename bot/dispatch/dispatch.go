// Package dispatch is the only impure step of a conversation: it loads what is known of a contact, lets the engine
// step, and commits the new state, all effects and the outgoing messages in one transaction.
package dispatch

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"danloi/bot"
	"danloi/store"
)

// Sender brings messages to their address. It returns nil once the channel has taken the message, else a
// *bot.SendError. Safe for concurrent use.
type Sender interface {
	Name() string
	Send(ctx context.Context, d bot.Delivery) error
}

// Carrier brings one message of the outbox to where it goes. Safe for concurrent use.
type Carrier func(ctx context.Context, m store.OutMessage) error

// Config is what a Dispatcher is made of. All fields are needed but Senders, Carriers, Rand, VoicesChanged and
// Trace.
type Config struct {
	Store *store.Store
	// Bot returns the engine to use now; another one may be returned after the library was renewed.
	Bot func() *bot.Bot
	// Senders are the channels that have to be written to. The messages of every other channel are kept in a
	// log from which it reads.
	Senders []Sender
	// Carriers bring what is in the outbox and is no message of the engine, such as mail, by the channel of the outgoing
	// message. They return what a Sender returns. Nil or absent ones wait.
	Carriers map[string]Carrier
	Now      func() time.Time
	Rand     io.Reader // of nonces; crypto/rand when nil
	Log      *slog.Logger
	// VoicesChanged is told after a commit that other recordings may be in use from now on; see VoicesInUse. It may be
	// called at several places at once. Nil when nobody wants to know.
	VoicesChanged func()
	// Trace is told of every committed Step, for transcripts. It sees personal data: never set it in production.
	Trace func(ev bot.Event, effects []bot.Effect)
}

// Dispatcher works events. Make it with New. All its methods are safe for concurrent use.
type Dispatcher struct {
	c       Config
	senders map[string]Sender
	turns   [256]sync.Mutex // by contact: one event of a contact at a time
	seed    maphash.Seed
	tries   tries
	watch   watchers
	classes *classes
	wake    chan struct{}
	Stats   Stats
}

// New returns a Dispatcher. Call Run to send what it puts into the outbox.
func New(c Config) *Dispatcher {
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	d := &Dispatcher{
		c: c, senders: map[string]Sender{}, seed: maphash.MakeSeed(), wake: make(chan struct{}, 1),
		tries: tries{count: map[string]int{}}, watch: watchers{of: map[string]map[chan struct{}]bool{}}, classes: newClasses(),
	}
	for _, s := range c.Senders {
		d.senders[s.Name()] = s
	}
	return d
}

// maxTries is how often an event may fail before it is parked.
const maxTries = 3

// Handle works one event. It returns nil once everything that follows from it is on disk, and also for an event
// that was worked before. It returns an error when the event must be delivered again; after three failures it
// parks the event, apologises to the citizen and returns nil, so that one event never stops the line.
func (d *Dispatcher) Handle(ctx context.Context, ev bot.Event) error {
	ev.Contact = d.contactID(ev.Channel, ev.Address)
	if ev.At.IsZero() {
		ev.At = d.c.Now()
	}
	defer d.turn(ev.Contact)()
	err := d.work(ctx, ev)
	switch {
	case err == nil:
		d.tries.forget(ev.ID)
		d.Stats.Events.Add(1)
		return nil
	case ctx.Err() != nil, errors.Is(err, store.ErrClosed):
		return err
	}
	d.Stats.Failures.Add(1)
	n := d.tries.add(ev.ID)
	d.c.Log.Error("event failed", "event", ev.ID, "channel", ev.Channel, "try", n, "err", err)
	if n < maxTries {
		return err
	}
	if parkErr := d.park(ctx, ev, n, err); parkErr != nil {
		return errors.Join(err, parkErr)
	}
	d.tries.forget(ev.ID)
	return nil
}

func (d *Dispatcher) contactID(channel, address string) string {
	return d.c.Store.ContactID(channel + ":" + address)
}

// turn waits for the contact's turn and returns what ends it.
func (d *Dispatcher) turn(contact string) (done func()) {
	m := &d.turns[maphash.String(d.seed, contact)%uint64(len(d.turns))]
	m.Lock()
	return m.Unlock
}

// turnsOf waits for the turns of several contacts and returns what ends them. They are waited for in one order, so
// that nobody waits for somebody who waits for them.
func (d *Dispatcher) turnsOf(contacts []string) (done func()) {
	var at []uint64
	for _, c := range contacts {
		at = append(at, maphash.String(d.seed, c)%uint64(len(d.turns)))
	}
	slices.Sort(at)
	at = slices.Compact(at)
	for _, i := range at {
		d.turns[i].Lock()
	}
	return func() {
		for _, i := range at {
			d.turns[i].Unlock()
		}
	}
}

// work steps and commits, again from the beginning when someone else changed the contact or took the reference.
func (d *Dispatcher) work(ctx context.Context, ev bot.Event) error {
	const rounds = 5
	var err error
	for range rounds {
		if err = d.once(ctx, ev); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return err
}

func (d *Dispatcher) once(ctx context.Context, ev bot.Event) error {
	if _, err := io.ReadFull(d.c.Rand, ev.Nonce[:]); err != nil {
		return fmt.Errorf("draw nonce: %w", err)
	}
	var contact store.Contact
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		contact, err = loadContact(tx, ev)
		return err
	})
	if err != nil {
		return err
	}
	if _, says := ev.Input.(bot.Blocked); !says {
		contact.Blocked = false // who writes wants to be answered
	}
	b := d.c.Bot()
	state, err := decode(contact)
	if err != nil {
		return err
	}
	next, effects, err := step(b, state, ev)
	if err != nil {
		return err
	}
	return d.commit(ctx, b, contact, state, next, ev, effects)
}

// loadContact returns the contact, a new one when it is not known.
func loadContact(tx *store.Tx, ev bot.Event) (store.Contact, error) {
	c, err := tx.Contact(ev.Contact)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrForgotten) {
		return store.Contact{ID: ev.Contact, Channel: ev.Channel, Address: ev.Address}, nil
	}
	return c, err
}

func decode(c store.Contact) (bot.State, error) {
	var s bot.State
	if len(c.State) == 0 {
		return s, nil
	}
	if err := json.Unmarshal(c.State, &s); err != nil {
		return s, fmt.Errorf("read state of contact %s: malformed", c.ID)
	}
	return s, nil
}

// step calls the engine and turns a panic into an error that holds nothing of what was written.
func step(b *bot.Bot, s bot.State, ev bot.Event) (next bot.State, effects []bot.Effect, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &panicError{stack: debug.Stack()}
		}
	}()
	next, effects = b.Step(s, ev)
	return next, effects, nil
}

// panicError is a fault of the engine. Its value may quote a citizen, its stack does not.
type panicError struct{ stack []byte }

func (e *panicError) Error() string { return "engine panicked: " + string(e.stack) }

// park puts an event aside for an operator and apologises.
func (d *Dispatcher) park(ctx context.Context, ev bot.Event, tries int, why error) error {
	body, err := json.Marshal(map[string]any{"type": fmt.Sprintf("%T", ev.Input), "input": ev.Input})
	if err != nil {
		return fmt.Errorf("park event %s: %w", ev.ID, err)
	}
	err = d.c.Store.Update(ctx, func(tx *store.Tx) error {
		if first, err := tx.Once(ev.ID, ev.At); err != nil || !first {
			return err
		}
		contact, err := loadContact(tx, ev)
		if err != nil {
			return err
		}
		if contact.Version == 0 {
			if err := tx.PutContact(contact); err != nil {
				return err
			}
		}
		return tx.Park(store.ParkedEvent{ID: ev.ID, Contact: ev.Contact, Channel: ev.Channel, At: ev.At, Tries: tries, Why: why.Error(), Body: body})
	})
	if err != nil {
		return fmt.Errorf("park event %s: %w", ev.ID, err)
	}
	d.Stats.Parked.Add(1)
	d.c.Log.Error("event parked", "event", ev.ID, "channel", ev.Channel)
	sorry := ev
	sorry.ID, sorry.Input = ev.ID+":sorry", bot.GaveUp{}
	if err := d.work(ctx, sorry); err != nil {
		d.c.Log.Error("apology failed", "event", ev.ID, "err", err)
	}
	return nil
}

// tries counts the failures of events between two deliveries. It is bounded: an event that is never delivered
// again would stay otherwise.
type tries struct {
	mu    sync.Mutex
	count map[string]int
}

func (t *tries) add(id string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	const most = 10_000
	if len(t.count) >= most {
		clear(t.count)
	}
	t.count[id]++
	return t.count[id]
}

func (t *tries) forget(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.count, id)
}
