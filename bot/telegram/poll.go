package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/go-telegram/bot/models"
)

const (
	pollSeconds = 50
	pollLimit   = 100 // of updates in one answer, the most there is
	pollMargin  = 15 * time.Second
	maxAnswer   = 32 << 20 // bytes of one answer
	quietWeek   = 6 * 24 * time.Hour
)

// poller is one run of Poll.
type poller struct {
	c      *Channel
	ctx    context.Context // ends when polling shall stop
	ledger *ledger
	lanes  *lanes
	errors *backoff
	idle   *backoff // while the only updates that come are those being worked
	heard  time.Time
}

// Poll asks Telegram for updates and has them handled until ctx ends; then it waits for those that are being
// handled, confirms them and returns nil. Updates of one chat are handled in order, those of several chats at the
// same time. An update is confirmed only after it and all before it were committed, so that after a crash each one
// that was not comes again, with the same Event.ID. Telegram shows no more than 100 updates that are not confirmed:
// that bounds what is held in memory.
//
// When Handle fails, the update is tried again after a growing wait, and its chat waits with it.
func (c *Channel) Poll(ctx context.Context) error {
	p := &poller{
		c: c, ctx: ctx, ledger: newLedger(), heard: time.Now(),
		errors: newBackoff(time.Second, time.Minute),
		idle:   newBackoff(50*time.Millisecond, 300*time.Millisecond),
	}
	p.lanes = newLanes(p.work)
	for ctx.Err() == nil {
		p.turn()
	}
	p.lanes.wait()
	p.confirm()
	c.answers.Wait()
	return nil
}

// turn makes one call and hands on what it brings.
func (p *poller) turn() {
	if time.Since(p.heard) > quietWeek {
		p.ledger.restart()
	}
	updates, err := p.c.getUpdates(p.ctx, p.ledger.offset(), pollLimit, pollSeconds)
	if err != nil {
		p.rest(err)
		return
	}
	p.errors.reset()
	if p.take(updates) > 0 {
		p.idle.reset()
		p.heard = time.Now()
	}
	if len(updates) > 0 {
		p.ledger.settle(p.ctx, p.idle.next())
	}
}

// rest waits after a call that failed, as long as Telegram asks.
func (p *poller) rest(err error) {
	if p.ctx.Err() != nil {
		return
	}
	p.c.count.pollErrors.Add(1)
	d := p.errors.next()
	r := refused(err)
	switch {
	case r == nil:
	case r.code == http.StatusTooManyRequests:
		d = max(d, r.retryAfter)
	case r.code == http.StatusConflict && r.says("webhook"):
		if err := p.c.Register(p.ctx, "", ""); err != nil {
			p.c.cfg.Log.Warn("telegram: webhook not removed", "error", err)
		}
	case r.code == http.StatusConflict:
		d = max(d, 5*time.Second)
	case r.code == http.StatusUnauthorized, r.code == http.StatusNotFound:
		d = max(d, 30*time.Second)
	}
	p.c.cfg.Log.Warn("telegram: no updates", "error", explain(err), "wait", d.Round(time.Millisecond))
	_ = sleep(p.ctx, d) // the loop looks at ctx
}

// take puts the new ones of updates on their lanes and returns how many they are.
func (p *poller) take(updates []json.RawMessage) int {
	fresh := 0
	for _, raw := range updates {
		u, err := decodeUpdate(raw)
		if u == nil {
			p.c.cfg.Log.Error("telegram: update without a number", "error", err)
			continue
		}
		if !p.ledger.open(u.ID) {
			continue
		}
		fresh++
		if in, ok := p.c.read(u, err); ok {
			p.lanes.put(job{u, in})
		} else {
			p.ledger.commit(u.ID)
		}
	}
	return fresh
}

// read counts an update and translates it; err is what was wrong when it was decoded. It reports false when there is
// nothing to handle.
func (c *Channel) read(u *models.Update, err error) (received, bool) {
	c.count.updates.Add(1)
	if err != nil {
		c.count.unreadable.Add(1)
		c.cfg.Log.Error("telegram: update cannot be read and is left out", "update", u.ID, "error", explain(err))
		return received{}, false
	}
	if in, ok := c.desk(u); ok {
		return in, true
	}
	in, ok := translate(u, c.cfg.Now())
	if !ok {
		c.count.ignored.Add(1)
		if in.callback != "" {
			c.answer(in.callback)
		}
	}
	return in, ok
}

// decodeUpdate decodes one update. One that has a number but cannot be decoded further, as kinds newer than the
// library may be, is returned with its number and the error; one without a number is nil.
func decodeUpdate(raw []byte) (*models.Update, error) {
	var u models.Update
	err := json.Unmarshal(raw, &u)
	if err == nil && u.ID != 0 {
		return &u, nil
	}
	var bare struct {
		ID int64 `json:"update_id"`
	}
	if e := json.Unmarshal(raw, &bare); e != nil || bare.ID == 0 {
		return nil, fmt.Errorf("decode update: %w", e)
	}
	return &models.Update{ID: bare.ID}, err
}

// work handles one update until it is committed or polling stops.
func (p *poller) work(j job) {
	work, err := p.c.prepare(p.ctx, j.in)
	if err != nil {
		return // polling stops
	}
	again := newBackoff(time.Second, 30*time.Second)
	for p.ctx.Err() == nil {
		err := work(p.ctx)
		if err == nil {
			p.ledger.commit(j.update.ID)
			return
		}
		d := again.next()
		p.c.cfg.Log.Error("telegram: event not handled", "update", j.update.ID, "error", err, "wait", d.Round(time.Millisecond))
		_ = sleep(p.ctx, d) // the loop looks at ctx
	}
}

// confirm tells Telegram at the end what was committed. Should it fail, those updates come once more.
func (p *poller) confirm() {
	offset := p.ledger.offset()
	if offset == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), 5*time.Second)
	defer cancel()
	if _, err := p.c.getUpdates(ctx, offset, 1, 0); err != nil {
		p.c.cfg.Log.Warn("telegram: last updates not confirmed", "error", explain(err))
	}
}

// getUpdates makes one call. The library's own takes a whole answer or nothing, and acknowledges before handling.
func (c *Channel) getUpdates(ctx context.Context, offset int64, limit, seconds int) ([]json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(seconds)*time.Second+pollMargin)
	defer cancel()
	body, err := json.Marshal(map[string]any{
		"offset": offset, "limit": limit, "timeout": seconds, "allowed_updates": allowedUpdates(),
	})
	if err != nil {
		return nil, fmt.Errorf("encode getUpdates: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.cfg.API+"/bot"+c.cfg.Token+"/getUpdates", bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make getUpdates: %w", withoutURL(err))
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.web.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }() // only read from
	return decodeUpdates(resp)
}

// decodeUpdates reads the answer to getUpdates, a refusal among them.
func decodeUpdates(resp *http.Response) ([]json.RawMessage, error) {
	var answer struct {
		OK          bool              `json:"ok"`
		Result      []json.RawMessage `json:"result"`
		Description string            `json:"description"`
		Code        int               `json:"error_code"`
		Parameters  struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, &statusError{resp.StatusCode}
	}
	if !answer.OK {
		return nil, newRefusal(answer.Code, answer.Description, answer.Parameters.RetryAfter)
	}
	return answer.Result, nil
}
