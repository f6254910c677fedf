package bolt

import (
	"context"
	"fmt"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"danloi/store"
)

// A group is the set of updates that share one commit. Each caller runs its own function on its own goroutine, one
// after the other, on the group's transaction; whoever finds nobody waiting behind commits for all. A lone caller
// therefore never waits for company, and while one group is being synced the next one gathers. A function that
// fails or panics takes its own writes back (see kv.undo), and the others never notice.
type group struct {
	tx    *bbolt.Tx
	calls int
	bytes int
	dirty bool
	done  chan struct{} // closed when err is final
	err   error
}

// Update implements store.Engine.
func (db *DB) Update(ctx context.Context, fn func(store.KV) error) error {
	g, err := db.join(ctx)
	if err != nil {
		return err
	}
	failed := db.runIn(ctx, g, fn)
	<-g.done // a failure that rests on what others wrote is only as good as their commit
	if g.err != nil {
		return g.err
	}
	return failed
}

// takeTurn waits until the caller may touch db.group, and says so to whoever holds the turn now.
func (db *DB) takeTurn() {
	db.waiting.Add(1)
	db.turn.Lock()
	db.waiting.Add(-1)
}

// join takes the turn and returns the open group, or begins one. On error the turn is already passed on.
func (db *DB) join(ctx context.Context) (*group, error) {
	db.takeTurn()
	if err := db.mayJoin(ctx); err != nil {
		db.passTurn()
		return nil, err
	}
	if db.group == nil {
		tx, err := db.bolt.Begin(true)
		if err != nil {
			db.passTurn()
			return nil, fmt.Errorf("begin update of %s: %w", db.path, err)
		}
		db.group = &group{tx: tx, done: make(chan struct{})}
	}
	return db.group, nil
}

func (db *DB) mayJoin(ctx context.Context) error {
	if db.closed {
		return store.ErrClosed
	}
	return ctx.Err()
}

// runIn runs fn on g's transaction and passes the turn on, also when fn panics or ends its goroutine.
func (db *DB) runIn(ctx context.Context, g *group, fn func(store.KV) error) (err error) {
	w := &kv{ctx: ctx, tx: g.tx, write: true}
	kept := false
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		g.calls++
		if kept {
			g.dirty = g.dirty || len(w.undos) > 0
			g.bytes += w.bytes
		} else if err := w.undo(); err != nil {
			g.err = err
		}
		w.tx = nil
		db.passTurn()
	}()
	err = fn(w)
	kept = err == nil && w.broken == nil
	if w.broken != nil {
		return w.broken
	}
	return err
}

// passTurn lets the next caller in, after committing the group when nobody waits or the group is full.
func (db *DB) passTurn() {
	if g := db.group; g != nil {
		full := g.calls >= db.maxGroup || g.bytes >= maxGroupBytes || g.err != nil
		if full || db.waiting.Load() == 0 {
			db.finish()
		}
	}
	db.turn.Unlock()
}

// finish commits the open group and tells its members.
func (db *DB) finish() {
	g := db.group
	db.group = nil
	defer close(g.done)
	defer func() {
		if p := recover(); p != nil {
			g.err = db.damaged(p)
			g.tx.Rollback()
		}
	}()
	if g.err != nil || !g.dirty {
		g.tx.Rollback()
		return
	}
	if err := g.tx.Commit(); err != nil {
		g.err = fmt.Errorf("commit to %s: %w", db.path, err)
	}
}
