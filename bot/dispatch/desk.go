package dispatch

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"danloi/bot"
	"danloi/feedback"
	"danloi/store"
)

// Act applies an action of a member of staff to a case, stores the files that come with it, and tells the citizen
// in the citizen's language, all in one transaction. It returns the case as it is then. Whether the member of
// staff may touch this case is for the caller to decide. Errors: store.ErrNotFound, those of feedback.Case.Do,
// store.ErrConflict when the case is not at version want any more (0 for any).
func (d *Dispatcher) Act(ctx context.Context, by store.Staff, ref string, want int, a feedback.Action, files []store.File) (feedback.Case, error) {
	return d.act(ctx, by.ID, ref, want, a, files, nil)
}

// ActOnce is Act for what comes in by mail or from a group and may come twice: first runs at the beginning of the same
// transaction, so it can remember that this came (store.Tx.Once) and put an answer into the outbox. When it returns an
// error, nothing is done and ActOnce returns that error. Like every function of Update it may run twice.
func (d *Dispatcher) ActOnce(ctx context.Context, by store.Staff, ref string, a feedback.Action, files []store.File, first func(*store.Tx) error) (feedback.Case, error) {
	return d.act(ctx, by.ID, ref, 0, a, files, first)
}

// errHearers says that others follow the case than when their turn was waited for.
var errHearers = errors.New("hearers of the case changed")

func (d *Dispatcher) act(ctx context.Context, who, ref string, want int, a feedback.Action, files []store.File, first func(*store.Tx) error) (feedback.Case, error) {
	a.By = who
	const rounds = 5
	var result feedback.Case
	var err error
	for range rounds {
		if result, err = d.actOnce(ctx, ref, want, a, files, first); !errors.Is(err, errHearers) {
			return result, err
		}
	}
	return result, err
}

// deed is an action of staff under way.
type deed struct {
	ref     string
	want    int
	a       feedback.Action
	files   []store.File
	hearers []string // whose turn it is
	nonce   [16]byte // of a part that is split off
	told    []*commit
}

func (d *Dispatcher) actOnce(ctx context.Context, ref string, want int, a feedback.Action, files []store.File, first func(*store.Tx) error) (feedback.Case, error) {
	e := &deed{ref: ref, want: want, a: a, files: files}
	rand.Read(e.nonce[:])
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		e.hearers, err = e.concerned(tx)
		return err
	})
	if err != nil {
		return feedback.Case{}, err
	}
	defer d.turnsOf(e.hearers)()
	var result feedback.Case
	err = d.c.Store.Update(ctx, func(tx *store.Tx) error {
		e.told = nil
		if first != nil {
			if err := first(tx); err != nil {
				return err
			}
		}
		now, err := e.concerned(tx)
		if err != nil {
			return err
		}
		if !slices.Equal(now, e.hearers) {
			return errHearers
		}
		result, err = d.do(tx, e)
		return err
	})
	if err != nil {
		return feedback.Case{}, err
	}
	for _, told := range e.told {
		told.committed()
	}
	return result, nil
}

// concerned returns the contacts that hear of the deed: those of the case, and of the original of a duplicate.
func (e *deed) concerned(tx *store.Tx) ([]string, error) {
	c, err := tx.CaseHead(e.ref)
	if err != nil {
		return nil, err
	}
	hearers := c.Hearers()
	if c.Parent != "" {
		whole, err := tx.CaseHead(c.Parent)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		hearers = append(hearers, whole.Hearers()...)
	}
	if of, ok := e.original(); ok {
		o, err := tx.CaseHead(of)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		hearers = append(hearers, o.Hearers()...)
	}
	slices.Sort(hearers)
	return slices.Compact(hearers), nil
}

// original is the case that this one is found to repeat.
func (e *deed) original() (ref string, ok bool) {
	if e.a.Kind != feedback.DoDuplicate {
		return "", false
	}
	ref, err := feedback.ParseRef(e.a.Of)
	return ref, err == nil && ref != e.ref
}

