package telegram

import (
	"math/rand/v2"
	"time"
)

// backoff is a row of growing waits, each shortened by chance so that many who wait do not come back at once.
type backoff struct{ first, most, now time.Duration }

// newBackoff returns waits that begin at first and double up to most.
func newBackoff(first, most time.Duration) *backoff { return &backoff{first, most, first} }

// next returns the next wait: between half and all of it.
func (b *backoff) next() time.Duration {
	d := b.now
	b.now = min(2*b.now, b.most)
	return d/2 + rand.N(d/2+1)
}

func (b *backoff) reset() { b.now = b.first }
