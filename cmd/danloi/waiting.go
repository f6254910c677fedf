package main

import "context"

// tellWaiting tells those who wait for a guide of the guides that are there now. Who cannot be told now is told the
// next time.
func (s *server) tellWaiting(ctx context.Context) {
	if err := s.dispatch.TellWaiting(ctx); err != nil && ctx.Err() == nil {
		s.log.Error("those who wait for a guide could not be told", "err", err)
	}
}
