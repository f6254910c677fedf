package store

import (
	"context"
	"fmt"
	"time"
)

const sessionSchema = 1

// Sessions keeps the console's log-in sessions in the store. It has the methods of a session store of scs
// (github.com/alexedwards/scs/v2), with and without a context. Tokens are kept as hashes, contents sealed.
type Sessions struct {
	store *Store
	now   func() time.Time
}

// NewSessions returns the sessions kept in s.
func NewSessions(s *Store) *Sessions { return &Sessions{store: s, now: time.Now} }

type sessionDoc struct {
	Expiry time.Time `json:"expiry"`
	Data   []byte    `json:"data"`
}

// FindCtx returns what was committed for a token; found is false when there is nothing or it has ended.
func (s *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.store.View(ctx, func(tx *Tx) error {
		r, err := tx.load(bucketSession, s.name(token), sessionSchema)
		if isNotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		var d sessionDoc
		if err := r.decode(&d, nil); err != nil {
			return err
		}
		data, found = d.Data, s.now().Before(d.Expiry)
		return nil
	})
	if err != nil {
		return nil, false, fmt.Errorf("find session: %w", err)
	}
	if !found {
		return nil, false, nil
	}
	return data, true, nil
}

// CommitCtx keeps data for a token until expiry, replacing what was there.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	name := s.name(token)
	err := s.store.Update(ctx, func(tx *Tx) error {
		r := record{
			bucket: bucketSession, id: name, schema: sessionSchema,
			index: []entry{{bucketSessionTime, join(timeKey(expiry), name)}},
		}
		r, err := r.encode(sessionDoc{Expiry: expiry, Data: data}, nil)
		if err != nil {
			return err
		}
		return tx.save(r)
	})
	if err != nil {
		return fmt.Errorf("commit session: %w", err)
	}
	return nil
}

// DeleteCtx removes a token's session. An absent one is no error.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	err := s.store.Update(ctx, func(tx *Tx) error {
		return tx.remove(bucketSession, s.name(token), sessionSchema)
	})
	if err != nil {
		return fmt.Errorf("delete session: %w", err)
	}
	return nil
}

// Find is FindCtx without a context.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func (s *Sessions) name(token string) string { return s.store.keys.name("session", token) }

// pruneSessions removes the first sessions that have ended.
func (tx *Tx) pruneSessions(now time.Time) (more bool, err error) {
	return tx.pruneIndexed(bucketSessionTime, bucketSession, now)
}
