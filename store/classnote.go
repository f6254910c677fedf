package store

import (
	"fmt"
	"time"

	"danloi/learn"
)

type notePerson struct {
	Words string `json:"words"`
}

// PutClassNote stores a note in place of what was stored. Its words are sealed under the key of contact, which is that
// of the member who wrote it, or under the class's own when contact is empty. A note without words has nothing
// personal.
func (tx *Tx) PutClassNote(contact string, n learn.ClassNote) error {
	if err := checkID(n.Class, n.ID); err != nil {
		return fmt.Errorf("class note: %w", err)
	}
	r := record{bucket: bucketClassNote, id: within(n.Class, n.ID), schema: classSchema}
	var personal any
	if n.Words != "" {
		personal = notePerson{n.Words}
		if r.owner = contact; contact == "" {
			r.owner = ClassOwner(n.Class)
		} else {
			r.index = []entry{{bucketClassNoteContact, join(contact, r.id)}}
		}
	}
	n.Words = ""
	r, err := r.encode(n, personal)
	if err != nil {
		return err
	}
	return tx.save(r)
}

func noteOf(r record) (learn.ClassNote, error) {
	var n learn.ClassNote
	var p notePerson
	if err := r.decode(&n, &p); err != nil {
		return n, err
	}
	n.Words = p.Words
	return n, nil
}

// ClassNotes returns the notes of a class by id. Words whose key is gone are empty.
func (tx *Tx) ClassNotes(class string) ([]learn.ClassNote, error) {
	var all []learn.ClassNote
	err := tx.eachWithin(bucketClassNote, underClass(class), func(r record) error {
		n, err := noteOf(r)
		all = append(all, n)
		return err
	})
	return all, err
}

// ChangeClassNote reads a note, lets fn change all but its id and class, and stores it sealed as it was. ErrNotFound:
// there is none.
func (tx *Tx) ChangeClassNote(class, id string, fn func(*learn.ClassNote) error) error {
	r, err := tx.load(bucketClassNote, within(class, id), classSchema)
	if err != nil {
		return err
	}
	n, err := noteOf(r)
	if err != nil {
		return err
	}
	if err := fn(&n); err != nil {
		return err
	}
	contact := r.owner
	if contact == ClassOwner(class) {
		contact = ""
	}
	n.ID, n.Class = id, class
	return tx.PutClassNote(contact, n)
}

// DropClassNames takes the names of all members and the words of all notes away and destroys the class's own key, so
// that they cannot be read from this store again. Everything that is counted stays. The class says when: at.
func (tx *Tx) DropClassNames(c learn.Class, at time.Time) error {
	members, err := tx.ClassMembers(c.ID)
	if err != nil {
		return err
	}
	for _, m := range members {
		m.Name, m.Contact = "", ""
		if err := tx.PutClassMember(m); err != nil {
			return err
		}
	}
	notes, err := tx.ClassNotes(c.ID)
	if err != nil {
		return err
	}
	for _, n := range notes {
		n.Words = ""
		if err := tx.PutClassNote("", n); err != nil {
			return err
		}
	}
	if err := tx.dropKey(ClassOwner(c.ID)); err != nil {
		return err
	}
	c.Dropped = at
	c.Version++
	return tx.PutClass(c, false)
}

// forgetClasses takes a contact and their names out of the classes they were in, and the words they wrote there.
func (tx *Tx) forgetClasses(contact string) error {
	prefix := under(contact)
	ids, err := tx.ids(bucketClassContact, prefix, after(prefix), false, 0)
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := tx.load(bucketClassMember, id, classSchema)
		if err != nil {
			return err
		}
		m, err := memberOf(r)
		if err != nil {
			return err
		}
		m.Name, m.Contact = "", ""
		if err := tx.PutClassMember(m); err != nil {
			return err
		}
	}
	return tx.forgetClassNotes(contact)
}

func (tx *Tx) forgetClassNotes(contact string) error {
	prefix := under(contact)
	ids, err := tx.ids(bucketClassNoteContact, prefix, after(prefix), false, 0)
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := tx.load(bucketClassNote, id, classSchema)
		if err != nil {
			return err
		}
		n, err := noteOf(r)
		if err != nil {
			return err
		}
		n.Words, n.Member = "", ""
		if err := tx.PutClassNote("", n); err != nil {
			return err
		}
	}
	return nil
}
