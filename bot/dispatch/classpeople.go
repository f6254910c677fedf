package dispatch

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"danloi/learn"
	"danloi/store"
)

// onClass changes what belongs to a class that by may lead.
func (d *Dispatcher) onClass(ctx context.Context, by store.Staff, id string, fn func(*store.Tx, learn.Class) error) error {
	err := d.c.Store.Update(ctx, func(tx *store.Tx) error {
		c, err := classOf(tx, by, id)
		if err != nil {
			return err
		}
		return fn(tx, c)
	})
	if err == nil {
		d.classes.publish(classNews{change: []string{id}})
	}
	return err
}

func chance10() (chance [10]byte) {
	rand.Read(chance[:])
	return chance
}

// AddMembers puts names on the list of a class, as present or as expected, and returns the new members. An empty name
// is passed over, one that is on the list already is put on it again: two people may have the same. Errors:
// store.ErrNotFound, learn.ErrClassClosed, learn.ErrMember for a name that is none, learn.ErrClassFull.
func (d *Dispatcher) AddMembers(ctx context.Context, by store.Staff, class string, names []string, present bool) ([]learn.Member, error) {
	chances := make([][10]byte, len(names))
	for i := range chances {
		chances[i] = chance10()
	}
	var added []learn.Member
	err := d.onClass(ctx, by, class, func(tx *store.Tx, c learn.Class) (err error) {
		added, err = d.addMembers(tx, c, names, chances, present)
		return err
	})
	return added, err
}

func (d *Dispatcher) addMembers(tx *store.Tx, c learn.Class, names []string, chances [][10]byte, present bool) ([]learn.Member, error) {
	size, err := tx.ClassSize(c.ID)
	if err != nil {
		return nil, err
	}
	var added []learn.Member
	for i, name := range names {
		clean, err := learn.CleanName(name)
		if err != nil {
			return nil, err
		}
		if clean == "" {
			continue
		}
		m := learn.Member{ID: learn.NewID(chances[i]), Class: c.ID, Name: clean, Source: learn.ByList}
		if m, err = c.Tick(m, present, d.c.Now()); err != nil {
			return nil, err
		}
		if added = append(added, m); size+len(added) > learn.MaxMembers {
			return nil, learn.ErrClassFull
		}
	}
	for _, m := range added {
		if err := tx.PutClassMember(m); err != nil {
			return nil, err
		}
	}
	return added, nil
}

// ChangeMember changes what a trainer may say of a member: Name, Gender and Age as m has them, and whether the person
// is or was present. m.ID names the member; the rest of m is passed over. Errors: store.ErrNotFound,
// learn.ErrClassClosed, learn.ErrMember.
func (d *Dispatcher) ChangeMember(ctx context.Context, by store.Staff, class string, m learn.Member, present bool) error {
	return d.onClass(ctx, by, class, func(tx *store.Tx, c learn.Class) error {
		kept, err := tx.ClassMember(c.ID, m.ID)
		if err != nil {
			return err
		}
		if kept.Name, err = learn.CleanName(m.Name); err != nil {
			return err
		}
		kept.Gender, kept.Age = m.Gender, m.Age
		if err := kept.Check(); err != nil {
			return err
		}
		if present != kept.Present() {
			if kept, err = c.Tick(kept, present, d.c.Now()); err != nil {
				return err
			}
		} else if err := c.Editable(); err != nil {
			return err
		}
		return tx.PutClassMember(kept)
	})
}

// TickMember says whether a member is present, as AddMembers and ChangeMember do, and nothing else.
func (d *Dispatcher) TickMember(ctx context.Context, by store.Staff, class, member string, present bool) error {
	return d.onClass(ctx, by, class, func(tx *store.Tx, c learn.Class) error { return d.tick(tx, c, member, present) })
}

func (d *Dispatcher) tick(tx *store.Tx, c learn.Class, member string, present bool) error {
	m, err := tx.ClassMember(c.ID, member)
	if err != nil {
		return err
	}
	if m, err = c.Tick(m, present, d.c.Now()); err != nil {
		return err
	}
	return tx.PutClassMember(m)
}

// RemoveMember takes somebody off the list who was put there by mistake. One who has answered stays and can only be ticked
// as absent: store.ErrConflict. Errors: store.ErrNotFound, learn.ErrClassClosed.
func (d *Dispatcher) RemoveMember(ctx context.Context, by store.Staff, class, member string) error {
	return d.onClass(ctx, by, class, func(tx *store.Tx, c learn.Class) error {
		if err := c.Editable(); err != nil {
			return err
		}
		if _, err := tx.ClassMember(c.ID, member); err != nil {
			return err
		}
		return tx.DropClassMember(c.ID, len(c.Runs), member)
	})
}

