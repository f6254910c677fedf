package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

const contactSchema = 1

// Contact is a person on a channel, and where their conversation stands.
type Contact struct {
	ID      string // as ContactID makes it
	Version int64  // of the stored contact; zero for a new one
	Channel string
	Address string // personal: where the channel reaches them
	Lang    string // BCP 47
	Blocked bool   // does not want to be written to
	Seen    time.Time
	State   json.RawMessage // personal: the conversation
}

type contactDoc struct {
	Channel string    `json:"channel"`
	Lang    string    `json:"lang,omitempty"`
	Blocked bool      `json:"blocked,omitempty"`
	Seen    time.Time `json:"seen,omitzero"`
}

type contactPerson struct {
	Address string          `json:"address"`
	State   json.RawMessage `json:"state,omitempty"`
}

// Contact returns a contact, or ErrNotFound, also for one that was forgotten.
func (tx *Tx) Contact(id string) (Contact, error) {
	r, err := tx.load(bucketContact, id, contactSchema)
	if err != nil {
		return Contact{}, err
	}
	return contactOf(r)
}

func contactOf(r record) (Contact, error) {
	var d contactDoc
	var p contactPerson
	if err := r.decode(&d, &p); err != nil {
		return Contact{}, err
	}
	return Contact{
		ID: r.id, Version: r.version, Channel: d.Channel, Lang: d.Lang, Blocked: d.Blocked, Seen: d.Seen,
		Address: p.Address, State: p.State,
	}, nil
}

// PutContact stores c as version c.Version+1. ErrConflict means that the stored version is not c.Version (zero for a
// new contact). A new contact gets a key; nothing personal of a contact can be stored before.
func (tx *Tx) PutContact(c Contact) error {
	if err := tx.checkVersion(bucketContact, c.ID, contactSchema, c.Version); err != nil {
		return err
	}
	if err := tx.makeKey(c.ID); err != nil {
		return fmt.Errorf("contact %s: %w", c.ID, err)
	}
	r := record{bucket: bucketContact, id: c.ID, schema: contactSchema, version: c.Version + 1, owner: c.ID}
	r, err := r.encode(
		contactDoc{Channel: c.Channel, Lang: c.Lang, Blocked: c.Blocked, Seen: c.Seen},
		contactPerson{Address: c.Address, State: c.State},
	)
	if err != nil {
		return err
	}
	return tx.save(r)
}

// EachContact calls fn for every contact in order of id until it returns an error, which it returns.
func (tx *Tx) EachContact(fn func(Contact) error) error {
	return tx.each(bucketContact, contactSchema, func(r record) error {
		c, err := contactOf(r)
		if err != nil {
			return err
		}
		return fn(c)
	})
}

// checkVersion returns ErrConflict unless the stored record has this version; an absent one has zero.
func (tx *Tx) checkVersion(bucket, id string, schema int, want int64) error {
	old, _, err := tx.loadHead(bucket, id, schema)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if old.version != want {
		return fmt.Errorf("%s %s: %w", bucket, id, ErrConflict)
	}
	return nil
}

// each loads every record of a bucket in order of id. fn may not write.
func (tx *Tx) each(bucket string, schema int, fn func(record) error) error {
	return tx.kv.Scan(bucket, nil, nil, false, func(id, _ []byte) (bool, error) {
		r, err := tx.load(bucket, string(id), schema)
		if err != nil {
			return false, err
		}
		return true, fn(r)
	})
}
