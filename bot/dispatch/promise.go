package dispatch

import (
	"context"
	"errors"

	"danloi/feedback"
	"danloi/store"
)

// promiseBatch is how many promises are asked about in one go.
const promiseBatch = 100

// AskPromises asks the citizens whose promised day is over whether the work was done: each once, and only at hours at
// which people may be written to. Call it every few minutes. A case that cannot be asked about is logged and left
// for the next time; the error is that of reading the store, or of ctx.
func (d *Dispatcher) AskPromises(ctx context.Context) error {
	now := d.c.Now()
	if !feedback.MayBeTold(now, d.c.Bot().Rules(now).Calendar) {
		return nil
	}
	var refs []string
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		refs, err = tx.PromisesDue(now, promiseBatch)
		return err
	})
	if err != nil {
		return err
	}
	for _, ref := range refs {
		if err := ctx.Err(); err != nil {
			return err
		}
		_, err := d.act(ctx, feedback.BySystem, ref, 0, feedback.Action{Kind: feedback.DoCheck}, nil, nil)
		if err != nil && !errors.Is(err, feedback.ErrNotAllowed) && ctx.Err() == nil {
			d.c.Log.Error("asking about a promise failed", "case", ref, "err", err)
		}
	}
	return ctx.Err()
}
