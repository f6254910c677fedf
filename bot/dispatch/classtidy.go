package dispatch

import (
	"context"
	"fmt"
	"time"

	"danloi/learn"
	"danloi/store"
)

// TidyClasses ends classes that were forgotten open, closes reports that nobody closed, frees codes, and drops the
// names of classes whose report was closed so long ago. Call it every hour or so. Figures stay.
func (d *Dispatcher) TidyClasses(ctx context.Context, keep time.Duration) error {
	var due []string
	now := d.c.Now()
	err := d.c.Store.View(ctx, func(tx *store.Tx) error {
		due = nil
		return tx.EachClass(func(c learn.Class) error {
			_, changed := c.Tidy(now)
			if changed || c.NamesDue(keep, now) || !c.HoldsCode(now) && c.Dropped.IsZero() {
				due = append(due, c.ID)
			}
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("tidy classes: %w", err)
	}
	for _, id := range due {
		if err := d.tidyClass(ctx, id, keep, now); err != nil {
			return fmt.Errorf("tidy class %s: %w", id, err)
		}
	}
	return nil
}

func (d *Dispatcher) tidyClass(ctx context.Context, id string, keep time.Duration, now time.Time) error {
	var news classNews
	err := d.c.Store.Update(ctx, func(tx *store.Tx) error {
		news = classNews{}
		c, err := tx.Class(id)
		if err != nil {
			return err
		}
		if c.NamesDue(keep, now) {
			return tx.DropClassNames(c, now)
		}
		tidied, changed := c.Tidy(now)
		if !changed {
			return tx.FreeClassCode(c, tidied.HoldsCode(now))
		}
		if tidied.Steps != c.Steps {
			news.moved(id)
		}
		tidied.Version++
		return tx.PutClass(tidied, tidied.HoldsCode(now))
	})
	d.classes.publish(news)
	return err
}
