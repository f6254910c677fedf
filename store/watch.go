package store

import (
	"encoding/json"
	"fmt"
	"time"

	"danloi/feedback"
)

const watchSchema = 1

// Watch is what is known of the reminders of a case: what was told, and when to look again.
type Watch struct {
	Ref  string            `json:"-"`
	Told feedback.Reminded `json:"told"`
	Next time.Time         `json:"next,omitzero"` // zero: not before the case changes
}

// Watch returns what is known of the reminders of a case, the zero Watch of it when nothing is.
func (tx *Tx) Watch(ref string) (Watch, error) {
	w := Watch{Ref: ref}
	r, err := tx.load(bucketWatch, ref, watchSchema)
	if isNotFound(err) {
		return w, nil
	}
	if err != nil {
		return w, err
	}
	err = r.decode(&w, nil)
	return w, err
}

// PutWatch stores w. DueWatches finds it from w.Next on.
func (tx *Tx) PutWatch(w Watch) error {
	doc, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("watch %s: %w", w.Ref, err)
	}
	r := record{bucket: bucketWatch, id: w.Ref, schema: watchSchema, doc: doc}
	if !w.Next.IsZero() {
		r.index = []entry{{bucketWatchDue, join(timeKey(w.Next), w.Ref)}}
	}
	return tx.save(r)
}

// DeleteWatch forgets what was told of a case. An absent one is no error.
func (tx *Tx) DeleteWatch(ref string) error { return tx.remove(bucketWatch, ref, watchSchema) }

// DueWatches returns the references of at most limit cases that are to be looked at by now, the oldest first.
func (tx *Tx) DueWatches(now time.Time, limit int) ([]string, error) {
	refs, err := tx.ids(bucketWatchDue, nil, []byte(timeKey(now.Add(1))), false, limit)
	if err != nil {
		return nil, fmt.Errorf("due watches: %w", err)
	}
	return refs, nil
}

// NextWatch returns when the next case is to be looked at; ok is false when none is.
func (tx *Tx) NextWatch() (at time.Time, ok bool, err error) {
	err = tx.kv.Scan(bucketWatchDue, nil, nil, false, func(key, _ []byte) (bool, error) {
		at, ok = keyTime(string(key[:min(8, len(key))])), true
		return false, nil
	})
	if err != nil {
		return time.Time{}, false, fmt.Errorf("next watch: %w", err)
	}
	return at, ok, nil
}
