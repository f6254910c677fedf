package store

import (
	"context"
	"errors"
	"io"
)

// Sentinels that callers branch on. Drivers and the typed layer wrap them, so compare with errors.Is.
var (
	// ErrNotFound: no such key or record.
	ErrNotFound = errors.New("not found")
	// ErrReadOnly: a write was tried inside View.
	ErrReadOnly = errors.New("transaction is read-only")
	// ErrConflict: the record was changed by somebody else since it was read. Read again and repeat.
	ErrConflict = errors.New("version conflict")
	// ErrForgotten: the contact's key was destroyed (or never made), so nothing personal can be read or written.
	ErrForgotten = errors.New("contact is forgotten")
	// ErrWrongKey: the store was sealed under another master key.
	ErrWrongKey = errors.New("store is sealed under another master key")
	// ErrLoginTaken: another member of staff has this login.
	ErrLoginTaken = errors.New("login is taken")
	// ErrLocked: another process has the store open.
	ErrLocked = errors.New("store is in use by another process")
	// ErrCorrupt: the stored bytes are damaged. Restoring a backup is the cure.
	ErrCorrupt = errors.New("store is damaged")
	// ErrClosed: the engine was closed.
	ErrClosed = errors.New("store is closed")
	// ErrKey: a key is empty, longer than MaxKey, or an identifier holds a zero byte.
	ErrKey = errors.New("key is empty, too long or malformed")
	// ErrSchema: a record was written by a newer release.
	ErrSchema = errors.New("record was written by a newer release")
	// ErrScanning: a write was tried from inside a Scan.
	ErrScanning = errors.New("write inside a scan")
)

// MaxKey is the longest key in bytes that every engine takes.
const MaxKey = 2048

// Engine keeps keys and values on disk. It has transactions, ordered keys and durable commits, and knows nothing of
// what it keeps; Store gives it meaning. It is safe for concurrent use. storetest.Run holds what an engine promises.
type Engine interface {
	// View runs fn on a consistent read-only picture of the store. Writes inside fn fail with ErrReadOnly.
	// View returns fn's error. fn must be quick: an open picture can hold up writers.
	View(ctx context.Context, fn func(KV) error) error

	// Update runs fn and commits what it wrote, all or nothing. It returns nil only when the commit is on
	// disk. When fn returns an error nothing of it is kept and Update returns that error. fn may run more
	// than once, possibly sharing a commit with others: it must touch only its KV, assign (never append to) what
	// it captured, do nothing slow and never call View or Update.
	Update(ctx context.Context, fn func(KV) error) error

	// Backup writes a consistent copy of the whole store to w while the store stays in use. A slow w holds
	// nobody up.
	Backup(w io.Writer) error

	// Close waits for running transactions and closes the store. Later calls return ErrClosed.
	Close() error
}

// KV is the inside of one transaction. It is used by one goroutine and only until the function it was given to
// returns. Buckets are named spaces of keys and need no creation. Keys are 1 to MaxKey bytes and order by bytes.
type KV interface {
	// Get returns a copy of the value, which outlives the transaction, or ErrNotFound.
	Get(bucket string, key []byte) ([]byte, error)

	// Put stores a copy of value under key, replacing what was there.
	Put(bucket string, key, value []byte) error

	// Delete removes key. An absent key is no error.
	Delete(bucket string, key []byte) error

	// Scan calls fn for each key with from <= key < to in byte order, or from the last to the first when
	// reverse is set. A nil from or to has no bound. It ends when fn says no more or returns an error, which
	// Scan returns. fn gets copies, may read, and must not write (ErrScanning).
	Scan(bucket string, from, to []byte, reverse bool, fn func(key, value []byte) (more bool, err error)) error
}
