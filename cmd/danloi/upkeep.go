package main

import (
	"context"
	"time"
)

// upkeepEvery is how often reminders and announcements are looked for.
const upkeepEvery = 5 * time.Second

// upkeep reminds people, tells them of dates that changed and sends announcements on.
func (s *server) upkeep(ctx context.Context) error {
	select {
	case <-s.k.ready: // there is nothing to say it with before
	case <-ctx.Done():
		return nil
	}
	tick := time.NewTicker(upkeepEvery)
	defer tick.Stop()
	for {
		if err := s.dispatch.Upkeep(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("reminders or announcements could not be sent", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// base is the address under which the pages are reached. Samples are reached where the server listens.
func (c *serveCmd) base(addr string) string {
	if c.BaseURL == "" && c.Demo {
		return "http://" + addr
	}
	return c.BaseURL
}
