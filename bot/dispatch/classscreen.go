package dispatch

import (
	"context"
	"fmt"

	"danloi/learn"
	"danloi/store"
)

// ClassScreen is what everybody in the room may see: numbers, no names. The words of the slide or question are in the
// library, under Class.Module and Class.At.
type ClassScreen struct {
	// Class has no Secret.
	Class learn.Class
	// There is how many members are in the class now, Present how many have been in all.
	There, Present int
	// Run is the index of the present question in Class.Runs, or -1. Answered is how many members have answered it and
	// Waiting how many of those with a phone who are there have not.
	Run, Answered, Waiting int
	// Tally counts the choices. It is nil as long as the result is not shown, so that nobody follows the others.
	Tally *learn.Tally
	// Step and Steps say how far the class is: Step 0 is the lobby, Steps the end.
	Step, Steps int
}

// ClassScreen returns what the class with this code shows, for its page. A class that has ended is shown until a day
// later. store.ErrNotFound: no class has this code now.
func (d *Dispatcher) ClassScreen(ctx context.Context, code string) (ClassScreen, error) {
	var s ClassScreen
	err := d.c.Store.View(ctx, func(tx *store.Tx) error {
		c, err := tx.ClassByCode(code)
		if err != nil {
			return err
		}
		if !c.HoldsCode(d.c.Now()) {
			return fmt.Errorf("class by code: %w", store.ErrNotFound)
		}
		s, err = screenOf(tx, c)
		return err
	})
	if err != nil {
		return ClassScreen{}, err
	}
	if lessons, ok := d.c.Bot().ClassLessons(s.Class.Module, s.Class.Lang); ok {
		s.Step, s.Steps = s.Class.Progress(lessons)
	}
	return s, nil
}

func screenOf(tx *store.Tx, c learn.Class) (ClassScreen, error) {
	s := ClassScreen{Class: c, Run: c.Current()}
	s.Class.Secret = nil
	members, err := tx.ClassPresence(c.ID)
	if err != nil {
		return s, err
	}
	answered := map[string]bool{}
	if s.Run >= 0 {
		answers, err := tx.ClassAnswers(c.ID, s.Run)
		if err != nil {
			return s, err
		}
		for _, a := range answers {
			answered[a.Member] = true
		}
		t, err := c.Tally(s.Run, answers)
		if err != nil {
			return s, err
		}
		if s.Answered = t.Answered; c.At.Stage == learn.Result {
			s.Tally = &t
		}
	}
	for _, m := range members {
		if m.Present() {
			s.Present++
		}
		if m.There() {
			s.There++
		}
		if s.Run >= 0 && m.There() && m.Contact != "" && !answered[m.ID] {
			s.Waiting++
		}
	}
	return s, nil
}

// WatchClass returns a channel that gets a value whenever what ClassScreen returns may have changed, and what ends the
// watch; stop is called once. Values that are not taken are dropped but for one, so a watcher that reads again after
// each value misses nothing. Three hundred answers in three seconds are as many changes: a page waits a moment before
// it draws.
func (d *Dispatcher) WatchClass(id string) (changed <-chan struct{}, stop func()) {
	return d.classes.watch.add(id)
}

// RegisterToken returns the present code of the register for the page that only the trainer has open, or
// store.ErrNotFound. It changes every learn.RegisterEvery.
func (d *Dispatcher) RegisterToken(ctx context.Context, by store.Staff, id string) (string, error) {
	var c learn.Class
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		c, err = classOf(tx, by, id)
		return err
	})
	if err != nil {
		return "", err
	}
	return c.RegisterToken(d.c.Now()), nil
}
