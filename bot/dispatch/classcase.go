package dispatch

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"

	"danloi/bot"
	"danloi/learn"
	"danloi/store"
)

// AuditClassCase is what the audit trail says of a case that was made of a class's problem.
const AuditClassCase = "filed_class_problem"

// FileProblems makes a case of every problem of a class that is none yet, in one go, and says for each what became of
// it: reference and PIN, which are shown this once, or the door that the law wants for such words instead. A problem
// that has a case keeps it: calling again files only what is new. Errors: store.ErrNotFound, learn.ErrClassClosed.
func (d *Dispatcher) FileProblems(ctx context.Context, by store.Staff, class string) ([]bot.FiledProblem, error) {
	const rounds = 5 // a reference may be taken
	var filed []bot.FiledProblem
	var err error
	for range rounds {
		var nonce [16]byte
		rand.Read(nonce[:])
		err = d.c.Store.Update(ctx, func(tx *store.Tx) (err error) {
			filed, err = d.fileProblems(tx, by, class, nonce)
			return err
		})
		if !errors.Is(err, store.ErrConflict) {
			break
		}
	}
	return filed, err
}

func (d *Dispatcher) fileProblems(tx *store.Tx, by store.Staff, class string, nonce [16]byte) ([]bot.FiledProblem, error) {
	c, err := classOf(tx, by, class)
	if err == nil {
		err = c.Editable()
	}
	if err != nil {
		return nil, err
	}
	notes, err := tx.ClassNotes(class)
	if err != nil {
		return nil, err
	}
	var filed []bot.FiledProblem
	for _, n := range notes {
		if n.Kind != learn.ClassProblem || n.Ref != "" || n.Words == "" {
			continue
		}
		f, err := d.fileProblem(tx, by, c, n, nonce)
		if err != nil {
			return nil, err
		}
		filed = append(filed, f)
	}
	return filed, nil
}

func (d *Dispatcher) fileProblem(tx *store.Tx, by store.Staff, c learn.Class, n learn.ClassNote, nonce [16]byte) (bot.FiledProblem, error) {
	b, now := d.c.Bot(), d.c.Now()
	opened, filed, err := b.ClassCase(c, n, nonceFor(nonce, n.ID), b.Rules(now))
	if err != nil || filed.Ref == "" {
		return filed, err
	}
	if err := tx.PutCase(opened); err != nil {
		return filed, err
	}
	line := store.AuditLine{At: now, Who: by.ID, Did: AuditClassCase, What: opened.Ref, Unit: string(opened.Unit)}
	if err := tx.Audit(line); err != nil {
		return filed, err
	}
	return filed, tx.ChangeClassNote(c.ID, n.ID, func(n *learn.ClassNote) error {
		n.Ref = opened.Ref
		return nil
	})
}

// nonceFor makes one nonce of another, for one of several things.
func nonceFor(nonce [16]byte, what string) (out [16]byte) {
	sum := sha256.Sum256(append([]byte("danloi class problem "+what+" "), nonce[:]...))
	return [16]byte(sum[:16])
}

// chanceFor makes the id of one of several things of a nonce, the same when the event is worked again with it.
func chanceFor(nonce [16]byte, what string, n int) [10]byte {
	sum := sha256.Sum256(append(fmt.Appendf(nil, "danloi class %s %d ", what, n), nonce[:]...))
	return [10]byte(sum[:10])
}
