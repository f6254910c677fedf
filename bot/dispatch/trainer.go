package dispatch

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"danloi/store"
)

// A trainer is a member of staff. In the chat a device becomes theirs by a one-time code; they may have several.

const (
	trainerCodeKind   = "trainer_code"   // hash of the code
	trainerDeviceKind = "trainer_device" // contact
)

// trainerCode is a code that waits to be used.
type trainerCode struct {
	Staff string    `json:"staff"`
	Made  time.Time `json:"made"`
	Used  string    `json:"used,omitempty"` // the contact that used it, who may follow its link again
}

// codeLifeTrainer is how long a code that nobody used is good.
const codeLifeTrainer = 7 * 24 * time.Hour

// IssueTrainerCode makes a one-time code that makes a chat a device of the trainer, and returns it; only its hash is
// kept. It is good for a week. Chance must be random. ErrNotTrainer: the member of staff may not hold classes.
func IssueTrainerCode(tx *store.Tx, staff store.Staff, chance [8]byte, now time.Time) (code string, err error) {
	if !mayTeach(staff) {
		return "", ErrNotTrainer
	}
	code = "gv-" + base32.NewEncoding(codeLetters).WithPadding(base32.NoPadding).EncodeToString(chance[:])[:12]
	if err := tx.PutDoc(trainerCodeKind, trainerCodeID(code), trainerCode{Staff: staff.ID, Made: now}); err != nil {
		return "", fmt.Errorf("issue trainer code: %w", err)
	}
	return code, nil
}

func trainerCodeID(code string) string {
	sum := sha256.Sum256([]byte("danloi trainer " + code))
	return hex.EncodeToString(sum[:16])
}

// useTrainerCode binds the contact to the trainer of a code. It returns false for a code that does not exist, is too
// old, or was used by somebody else.
func (c *commit) useTrainerCode(code string) (bool, error) {
	var kept trainerCode
	id := trainerCodeID(code)
	err := c.tx.Doc(trainerCodeKind, id, &kept)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if kept.Used != "" && kept.Used != c.contact.ID || kept.Used == "" && c.ev.At.After(kept.Made.Add(codeLifeTrainer)) {
		return false, nil
	}
	kept.Used = c.contact.ID
	if err := c.tx.PutDoc(trainerCodeKind, id, kept); err != nil {
		return false, err
	}
	return true, c.tx.PutDocOf(c.contact.ID, trainerDeviceKind, c.contact.ID, kept.Staff)
}

// trainer returns the member of staff whose device the contact is, or store.ErrNotFound.
func (c *commit) trainer() (store.Staff, error) {
	var id string
	if err := c.tx.Doc(trainerDeviceKind, c.contact.ID, &id); err != nil {
		if errors.Is(err, store.ErrForgotten) {
			err = store.ErrNotFound
		}
		return store.Staff{}, err
	}
	s, err := c.tx.Staff(id)
	if err == nil && !mayTeach(s) {
		err = fmt.Errorf("trainer %s: %w", id, store.ErrNotFound)
	}
	return s, err
}
