// Package store keeps what must not be lost: contacts, cases, files, outgoing messages, staff and the trail of what
// staff did. Store gives aggregates with version checks, indexes and encryption at rest; an Engine below it (package
// bolt) gives transactions. What is personal is sealed under a key of its contact and the rest under the master
// key; forgetting a contact destroys its key.
//
// No error of this package holds anything that a citizen wrote or is called.
package store

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Store is an opened store. It is safe for concurrent use.
type Store struct {
	engine Engine
	keys   *Keys
	grown  waker
}

const (
	canaryID   = "canary"
	canaryText = "danloi"
)

// New returns the store that lies in e, which it seals for k when it is new. A store sealed under another master key
// is ErrWrongKey. Closing the engine is the caller's.
func New(e Engine, k *Keys) (*Store, error) {
	s := &Store{engine: e, keys: k}
	err := e.View(context.Background(), s.checkCanary)
	if errors.Is(err, ErrNotFound) {
		err = e.Update(context.Background(), s.putCanary)
	}
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err := s.reindexCases(context.Background()); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	return s, nil
}

func (s *Store) checkCanary(kv KV) error {
	sealed, err := kv.Get(bucketMeta, []byte(canaryID))
	if err != nil {
		return err
	}
	plain, err := s.keys.openPlain(bucketMeta, canaryID, fieldHead, sealed)
	if err != nil || string(plain) != canaryText {
		return ErrWrongKey
	}
	return nil
}

// putCanary seals a new store; another process that shares the engine may have been first.
func (s *Store) putCanary(kv KV) error {
	err := s.checkCanary(kv)
	if !errors.Is(err, ErrNotFound) {
		return err
	}
	return kv.Put(bucketMeta, []byte(canaryID), s.keys.sealPlain(bucketMeta, canaryID, fieldHead, []byte(canaryText)))
}

// View runs fn on a consistent picture of the store and returns fn's error. Writes fail with ErrReadOnly.
func (s *Store) View(ctx context.Context, fn func(*Tx) error) error {
	return s.engine.View(ctx, func(kv KV) error { return fn(s.begin(kv)) })
}

// Update runs fn and commits what it wrote, all or nothing; nil means that it is on disk. fn may run twice: it touches
// only its Tx, assigns (never appends to) what it captured, does nothing slow, and never calls View or Update.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	fed := false
	err := s.engine.Update(ctx, func(kv KV) error {
		tx := s.begin(kv)
		err := fn(tx)
		fed = tx.fed
		return err
	})
	if err == nil && fed {
		s.grown.wake()
	}
	return err
}

// Backup writes a consistent copy of the store to w while it stays in use. The master key is not in it.
func (s *Store) Backup(w io.Writer) error { return s.engine.Backup(w) }

// ContactID returns the opaque id of an address such as "telegram:123".
func (s *Store) ContactID(address string) string { return s.keys.ContactID(address) }

// Sign returns 32 bytes that only who has the master key can make of these parts. Compare them in constant time.
func (s *Store) Sign(parts ...string) []byte { return s.keys.Sign(parts...) }

// Tx is the inside of one transaction of a Store: one goroutine's, until the function it was given to returns.
type Tx struct {
	kv     KV
	keys   *Keys
	opened map[string]ownerKey
	fed    bool // a line was added to the feed
}

func (s *Store) begin(kv KV) *Tx {
	return &Tx{kv: kv, keys: s.keys, opened: map[string]ownerKey{}}
}
