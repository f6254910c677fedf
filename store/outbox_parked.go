package store

import (
	"errors"
	"fmt"
	"time"
)

// skip takes a message that cannot be read out of its lane, so that it stops nobody behind it. Its bytes stay where
// they are for whoever repairs the store.
func (tx *Tx) skip(contact string, first firstMessage, l lane) error {
	if err := tx.kv.Delete(bucketOutOrder, first.key); err != nil {
		return err
	}
	return tx.relane(contact, l)
}

// parkOut takes a message out of its lane and keeps it aside.
func (tx *Tx) parkOut(o out) error {
	if err := tx.kv.Put(bucketOutParked, join(o.doc.Contact, o.name), []byte(o.name)); err != nil {
		return err
	}
	return tx.leaveLane(o)
}

// ParkedOut returns at most limit messages that were parked.
func (tx *Tx) ParkedOut(limit int) ([]OutMessage, error) {
	names, err := tx.ids(bucketOutParked, nil, nil, false, limit)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	messages := make([]OutMessage, 0, len(names))
	for _, name := range names {
		o, err := tx.loadOut(name)
		if err != nil {
			return nil, fmt.Errorf("outbox: %w", err)
		}
		messages = append(messages, o.message())
	}
	return messages, nil
}

// UnparkOut puts a parked message back into its lane, as if it had never been tried. One that is not parked is left
// as it is.
func (tx *Tx) UnparkOut(id string) error {
	return tx.withOut(id, func(o out) error {
		parked := join(o.doc.Contact, o.name)
		if _, err := tx.kv.Get(bucketOutParked, parked); errors.Is(err, ErrNotFound) {
			return nil
		}
		if err := tx.kv.Delete(bucketOutParked, parked); err != nil {
			return err
		}
		o.doc.Tries = 0
		return tx.postpone(o, time.Time{})
	})
}

// DropOut removes all messages to a contact, also parked ones, and returns how many.
func (tx *Tx) DropOut(contact string) (int, error) {
	names, err := tx.outOf(contact)
	if err != nil {
		return 0, fmt.Errorf("outbox of %s: %w", contact, err)
	}
	for _, name := range names {
		if err := tx.dropOut(name); err != nil {
			return 0, fmt.Errorf("outbox of %s: %w", contact, err)
		}
	}
	return len(names), nil
}

// outOf returns the names of all messages to a contact.
func (tx *Tx) outOf(contact string) ([]string, error) {
	var names []string
	prefix := under(contact)
	err := tx.kv.Scan(bucketOutOrder, prefix, after(prefix), false, func(_, value []byte) (bool, error) {
		names = append(names, waitingName(value))
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	parked, err := tx.ids(bucketOutParked, prefix, after(prefix), false, 0)
	return append(names, parked...), err
}

func (tx *Tx) dropOut(name string) error {
	o, err := tx.loadOut(name)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.takeOut(o)
}
