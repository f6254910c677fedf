package store

import (
	"errors"
	"fmt"
	"time"

	"danloi/feedback"
)

// PromisesDue returns the references of at most limit cases whose citizen is to be asked by now whether a promised work
// was done, the oldest promise first.
func (tx *Tx) PromisesDue(now time.Time, limit int) ([]string, error) {
	refs, err := tx.ids(bucketCasePromise, nil, []byte(timeKey(now.Add(1))), false, limit)
	if err != nil {
		return nil, fmt.Errorf("promises: %w", err)
	}
	return refs, nil
}

// GiveFile seals a file under the key of another owner: a contact, or CaseOwner of a case. A file that is not there, or
// whose owner was forgotten, is passed over.
func (tx *Tx) GiveFile(id, owner string) error {
	f, err := tx.File(id)
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrForgotten) {
		return nil
	}
	if err != nil || f.Contact == owner {
		return err
	}
	if err := tx.DeleteFile(id); err != nil {
		return err
	}
	f.Contact = owner
	return tx.PutFile(f)
}

// GiveCase stores c, which was filed by nobody on a channel and has a contact now, with its files under the contact's
// key. What is left of the case's own key opens nothing any more.
func (tx *Tx) GiveCase(c feedback.Case) error {
	for _, f := range c.Person.Files {
		if err := tx.GiveFile(f.ID, CaseOwner(c)); err != nil {
			return err
		}
	}
	if err := tx.PutCase(c); err != nil {
		return err
	}
	return tx.dropKey(CaseOwner(feedback.Case{Ref: c.Ref}))
}
