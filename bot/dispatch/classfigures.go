package dispatch

import (
	"context"
	"fmt"
	"time"

	"danloi/learn"
	"danloi/store"
)

// ClassFigures counts the classes that were opened in [from, to) and have ended, in groups: key names the group of a
// class, such as its commune, its module or its month. Nothing in the figures is about one person. Each class is a picture
// of its own, so that counting a year holds nobody up; a class that changes meanwhile is counted as before or after.
func (d *Dispatcher) ClassFigures(ctx context.Context, from, to time.Time, key func(learn.Class) string) (map[string]learn.ClassFigures, error) {
	var held []learn.Class
	err := d.c.Store.View(ctx, func(tx *store.Tx) error {
		held = nil
		return tx.EachClass(func(c learn.Class) error {
			if !c.Live() && !c.Opened.Before(from) && c.Opened.Before(to) {
				held = append(held, c)
			}
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("count classes: %w", err)
	}
	groups := map[string]learn.ClassFigures{}
	for _, c := range held {
		var r learn.ClassReport
		err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
			r, err = reportOf(tx, c)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("count class %s: %w", c.ID, err)
		}
		groups[key(c)] = groups[key(c)].Add(r)
	}
	return groups, nil
}
