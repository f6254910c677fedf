package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"danloi/feedback"
	"danloi/store"
)

const (
	readerWatch = "reminders"
	seedStep    = 200
	dueStep     = 50
)

// seedWatches begins to watch the cases that were open before anybody watched. It goes on where a crash ended it: a
// case that is watched already is only looked at again.
func (n *Notifier) seedWatches(ctx context.Context) error {
	err := n.c.Store.View(ctx, func(tx *store.Tx) error {
		_, err := tx.Cursor(readerWatch)
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	var last int64
	for cursor, first := "", true; first || cursor != ""; first = false {
		at := cursor
		err := n.c.Store.Update(ctx, func(tx *store.Tx) (err error) {
			if at == "" {
				if last, err = tx.FeedLast(); err != nil {
					return err
				}
			}
			cases, next, err := tx.OpenCases("", at, seedStep)
			if err != nil {
				return err
			}
			cursor = next
			return n.look(tx, refsOf(cases))
		})
		if err != nil {
			return fmt.Errorf("begin to watch cases: %w", err)
		}
	}
	return n.c.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetCursor(readerWatch, last, n.c.Now()) })
}

func refsOf(cases []feedback.Case) []string {
	refs := make([]string, 0, len(cases))
	for _, c := range cases {
		refs = append(refs, c.Ref)
	}
	return refs
}

// followWatches looks at each case that changed.
func (n *Notifier) followWatches(ctx context.Context) {
	n.follow(ctx, readerWatch, func(tx *store.Tx, lines []store.FeedLine) error {
		seen := map[string]bool{}
		var refs []string
		for _, l := range lines {
			if !seen[l.Ref] {
				seen[l.Ref] = true
				refs = append(refs, l.Ref)
			}
		}
		return n.look(tx, refs)
	})
}

// remindLoop looks at each case when its time has come.
func (n *Notifier) remindLoop(ctx context.Context) {
	for ctx.Err() == nil {
		grows := n.c.Store.FeedGrows()
		more, err := n.remindDue(ctx)
		if err != nil && ctx.Err() == nil {
			n.c.Log.Error("reminders cannot be worked", "err", err)
			pause(ctx, nil, lookMost)
			continue
		}
		if more {
			continue
		}
		wait := lookMost
		if at, ok, err := n.nextWatch(ctx); err == nil && ok {
			wait = min(wait, max(at.Sub(n.c.Now()), backward/30))
		}
		pause(ctx, grows, wait)
	}
}

// remindDue looks at the first cases whose time has come, and reports whether there may be more.
func (n *Notifier) remindDue(ctx context.Context) (more bool, err error) {
	due := false
	err = n.c.Store.View(ctx, func(tx *store.Tx) error {
		at, ok, err := tx.NextWatch()
		due = ok && !at.After(n.c.Now())
		return err
	})
	if err != nil || !due {
		return false, err
	}
	err = n.c.Store.Update(ctx, func(tx *store.Tx) error {
		refs, err := tx.DueWatches(n.c.Now(), dueStep)
		if err != nil {
			return err
		}
		more = len(refs) > 0
		return n.look(tx, refs)
	})
	n.c.Wake()
	return more && err == nil, err
}

func (n *Notifier) nextWatch(ctx context.Context) (at time.Time, ok bool, err error) {
	err = n.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		at, ok, err = tx.NextWatch()
		return err
	})
	return at, ok, err
}

// look tells what is due of some cases and notes it, all in one transaction: nobody is told twice, whatever
// happens in between.
func (n *Notifier) look(tx *store.Tx, refs []string) error {
	var everybody *roster
	for _, ref := range refs {
		c, ok, err := n.load(tx, ref)
		if err != nil {
			return err
		}
		if !ok || !c.Working() {
			if err := tx.DeleteWatch(ref); err != nil {
				return err
			}
			continue
		}
		w, err := tx.Watch(ref)
		if err != nil {
			return err
		}
		due, told, next := c.Remind(w.Told, n.c.Now(), n.c.Calendar)
		if len(due) > 0 && everybody == nil {
			r, err := loadRoster(tx)
			if err != nil {
				return err
			}
			everybody = &r
		}
		for _, r := range due {
			if c, err = n.remind(tx, *everybody, c, r); err != nil {
				return err
			}
		}
		if err := tx.PutWatch(store.Watch{Ref: ref, Told: told, Next: next}); err != nil {
			return err
		}
	}
	return nil
}

// remind tells one thing of a case, and keeps in its story that others than its officers were told.
func (n *Notifier) remind(tx *store.Tx, everybody roster, c feedback.Case, r feedback.Reminder) (feedback.Case, error) {
	if r.Escalates() {
		next, err := c.Do(feedback.Action{Kind: feedback.DoRemind, By: feedback.BySystem, Reminder: r},
			feedback.World{Now: n.c.Now(), Calendar: n.c.Calendar, Directory: n.c.Directory})
		if err == nil {
			if err := tx.PutCase(next); err != nil {
				return c, err
			}
			c = next
		} else {
			n.c.Log.Warn("a reminder finds no room in the story", "case", c.Ref, "err", err)
		}
	}
	if n.c.Mail == nil {
		return c, nil
	}
	for _, p := range everybody.hears(c, r.Step, n.c.Directory.Office()) {
		if p.email == "" {
			continue
		}
		tell := n.collect
		if c.Urgent {
			tell = n.remindNow
		}
		if err := tell(tx, p, c, r); err != nil {
			return c, err
		}
	}
	return c, nil
}
