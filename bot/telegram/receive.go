package telegram

import (
	"context"
	"fmt"
	"runtime/debug"

	"danloi/bot"
)

// receive does what must be done once for an update that is an event, before it is handled: it stops the wheel on
// the button, forgets the message that is no longer the last of the chat, and fetches the file. It fails only when
// ctx ends.
func (c *Channel) receive(ctx context.Context, in received) (bot.Event, error) {
	if in.callback != "" {
		c.answer(in.callback)
	}
	if id, ok := c.last.get(in.chat); ok && id != in.tapped {
		c.last.drop(in.chat)
	}
	f, ok := in.event.Input.(bot.File)
	if in.file == nil || !ok {
		return in.event, nil
	}
	f, err := c.fetch(ctx, f, *in.file)
	in.event.Input = f
	return in.event, err
}

// handle calls Handle and makes an error of a panic. It is not cut short when ctx ends, but after handleTimeout: what
// has begun shall be committed.
func (c *Channel) handle(ctx context.Context, ev bot.Event) error {
	return c.guarded(ctx, ev.ID, func(ctx context.Context) error { return c.cfg.Handle(ctx, ev) })
}

// guarded is handle for any work on an event.
func (c *Channel) guarded(ctx context.Context, id string, work func(context.Context) error) (err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), handleTimeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			c.cfg.Log.Error("telegram: panic", "event", id, "stack", string(debug.Stack()))
			err = fmt.Errorf("handle event %s: panic of type %T", id, p)
		}
		if err != nil {
			c.count.handleErrors.Add(1)
			return
		}
		c.count.handled.Add(1)
	}()
	return work(ctx)
}
