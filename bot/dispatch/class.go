package dispatch

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"danloi/learn"
	"danloi/store"
)

// This file is what pages do with classes on behalf of a member of staff. The chat comes to the same rules by
// classask.go (learners) and classlead.go (trainers). Who may do what with a class is decided here and nowhere else:
// the trainer who opened it, and every coordinator. Everybody else gets store.ErrNotFound, as if it did not exist.

// Refusals of the class service, beside those of package learn.
var (
	// ErrNotTrainer: the member of staff may not hold classes.
	ErrNotTrainer = errors.New("not a trainer")
	// ErrNoCode: all codes that were tried are in use.
	ErrNoCode = errors.New("no code is free")
	// ErrNoModule: there is no such module.
	ErrNoModule = errors.New("no such module")
	// ErrToken: the code of the register is wrong or too old.
	ErrToken = errors.New("code of the register does not fit")
)

// mayTeach tells whether somebody may open classes.
func mayTeach(by store.Staff) bool {
	return !by.Disabled && (by.Role == store.RoleTrainer || by.Role == store.RoleCoordinator)
}

// classOf returns a class that by may lead, else store.ErrNotFound.
func classOf(tx *store.Tx, by store.Staff, id string) (learn.Class, error) {
	c, err := tx.Class(id)
	if err == nil && (by.Disabled || c.Trainer != by.ID && by.Role != store.RoleCoordinator) {
		err = fmt.Errorf("class %s: %w", id, store.ErrNotFound)
	}
	return c, err
}

// OpenClass opens a class that by will hold. Of s Module is needed; Lang is Vietnamese when empty, and Trainer and
// Chance are filled in. Errors: ErrNotTrainer, ErrNoModule, ErrNoCode, learn.ErrClassSpec.
func (d *Dispatcher) OpenClass(ctx context.Context, by store.Staff, s learn.Spec) (learn.Class, error) {
	rand.Read(s.Chance[:])
	var opened learn.Class
	var news classNews
	err := d.c.Store.Update(ctx, func(tx *store.Tx) (err error) {
		news = classNews{}
		opened, err = d.openClass(tx, &news, by, s)
		return err
	})
	if err == nil {
		d.classes.publish(news)
	}
	return opened, err
}

// classCodes is how many codes there are.
const classCodes = 10_000

func (d *Dispatcher) openClass(tx *store.Tx, news *classNews, by store.Staff, s learn.Spec) (learn.Class, error) {
	if !mayTeach(by) {
		return learn.Class{}, ErrNotTrainer
	}
	if s.Lang == "" {
		s.Lang = "vi"
	}
	lessons, ok := d.c.Bot().ClassLessons(s.Module, s.Lang)
	if !ok {
		return learn.Class{}, ErrNoModule
	}
	s.Trainer = by.ID
	code, err := d.freeCode(tx, s.Chance)
	if err != nil {
		return learn.Class{}, err
	}
	c, err := learn.OpenClass(s, code, lessons, d.c.Now())
	if err != nil {
		return c, err
	}
	news.changed(c.ID)
	return c, tx.PutClass(c, true)
}

