package tgtest

import (
	"math"
	"net/http"
	"time"
)

// Limits are how many messages a bot may send. A zero field takes Telegram's value.
type Limits struct {
	Off       bool
	PerSecond int     // in any one second over all chats; 30
	PerChat   float64 // a second in one chat, in the long run; 1
	ChatBurst int     // in one chat at once; 5, which Telegram bears without promising it
}

// limiter says no to messages over the limits. Whoever goes on before the wait is over is told so again.
type limiter struct {
	Limits
	recent []time.Time // messages of the last second
	chats  map[int64]*bucket
	until  time.Time // all are refused before
}

type bucket struct {
	tokens float64
	at     time.Time
	until  time.Time // the chat is refused before
}

func newLimiter(l Limits) *limiter {
	if l.PerSecond <= 0 {
		l.PerSecond = 30
	}
	if l.PerChat <= 0 {
		l.PerChat = 1
	}
	if l.ChatBurst <= 0 {
		l.ChatBurst = 5
	}
	return &limiter{Limits: l, chats: map[int64]*bucket{}}
}

// take takes one message to chat at now. It returns how long to wait before the next try, zero when the message
// passes, and whether an earlier wait was not obeyed.
func (l *limiter) take(chat int64, now time.Time) (wait time.Duration, tooSoon bool) {
	if l.Off {
		return 0, false
	}
	b := l.bucket(chat, now)
	if until := later(l.until, b.until); now.Before(until) {
		return until.Sub(now), true
	}
	for len(l.recent) > 0 && now.Sub(l.recent[0]) >= time.Second {
		l.recent = l.recent[1:]
	}
	switch {
	case len(l.recent) >= l.PerSecond:
		l.until = now.Add(time.Second)
		return time.Second, false
	case b.tokens < 1:
		wait := time.Duration(math.Ceil((1-b.tokens)/l.perSecond(chat))) * time.Second
		b.until = now.Add(wait)
		return wait, false
	}
	b.tokens--
	l.recent = append(l.recent, now)
	return 0, false
}

// groupMinute is how many messages a group takes in a minute.
const groupMinute = 20

func (l *limiter) burst(chat int64) int {
	if chat < 0 {
		return groupMinute
	}
	return l.ChatBurst
}

func (l *limiter) perSecond(chat int64) float64 {
	if chat < 0 {
		return groupMinute / 60.0
	}
	return l.PerChat
}

// bucket returns the chat's bucket, filled up to now.
func (l *limiter) bucket(chat int64, now time.Time) *bucket {
	b, ok := l.chats[chat]
	if !ok {
		b = &bucket{tokens: float64(l.burst(chat)), at: now}
		l.chats[chat] = b
	}
	b.tokens = min(float64(l.burst(chat)), b.tokens+now.Sub(b.at).Seconds()*l.perSecond(chat))
	b.at = now
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// limited refuses a message to chat over the limits. The lock is held.
func (s *Server) limited(chat int64) *apiError {
	wait, tooSoon := s.limiter.take(chat, time.Now())
	if wait <= 0 {
		return nil
	}
	s.stats.Limited++
	if tooSoon {
		s.stats.TooSoon++
	}
	seconds := int(math.Ceil(wait.Seconds()))
	return &apiError{Code: http.StatusTooManyRequests, Description: "Too Many Requests: retry later", RetryAfter: seconds}
}
