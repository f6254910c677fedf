package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// web carries every call to Telegram. It keeps the token out of errors (the address of each call holds it), turns
// answers that are not from the Bot API itself, such as a proxy's 502 page, into errors without their text, and
// keeps account of whether Telegram can be reached.
type web struct {
	client *http.Client
	log    *slog.Logger
	now    func() time.Time

	mu    sync.Mutex
	down  bool
	since time.Time
}

// statusError is an answer that is not from the Bot API itself.
type statusError struct{ code int }

func (e *statusError) Error() string { return fmt.Sprintf("answered with status %d", e.code) }

func newWeb(cfg Config) *web { return &web{client: cfg.Client, log: cfg.Log, now: cfg.Now} }

// Do is the client's Do with clean errors. An answer of 500 and above is an error.
func (w *web) Do(req *http.Request) (*http.Response, error) {
	resp, err := w.client.Do(req)
	if err != nil {
		err = withoutURL(err)
		if !errors.Is(err, context.Canceled) {
			w.note(err)
		}
		return nil, err
	}
	if resp.StatusCode >= http.StatusInternalServerError {
		_ = resp.Body.Close() // the answer is dropped anyway
		err := &statusError{resp.StatusCode}
		w.note(err)
		return nil, err
	}
	if resp.StatusCode == http.StatusRequestEntityTooLarge {
		_ = resp.Body.Close() // often a proxy's page; the library knows this answer not either
		return nil, newRefusal(resp.StatusCode, "request is too large", 0)
	}
	if resp.StatusCode == http.StatusUnauthorized {
		w.note(&statusError{resp.StatusCode})
	} else {
		w.note(nil)
	}
	return resp, nil
}

// withoutURL drops the address from an error of net/http: it holds the token.
func withoutURL(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		return ue.Err
	}
	return err
}

// note keeps the outcome of a call and logs when it differs from the one before.
func (w *web) note(err error) {
	w.mu.Lock()
	changed := w.down != (err != nil) || w.since.IsZero()
	if changed {
		w.down, w.since = err != nil, w.now()
	}
	w.mu.Unlock()
	switch {
	case !changed:
	case err != nil:
		w.log.Warn("telegram cannot be reached", "error", err)
	default:
		w.log.Info("telegram is reached")
	}
}

func (w *web) reachable() (bool, time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.down, w.since
}
