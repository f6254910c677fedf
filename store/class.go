package store

import (
	"errors"
	"fmt"

	"danloi/learn"
)

// A class lies in several records, so that a roomful of phones that answer at once change none in common: the class
// itself, a record a member, a record an answer, a record a note. What is personal, a member's name and the words of a
// note, is sealed under the contact's key where the member has one, else under the class's own, which DropClassNames
// destroys. Figures stay when the contact is forgotten and when the names are dropped.
const classSchema = 1

// ClassOwner names whose key seals what is personal in a class and belongs to no contact.
func ClassOwner(id string) string { return "class:" + id }

// Class returns a class, or ErrNotFound.
func (tx *Tx) Class(id string) (learn.Class, error) {
	var c learn.Class
	r, err := tx.load(bucketClass, id, classSchema)
	if err != nil {
		return c, err
	}
	return c, r.decode(&c, nil)
}

// ClassByCode returns the class that has a code now, or ErrNotFound. Whether it still holds it is for the caller to
// see: Class.HoldsCode.
func (tx *Tx) ClassByCode(code string) (learn.Class, error) {
	if err := checkID(code); err != nil {
		return learn.Class{}, fmt.Errorf("class by code: %w", ErrNotFound)
	}
	id, err := tx.kv.Get(bucketClassCode, []byte(code))
	if err != nil {
		return learn.Class{}, fmt.Errorf("class by code: %w", err)
	}
	return tx.Class(string(id))
}

// PutClass stores c, whose Version must be one more than the stored one's (one for a new class); else it is ErrConflict.
// With holds the code leads to the class from now on, in place of an older class that had it; without, the code is
// free. A new class gets a key of its own.
func (tx *Tx) PutClass(c learn.Class, holds bool) error {
	old, _, err := tx.loadHead(bucketClass, c.ID, classSchema)
	fresh := errors.Is(err, ErrNotFound)
	if err != nil && !fresh {
		return err
	}
	if old.version != int64(c.Version)-1 {
		return fmt.Errorf("class %s: %w", c.ID, ErrConflict)
	}
	return tx.putClass(c, holds, fresh)
}

func (tx *Tx) putClass(c learn.Class, holds, fresh bool) error {
	if fresh {
		if err := tx.makeKey(ClassOwner(c.ID)); err != nil {
			return fmt.Errorf("class %s: %w", c.ID, err)
		}
	}
	r := record{bucket: bucketClass, id: c.ID, schema: classSchema, version: int64(c.Version)}
	if c.Live() {
		r.index = append(r.index, entry{bucketClassLive, []byte(c.ID)})
	}
	r, err := r.encode(c, nil)
	if err != nil {
		return err
	}
	if err := tx.save(r); err != nil {
		return err
	}
	return tx.putClassCode(c, holds)
}

