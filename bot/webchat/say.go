package webchat

import (
	"context"
	"net/http"
	"strings"
	"time"

	"danloi/bot"
)

// handTime bounds how long one event may take, whether or not the browser waits.
const handTime = 30 * time.Second

// say takes what a form brought and hands it over, event by event. It answers after the commit: a browser is sent
// to the last line, chat.js is given the new lines.
func (s *chat) say(w http.ResponseWriter, r *http.Request) {
	p, err := readPost(w, r)
	if err != nil {
		s.fail(w, r, http.StatusBadRequest, "webchat.error.form", post{})
		return
	}
	address, known := token(r)
	events := p.events(address)
	if len(events) > 0 && !known {
		address = s.arrivals.token(p.form)
		events = p.events(address)
	}
	if address == "" {
		s.toChat(w, r)
		return
	}
	s.setToken(w, r, address)
	if wantsJSON(r) && p.after == nil {
		if p.after, err = s.newest(r.Context(), address); err != nil {
			s.broken(w, r, "read log", err, p)
			return
		}
	}
	for _, ev := range events {
		if err := s.hand(r.Context(), ev); err != nil {
			s.broken(w, r, "handle event", err, p)
			return
		}
	}
	if wantsJSON(r) {
		s.sendLog(w, r, address, *p.after)
		return
	}
	s.toChat(w, r)
}

// hand gives an event to Handle until it is taken, a few times. It goes on when the browser has hung up: what has
// arrived is worked.
func (s *chat) hand(ctx context.Context, ev bot.Event) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), handTime)
	defer cancel()
	ev.At = s.Now()
	err := s.Handle(ctx, ev)
	for _, wait := range s.retries {
		if err == nil || ctx.Err() != nil {
			break
		}
		time.Sleep(wait)
		err = s.Handle(ctx, ev)
	}
	return err
}

func (s *chat) toChat(w http.ResponseWriter, r *http.Request) {
	if wantsJSON(r) {
		s.writeJSON(w, r, http.StatusOK, logAnswer{Lines: []line{}})
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/#last", http.StatusSeeOther)
}

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}
