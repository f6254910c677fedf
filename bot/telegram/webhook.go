package telegram

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"time"
)

const (
	secretHeader = "X-Telegram-Bot-Api-Secret-Token"
	maxUpdate    = 1 << 20 // bytes of one update

	// webhookTimeout bounds the work for one call. Telegram gives up after about a minute and sends the update again.
	webhookTimeout = 50 * time.Second
)

// Webhook returns the handler of POST /webhook/telegram. It answers 200 once the event is committed, or when the
// update is none; 401 without the secret, 400 for what is no update, 413 for more than 1 MiB, and 500 when the event
// could not be handled, so that Telegram sends it again. Telegram itself keeps the order within a chat: it sends the
// next update of a chat only after the one before was answered with 200.
func (c *Channel) Webhook() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status := c.deliver(w, r)
		if status != http.StatusOK && status != http.StatusInternalServerError {
			c.count.refused.Add(1)
		}
		w.WriteHeader(status)
	})
}

// deliver takes one call and returns the status to answer with.
func (c *Channel) deliver(w http.ResponseWriter, r *http.Request) int {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return http.StatusMethodNotAllowed
	}
	if !c.secretIs(r.Header.Get(secretHeader)) {
		return http.StatusUnauthorized
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return http.StatusRequestEntityTooLarge
	}
	if err != nil {
		return http.StatusBadRequest
	}
	u, err := decodeUpdate(body)
	if u == nil {
		return http.StatusBadRequest
	}
	in, ok := c.read(u, err)
	if !ok {
		return http.StatusOK
	}
	return c.deliverEvent(r.Context(), in)
}

// deliverEvent has one event handled. It goes on when Telegram hangs up: the work would only be done twice.
func (c *Channel) deliverEvent(ctx context.Context, in received) int {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), webhookTimeout)
	defer cancel()
	work, err := c.prepare(ctx, in)
	if err == nil {
		err = work(ctx)
	}
	if err != nil {
		c.cfg.Log.Error("telegram: event not handled", "event", in.event.ID, "error", err)
		return http.StatusInternalServerError
	}
	return http.StatusOK
}

// secretIs compares in a time that tells nothing. No secret is never the right one.
func (c *Channel) secretIs(got string) bool {
	a, b := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(c.cfg.Secret))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1 && c.cfg.Secret != ""
}
