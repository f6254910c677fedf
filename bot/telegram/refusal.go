package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"

	"danloi/bot"
)

// refusal is an error that the Bot API itself answered with.
type refusal struct {
	code        int
	description string
	retryAfter  time.Duration
}

// maxDescription is how much of Telegram's description is kept, in bytes.
const maxDescription = 200

func (r *refusal) Error() string { return fmt.Sprintf("refused with %d: %s", r.code, r.description) }

// says tells whether the description holds one of phrases; case does not count.
func (r *refusal) says(phrases ...string) bool {
	d := strings.ToLower(r.description)
	for _, p := range phrases {
		if strings.Contains(d, strings.ToLower(p)) {
			return true
		}
	}
	return false
}

// refused reports the refusal behind err, or nil when the Bot API did not answer.
func refused(err error) *refusal {
	var r *refusal
	var many *tg.TooManyRequestsError
	var moved *tg.MigrateError
	switch {
	case errors.As(err, &r):
		return r
	case errors.As(err, &many):
		return newRefusal(http.StatusTooManyRequests, many.Message, many.RetryAfter)
	case errors.As(err, &moved):
		return newRefusal(http.StatusForbidden, "chat has moved", 0)
	}
	for code, sentinel := range map[int]error{
		http.StatusForbidden:    tg.ErrorForbidden,
		http.StatusBadRequest:   tg.ErrorBadRequest,
		http.StatusUnauthorized: tg.ErrorUnauthorized,
		http.StatusNotFound:     tg.ErrorNotFound,
		http.StatusConflict:     tg.ErrorConflict,
	} {
		if errors.Is(err, sentinel) {
			return newRefusal(code, err.Error(), 0)
		}
	}
	return nil
}

func newRefusal(code int, description string, retryAfter int) *refusal {
	if len(description) > maxDescription {
		description = strings.ToValidUTF8(description[:maxDescription], "")
	}
	return &refusal{code, description, time.Duration(max(retryAfter, 0)) * time.Second}
}

// explain turns an error of the library into one that is safe to log: a decoding error of the library quotes the
// answer, which may be anything, messages among it.
func explain(err error) error {
	if r := refused(err); r != nil {
		return r
	}
	var status *statusError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &status):
		return status
	case errors.As(err, &syntax), errors.As(err, &kind):
		return errors.New("answer is not what the bot api sends")
	case errors.Is(err, context.DeadlineExceeded):
		return context.DeadlineExceeded
	case errors.Is(err, context.Canceled):
		return context.Canceled
	}
	return withoutURL(err)
}

// sendError says what to do about an error of sending. What is not known is tried again: the message was perhaps
// sent, and twice is better than never.
func sendError(err error) *bot.SendError {
	out := &bot.SendError{Kind: bot.SendLater, Err: explain(err)}
	r := refused(err)
	switch {
	case r == nil:
	case r.code == http.StatusTooManyRequests:
		out.RetryAfter = max(r.retryAfter, time.Second)
	case r.code == http.StatusForbidden, r.says("chat not found", "user is deactivated", "peer_id_invalid", "user not found"):
		out.Kind = bot.SendGone
	case r.code == http.StatusBadRequest:
		out.Kind = bot.SendBroken
	default: // the token is refused: the operator's fault, not the message's
		out.RetryAfter = time.Minute
	}
	return out
}
