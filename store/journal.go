package store

import (
	"encoding/json"
	"fmt"
	"time"
)

// A journal is a bucket to which lines are added and never changed, under the time at which they were added. Two
// lines never share a time: the later one is put a nanosecond behind.

const journalSchema = 1

type journalLine struct {
	Schema int             `json:"s"`
	Line   json.RawMessage `json:"d"`
}

// addLine adds a line and returns the time under which it stands.
func (tx *Tx) addLine(bucket string, at time.Time, line any) (time.Time, error) {
	if at.IsZero() {
		return time.Time{}, fmt.Errorf("%s: a line without a time", bucket)
	}
	doc, err := json.Marshal(line)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s: %w", bucket, err)
	}
	plain, err := json.Marshal(journalLine{Schema: journalSchema, Line: doc})
	if err != nil {
		return time.Time{}, fmt.Errorf("%s: %w", bucket, err)
	}
	at, err = tx.freeTime(bucket, at)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s: %w", bucket, err)
	}
	key := timeKey(at)
	return at, tx.kv.Put(bucket, []byte(key), tx.keys.sealPlain(bucket, key, fieldHead, plain))
}

// freeTime returns the first free time from at on.
func (tx *Tx) freeTime(bucket string, at time.Time) (time.Time, error) {
	err := tx.kv.Scan(bucket, []byte(timeKey(at)), nil, false, func(key, _ []byte) (bool, error) {
		if string(key) != timeKey(at) {
			return false, nil
		}
		at = at.Add(1)
		return true, nil
	})
	return at, err
}

// lines calls fn with the last lines before a time, the newest first; the zero time has all before it.
func (tx *Tx) lines(bucket string, before time.Time, limit int, fn func(at time.Time, line []byte) error) error {
	var to []byte
	if !before.IsZero() {
		to = []byte(timeKey(before))
	}
	n := 0
	err := tx.kv.Scan(bucket, nil, to, true, func(key, sealed []byte) (bool, error) {
		if n == limit {
			return false, nil
		}
		n++
		plain, err := tx.keys.openPlain(bucket, string(key), fieldHead, sealed)
		if err != nil {
			return false, err
		}
		var l journalLine
		if err := json.Unmarshal(plain, &l); err != nil {
			return false, ErrCorrupt
		}
		if l.Schema > journalSchema {
			return false, ErrSchema
		}
		return true, fn(keyTime(string(key)), l.Line)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", bucket, err)
	}
	return nil
}
