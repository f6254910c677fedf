package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"danloi/feedback"
	"danloi/feedback/figures"
	"danloi/store"
)

// Figures keeps what is counted of all cases in memory, so that a page of figures need not read the store: it is built
// in the background by Run and caught up from the feed of changes whenever it is looked at. Make it with
// NewFigures. It is safe for concurrent use.
type Figures struct {
	store    *store.Store
	calendar *feedback.Calendar
	log      *slog.Logger
	ready    atomic.Bool
	reading  sync.Mutex // one reader of the feed at a time, so that nothing older is put over something newer
	mu       sync.RWMutex
	ledger   *figures.Ledger
	public   map[string]string // references of published cases by public id
	seq      int64             // of the feed, up to which the ledger is right
	changed  time.Time         // when the last case changed
}

// Steps in which the store is read.
const (
	headsStep = 500
	feedStep  = 500
	feedPoll  = time.Minute
)

// errNotCounted says that the figures are still being built.
var errNotCounted = errors.New("figures are not built yet")

// NewFigures returns figures that are not built yet.
func NewFigures(s *store.Store, c *feedback.Calendar, log *slog.Logger) *Figures {
	return &Figures{store: s, calendar: c, log: log, ledger: figures.NewLedger(c.Zone()), public: map[string]string{}}
}

// Run builds the figures and keeps them up to date until ctx is done. It returns nil then, and otherwise only when the
// store cannot be read.
func (f *Figures) Run(ctx context.Context) error {
	err := f.build(ctx)
	for err == nil && ctx.Err() == nil {
		grows := f.store.FeedGrows()
		if failed := f.catchUp(ctx); failed != nil && ctx.Err() == nil {
			f.log.ErrorContext(ctx, "figures are behind", "err", failed)
		}
		timer := time.NewTimer(feedPoll)
		select {
		case <-ctx.Done():
		case <-grows:
		case <-timer.C:
		}
		timer.Stop()
	}
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// build reads all cases, a few at a time. What changes meanwhile comes from the feed afterwards.
func (f *Figures) build(ctx context.Context) error {
	var seq int64
	err := f.store.View(ctx, func(tx *store.Tx) (err error) {
		seq, err = tx.FeedLast()
		return err
	})
	if err != nil {
		return fmt.Errorf("build figures: %w", err)
	}
	for last := ""; ; {
		var heads []feedback.Case
		err := f.store.View(ctx, func(tx *store.Tx) (err error) {
			heads, err = tx.CaseHeads(last, headsStep)
			return err
		})
		if err != nil {
			return fmt.Errorf("build figures: %w", err)
		}
		f.put(heads, seq)
		if len(heads) < headsStep {
			break
		}
		last = heads[len(heads)-1].Ref
	}
	if err := f.follow(ctx); err != nil {
		return fmt.Errorf("build figures: %w", err)
	}
	f.ready.Store(true)
	return nil
}

// put takes skeletons into the ledger, which is right up to a line of the feed then.
func (f *Figures) put(heads []feedback.Case, seq int64) {
	rows := make([]figures.Row, len(heads))
	for i, c := range heads {
		rows[i] = figures.RowOf(c, f.calendar)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, r := range rows {
		if heads[i].Parent == "" { // a part is no case of its own for the public
			f.take(r)
		}
		if n := len(heads[i].Story); n > 0 && heads[i].Story[n-1].At.After(f.changed) {
			f.changed = heads[i].Story[n-1].At
		}
	}
	f.ledger.Prepare()
	f.seq = max(f.seq, seq)
}

// take puts a row, and remembers by which id everybody may ask for it.
func (f *Figures) take(r figures.Row) {
	f.ledger.Put(r)
	if id := publicID(f.store, r.Ref); r.Public {
		f.public[id] = r.Ref
	} else {
		delete(f.public, id)
	}
}

// catchUp takes over what changed since the last look.
func (f *Figures) catchUp(ctx context.Context) error {
	if !f.ready.Load() {
		return errNotCounted
	}
	return f.follow(ctx)
}

func (f *Figures) follow(ctx context.Context) error {
	f.reading.Lock()
	defer f.reading.Unlock()
	for {
		f.mu.RLock()
		seq := f.seq
		f.mu.RUnlock()
		var heads []feedback.Case
		var lines []store.FeedLine
		err := f.store.View(ctx, func(tx *store.Tx) (err error) {
			if lines, err = tx.Feed(seq, feedStep); err != nil {
				return err
			}
			heads, err = changedHeads(tx, lines)
			return err
		})
		if err != nil || len(lines) == 0 {
			return err
		}
		f.put(heads, lines[len(lines)-1].Seq)
		if len(lines) < feedStep {
			return nil
		}
	}
}

// changedHeads reads the cases of some lines, each once.
func changedHeads(tx *store.Tx, lines []store.FeedLine) (heads []feedback.Case, err error) {
	seen := map[string]bool{}
	for _, l := range lines {
		if seen[l.Ref] {
			continue
		}
		seen[l.Ref] = true
		c, err := tx.CaseHead(l.Ref)
		if err != nil {
			return nil, err
		}
		heads = append(heads, c)
	}
	return heads, nil
}

// publicID names a case to everybody. It tells nobody the reference, which is half of what opens the case to its citizen
// and would let anybody lock it with wrong PINs.
func publicID(s *store.Store, ref string) string {
	const length = 12 // 60 bits: no two of a province's cases will meet
	return s.ContactID("public case:" + ref)[:length]
}

// refsOf returns the references of those ids that are of published cases, each once, in their order.
func (f *Figures) refsOf(ctx context.Context, ids []string) (refs []string, err error) {
	if err := f.catchUp(ctx); err != nil {
		return nil, err
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	for _, id := range ids {
		if ref, ok := f.public[id]; ok && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs, nil
}

// look lets fn read the ledger as it is now. It returns errNotCounted while it is being built. fn may not keep it.
func (f *Figures) look(ctx context.Context, fn func(l *figures.Ledger, changed time.Time)) error {
	if err := f.catchUp(ctx); err != nil {
		return err
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	fn(f.ledger, f.changed)
	return nil
}