// SignIn puts somebody on the register who has opened the register's changing QR code, without an account. form is any
// text that is the same when the same form is sent again, so that it counts once. Name may be empty; gender and age are
// as in learn.Member. Errors: store.ErrNotFound when no class has the code, learn.ErrClassEnded, ErrToken,
// learn.ErrMember, learn.ErrClassFull.
func (d *Dispatcher) SignIn(ctx context.Context, code, token, form string, given learn.Member) (learn.Member, error) {
	fresh := chance10()
	var signed learn.Member
	var class string
	err := d.c.Store.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.ClassByCode(code)
		if err != nil {
			return err
		}
		class = c.ID
		if !c.Live() {
			return learn.ErrClassEnded
		}
		if !c.Fits(token, d.c.Now()) {
			return ErrToken
		}
		if first, err := tx.Once("signin:"+c.ID+":"+form, d.c.Now()); err != nil || !first {
			return err
		}
		signed, err = d.signIn(tx, c, learn.NewID(fresh), given)
		return err
	})
	if err == nil {
		d.classes.publish(classNews{change: []string{class}})
	}
	return signed, err
}

func (d *Dispatcher) signIn(tx *store.Tx, c learn.Class, id string, given learn.Member) (learn.Member, error) {
	name, err := learn.CleanName(given.Name)
	if err != nil {
		return learn.Member{}, err
	}
	m := learn.Member{ID: id, Class: c.ID, Name: name, Source: learn.ByQR, Lang: given.Lang, Gender: given.Gender, Age: given.Age}
	if err := m.Check(); err != nil {
		return m, err
	}
	size, err := tx.ClassSize(c.ID)
	if err != nil {
		return m, err
	}
	if size >= learn.MaxMembers {
		return m, learn.ErrClassFull
	}
	if m, err = c.Arrive(m, d.c.Now()); err != nil {
		return m, err
	}
	return m, tx.PutClassMember(m)
}

// EnterAnswers keeps answers that a trainer enters for members: read back from paper sheets, or of hands with a name.
// Each replaces what the member answered before. Source, Member, Run and Choice are needed. A member without a name
// must be on the list first. All or nothing. Errors: store.ErrNotFound for an unknown member, those of
// learn.Class.Take.
func (d *Dispatcher) EnterAnswers(ctx context.Context, by store.Staff, class string, answers []learn.ClassAnswer) error {
	return d.onClass(ctx, by, class, func(tx *store.Tx, c learn.Class) error {
		for _, a := range answers {
			if a.Source != learn.FromPaper && a.Source != learn.FromHand {
				return fmt.Errorf("class answer: source %q: %w", a.Source, learn.ErrNoChoice)
			}
			m, err := tx.ClassMember(c.ID, a.Member)
			if err != nil {
				return err
			}
			if !m.Present() { // who has handed in a sheet was there
				if err := d.tick(tx, c, m.ID, true); err != nil {
					return err
				}
			}
			a.Class, a.At = c.ID, d.c.Now()
			refused, err := keepAnswer(tx, c, a)
			if err := errors.Join(refused, err); err != nil {
				return err
			}
		}
		return nil
	})
}

// AddNote writes a question or a problem down that was spoken aloud. Errors: store.ErrNotFound, learn.ErrClassClosed,
// learn.ErrMember when it is empty or too long.
func (d *Dispatcher) AddNote(ctx context.Context, by store.Staff, class string, kind learn.NoteKind, words string) error {
	fresh := chance10()
	return d.onClass(ctx, by, class, func(tx *store.Tx, c learn.Class) error {
		if err := c.Editable(); err != nil {
			return err
		}
		n, err := newNote(c, kind, words, fresh)
		if err != nil {
			return err
		}
		n.At = d.c.Now()
		return tx.PutClassNote("", n)
	})
}

// SortNote says what a note is: its kind, and whether it was answered in the class. Errors: store.ErrNotFound,
// learn.ErrClassClosed.
func (d *Dispatcher) SortNote(ctx context.Context, by store.Staff, class, note string, kind learn.NoteKind, done bool) error {
	return d.onClass(ctx, by, class, func(tx *store.Tx, c learn.Class) error { return sortNote(tx, c, note, kind, done) })
}

func sortNote(tx *store.Tx, c learn.Class, note string, kind learn.NoteKind, done bool) error {
	if err := c.Editable(); err != nil {
		return err
	}
	return tx.ChangeClassNote(c.ID, note, func(n *learn.ClassNote) error {
		if kind == learn.OpenQuestion || kind == learn.ClassProblem {
			n.Kind = kind
		}
		n.Done = done
		return nil
	})
}
