package telegram

import (
	"context"
	"sync"
	"time"
)

// ledger knows which of the updates that were received are committed. It is safe for concurrent use.
type ledger struct {
	mu      sync.Mutex
	known   map[int64]bool // update to whether it is committed
	waiting int            // known and not committed
	highest int64          // the highest update ever known
	empty   chan struct{}  // holds a token when waiting has become 0
}

func newLedger() *ledger {
	return &ledger{known: map[int64]bool{}, empty: make(chan struct{}, 1)}
}

// open notes that update id was received and reports whether it is new.
func (l *ledger) open(id int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.known[id]; ok {
		return false
	}
	l.known[id] = false
	l.waiting++
	l.highest = max(l.highest, id)
	return true
}

// commit notes that update id is committed.
func (l *ledger) commit(id int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known[id] = true
	if l.waiting--; l.waiting == 0 {
		select {
		case l.empty <- struct{}{}:
		default:
		}
	}
}

// offset returns the number that confirms all committed updates up to the first that is not, and forgets them.
// Before the first update it is 0, which confirms nothing.
func (l *ledger) offset() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.known) == 0 && l.highest == 0 {
		return 0
	}
	next := l.highest + 1
	for id, committed := range l.known {
		if !committed {
			next = min(next, id)
		}
	}
	for id := range l.known {
		if id < next {
			delete(l.known, id)
		}
	}
	return next
}

// restart forgets the highest update when nothing is waiting: after a week without updates Telegram goes on with
// any number, also a lower one.
func (l *ledger) restart() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting == 0 {
		l.known, l.highest = map[int64]bool{}, 0
	}
}

// settle waits until all updates are committed, but at most for d.
func (l *ledger) settle(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		l.mu.Lock()
		waiting := l.waiting
		l.mu.Unlock()
		if waiting == 0 {
			return
		}
		select {
		case <-l.empty:
		case <-t.C:
			return
		case <-ctx.Done():
			return
		}
	}
}
