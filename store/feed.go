package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"danloi/feedback"
)

// The feed says in which order cases changed. Whoever has to do something about a change (mail, posts to a group,
// webhooks, figures) reads on from a cursor of its own, so that nothing of it happens inside the citizen's
// transaction and nothing is lost when the program ends in between.

const (
	feedSchema  = 1
	keepFeed    = 90 * 24 * time.Hour
	idleCursor  = 30 * 24 * time.Hour
	kindCursor  = "feed_cursor"
	feedMaxRead = 1000
)

// FeedLine says that a case was stored. It names the case and holds nothing of it.
type FeedLine struct {
	Seq     int64 // grows by one with each line
	Ref     string
	Version int // of the case after the change
	// Entries is how many entries of the story are new, and Story how many there are after the change: the new ones
	// are Case.Story[Story-Entries : Story]. No entry is new when only fields changed or the citizen was forgotten.
	Entries, Story int
	At             time.Time // of the last entry, or when the case was opened
}

type feedDoc struct {
	Schema  int       `json:"s"`
	Ref     string    `json:"ref"`
	Version int       `json:"v"`
	Entries int       `json:"n,omitempty"`
	Story   int       `json:"len,omitempty"`
	At      time.Time `json:"at"`
}

// feed appends a line for a case that is stored in this transaction over a story of so many entries.
func (tx *Tx) feed(c feedback.Case, before int, at time.Time) error {
	last, err := tx.FeedLast()
	if err != nil {
		return err
	}
	doc := feedDoc{
		Schema: feedSchema, Ref: c.Ref, Version: c.Version, Entries: max(0, len(c.Story)-before), Story: len(c.Story), At: at.UTC(),
	}
	plain, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	key := numberKey(uint64(last + 1))
	if err := tx.kv.Put(bucketFeed, []byte(key), tx.keys.sealPlain(bucketFeed, key, fieldHead, plain)); err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	tx.fed = true
	return nil
}

// lastAt is when a case changed last, as far as its story tells.
func lastAt(c feedback.Case) time.Time {
	if n := len(c.Story); n > 0 {
		return c.Story[n-1].At
	}
	return c.Opened
}

// storyLength returns how many entries a stored case has.
func storyLength(r record) (int, error) {
	var c struct {
		Story []struct{} `json:"story"`
	}
	if err := r.decode(&c, nil); err != nil {
		return 0, err
	}
	return len(c.Story), nil
}

// FeedLast returns the number of the newest line, zero when there is none.
func (tx *Tx) FeedLast() (seq int64, err error) {
	err = tx.kv.Scan(bucketFeed, nil, nil, true, func(key, _ []byte) (bool, error) {
		seq = int64(keyNumber(string(key)))
		return false, nil
	})
	if err != nil {
		return 0, fmt.Errorf("feed: %w", err)
	}
	return seq, nil
}

// Feed returns at most limit lines after a number, in order. Lines older than 90 days may be gone.
func (tx *Tx) Feed(afterSeq int64, limit int) ([]FeedLine, error) {
	var lines []FeedLine
	limit = min(limit, feedMaxRead)
	err := tx.eachFeed(afterSeq, func(l FeedLine) bool {
		if len(lines) < limit {
			lines = append(lines, l)
		}
		return len(lines) < limit
	})
	return lines, err
}

// eachFeed calls fn for the lines after a number, in order, as long as it returns true.
func (tx *Tx) eachFeed(afterSeq int64, fn func(FeedLine) bool) error {
	from := []byte(numberKey(uint64(max(0, afterSeq) + 1)))
	err := tx.kv.Scan(bucketFeed, from, nil, false, func(key, sealed []byte) (bool, error) {
		l, err := tx.feedLine(string(key), sealed)
		if err != nil {
			return false, err
		}
		return fn(l), nil
	})
	if err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	return nil
}

func (tx *Tx) feedLine(key string, sealed []byte) (FeedLine, error) {
	plain, err := tx.keys.openPlain(bucketFeed, key, fieldHead, sealed)
	if err != nil {
		return FeedLine{}, err
	}
	var d feedDoc
	if err := json.Unmarshal(plain, &d); err != nil {
		return FeedLine{}, ErrCorrupt
	}
	if d.Schema > feedSchema {
		return FeedLine{}, ErrSchema
	}
	return FeedLine{
		Seq: int64(keyNumber(key)), Ref: d.Ref, Version: d.Version, Entries: d.Entries, Story: d.Story, At: d.At,
	}, nil
}

type cursorDoc struct {
	Seq int64     `json:"seq"`
	At  time.Time `json:"at"`
}

// Cursor returns the number of the last line that a reader of the feed has worked, or ErrNotFound for one that never
// set it.
func (tx *Tx) Cursor(name string) (int64, error) {
	var c cursorDoc
	err := tx.Doc(kindCursor, name, &c)
	return c.Seq, err
}

// SetCursor says that a reader has worked the feed up to a line. Prune keeps the lines after it as long as the cursor is
// set again within 30 days.
func (tx *Tx) SetCursor(name string, seq int64, now time.Time) error {
	return tx.PutDoc(kindCursor, name, cursorDoc{Seq: seq, At: now})
}

// slowestCursor returns the lowest cursor that is in use, and the newest line when there is none.
func (tx *Tx) slowestCursor(now time.Time) (int64, error) {
	slowest, err := tx.FeedLast()
	if err != nil {
		return 0, err
	}
	err = tx.EachDoc(kindCursor, "", func(_ string, read func(any) error) error {
		var c cursorDoc
		if err := read(&c); err != nil {
			return err
		}
		if now.Sub(c.At) < idleCursor {
			slowest = min(slowest, c.Seq)
		}
		return nil
	})
	return slowest, err
}

// pruneFeed removes the first lines that are old and that every reader has worked. The newest line stays whatever its
// age, so that no number is given twice.
func (tx *Tx) pruneFeed(now time.Time) (more bool, err error) {
	last, err := tx.FeedLast()
	if err != nil {
		return false, err
	}
	slowest, err := tx.slowestCursor(now)
	if err != nil {
		return false, err
	}
	var old []int64
	err = tx.eachFeed(0, func(l FeedLine) bool {
		if now.Sub(l.At) < keepFeed || l.Seq > slowest || l.Seq == last {
			return false
		}
		old = append(old, l.Seq)
		return len(old) < pruneStep
	})
	if err != nil {
		return false, err
	}
	for _, seq := range old {
		if err := tx.kv.Delete(bucketFeed, []byte(numberKey(uint64(seq)))); err != nil {
			return false, err
		}
	}
	return len(old) == pruneStep, nil
}

// feedStart returns where a reader goes on: at its cursor, or, for a new one, at the end of the feed or its beginning.
func (tx *Tx) feedStart(name string, fromStart bool) (int64, error) {
	seq, err := tx.Cursor(name)
	if !errors.Is(err, ErrNotFound) {
		return seq, err
	}
	if fromStart {
		return 0, nil
	}
	return tx.FeedLast()
}