// putClassCode is no index entry: a code may have gone to another class since.
func (tx *Tx) putClassCode(c learn.Class, holds bool) error {
	key := []byte(c.Code)
	if holds {
		return tx.kv.Put(bucketClassCode, key, []byte(c.ID))
	}
	id, err := tx.kv.Get(bucketClassCode, key)
	if errors.Is(err, ErrNotFound) || err == nil && string(id) != c.ID {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.kv.Delete(bucketClassCode, key)
}

// FreeClassCode lets another class have the code of c, unless it still holds it or another has it already.
func (tx *Tx) FreeClassCode(c learn.Class, holds bool) error {
	if holds {
		return nil
	}
	return tx.putClassCode(c, false)
}

// MergeClass stores a class that was held elsewhere, whatever its version, unless a version at least as new is here
// already. It takes no code. It tells whether it stored anything.
func (tx *Tx) MergeClass(c learn.Class) (bool, error) {
	old, _, err := tx.loadHead(bucketClass, c.ID, classSchema)
	fresh := errors.Is(err, ErrNotFound)
	if err != nil && !fresh {
		return false, err
	}
	if !fresh && old.version >= int64(c.Version) {
		return false, nil
	}
	return true, tx.putClass(c, false, fresh)
}

// EachClass calls fn for every class in order of id until it returns an error, which it returns. fn may not write.
func (tx *Tx) EachClass(fn func(learn.Class) error) error {
	return tx.each(bucketClass, classSchema, func(r record) error {
		var c learn.Class
		if err := r.decode(&c, nil); err != nil {
			return err
		}
		return fn(c)
	})
}

// LiveClasses returns the classes that have not ended, by id.
func (tx *Tx) LiveClasses() ([]learn.Class, error) {
	ids, err := tx.ids(bucketClassLive, nil, nil, false, 0)
	if err != nil {
		return nil, err
	}
	all := make([]learn.Class, 0, len(ids))
	for _, id := range ids {
		c, err := tx.Class(id)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// within is the id of a record that belongs to a class.
func within(class, id string) string { return class + "\x01" + id }

func underClass(class string) []byte { return []byte(class + "\x01") }

type memberPerson struct {
	Name string `json:"name"`
}

// PutClassMember stores a member in place of what was stored. Its name is sealed under its contact's key, or the
// class's own. ErrForgotten means that the key is gone: put the contact first, or leave the name empty.
func (tx *Tx) PutClassMember(m learn.Member) error {
	if err := checkID(m.Class, m.ID); err != nil {
		return fmt.Errorf("class member: %w", err)
	}
	r := record{bucket: bucketClassMember, id: within(m.Class, m.ID), schema: classSchema}
	var personal any
	if m.Name != "" {
		personal = memberPerson{m.Name}
		if r.owner = m.Contact; r.owner == "" {
			r.owner = ClassOwner(m.Class)
		}
	}
	if m.Contact != "" {
		r.index = []entry{{bucketClassContact, join(m.Contact, r.id)}}
	}
	m.Name = ""
	r, err := r.encode(m, personal)
	if err != nil {
		return err
	}
	return tx.save(r)
}

func memberOf(r record) (learn.Member, error) {
	var m learn.Member
	var p memberPerson
	if err := r.decode(&m, &p); err != nil {
		return m, err
	}
	m.Name = p.Name
	return m, nil
}

// ClassMember returns a member, or ErrNotFound. A name whose key is gone is empty.
func (tx *Tx) ClassMember(class, id string) (learn.Member, error) {
	r, err := tx.load(bucketClassMember, within(class, id), classSchema)
	if err != nil {
		return learn.Member{}, err
	}
	return memberOf(r)
}

// ClassMembers returns all members of a class, by id.
func (tx *Tx) ClassMembers(class string) ([]learn.Member, error) {
	var all []learn.Member
	err := tx.eachWithin(bucketClassMember, underClass(class), func(r record) error {
		m, err := memberOf(r)
		all = append(all, m)
		return err
	})
	return all, err
}

// ClassPresence is ClassMembers without opening the names, for whoever only counts.
func (tx *Tx) ClassPresence(class string) ([]learn.Member, error) {
	var all []learn.Member
	prefix := underClass(class)
	err := tx.kv.Scan(bucketClassMember, prefix, after(prefix), false, func(id, _ []byte) (bool, error) {
		r, _, err := tx.loadHead(bucketClassMember, string(id), classSchema)
		if err != nil {
			return false, err
		}
		var m learn.Member
		err = r.decode(&m, nil)
		all = append(all, m)
		return true, err
	})
	return all, err
}

// ClassSize is how many members a class has.
func (tx *Tx) ClassSize(class string) (int, error) {
	n, prefix := 0, underClass(class)
	err := tx.kv.Scan(bucketClassMember, prefix, after(prefix), false, func(_, _ []byte) (bool, error) {
		n++
		return true, nil
	})
	return n, err
}

// DropClassMember takes a member off the list. One who has answered stays: ErrConflict.
func (tx *Tx) DropClassMember(class string, runs int, id string) error {
	if err := checkID(class, id); err != nil {
		return fmt.Errorf("class member: %w", err)
	}
	for run := range runs {
		_, err := tx.ClassAnswer(class, run, id)
		if err == nil {
			return fmt.Errorf("class member %s: %w", id, ErrConflict)
		}
		if !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return tx.remove(bucketClassMember, within(class, id), classSchema)
}

// ClassSeats returns the members of a class who use a contact's phone, by id.
func (tx *Tx) ClassSeats(class, contact string) ([]learn.Member, error) {
	prefix := join(contact, within(class, ""))
	ids, err := tx.ids(bucketClassContact, prefix, after(prefix), false, 0)
	if err != nil {
		return nil, err
	}
	var all []learn.Member
	for _, id := range ids {
		r, err := tx.load(bucketClassMember, id, classSchema)
		if err != nil {
			return nil, err
		}
		m, err := memberOf(r)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// eachWithin loads the records of a bucket whose ids begin with prefix.
func (tx *Tx) eachWithin(bucket string, prefix []byte, fn func(record) error) error {
	return tx.kv.Scan(bucket, prefix, after(prefix), false, func(id, _ []byte) (bool, error) {
		r, err := tx.load(bucket, string(id), classSchema)
		if err != nil {
			return false, err
		}
		return true, fn(r)
	})
}

func answerID(class string, run int, member string) string {
	return within(class, runKey(run)+member)
}

// runKey orders runs by number.
func runKey(run int) string { return fmt.Sprintf("%04d\x01", run) }

// PutClassAnswer stores an answer in place of the member's earlier one to the same run.
func (tx *Tx) PutClassAnswer(a learn.ClassAnswer) error {
	if err := checkID(a.Class, a.Member); err != nil || a.Run < 0 {
		return fmt.Errorf("class answer: %w", ErrKey)
	}
	r, err := record{bucket: bucketClassAnswer, id: answerID(a.Class, a.Run, a.Member), schema: classSchema}.encode(a, nil)
	if err != nil {
		return err
	}
	return tx.save(r)
}

// ClassAnswer returns a member's answer to a run, or ErrNotFound.
func (tx *Tx) ClassAnswer(class string, run int, member string) (learn.ClassAnswer, error) {
	var a learn.ClassAnswer
	r, err := tx.load(bucketClassAnswer, answerID(class, run, member), classSchema)
	if err != nil {
		return a, err
	}
	return a, r.decode(&a, nil)
}

// ClassAnswers returns the answers to one run, by member; with a negative run those to all runs, in their order.
func (tx *Tx) ClassAnswers(class string, run int) ([]learn.ClassAnswer, error) {
	prefix := underClass(class)
	if run >= 0 {
		prefix = []byte(within(class, runKey(run)))
	}
	var all []learn.ClassAnswer
	err := tx.eachWithin(bucketClassAnswer, prefix, func(r record) error {
		var a learn.ClassAnswer
		err := r.decode(&a, nil)
		all = append(all, a)
		return err
	})
	return all, err
}