// freeCode finds a code that no class holds, beginning at a place that chance chooses.
func (d *Dispatcher) freeCode(tx *store.Tx, chance [32]byte) (string, error) {
	start := binary.BigEndian.Uint32(chance[28:])
	for i := range uint32(classCodes) {
		n := (start + i*7919) % classCodes // 7919 is prime to 10,000: every code comes up once
		if n < 1000 {                      // four digits that nobody takes for fewer
			continue
		}
		code := fmt.Sprintf("%04d", n)
		c, err := tx.ClassByCode(code)
		if errors.Is(err, store.ErrNotFound) || err == nil && !c.HoldsCode(d.c.Now()) {
			return code, nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", ErrNoCode
}

// MoveClass moves a class on and shows every learner where it is then; it returns when the move is on disk, not when
// all have been shown. want is the version of the class that the trainer looked at: when it has another by now,
// MoveClass changes nothing and returns the class as it is with learn.ErrStale, so that two taps count once. With
// want 0 it moves in any case. Errors: store.ErrNotFound, those of learn.Class.Move.
func (d *Dispatcher) MoveClass(ctx context.Context, by store.Staff, id string, want int, m learn.Move) (learn.Class, error) {
	var moved learn.Class
	var news classNews
	err := d.c.Store.Update(ctx, func(tx *store.Tx) (err error) {
		news = classNews{}
		moved, err = d.moveClass(tx, &news, by, id, want, m)
		return err
	})
	if err == nil {
		d.classes.publish(news)
	}
	return moved, err
}

func (d *Dispatcher) moveClass(tx *store.Tx, news *classNews, by store.Staff, id string, want int, m learn.Move) (learn.Class, error) {
	c, err := classOf(tx, by, id)
	if err != nil {
		return c, err
	}
	if want != 0 && c.Version != want {
		return c, fmt.Errorf("class %s: %w", id, learn.ErrStale)
	}
	lessons, ok := d.c.Bot().ClassLessons(c.Module, c.Lang)
	if !ok && m.Kind != learn.MoveEnd {
		return c, ErrNoModule
	}
	next, err := c.Move(m, lessons, d.c.Now())
	if err != nil {
		return c, err
	}
	next.Version++
	if next.Steps != c.Steps {
		news.moved(id)
	}
	news.changed(id)
	return next, tx.PutClass(next, next.HoldsCode(d.c.Now()))
}

// CloseClass closes the report of a class that has ended. From then on nothing is entered any more, and its names go
// after the time that TidyClasses is given. Errors: store.ErrNotFound, learn.ErrClassLives.
func (d *Dispatcher) CloseClass(ctx context.Context, by store.Staff, id string) (learn.Class, error) {
	var closed learn.Class
	err := d.c.Store.Update(ctx, func(tx *store.Tx) (err error) {
		closed, err = d.closeClass(tx, by, id)
		return err
	})
	return closed, err
}

func (d *Dispatcher) closeClass(tx *store.Tx, by store.Staff, id string) (learn.Class, error) {
	c, err := classOf(tx, by, id)
	if err != nil {
		return c, err
	}
	next, err := c.Close(d.c.Now())
	if err != nil || !c.Closed.IsZero() {
		return next, err
	}
	next.Version++
	return next, tx.PutClass(next, next.HoldsCode(d.c.Now()))
}

// PlaceClass says what the place of a class is called and in which commune (its code) it is; an empty one is left as it
// is. Errors: store.ErrNotFound, learn.ErrClassClosed, learn.ErrClassSpec for a name that is too long.
func (d *Dispatcher) PlaceClass(ctx context.Context, by store.Staff, id, place, area string) (learn.Class, error) {
	var placed learn.Class
	err := d.c.Store.Update(ctx, func(tx *store.Tx) (err error) {
		placed, err = d.placeClass(tx, by, id, place, area)
		return err
	})
	return placed, err
}

func (d *Dispatcher) placeClass(tx *store.Tx, by store.Staff, id, place, area string) (learn.Class, error) {
	c, err := classOf(tx, by, id)
	if err != nil {
		return c, err
	}
	if c, err = c.Placed(place, area); err != nil {
		return c, err
	}
	c.Version++
	return c, tx.PutClass(c, c.HoldsCode(d.c.Now()))
}

// Classes returns the classes that by may lead, the newest first.
func (d *Dispatcher) Classes(ctx context.Context, by store.Staff) ([]learn.Class, error) {
	var all []learn.Class
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		all, err = classesOf(tx, by)
		return err
	})
	return all, err
}

func classesOf(tx *store.Tx, by store.Staff) ([]learn.Class, error) {
	var all []learn.Class
	err := tx.EachClass(func(c learn.Class) error {
		if c.Trainer == by.ID || by.Role == store.RoleCoordinator {
			all = append(all, c)
		}
		return nil
	})
	slices.SortFunc(all, func(a, b learn.Class) int { return b.Opened.Compare(a.Opened) })
	return all, err
}

// Class returns one class with its members, or store.ErrNotFound.
func (d *Dispatcher) Class(ctx context.Context, by store.Staff, id string) (learn.Class, []learn.Member, error) {
	var c learn.Class
	var members []learn.Member
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		if c, err = classOf(tx, by, id); err != nil {
			return err
		}
		members, err = tx.ClassMembers(id)
		return err
	})
	learn.SortMembers(members)
	return c, members, err
}

// ClassReport counts a class; see learn.ClassReport. It may be asked for while the class lives. Errors:
// store.ErrNotFound.
func (d *Dispatcher) ClassReport(ctx context.Context, by store.Staff, id string) (learn.ClassReport, error) {
	var r learn.ClassReport
	err := d.c.Store.View(ctx, func(tx *store.Tx) error {
		c, err := classOf(tx, by, id)
		if err != nil {
			return err
		}
		r, err = reportOf(tx, c)
		return err
	})
	return r, err
}

func reportOf(tx *store.Tx, c learn.Class) (learn.ClassReport, error) {
	members, err := tx.ClassMembers(c.ID)
	if err != nil {
		return learn.ClassReport{}, err
	}
	answers, err := tx.ClassAnswers(c.ID, -1)
	if err != nil {
		return learn.ClassReport{}, err
	}
	notes, err := tx.ClassNotes(c.ID)
	if err != nil {
		return learn.ClassReport{}, err
	}
	return c.Report(members, answers, notes), nil
}
