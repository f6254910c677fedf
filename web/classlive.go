package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"danloi/store"
)

// Live parts of class pages come as server-sent events: each is the part anew, its id the step at which the class is.
const (
	liveEvery   = 250 * time.Millisecond // three hundred answers in three seconds are drawn a few times
	liveBeat    = 15 * time.Second       // keeps proxies from cutting a quiet stream
	liveWrite   = 30 * time.Second       // how long a browser may take to read one event
	mostStreams = 400                    // open at once, over all classes
)

// drawn is a part of a page as it stands now.
type drawn struct {
	class string // id, to be watched
	step  int
	html  string
}

// live sends draw's part now and whenever the class may have changed, until the browser leaves or the server stops.
func (s *site) live(w http.ResponseWriter, r *http.Request, draw func(context.Context) (drawn, error)) {
	select {
	case s.streams <- struct{}{}:
		defer func() { <-s.streams }()
	default:
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
		return
	}
	first, err := draw(r.Context())
	if errors.Is(err, store.ErrNotFound) {
		w.WriteHeader(http.StatusNoContent) // tells EventSource not to come back
		return
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	changed, stop := s.Classes.WatchClass(first.class)
	defer stop()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	out := liveStream{w: w, ctl: http.NewResponseController(w)}
	if err := out.run(r.Context(), changed, draw); err != nil && r.Context().Err() == nil {
		s.Log.WarnContext(r.Context(), "class page: stream ended", "err", err)
	}
}

type liveStream struct {
	w    io.Writer
	ctl  *http.ResponseController
	last string
}

// run draws again after the watch began, so that nothing is missed between the page and the stream.
func (l *liveStream) run(ctx context.Context, changed <-chan struct{}, draw func(context.Context) (drawn, error)) error {
	beat := time.NewTicker(liveBeat)
	defer beat.Stop()
	if l.write("retry: 2000\n\n") != nil {
		return nil
	}
	for {
		d, err := draw(ctx)
		if errors.Is(err, store.ErrNotFound) || ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if l.send(d) != nil || !l.wait(ctx, changed, beat.C) {
			return nil
		}
	}
}

// wait returns when there may be something new, a moment after the first word of it; false when the browser is gone.
func (l *liveStream) wait(ctx context.Context, changed <-chan struct{}, beat <-chan time.Time) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case <-beat:
			if l.write(": \n\n") != nil {
				return false
			}
		case _, open := <-changed:
			if !open {
				return false
			}
			select {
			case <-ctx.Done():
				return false
			case <-time.After(liveEvery):
				return true
			}
		}
	}
}

// send passes over what the browser has already.
func (l *liveStream) send(d drawn) error {
	event := fmt.Sprintf("id: %d\ndata: %s\n\n", d.step, strings.ReplaceAll(strings.ReplaceAll(d.html, "\r", ""), "\n", "\ndata: "))
	if event == l.last {
		return nil
	}
	l.last = event
	return l.write(event)
}

func (l *liveStream) write(text string) error {
	_ = l.ctl.SetWriteDeadline(time.Now().Add(liveWrite)) // a writer without deadlines has none to replace
	if _, err := io.WriteString(l.w, text); err != nil {
		return err
	}
	return l.ctl.Flush()
}

// classLive is the stream of the class screen.
func (s *site) classLive(w http.ResponseWriter, r *http.Request) {
	s.live(w, r, func(ctx context.Context) (drawn, error) {
		seen, err := s.Classes.ClassScreen(ctx, r.PathValue("code"))
		if err != nil {
			return drawn{}, err
		}
		p, err := s.screenPage(ctx, r)
		if err != nil {
			return drawn{}, err
		}
		html, err := s.part("class-screen", "screen", p)
		return drawn{class: seen.Class.ID, step: seen.Class.Steps, html: string(html)}, err
	})
}
