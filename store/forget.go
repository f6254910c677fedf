package store

import (
	"fmt"
	"time"

	"danloi/feedback"
)

// AuditForgot is what Forget leaves in the audit trail.
const AuditForgot = "forgot_contact"

// Forget destroys the contact's key, so that nothing sealed under it can ever be read again, and removes the contact,
// its thread, outbox, files, personal documents and parked events. In classes its names and words are
// taken away and its answers stay without it. Its cases stay as skeletons without Person
// and Contact, one version on, so that whoever holds an older one gets ErrConflict. Forgetting somebody unknown is
// no error. A contact that comes back is a new one: PutContact with version zero.
func (tx *Tx) Forget(contact string, at time.Time) error {
	if err := checkID(contact); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	steps := []func() error{
		func() error { return tx.forgetCases(contact, at) },
		func() error { return tx.dropFiles(contact) },
		func() error { return tx.dropDocs(contact) },
		func() error { return tx.forgetClasses(contact) },
		func() error { return tx.unparkAll(contact) },
		func() error { _, err := tx.DropOut(contact); return err },
		func() error { return tx.wipe(bucketThread, under(contact)) },
		func() error { return tx.remove(bucketContact, contact, contactSchema) },
		func() error { return tx.dropKey(contact) },
		func() error { return tx.Audit(AuditLine{At: at, Who: feedback.ByCitizen, Did: AuditForgot}) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("forget %s: %w", contact, err)
		}
	}
	return nil
}

// forgetCases leaves only the skeletons of the contact's cases. A PIN hash stays, for it tells nothing.
func (tx *Tx) forgetCases(contact string, at time.Time) error {
	cases, err := tx.CasesOf(contact)
	if err != nil {
		return err
	}
	for _, c := range cases {
		if c.Contact != contact {
			if err := tx.forgetFollower(c, contact); err != nil {
				return err
			}
			continue
		}
		if err := tx.forgetCase(c, at); err != nil {
			return err
		}
		for _, p := range c.Parts {
			part, err := tx.Case(p.Ref)
			if err == nil {
				err = tx.forgetCase(part, at)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// forgetCase leaves only the skeleton of a case.
func (tx *Tx) forgetCase(c feedback.Case, at time.Time) error {
	c.Version++
	had, err := tx.index(bucketCase, c.Ref, caseSchema)
	if err != nil {
		return err
	}
	if err := tx.saveSkeleton(c, had); err != nil {
		return err
	}
	return tx.feed(c, len(c.Story), at)
}

// forgetFollower takes somebody and all that they wrote out of a case that another has filed.
func (tx *Tx) forgetFollower(c feedback.Case, contact string) error {
	c, files := c.WithoutFollower(contact)
	for _, id := range files {
		if err := tx.DeleteFile(id); err != nil {
			return err
		}
	}
	return tx.PutCase(c)
}
