package web

import (
	"crypto/sha256"
	"sync"
	"time"
)

// Attempts against one door (a log-in, a case) or from one address are free up to a number and then wait longer and
// longer. They are counted in memory and only as hashes: a restart forgets them, which gives an attacker no more
// than a few tries.
const (
	firstDelay   = 5 * time.Second
	longestDelay = 15 * time.Minute
	attemptsKept = time.Hour
	mostAttempts = 50_000 // keys remembered at once
)

// attempts counts failures by key. It is safe for concurrent use.
type attempts struct {
	mu   sync.Mutex
	free int // failures that cost nothing yet
	seen map[[16]byte]failures
}

type failures struct {
	n     int
	last  time.Time
	until time.Time
}

func newAttempts(free int) *attempts {
	return &attempts{free: free, seen: map[[16]byte]failures{}}
}

// begin counts an attempt as failed before it is made, so that many at once are not all free. It returns how long
// key must wait instead, zero when the attempt may be made. After a good attempt call succeed or refund.
func (a *attempts) begin(key string, now time.Time) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	k := attemptKey(key)
	f := a.seen[k]
	if f.until.After(now) {
		return f.until.Sub(now)
	}
	if now.Sub(f.last) > attemptsKept {
		f = failures{}
	}
	f.n++
	f.last = now
	f.until = now.Add(delay(f.n - a.free))
	if len(a.seen) >= mostAttempts {
		a.sweep(now)
	}
	a.seen[k] = f
	return 0
}

// refund takes back the last attempt of key, which was a good one, but not those before it.
func (a *attempts) refund(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	k := attemptKey(key)
	f, ok := a.seen[k]
	if !ok {
		return
	}
	f.n--
	f.until = f.last
	a.seen[k] = f
}

// succeed forgets the failures of key.
func (a *attempts) succeed(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.seen, attemptKey(key))
}

// sweep drops what is old; when that is not enough, whatever comes first.
func (a *attempts) sweep(now time.Time) {
	for k, f := range a.seen {
		if now.Sub(f.last) > attemptsKept {
			delete(a.seen, k)
		}
	}
	for k := range a.seen {
		if len(a.seen) < mostAttempts {
			return
		}
		delete(a.seen, k)
	}
}

// delay doubles from firstDelay to longestDelay; over is how many failures were more than the free ones.
func delay(over int) time.Duration {
	if over < 0 {
		return 0
	}
	return min(longestDelay, firstDelay<<min(over, 20))
}

func attemptKey(key string) [16]byte {
	sum := sha256.Sum256([]byte(key))
	return [16]byte(sum[:16])
}
