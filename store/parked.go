package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

const parkedSchema = 1

// ParkedEvent is an event that kept failing and was put aside for a person to look at.
type ParkedEvent struct {
	ID      string
	Contact string // empty when the event belongs to nobody
	Channel string
	At      time.Time // when it was parked
	Tries   int
	Why     string          // the last error; nothing that a citizen wrote
	Body    json.RawMessage // personal: the event
}

type parkedDoc struct {
	Contact string    `json:"contact,omitempty"`
	Channel string    `json:"channel"`
	At      time.Time `json:"at"`
	Tries   int       `json:"tries"`
	Why     string    `json:"why"`
}

type parkedPerson struct {
	ID   string          `json:"id"`
	Body json.RawMessage `json:"body"`
}

// Park puts an event aside under a key of its own, because its contact may not be stored yet. Parking it again replaces
// it.
func (tx *Tx) Park(ev ParkedEvent) error {
	name := tx.keys.name("parked", ev.ID)
	owner := parkedKey(name)
	if err := tx.makeKey(owner); err != nil {
		return fmt.Errorf("park %s: %w", name, err)
	}
	r := record{
		bucket: bucketParked, id: name, schema: parkedSchema, owner: owner,
		index: []entry{{bucketParkedTime, join(timeKey(ev.At), name)}},
	}
	r, err := r.encode(
		parkedDoc{Contact: ev.Contact, Channel: ev.Channel, At: ev.At, Tries: ev.Tries, Why: ev.Why},
		parkedPerson{ID: ev.ID, Body: ev.Body},
	)
	if err != nil {
		return err
	}
	return tx.save(r)
}

func parkedKey(name string) string { return "parked:" + name }

// Parked returns at most limit parked events, those parked first before the others.
func (tx *Tx) Parked(limit int) ([]ParkedEvent, error) {
	names, err := tx.ids(bucketParkedTime, nil, nil, false, limit)
	if err != nil {
		return nil, fmt.Errorf("parked events: %w", err)
	}
	events := make([]ParkedEvent, 0, len(names))
	for _, name := range names {
		ev, err := tx.parkedEvent(name)
		if err != nil {
			return nil, err
		}
		events = append(events, ev)
	}
	return events, nil
}

func (tx *Tx) parkedEvent(name string) (ParkedEvent, error) {
	r, err := tx.load(bucketParked, name, parkedSchema)
	if err != nil {
		return ParkedEvent{}, err
	}
	var d parkedDoc
	var p parkedPerson
	if err := r.decode(&d, &p); err != nil {
		return ParkedEvent{}, err
	}
	return ParkedEvent{
		ID: p.ID, Contact: d.Contact, Channel: d.Channel, At: d.At, Tries: d.Tries, Why: d.Why, Body: p.Body,
	}, nil
}

// Unpark removes a parked event and destroys its key. An absent one is no error.
func (tx *Tx) Unpark(id string) error { return tx.unpark(tx.keys.name("parked", id)) }

func (tx *Tx) unpark(name string) error {
	if err := tx.dropKey(parkedKey(name)); err != nil {
		return err
	}
	return tx.remove(bucketParked, name, parkedSchema)
}

// unparkAll removes all parked events of a contact.
func (tx *Tx) unparkAll(contact string) error {
	names, err := tx.parkedOf(contact)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := tx.unpark(name); err != nil {
			return err
		}
	}
	return nil
}

// parkedOf returns the names of the parked events of a contact.
func (tx *Tx) parkedOf(contact string) (of []string, err error) {
	names, err := tx.ids(bucketParkedTime, nil, nil, false, 0)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		ev, err := tx.parkedEvent(name)
		if err != nil && !errors.Is(err, ErrForgotten) {
			return nil, err
		}
		if ev.Contact == contact {
			of = append(of, name)
		}
	}
	return of, nil
}
