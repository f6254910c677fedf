package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"danloi/bot"
	"danloi/store"
)

// Who said a line of the log.
const (
	fromBot     = "bot"
	fromCitizen = "citizen"
)

// ownLine keeps what the citizen did in the log, as they would read it: the words, the label of the button, the
// kind of file.
func (c *commit) ownLine(before bot.State) error {
	line := bot.Line{Mine: true, Message: bot.Message{Lang: before.Lang}}
	switch in := c.ev.Input.(type) {
	case bot.Text:
		line.Message.Text = in.Words
		if c.hideOwn {
			line.Message.Text = "…"
		}
	case bot.Tap:
		line.Message.Text = before.Label(in.Data)
	case bot.File:
		line.File, line.Message.Text = in.Kind, in.Caption
		if c.hideOwn && in.Caption != "" {
			line.Message.Text = "…"
		}
	case bot.Location:
		line.Message.Text = fmt.Sprintf("%.4f, %.4f", in.Lat, in.Lon)
	}
	if line.Message.Text == "" && line.File == "" {
		return nil
	}
	body, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("write line: %w", err)
	}
	_, err = c.tx.AppendThread(c.contact.ID, store.ThreadEntry{At: c.ev.At, From: fromCitizen, Body: body})
	return err
}

// takeBack empties what stands in the log since a moment, and gives the contact a new key: what lies about of the
// old is noise then. The lines stay, so that whoever reads on by their number misses none.
func (c *commit) takeBack(since time.Time) error {
	dots, err := json.Marshal(bot.Message{Text: "…"})
	if err != nil {
		return fmt.Errorf("write line: %w", err)
	}
	own, err := json.Marshal(bot.Line{Mine: true, Message: bot.Message{Text: "…"}})
	if err != nil {
		return fmt.Errorf("write line: %w", err)
	}
	err = c.tx.RetractThread(c.contact.ID, since, func(e store.ThreadEntry) json.RawMessage {
		if e.From == fromCitizen {
			return own
		}
		return dots
	})
	if err != nil {
		return err
	}
	return c.tx.Rekey(c.contact.ID)
}

// Lines returns the log of a contact on a channel without a history of its own: at most limit lines after a
// sequence number, oldest first; with after < 0 the last limit lines.
func (d *Dispatcher) Lines(ctx context.Context, channel, address string, after int64, limit int) ([]bot.Line, error) {
	id := d.contactID(channel, address)
	var entries []store.ThreadEntry
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		if after < 0 {
			entries, err = tx.ThreadTail(id, limit)
		} else {
			entries, err = tx.Thread(id, after, limit)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	lines := make([]bot.Line, 0, len(entries))
	for _, e := range entries {
		l, err := readLine(e)
		if err != nil {
			return nil, fmt.Errorf("log of contact %s, line %d: malformed", id, e.Seq)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func readLine(e store.ThreadEntry) (bot.Line, error) {
	l := bot.Line{}
	var err error
	if e.From == fromCitizen {
		err = json.Unmarshal(e.Body, &l)
	} else {
		err = json.Unmarshal(e.Body, &l.Message)
	}
	l.Seq, l.At = e.Seq, e.At
	return l, err
}

// Lang returns the language a contact has chosen, or empty.
func (d *Dispatcher) Lang(ctx context.Context, channel, address string) string {
	var c store.Contact
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		c, err = tx.Contact(d.contactID(channel, address))
		return err
	})
	if err != nil {
		return ""
	}
	return c.Lang
}

// Watch returns a channel that gets a value whenever the log of a contact may have grown, and what ends the watch.
func (d *Dispatcher) Watch(channel, address string) (changed <-chan struct{}, stop func()) {
	return d.watch.add(d.contactID(channel, address))
}

// watchers are those who wait for news of a contact.
type watchers struct {
	mu sync.Mutex
	of map[string]map[chan struct{}]bool
}

func (w *watchers) add(contact string) (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.of[contact] == nil {
		w.of[contact] = map[chan struct{}]bool{}
	}
	w.of[contact][ch] = true
	return ch, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if delete(w.of[contact], ch); len(w.of[contact]) == 0 {
			delete(w.of, contact)
		}
	}
}

func (w *watchers) tell(contact string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch := range w.of[contact] {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}
