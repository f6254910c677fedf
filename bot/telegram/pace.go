package telegram

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"danloi/bot"
)

// Pace is how fast messages go out. A zero field takes its default.
type Pace struct {
	// PerSecond and Burst limit all messages together. Telegram takes 30 in a second; the defaults of 25 and 3
	// never send more than 28, which leaves room for messages that the network brings closer together.
	PerSecond float64
	Burst     int
	// ChatPerSecond and ChatBurst limit the messages to one chat. Telegram asks for 1 a second and bears short
	// bursts; the defaults are 1 and 3.
	ChatPerSecond float64
	ChatBurst     int
}

func (p Pace) withDefaults() Pace {
	if p.PerSecond <= 0 {
		p.PerSecond = 25
	}
	if p.Burst <= 0 {
		p.Burst = 3
	}
	if p.ChatPerSecond <= 0 {
		p.ChatPerSecond = 1
	}
	if p.ChatBurst <= 0 {
		p.ChatBurst = 3
	}
	return p
}

// groupMinute is how many messages Telegram takes in a minute in a group, whose number is below 0.
const groupMinute = 20

// sweepAt is the least number of chats at which idle ones are dropped.
const sweepAt = 1024

// pacer makes senders wait. It is safe for concurrent use.
type pacer struct {
	pace Pace
	all  *rate.Limiter

	mu     sync.Mutex
	chats  map[int64]*rate.Limiter
	sweep  int       // size of chats at which idle ones are dropped next
	paused time.Time // nothing is sent before
}

func newPacer(p Pace) *pacer {
	p = p.withDefaults()
	return &pacer{
		pace:  p,
		all:   rate.NewLimiter(rate.Limit(p.PerSecond), p.Burst),
		chats: map[int64]*rate.Limiter{},
		sweep: sweepAt,
	}
}

// errPaused is the cause while the whole channel waits because Telegram asked for it.
var errPaused = errors.New("paused: telegram asked to wait")

// wait returns when one message may go to chat, or with an error when ctx ends or the channel is paused.
func (p *pacer) wait(ctx context.Context, chat int64) error {
	if err := p.pausedFor(); err != nil {
		return err
	}
	if err := hold(ctx, p.reserve(chat)); err != nil {
		return err
	}
	if err := hold(ctx, p.all.Reserve()); err != nil {
		return err
	}
	return p.pausedFor()
}

// hold waits until r is due. When ctx ends first, r is given back.
func hold(ctx context.Context, r *rate.Reservation) error {
	if err := sleep(ctx, r.Delay()); err != nil {
		r.Cancel()
		return err
	}
	return nil
}

// reserve takes the chat's next turn. It does so under the lock, so that no limiter is swept with a turn taken.
func (p *pacer) reserve(chat int64) *rate.Reservation {
	p.mu.Lock()
	defer p.mu.Unlock()
	l, ok := p.chats[chat]
	if !ok {
		if len(p.chats) >= p.sweep {
			p.dropIdle()
		}
		perSecond := p.pace.ChatPerSecond
		if chat < 0 {
			perSecond = min(perSecond, float64(groupMinute-p.pace.ChatBurst)/60)
		}
		l = rate.NewLimiter(rate.Limit(perSecond), p.pace.ChatBurst)
		p.chats[chat] = l
	}
	return l.Reserve()
}

// dropIdle forgets the chats whose burst is whole again: a new limiter is the same.
func (p *pacer) dropIdle() {
	for chat, l := range p.chats {
		if l.Tokens() >= float64(p.pace.ChatBurst) {
			delete(p.chats, chat)
		}
	}
	p.sweep = max(sweepAt, 2*len(p.chats))
}

// pause stops the whole channel for d.
func (p *pacer) pause(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(d); until.After(p.paused) {
		p.paused = until
	}
}

func (p *pacer) pausedFor() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if left := time.Until(p.paused); left > 0 {
		return &bot.SendError{Kind: bot.SendLater, RetryAfter: left, Err: errPaused}
	}
	return nil
}

// sleep waits for d or until ctx ends; then it returns its error.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