// do applies the deed to its case, and its other side to the original of a duplicate, and tells everybody.
func (d *Dispatcher) do(tx *store.Tx, e *deed) (feedback.Case, error) {
	c, err := tx.Case(e.ref)
	if err != nil {
		return c, err
	}
	if e.want != 0 && c.Version != e.want {
		return c, fmt.Errorf("case %s: %w", e.ref, store.ErrConflict)
	}
	for _, f := range e.files {
		f.Contact = store.CaseOwner(c)
		if err := tx.PutFile(f); err != nil {
			return c, err
		}
	}
	if err := d.link(tx, e, c); err != nil {
		return c, err
	}
	a := e.a
	if a.Kind == feedback.DoSplit {
		if a.Of, err = d.splitOff(tx, c, a, e.nonce); err != nil {
			return c, err
		}
	}
	result, err := d.apply(tx, e, c, a)
	if err != nil || result.Parent == "" {
		return result, err
	}
	return result, d.tellWhole(tx, e, result)
}

// apply stores what an action makes of a case, audits it and tells those who hear of it.
func (d *Dispatcher) apply(tx *store.Tx, e *deed, c feedback.Case, a feedback.Action) (feedback.Case, error) {
	b, now := d.c.Bot(), d.c.Now()
	result, err := c.Do(a, b.Rules(now))
	if err != nil {
		return c, err
	}
	if err := tx.PutCase(result); err != nil {
		return c, err
	}
	if err := tx.Audit(store.AuditLine{At: now, Who: a.By, Did: string(a.Kind), What: c.Ref, Unit: string(c.Unit)}); err != nil {
		return c, err
	}
	hearers := result.Hearers()
	if a.Kind == feedback.DoLink { // who joins by it hears of it from the other side
		hearers = c.Hearers()
	}
	for _, contact := range hearers {
		told, err := d.news(tx, b, result, contact)
		if err != nil {
			return c, err
		}
		if told != nil {
			e.told = append(e.told, told)
		}
	}
	return result, nil
}

// link tells the original that a case repeats it; who filed that one follows it from now on, and so do those who
// followed. An original that is a duplicate itself is refused: it leads nowhere.
func (d *Dispatcher) link(tx *store.Tx, e *deed, c feedback.Case) error {
	of, ok := e.original()
	if !ok {
		return nil
	}
	o, err := tx.Case(of)
	if errors.Is(err, store.ErrNotFound) {
		return feedback.ErrBadOriginal
	}
	if err != nil {
		return err
	}
	if o.Status == feedback.Duplicate {
		return feedback.ErrBadOriginal
	}
	_, err = d.apply(tx, e, o, feedback.Action{
		Kind: feedback.DoLink, By: e.a.By, Of: c.Ref, Contact: c.Contact, PIN: c.PIN, Others: c.Joined,
	})
	return err
}

// news hands the last entry of a case to the conversation of one who hears of it, unless it is not for them, or they
// are gone or do not want to hear.
func (d *Dispatcher) news(tx *store.Tx, b *bot.Bot, c feedback.Case, hearer string) (*commit, error) {
	entry := len(c.Story) - 1
	who, ok := viewer(c, hearer, bot.Proof{})
	if !ok {
		return nil, nil
	}
	c = viewOf(c, who)
	if !c.Story[entry].Public {
		return nil, nil
	}
	contact, err := tx.Contact(hearer)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrForgotten) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	state, err := decode(contact)
	if err != nil {
		return nil, err
	}
	ev := bot.Event{
		ID: fmt.Sprintf("case:%s:%d:%s", c.Ref, c.Version, hearer), Channel: contact.Channel, Address: contact.Address, Contact: contact.ID,
		At: d.c.Now(), Input: bot.CaseUpdated{Case: c, Entry: entry, Shared: who != ""},
	}
	next, effects, err := step(b, state, ev)
	if err != nil {
		return nil, err
	}
	u := &commit{d: d, b: b, tx: tx, ev: ev, contact: contact, state: next}
	if err := u.apply(effects); err != nil {
		return nil, err
	}
	return u, u.finish(state)
}
