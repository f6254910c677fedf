package dispatch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"danloi/bot"
	"danloi/learn"
	"danloi/store"
)

// classNews is what one transaction did to classes: those whose screen may show something else, and those that moved
// on, so that their learners are shown it.
type classNews struct{ change, move []string }

func (n *classNews) changed(id string) { n.change = append(n.change, id) }
func (n *classNews) moved(id string)   { n.move = append(n.move, id) }

// classes are the classes that have moved on and whose learners are not all told yet, and those who watch a class.
type classes struct {
	watch watchers
	wake  chan struct{}

	mu   sync.Mutex
	move map[string]bool
}

func newClasses() *classes {
	return &classes{watch: watchers{of: map[string]map[chan struct{}]bool{}}, wake: make(chan struct{}, 1), move: map[string]bool{}}
}

// publish is called after the commit.
func (s *classes) publish(n classNews) {
	for _, id := range n.change {
		s.watch.tell(id)
	}
	if len(n.move) == 0 {
		return
	}
	s.mu.Lock()
	for _, id := range n.move {
		s.move[id] = true
	}
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *classes) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := slices.Sorted(maps.Keys(s.move))
	clear(s.move)
	return ids
}

const (
	classToldKind = "class_told" // class: the number of the step that all learners were shown
	// classHands is how many learners are shown a step at once: their commits share one sync to disk.
	classHands = 32
	classRetry = 2 * time.Second
)

// runClasses shows learners where their class is, until ctx ends. It begins with what a process that died left undone.
func (d *Dispatcher) runClasses(ctx context.Context) {
	if err := d.untold(ctx); err != nil && ctx.Err() == nil {
		d.c.Log.Error("classes cannot be read", "err", err)
	}
	for ctx.Err() == nil {
		if err := d.TellClasses(ctx); err != nil && ctx.Err() == nil {
			d.c.Log.Error("a class could not be shown to all", "err", err)
			pause(ctx, classRetry)
			continue
		}
		select {
		case <-ctx.Done():
		case <-d.classes.wake:
		}
	}
}

// untold finds the classes that moved on without all learners having been told.
func (d *Dispatcher) untold(ctx context.Context) error {
	var news classNews
	err := d.c.Store.View(ctx, func(tx *store.Tx) error {
		news = classNews{}
		return tx.EachClass(func(c learn.Class) error {
			told, err := toldStep(tx, c.ID)
			if err == nil && told < c.Steps && c.Closed.IsZero() {
				news.moved(c.ID)
			}
			return err
		})
	})
	d.classes.publish(news)
	return err
}

func toldStep(tx *store.Tx, id string) (int, error) {
	var step int
	err := tx.Doc(classToldKind, id, &step)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	return step, err
}

// TellClasses shows the learners of every class that has moved on where it is now, each in a transaction of their own.
// Run does so by itself; tests call it to go on in step. A learner who cannot be told is left for the next call; the
// error says so.
func (d *Dispatcher) TellClasses(ctx context.Context) error {
	var all error
	for _, id := range d.classes.take() {
		if err := d.tellClass(ctx, id); err != nil {
			d.classes.publish(classNews{move: []string{id}})
			all = errors.Join(all, fmt.Errorf("class %s: %w", id, err))
		}
	}
	return all
}

func (d *Dispatcher) tellClass(ctx context.Context, id string) error {
	var c learn.Class
	var contacts []string
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		if c, err = tx.Class(id); err != nil {
			return err
		}
		contacts, err = phonesOf(tx, id)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := d.tellPhones(ctx, id, contacts); err != nil {
		return err
	}
	return d.c.Store.Update(ctx, func(tx *store.Tx) error { return tx.PutDoc(classToldKind, id, c.Steps) })
}

// phonesOf returns the contacts who are in a class now.
func phonesOf(tx *store.Tx, class string) ([]string, error) {
	members, err := tx.ClassPresence(class)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, m := range members {
		if m.Contact != "" && m.There() {
			there[m.Contact] = true
		}
	}
	return slices.Sorted(maps.Keys(there)), nil
}

func (d *Dispatcher) tellPhones(ctx context.Context, class string, contacts []string) error {
	slots := make(chan struct{}, classHands)
	errs := make([]error, len(contacts))
	var wg sync.WaitGroup
	for i, contact := range contacts {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			errs[i] = d.tellPhone(ctx, class, contact)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// tellPhone is work for a contact who did nothing.
func (d *Dispatcher) tellPhone(ctx context.Context, class, contact string) error {
	defer d.turn(contact)()
	const rounds = 5
	var err error
	for range rounds {
		if err = d.tellPhoneOnce(ctx, class, contact); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return err
}

func (d *Dispatcher) tellPhoneOnce(ctx context.Context, class, id string) error {
	var contact store.Contact
	var seen bot.ClassSeen
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		if contact, err = tx.Contact(id); err != nil {
			return err
		}
		c, err := tx.Class(class)
		if err != nil {
			return err
		}
		seen, err = seenBy(tx, c, id)
		return err
	})
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrForgotten) || err == nil && contact.Blocked {
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
		ID: fmt.Sprintf("class:%s:%d:%s", class, seen.Class.Steps, id), Channel: contact.Channel, Address: contact.Address, Contact: id,
		At: d.c.Now(), Input: seen,
	}
	b := d.c.Bot()
	next, effects, err := step(b, state, ev)
	if err != nil || len(effects) == 0 {
		return err
	}
	return d.commit(ctx, b, contact, state, next, ev, effects)
}

// seenBy is a class as the people at one phone see it.
func seenBy(tx *store.Tx, c learn.Class, contact string) (bot.ClassSeen, error) {
	seen := bot.ClassSeen{Class: c}
	seen.Class.Secret = nil
	var err error
	if seen.Seats, err = tx.ClassSeats(c.ID, contact); err != nil {
		return seen, err
	}
	for run := range c.Runs {
		for _, m := range seen.Seats {
			a, err := tx.ClassAnswer(c.ID, run, m.ID)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return seen, err
			}
			seen.Mine = append(seen.Mine, a)
		}
	}
	return seen, nil
}
