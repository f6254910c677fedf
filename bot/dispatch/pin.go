package dispatch

import (
	"errors"
	"time"

	"danloi/store"
)

// A reference locks for a while after a few wrong PINs, from whatever channel or page they come.
const (
	pinTries = 5
	pinLock  = 15 * time.Minute
	pinDoc   = "pin"
)

// pinTally counts wrong PINs of one reference.
type pinTally struct {
	Wrong int       `json:"wrong"`
	Since time.Time `json:"since"`
}

// TryPIN counts a try at a reference's PIN and says whether it stands: a right PIN is refused while the reference
// is locked. Everything that accepts a PIN calls it, in the transaction that goes on with the answer.
func TryPIN(tx *store.Tx, ref string, now time.Time, matches bool) (right, locked bool, err error) {
	var t pinTally
	if err := tx.Doc(pinDoc, ref, &t); err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, false, err
	}
	if now.Sub(t.Since) >= pinLock {
		t = pinTally{}
	}
	if t.Wrong >= pinTries {
		return false, true, nil
	}
	if matches {
		return true, false, tx.DeleteDoc(pinDoc, ref)
	}
	t.Wrong, t.Since = t.Wrong+1, now
	return false, t.Wrong >= pinTries, tx.PutDoc(pinDoc, ref, t)
}

// UnlockPIN forgets the wrong tries at a reference, when its PIN is a new one.
func UnlockPIN(tx *store.Tx, ref string) error { return tx.DeleteDoc(pinDoc, ref) }
