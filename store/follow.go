package store

import (
	"context"
	"sync"
	"time"
)

// Follower is a reader of the feed. All fields are needed but FromStart and Worked.
type Follower struct {
	Name string // of its cursor
	// FromStart lets a reader that has no cursor yet begin with the oldest line; else it begins with what comes next.
	FromStart bool
	Now       func() time.Time
	// Poll is how long it waits at most before it looks for lines that another process wrote, and how long it waits
	// after an error.
	Poll time.Duration
	// Work does what is to be done about some lines, at least one. It runs in the transaction that moves the cursor
	// on, so it counts once, and like every function of Update it may run twice.
	Work func(tx *Tx, lines []FeedLine) error
	// Worked is called after such a transaction is on disk.
	Worked func()
	// Failed is told of an error; the same lines come again after Poll.
	Failed func(error)
}

const followStep = 100

// Follow works the feed for f until ctx is done.
func (s *Store) Follow(ctx context.Context, f Follower) {
	for ctx.Err() == nil {
		grows := s.FeedGrows()
		more, err := s.followOnce(ctx, f)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			f.Failed(err)
			grows = nil
		case more:
			if f.Worked != nil {
				f.Worked()
			}
			continue
		}
		wait(ctx, grows, f.Poll)
	}
}

// wait returns after a time, or when the channel is closed, or when ctx is done.
func wait(ctx context.Context, closed <-chan struct{}, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-closed:
	case <-timer.C:
	}
}

// followOnce works the next lines, and reports whether there were any. An idle reader writes its cursor once a day, so
// that Prune goes on reckoning with it.
func (s *Store) followOnce(ctx context.Context, f Follower) (worked bool, err error) {
	idle := false
	err = s.View(ctx, func(tx *Tx) error {
		idle, err = tx.followerIdle(f)
		return err
	})
	if err != nil || idle {
		return false, err
	}
	err = s.Update(ctx, func(tx *Tx) error {
		worked = false
		at, err := tx.feedStart(f.Name, f.FromStart)
		if err != nil {
			return err
		}
		lines, err := tx.Feed(at, followStep)
		if err != nil {
			return err
		}
		if worked = len(lines) > 0; worked {
			if err := f.Work(tx, lines); err != nil {
				return err
			}
			at = lines[len(lines)-1].Seq
		}
		return tx.SetCursor(f.Name, at, f.Now())
	})
	return worked && err == nil, err
}

// followerIdle reports whether f has nothing to do, not even to set its cursor.
func (tx *Tx) followerIdle(f Follower) (bool, error) {
	var c cursorDoc
	err := tx.Doc(kindCursor, f.Name, &c)
	if isNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	last, err := tx.FeedLast()
	return last <= c.Seq && f.Now().Sub(c.At) < 24*time.Hour, err
}

// waker tells those who wait that the feed grew.
type waker struct {
	mu sync.Mutex
	ch chan struct{}
}

func (w *waker) wait() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ch == nil {
		w.ch = make(chan struct{})
	}
	return w.ch
}

func (w *waker) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ch != nil {
		close(w.ch)
		w.ch = nil
	}
}

// FeedGrows returns a channel that is closed when this process has next committed a line to the feed. Take it before
// reading the feed, so that nothing slips through in between.
func (s *Store) FeedGrows() <-chan struct{} { return s.grown.wait() }
