package dispatch

import (
	"errors"
	"fmt"

	"danloi/feedback"
	"danloi/store"
)

// splitOff stores a part of c for another unit and returns its reference. A reference that is taken is
// store.ErrConflict: whoever tries again gets another.
func (d *Dispatcher) splitOff(tx *store.Tx, c feedback.Case, a feedback.Action, nonce [16]byte) (ref string, err error) {
	part, err := feedback.OpenPart(c, a, nonce, d.c.Bot().Rules(d.c.Now()))
	if err != nil {
		return "", err
	}
	part.KeyOf = store.CaseOwner(c)
	if err := tx.PutCase(part); err != nil {
		return "", fmt.Errorf("part of case %s: %w", c.Ref, err)
	}
	return part.Ref, nil
}

// tellWhole brings the case of which c is a part up to date; its citizen hears of what they may see.
func (d *Dispatcher) tellWhole(tx *store.Tx, e *deed, c feedback.Case) error {
	whole, err := tx.Case(c.Parent)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = d.apply(tx, e, whole, c.PartNews())
	return err
}
