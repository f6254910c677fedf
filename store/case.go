package store

import (
	"errors"
	"fmt"

	"danloi/feedback"
)

const caseSchema = 1

// CaseOwner returns under whose key what is personal in c, and its files, are sealed: the contact's, that of the
// whole for a part, or the case's own for one that nobody on a channel filed.
func CaseOwner(c feedback.Case) string {
	switch {
	case c.Contact != "":
		return c.Contact
	case c.KeyOf != "":
		return c.KeyOf
	}
	return "case:" + c.Ref
}

// Case returns the case with this reference, or ErrNotFound. When its contact was forgotten it is a skeleton: no
// Person and no Contact.
func (tx *Tx) Case(ref string) (feedback.Case, error) {
	r, err := tx.load(bucketCase, ref, caseSchema)
	if err != nil {
		return feedback.Case{}, err
	}
	return caseOf(r)
}

// CaseHead returns the skeleton of a case, or ErrNotFound. It opens nothing personal: lists and figures read it.
func (tx *Tx) CaseHead(ref string) (feedback.Case, error) {
	r, _, err := tx.loadHead(bucketCase, ref, caseSchema)
	if err != nil {
		return feedback.Case{}, err
	}
	return caseOf(r)
}

func caseOf(r record) (feedback.Case, error) {
	var c feedback.Case
	if err := r.decode(&c, &c.Person); err != nil {
		return feedback.Case{}, err
	}
	return c, nil
}

// PutCase stores c. Cases count their own changes, so c.Version must be one more than that of the stored case, one
// for a new case; otherwise somebody else changed it, or the reference is taken, and PutCase returns ErrConflict.
// So after two actions on a case it is put twice. ErrForgotten means that c.Contact has no key: put the
// contact first. A case that was forgotten stays a skeleton: its Person is not kept. The feed gets a line.
func (tx *Tx) PutCase(c feedback.Case) error {
	old, _, err := tx.loadHead(bucketCase, c.Ref, caseSchema)
	fresh := errors.Is(err, ErrNotFound)
	if err != nil && !fresh {
		return err
	}
	if old.version != int64(c.Version)-1 {
		return fmt.Errorf("case %s: %w", c.Ref, ErrConflict)
	}
	before := 0
	if !fresh {
		if before, err = storyLength(old); err != nil {
			return err
		}
	}
	if err := tx.saveCase(c, old, fresh); err != nil {
		return err
	}
	return tx.feed(c, before, lastAt(c))
}

// saveCase stores c over the record that was there.
func (tx *Tx) saveCase(c feedback.Case, old record, fresh bool) error {
	owner := CaseOwner(c)
	if fresh && c.Contact == "" && c.KeyOf == "" {
		if err := tx.makeKey(owner); err != nil {
			return fmt.Errorf("case %s: %w", c.Ref, err)
		}
	}
	if !fresh && old.owner == "" {
		return tx.saveSkeleton(c, old.index)
	}
	r, err := tx.caseRecord(c).encode(c.Skeleton(), c.Person)
	if err != nil {
		return err
	}
	r.owner = owner
	return tx.shelve(r, old.index)
}

// shelve saves the record of a case that had these index entries, and keeps the counts of the shelves true.
func (tx *Tx) shelve(r record, had []entry) error {
	if err := tx.tally(had, r.index); err != nil {
		return fmt.Errorf("case %s: %w", r.id, err)
	}
	return tx.save(r)
}

// saveSkeleton stores what may stay of a case whose contact is forgotten.
func (tx *Tx) saveSkeleton(c feedback.Case, had []entry) error {
	c = c.Forgotten()
	r, err := tx.caseRecord(c).encode(c, nil)
	if err != nil {
		return err
	}
	return tx.shelve(r, had)
}

// caseRecord returns c's record without its contents. Whoever changes which entries a case has raises caseIndex.
func (tx *Tx) caseRecord(c feedback.Case) record {
	r := record{bucket: bucketCase, id: c.Ref, schema: caseSchema, version: int64(c.Version)}
	if c.Contact != "" {
		r.index = append(r.index, entry{bucketCaseContact, join(c.Contact, timeKey(c.Opened), c.Ref)})
	}
	r.index = append(r.index, tx.shelfEntries(c)...)
	r.index = append(r.index, staffEntries(c)...)
	for _, f := range c.Joined {
		r.index = append(r.index, entry{bucketCaseContact, join(f.Contact, timeKey(f.At), c.Ref)})
	}
	if at, ok := c.AskAt(); ok {
		r.index = append(r.index, entry{bucketCasePromise, join(timeKey(at), c.Ref)})
	}
	if state := c.Publication.State; state != feedback.NotPublic {
		r.index = append(r.index, entry{bucketCasePublic, join(string(state), timeKey(c.Opened), c.Ref)})
	}
	return r
}

// CasesOf returns the cases that a contact has filed or joined, the newest first.
func (tx *Tx) CasesOf(contact string) ([]feedback.Case, error) {
	prefix := under(contact)
	refs, err := tx.ids(bucketCaseContact, prefix, after(prefix), true, 0)
	if err != nil {
		return nil, fmt.Errorf("cases of %s: %w", contact, err)
	}
	return tx.cases(refs)
}

func (tx *Tx) cases(refs []string) ([]feedback.Case, error) {
	cases := make([]feedback.Case, 0, len(refs))
	for _, ref := range refs {
		c, err := tx.Case(ref)
		if err != nil {
			return nil, err
		}
		cases = append(cases, c)
	}
	return cases, nil
}

// EachCase calls fn for every case in order of reference until it returns an error, which it returns. fn may not
// write.
func (tx *Tx) EachCase(fn func(feedback.Case) error) error {
	return tx.each(bucketCase, caseSchema, func(r record) error {
		c, err := caseOf(r)
		if err != nil {
			return err
		}
		return fn(c)
	})
}

// CaseHeads returns at most limit skeletons in order of reference: those after one, or the first ones. Whoever goes
// through all cases reads them so, a few at a time, because a long look at the store holds up writers.
func (tx *Tx) CaseHeads(after string, limit int) ([]feedback.Case, error) {
	var from []byte
	if after != "" {
		from = []byte(after + "\x00")
	}
	var cases []feedback.Case
	err := tx.kv.Scan(bucketCase, from, nil, false, func(ref, _ []byte) (bool, error) {
		c, err := tx.CaseHead(string(ref))
		if err != nil {
			return false, err
		}
		cases = append(cases, c)
		return len(cases) < limit, nil
	})
	if err != nil {
		return nil, fmt.Errorf("case heads: %w", err)
	}
	return cases, nil
}
