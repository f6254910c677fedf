// Package bolt is the embedded engine of the store: one file, one process, no server. Commits that arrive together
// share one sync to disk.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"

	"danloi/store"
)

// Options tune Open. The zero value is right for production.
type Options struct {
	// Timeout is how long Open waits for another process to let the file go. Zero means one second; it never
	// waits for ever.
	Timeout time.Duration
	// MapSize is the address space reserved for the file in bytes; zero means 1 GiB. It costs no memory. A store
	// that outgrows it makes a writer wait for all open pictures once each time the map doubles.
	MapSize int
	// MaxGroup is the largest number of commits that share one sync; zero means 256.
	MaxGroup int
}

const (
	defaultTimeout  = time.Second
	defaultMapSize  = 1 << 30
	defaultMaxGroup = 256
	maxGroupBytes   = 4 << 20
)

// DB is an open store file. It is a store.Engine and safe for concurrent use.
type DB struct {
	bolt     *bbolt.DB
	path     string
	maxGroup int

	waiting atomic.Int64 // callers that will take the turn
	turn    sync.Mutex   // held by the caller whose function runs or who commits
	group   *group       // open group, guarded by turn
	closed  bool         // guarded by turn
}

var _ store.Engine = (*DB)(nil)

// View implements store.Engine.
func (db *DB) View(ctx context.Context, fn func(store.KV) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	return closedError(db.bolt.View(func(tx *bbolt.Tx) error {
		return fn(&kv{ctx: ctx, tx: tx})
	}))
}

func closedError(err error) error {
	if errors.Is(err, bbolterrors.ErrDatabaseNotOpen) {
		return store.ErrClosed
	}
	return err
}

// Close implements store.Engine. Closing twice is no error.
func (db *DB) Close() error {
	db.takeTurn()
	if db.group != nil {
		db.finish()
	}
	db.closed = true
	db.turn.Unlock()
	if err := db.bolt.Close(); err != nil {
		return fmt.Errorf("close store %s: %w", db.path, err)
	}
	return nil
}
