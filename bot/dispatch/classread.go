package dispatch

import (
	"context"
	"errors"

	"danloi/learn"
	"danloi/store"
)

// ClassAnswers returns all answers of a class, in the order of its questions. Errors: store.ErrNotFound.
func (d *Dispatcher) ClassAnswers(ctx context.Context, by store.Staff, id string) ([]learn.ClassAnswer, error) {
	var all []learn.ClassAnswer
	err := d.c.Store.View(ctx, func(tx *store.Tx) error {
		c, err := classOf(tx, by, id)
		if err != nil {
			return err
		}
		all, err = tx.ClassAnswers(c.ID, -1)
		return err
	})
	return all, err
}

// EachReport calls fn with the report of every class that by may lead, in no order. Each is read in a picture of the
// store of its own, so that years of classes hold nobody up.
func (d *Dispatcher) EachReport(ctx context.Context, by store.Staff, fn func(learn.ClassReport)) error {
	classes, err := d.Classes(ctx, by)
	if err != nil {
		return err
	}
	for _, c := range classes {
		r, err := d.ClassReport(ctx, by, c.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		fn(r)
	}
	return nil
}
