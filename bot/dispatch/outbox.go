package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"danloi/bot"
	"danloi/store"
)

// Stats are counters for operators; they hold nothing personal.
type Stats struct {
	Events, Failures, Parked       atomic.Int64
	Sent, SendFailures, SendParked atomic.Int64
}

const (
	batch    = 64
	lease    = 2 * time.Minute
	sendTime = 30 * time.Second
	pollMost = 5 * time.Second // also finds what another process has put into the outbox
	inFlight = 16
)

// Run sends what is in the outbox, and shows learners where their class is, until ctx ends; then it waits for what is
// on its way. Messages to one contact
// go one after the other, in order. A message that was sent but not settled when the process died is sent again.
func (d *Dispatcher) Run(ctx context.Context) error {
	slots := make(chan struct{}, inFlight)
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { d.runClasses(ctx) })
	for ctx.Err() == nil {
		due, err := d.lease(ctx)
		if err != nil && ctx.Err() == nil {
			d.c.Log.Error("outbox cannot be read", "err", err)
			pause(ctx, pollMost) // not to be told of it a hundred times a second
		}
		for _, m := range due {
			select {
			case slots <- struct{}{}:
			case <-ctx.Done(): // what is leased and not begun goes when the lease has run out
				return nil
			}
			wg.Go(func() {
				defer func() { <-slots; d.wakeUp() }()
				d.deliver(context.WithoutCancel(ctx), m)
			})
		}
		if len(due) == 0 {
			d.sleep(ctx)
		}
	}
	return nil
}

func pause(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// Wake makes Run look at the outbox at once; call it after something was put there.
func (d *Dispatcher) Wake() { d.wakeUp() }

func (d *Dispatcher) wakeUp() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// lease takes what is due. An idle outbox is only looked at, so that it costs no write.
func (d *Dispatcher) lease(ctx context.Context) (due []store.OutMessage, err error) {
	next, ok, err := d.next(ctx)
	if err != nil || !ok || next.After(d.c.Now()) {
		return nil, err
	}
	err = d.c.Store.Update(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.DueOut(d.c.Now(), batch, lease)
		return err
	})
	return due, err
}

func (d *Dispatcher) next(ctx context.Context) (at time.Time, ok bool, err error) {
	err = d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		at, ok, err = tx.NextOut()
		return err
	})
	return at, ok, err
}

func (d *Dispatcher) sleep(ctx context.Context) {
	wait := pollMost
	if at, ok, err := d.next(ctx); err == nil && ok {
		wait = min(wait, max(at.Sub(d.c.Now()), 10*time.Millisecond))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-d.wake:
	case <-timer.C:
	}
}

// deliver sends one message and settles, postpones or drops it by what the channel says.
func (d *Dispatcher) deliver(ctx context.Context, m store.OutMessage) {
	err := d.send(ctx, m)
	if err == nil {
		d.Stats.Sent.Add(1)
	} else {
		d.Stats.SendFailures.Add(1)
	}
	if err := d.c.Store.Update(ctx, func(tx *store.Tx) error { return d.settle(tx, m, err) }); err != nil {
		d.c.Log.Error("outbox cannot be settled", "message", m.ID, "err", err) // the lease runs out and it goes again
	}
}

func (d *Dispatcher) send(ctx context.Context, m store.OutMessage) error {
	if carry := d.c.Carriers[m.Channel]; carry != nil {
		ctx, cancel := context.WithTimeout(ctx, sendTime)
		defer cancel()
		return carry(ctx, m)
	}
	s, ok := d.senders[m.Channel]
	if !ok {
		return &bot.SendError{Kind: bot.SendLater, Err: errors.New("channel is not running")}
	}
	delivery := bot.Delivery{ID: m.ID, Address: m.Address, Reply: m.Reply}
	if err := json.Unmarshal(m.Body, &delivery.Message); err != nil {
		return &bot.SendError{Kind: bot.SendBroken, Err: errors.New("message is malformed")}
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	return s.Send(ctx, delivery)
}

func (d *Dispatcher) settle(tx *store.Tx, m store.OutMessage, sent error) error {
	if sent == nil {
		return tx.SettleOut(m.ID)
	}
	var se *bot.SendError
	errors.As(sent, &se)
	switch bot.Kind(sent) {
	case bot.SendGone:
		return d.leaveAlone(tx, m)
	case bot.SendBroken:
		d.Stats.SendParked.Add(1)
		d.c.Log.Error("message can never be sent", "message", m.ID, "channel", m.Channel, "err", sent)
		return tx.SettleOut(m.ID)
	}
	if se != nil && se.RetryAfter > 0 {
		return tx.DeferOut(m.ID, d.c.Now().Add(se.RetryAfter))
	}
	parked, err := tx.RetryOut(m.ID, d.c.Now().Add(backoff(m.Tries)))
	if parked {
		d.Stats.SendParked.Add(1)
		d.c.Log.Error("message parked", "message", m.ID, "channel", m.Channel, "err", sent)
	}
	return err
}

// leaveAlone marks a citizen who blocked the bot and drops what waits for them.
func (d *Dispatcher) leaveAlone(tx *store.Tx, m store.OutMessage) error {
	if _, err := tx.DropOut(m.Contact); err != nil {
		return err
	}
	c, err := tx.Contact(m.Contact)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrForgotten) {
		return tx.SettleOut(m.ID)
	}
	if err != nil {
		return err
	}
	c.Blocked = true
	return tx.PutContact(c)
}

// backoff is two seconds doubled with each try, an hour at most.
func backoff(tries int) time.Duration {
	return min(time.Second<<min(max(tries, 1), 12), time.Hour)
}
