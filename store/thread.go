package store

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

const threadSchema = 1

// ThreadEntry is something said in a conversation on a channel that keeps no history of its own.
type ThreadEntry struct {
	Seq  int64 // one more than that of the entry before; AppendThread sets it
	At   time.Time
	From string          // who said it, in the channel's own words
	Body json.RawMessage // personal
}

type storedEntry struct {
	Schema int             `json:"s"`
	At     time.Time       `json:"at"`
	From   string          `json:"from"`
	Body   json.RawMessage `json:"body"`
}

// AppendThread adds e to the contact's thread, sealed under the contact's key, and returns its number. ErrForgotten
// means that the contact has no key: put the contact first.
func (tx *Tx) AppendThread(contact string, e ThreadEntry) (seq int64, err error) {
	if err := checkID(contact); err != nil {
		return 0, fmt.Errorf("thread: %w", err)
	}
	last, err := tx.ThreadLast(contact)
	if err != nil {
		return 0, err
	}
	e.Seq = last + 1
	return e.Seq, tx.putThread(contact, e)
}

func (tx *Tx) putThread(contact string, e ThreadEntry) error {
	plain, err := json.Marshal(storedEntry{Schema: threadSchema, At: e.At, From: e.From, Body: e.Body})
	if err != nil {
		return fmt.Errorf("thread of %s: entry is not JSON", contact)
	}
	key := threadKey(contact, e.Seq)
	sealed, err := tx.sealOwn(contact, bucketThread, string(key), fieldPersonal, plain)
	if err != nil {
		return err
	}
	return tx.kv.Put(bucketThread, key, sealed)
}

// Thread returns at most limit entries of the contact's thread after a number, in order.
func (tx *Tx) Thread(contact string, afterSeq int64, limit int) ([]ThreadEntry, error) {
	var entries []ThreadEntry
	from := threadKey(contact, afterSeq+1)
	err := tx.kv.Scan(bucketThread, from, after(under(contact)), false, func(key, sealed []byte) (bool, error) {
		if len(entries) == limit {
			return false, nil
		}
		e, err := tx.threadEntry(contact, key, sealed)
		entries = append(entries, e)
		return true, err
	})
	if err != nil {
		return nil, fmt.Errorf("thread of %s: %w", contact, err)
	}
	return entries, nil
}

// RetractThread puts another body in the place of every entry of the contact's thread that was said at a moment or
// later: with is given the entry and returns it. Numbers, times and speakers stay. What was sealed before can still
// be read by whoever finds old bytes and has the keys, until Rekey.
func (tx *Tx) RetractThread(contact string, since time.Time, with func(ThreadEntry) json.RawMessage) error {
	entries, err := tx.Thread(contact, 0, math.MaxInt)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.At.Before(since) {
			continue
		}
		e.Body = with(e)
		if err := tx.putThread(contact, e); err != nil {
			return err
		}
	}
	return nil
}

// ThreadTail returns the last entries of the contact's thread, at most limit, in order.
func (tx *Tx) ThreadTail(contact string, limit int) ([]ThreadEntry, error) {
	last, err := tx.ThreadLast(contact)
	if err != nil {
		return nil, err
	}
	return tx.Thread(contact, max(0, last-int64(limit)), limit)
}

func (tx *Tx) threadEntry(contact string, key, sealed []byte) (ThreadEntry, error) {
	plain, err := tx.openOwn(contact, bucketThread, string(key), fieldPersonal, sealed)
	if err != nil {
		return ThreadEntry{}, err
	}
	var s storedEntry
	if err := json.Unmarshal(plain, &s); err != nil {
		return ThreadEntry{}, ErrCorrupt
	}
	if s.Schema > threadSchema {
		return ThreadEntry{}, ErrSchema
	}
	return ThreadEntry{Seq: threadSeq(contact, key), At: s.At, From: s.From, Body: s.Body}, nil
}

// ThreadLast returns the number of the thread's last entry, zero when there is none.
func (tx *Tx) ThreadLast(contact string) (seq int64, err error) {
	prefix := under(contact)
	err = tx.kv.Scan(bucketThread, prefix, after(prefix), true, func(key, _ []byte) (bool, error) {
		seq = threadSeq(contact, key)
		return false, nil
	})
	if err != nil {
		return 0, fmt.Errorf("thread of %s: %w", contact, err)
	}
	return seq, nil
}

func threadKey(contact string, seq int64) []byte { return join(contact, numberKey(uint64(seq))) }

func threadSeq(contact string, key []byte) int64 {
	return int64(keyNumber(string(key[len(contact)+1:])))
}
