package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	rememberEvents = 30 * 24 * time.Hour
	rememberWords  = 2 * 365 * 24 * time.Hour
	pruneStep      = 500
)

// Once remembers the id of an event that came in at this time, and reports whether it is the first time. Ids are
// remembered for 30 days, as a hash, for they may hold an address.
func (tx *Tx) Once(eventID string, at time.Time) (first bool, err error) {
	id := tx.keys.name("event", eventID)
	_, err = tx.kv.Get(bucketOnce, []byte(id))
	if err == nil {
		return false, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return false, fmt.Errorf("once: %w", err)
	}
	when := timeKey(at)
	if err := tx.kv.Put(bucketOnce, []byte(id), []byte(when)); err != nil {
		return false, fmt.Errorf("once: %w", err)
	}
	if err := tx.kv.Put(bucketOnceTime, join(when, id), []byte(id)); err != nil {
		return false, fmt.Errorf("once: %w", err)
	}
	return true, nil
}

// Prune removes what is past its time by now (event ids after 30 days, ended sessions, unanswered questions after two
// years, lines of the feed after 90 days when all have read them, mails in the pen after 90 days), a few hundred at once, and reports whether there is
// more to remove.
func (tx *Tx) Prune(now time.Time) (more bool, err error) {
	events, err := tx.pruneIndexed(bucketOnceTime, bucketOnce, now.Add(-rememberEvents))
	if err != nil {
		return false, fmt.Errorf("prune event ids: %w", err)
	}
	sessions, err := tx.pruneSessions(now)
	if err != nil {
		return false, fmt.Errorf("prune sessions: %w", err)
	}
	words, err := tx.pruneKeys(bucketUnanswered, now.Add(-rememberWords))
	if err != nil {
		return false, fmt.Errorf("prune questions: %w", err)
	}
	feed, err := tx.pruneFeed(now)
	if err != nil {
		return false, fmt.Errorf("prune feed: %w", err)
	}
	pen, err := tx.prunePen(now)
	if err != nil {
		return false, fmt.Errorf("prune pen: %w", err)
	}
	return events || sessions || words || feed || pen, nil
}

// pruneIndexed deletes the first entries of a time index before end, and the keys they name.
func (tx *Tx) pruneIndexed(index, bucket string, end time.Time) (more bool, err error) {
	ids, err := tx.ids(index, nil, []byte(timeKey(end)), false, pruneStep)
	if err != nil {
		return false, err
	}
	for _, id := range ids {
		if err := tx.kv.Delete(bucket, []byte(id)); err != nil {
			return false, err
		}
	}
	return tx.pruneKeys(index, end)
}

// pruneKeys deletes the first keys of a bucket ordered by time before end.
func (tx *Tx) pruneKeys(bucket string, end time.Time) (more bool, err error) {
	var keys [][]byte
	err = tx.kv.Scan(bucket, nil, []byte(timeKey(end)), false, func(key, _ []byte) (bool, error) {
		keys = append(keys, key)
		return len(keys) < pruneStep, nil
	})
	if err != nil {
		return false, err
	}
	for _, key := range keys {
		if err := tx.kv.Delete(bucket, key); err != nil {
			return false, err
		}
	}
	return len(keys) == pruneStep, nil
}

// Prune removes everything past its time by now, in steps that let other commits through.
func (s *Store) Prune(ctx context.Context, now time.Time) error {
	for more := true; more; {
		err := s.Update(ctx, func(tx *Tx) (err error) {
			more, err = tx.Prune(now)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
