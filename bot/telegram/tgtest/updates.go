package tgtest

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// keepDelivered is how many updates are kept for Redeliver.
const keepDelivered = 10_000

// update waits to be delivered.
type update struct {
	id    int64
	chat  int64
	raw   json.RawMessage
	again bool // is handed out once more, whatever the offset says
}

// queue holds the updates that are not confirmed.
type queue struct {
	next    int64
	waiting []update
	sent    map[int64]update
	allowed []string      // kinds that are made; nil means all
	changed chan struct{} // closed at the next change
	poll    chan struct{} // closed when the poll that waits is ended by another
}

func newQueue() queue {
	return queue{next: 700_000_001, sent: map[int64]update{}, changed: make(chan struct{})}
}

// enqueue makes an update of a kind and returns its number, or 0 when the bot did not want that kind. The lock is
// held.
func (s *Server) enqueue(chat int64, kind string, body any) int64 {
	q := &s.queue
	if len(q.allowed) > 0 && !slices.Contains(q.allowed, kind) {
		return 0
	}
	id := q.next
	q.next++
	raw, err := json.Marshal(map[string]any{"update_id": id, kind: body})
	if err != nil {
		panic(err) // bodies are made of plain values
	}
	u := update{id: id, chat: chat, raw: raw}
	q.sent[id] = u
	delete(q.sent, id-keepDelivered)
	q.push(u)
	return id
}

func (q *queue) push(u update) {
	q.waiting = append(q.waiting, u)
	close(q.changed)
	q.changed = make(chan struct{})
}

// Inject delivers the raw update that raw makes of its number, and returns the number. It is for kinds of update that
// Chat does not make.
func (s *Server) Inject(chat int64, raw func(id int64) string) int64 {
	s.mu.Lock()
	id := s.queue.next
	s.queue.next++
	s.mu.Unlock()
	u := update{id: id, chat: chat, raw: json.RawMessage(raw(id))}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.sent[id] = u
	s.queue.push(u)
	return id
}

// Renumber makes the next update have the number next, as Telegram may after a week without updates.
func (s *Server) Renumber(next int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.next = next
}

// Redeliver delivers update id once more, as Telegram does when it did not hear the answer. It reports false when
// the update is not known.
func (s *Server) Redeliver(id int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, ok := s.queue.sent[id]
	if ok {
		u.again = true
		s.queue.push(u)
	}
	return ok
}

// Pending is how many updates are not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue.waiting)
}

// getUpdates waits for updates as long as the caller asks. A second poll ends the first.
func (s *Server) getUpdates(ctx context.Context, p params) (any, *apiError) {
	seconds, err := p.number("timeout", 0)
	if err != nil {
		return nil, err
	}
	timer := time.NewTimer(time.Duration(min(max(seconds, 0), 50)) * time.Second)
	defer timer.Stop()
	s.mu.Lock()
	ended, err := s.beginPoll(p)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	for expired := false; ; {
		s.mu.Lock()
		batch, err := s.batch(p)
		changed := s.queue.changed
		s.mu.Unlock()
		if err != nil || len(batch) > 0 || expired {
			return batch, err
		}
		select {
		case <-changed:
		case <-timer.C:
			expired = true
		case <-ended:
			return nil, conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
		case <-ctx.Done():
			return batch, nil
		case <-s.closed:
			return batch, nil
		}
	}
}

func conflict(why string) *apiError {
	return &apiError{Code: http.StatusConflict, Description: "Conflict: " + why}
}

// beginPoll ends the poll that waits and remembers which kinds the bot wants. The lock is held.
func (s *Server) beginPoll(p params) (chan struct{}, *apiError) {
	if s.hook != nil {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if p.values["allowed_updates"] != "" {
		var kinds []string
		if err := p.object("allowed_updates", &kinds); err != nil {
			return nil, err
		}
		s.queue.allowed = kinds
	}
	if s.queue.poll != nil {
		close(s.queue.poll)
	}
	s.queue.poll = make(chan struct{})
	return s.queue.poll, nil
}

// batch confirms what the offset says and returns the next updates. The lock is held.
func (s *Server) batch(p params) ([]json.RawMessage, *apiError) {
	offset, err := p.number("offset", 0)
	if err != nil {
		return nil, err
	}
	limit, err := p.number("limit", 100)
	if err != nil {
		return nil, err
	}
	if limit < 1 || limit > 100 {
		limit = 100
	}
	if n := int64(len(s.queue.waiting)); offset < 0 && n > 0 {
		offset = s.queue.waiting[max(0, n+offset)].id
	}
	s.queue.waiting = slices.DeleteFunc(s.queue.waiting, func(u update) bool { return !u.again && u.id < offset })
	batch := []json.RawMessage{}
	for i := range s.queue.waiting {
		if int64(len(batch)) == limit {
			break
		}
		batch = append(batch, s.queue.waiting[i].raw)
		s.queue.waiting[i].again = false
	}
	return batch, nil
}
