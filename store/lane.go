package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// lane is what is known of a contact's lane in the outbox besides the messages. It is stored as plain JSON, for it
// holds nothing personal, and gone when the lane is empty.
type lane struct {
	Schema int       `json:"s"`
	Last   int64     `json:"last"`           // number of the last message put
	Held   string    `json:"held,omitempty"` // message that is leased
	Lease  time.Time `json:"lease,omitzero"` // until when
	Due    []byte    `json:"due,omitempty"`  // the lane's entry in bucketOutDue
}

type firstMessage struct {
	key        []byte // in bucketOutOrder
	rank, name string
	notBefore  time.Time
}

func (tx *Tx) lane(contact string) (lane, error) {
	value, err := tx.kv.Get(bucketOutLane, []byte(contact))
	if errors.Is(err, ErrNotFound) {
		return lane{Schema: laneSchema}, nil
	}
	if err != nil {
		return lane{}, err
	}
	var l lane
	if err := json.Unmarshal(value, &l); err != nil {
		return lane{}, fmt.Errorf("lane of %s: %w: %w", contact, ErrCorrupt, err)
	}
	if l.Schema > laneSchema {
		return lane{}, fmt.Errorf("lane of %s: %w", contact, ErrSchema)
	}
	return l, nil
}

// firstOut returns the first message of a lane, or ErrNotFound.
func (tx *Tx) firstOut(contact string) (firstMessage, error) {
	prefix := under(contact)
	first, found := firstMessage{}, false
	err := tx.kv.Scan(bucketOutOrder, prefix, after(prefix), false, func(key, value []byte) (bool, error) {
		if len(key) == len(prefix) {
			return false, ErrCorrupt
		}
		first, found = firstMessage{
			key:       key,
			rank:      string(key[len(prefix) : len(prefix)+1]),
			notBefore: waitingTime(value),
			name:      waitingName(value),
		}, true
		return false, nil
	})
	if err == nil && !found {
		err = ErrNotFound
	}
	return first, err
}

// relane stores l with the entry in bucketOutDue that its first message and its lease ask for.
func (tx *Tx) relane(contact string, l lane) error {
	if l.Due != nil {
		if err := tx.kv.Delete(bucketOutDue, l.Due); err != nil {
			return err
		}
	}
	first, err := tx.firstOut(contact)
	if errors.Is(err, ErrNotFound) {
		return tx.kv.Delete(bucketOutLane, []byte(contact))
	}
	if err != nil {
		return err
	}
	due := first.notBefore
	if l.Lease.After(due) {
		due = l.Lease
	}
	l.Due = join(first.rank+timeKey(due), contact)
	if err := tx.kv.Put(bucketOutDue, l.Due, []byte(contact)); err != nil {
		return err
	}
	value, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return tx.kv.Put(bucketOutLane, []byte(contact), value)
}
