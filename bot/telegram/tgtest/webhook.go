package tgtest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// hook is where updates are delivered to.
type hook struct {
	url, secret string
	busy        map[int64]bool // chats with an update on its way or waiting for its next try
	stop        context.CancelFunc
	lastError   string
	lastErrorAt time.Time
}

// secretForm is what Telegram takes as a secret.
const secretForm = `^[A-Za-z0-9_-]{1,256}$`

// setWebhook takes plain http as well, which Telegram does not.
func (s *Server) setWebhook(p params) (any, *apiError) {
	address := p.values["url"]
	if address == "" {
		return s.deleteWebhook(p)
	}
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, badRequest("bad webhook: invalid url")
	}
	secret := p.values["secret_token"]
	if secret != "" && !regexp.MustCompile(secretForm).MatchString(secret) {
		return nil, badRequest("secret token contains unallowed characters")
	}
	if p.values["allowed_updates"] != "" {
		var kinds []string
		if err := p.object("allowed_updates", &kinds); err != nil {
			return nil, err
		}
		s.queue.allowed = kinds
	}
	s.stopHook()
	if p.values["drop_pending_updates"] == "true" {
		s.queue.waiting = nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	h := &hook{url: address, secret: secret, busy: map[int64]bool{}, stop: cancel}
	s.hook = h
	s.tasks.Go(func() { s.deliver(ctx, h) })
	return true, nil
}

func (s *Server) deleteWebhook(p params) (any, *apiError) {
	s.stopHook()
	if p.values["drop_pending_updates"] == "true" {
		s.queue.waiting = nil
	}
	return true, nil
}

// stopHook ends the deliveries. The lock is held.
func (s *Server) stopHook() {
	if s.hook != nil {
		s.hook.stop()
		s.hook = nil
	}
}

func (s *Server) getWebhookInfo(params) (any, *apiError) {
	info := map[string]any{"url": "", "has_custom_certificate": false, "pending_update_count": len(s.queue.waiting)}
	if s.hook != nil {
		info["url"] = s.hook.url
		info["max_connections"] = 40
		if s.hook.lastError != "" {
			info["last_error_message"] = s.hook.lastError
			info["last_error_date"] = s.hook.lastErrorAt.Unix()
		}
	}
	return info, nil
}

// deliver starts a call for each chat whose next update waits, as long as the hook lives.
func (s *Server) deliver(ctx context.Context, h *hook) {
	for ctx.Err() == nil {
		s.mu.Lock()
		changed := s.queue.changed
		for _, u := range s.queue.waiting {
			if len(h.busy) < 40 && !h.busy[u.chat] {
				h.busy[u.chat] = true
				s.tasks.Go(func() { s.deliverOne(ctx, h, u) })
			}
		}
		s.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
}

// deliverOne delivers one update, again and again until it is taken.
func (s *Server) deliverOne(ctx context.Context, h *hook, u update) {
	wait := s.cfg.WebhookRetry
	for ctx.Err() == nil {
		err := post(ctx, h, u)
		if err == nil {
			break
		}
		s.mu.Lock()
		h.lastError, h.lastErrorAt = err.Error(), time.Now()
		s.mu.Unlock()
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
		wait = min(2*wait, time.Minute)
	}
	if ctx.Err() != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.IndexFunc(s.queue.waiting, func(w update) bool { return w.id == u.id }); i >= 0 {
		s.queue.waiting = slices.Delete(s.queue.waiting, i, i+1)
	}
	delete(h.busy, u.chat)
	close(s.queue.changed)
	s.queue.changed = make(chan struct{})
}

// post makes one call.
func post(ctx context.Context, h *hook, u update) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(u.raw))
	if err != nil {
		return fmt.Errorf("make webhook call: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("call webhook: %w", err)
	}
	_ = resp.Body.Close() // only the status counts
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("wrong response from the webhook: %s", strings.TrimSpace(resp.Status))
	}
	return nil
}
