package store

import (
	"encoding/json"
	"fmt"
	"math"
)

// Rekey gives a contact a new key, seals everything of the contact under it, and destroys the old one: what was
// replaced or deleted before is noise from then on, also where its bytes are found in free pages or in an old copy
// of the file. ErrForgotten means that the contact has no key.
func (tx *Tx) Rekey(contact string) error {
	if _, err := tx.ownKey(contact); err != nil {
		return fmt.Errorf("rekey %s: %w", contact, err)
	}
	records, err := tx.recordsOf(contact)
	if err != nil {
		return fmt.Errorf("rekey %s: %w", contact, err)
	}
	thread, err := tx.Thread(contact, 0, math.MaxInt)
	if err != nil {
		return err
	}
	if err := tx.dropKey(contact); err != nil {
		return err
	}
	if err := tx.makeKey(contact); err != nil {
		return err
	}
	for _, r := range records {
		if err := tx.save(r); err != nil {
			return fmt.Errorf("rekey %s: %w", contact, err)
		}
	}
	return tx.putAll(contact, thread)
}

func (tx *Tx) putAll(contact string, thread []ThreadEntry) error {
	for _, e := range thread {
		e.Body = append(json.RawMessage(nil), e.Body...)
		if err := tx.putThread(contact, e); err != nil {
			return err
		}
	}
	return nil
}

// recordsOf opens all records that are sealed under the key of a contact.
func (tx *Tx) recordsOf(contact string) (all []record, err error) {
	prefix := under(contact)
	list := func(index string) func() ([]string, error) {
		return func() ([]string, error) { return tx.ids(index, prefix, after(prefix), false, 0) }
	}
	for _, kind := range []struct {
		bucket string
		schema int
		ids    func() ([]string, error)
	}{
		{bucketContact, contactSchema, func() ([]string, error) { return []string{contact}, nil }},
		{bucketCase, caseSchema, list(bucketCaseContact)},
		{bucketFile, fileSchema, list(bucketFileContact)},
		{bucketDoc, docSchema, list(bucketDocContact)},
		{bucketOut, outSchema, func() ([]string, error) { return tx.outOf(contact) }},
		{bucketParked, parkedSchema, func() ([]string, error) { return tx.parkedOf(contact) }},
	} {
		ids, err := kind.ids()
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			r, err := tx.load(kind.bucket, id, kind.schema)
			if err != nil {
				return nil, err
			}
			if r.owner == contact && r.personal != nil {
				all = append(all, r)
			}
		}
	}
	return all, nil
}
