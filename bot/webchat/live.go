package webchat

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"danloi/bot"
)

// writeTime is how long a browser may take to read one piece of a stream. It replaces the server's deadline, which
// would cut every stream after a while.
const writeTime = 30 * time.Second

// live is the stream of new lines: one server-sent event a line, its number as id, so that a browser that comes
// back gets what it missed and nothing twice. It ends when the browser leaves or the server's base context ends.
func (s *chat) live(w http.ResponseWriter, r *http.Request) {
	address, ok := token(r)
	if !ok {
		w.WriteHeader(http.StatusNoContent) // tells EventSource not to come back
		return
	}
	if !s.streams.enter(address) {
		http.Error(w, http.StatusText(http.StatusTooManyRequests), http.StatusTooManyRequests)
		return
	}
	defer s.streams.leave(address)
	changed, stop := s.Watch(address)
	defer stop()

	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // a proxy in between must not wait for more
	st := stream{chat: s, address: address, after: lastSeen(r), out: w, ctl: http.NewResponseController(w)}
	if err := st.run(r.Context(), changed); err != nil {
		s.Log.Warn("web chat: stream ended", "error", err)
	}
}

// stream is one open stream.
type stream struct {
	*chat
	address string
	after   int64 // the last line sent
	out     io.Writer
	ctl     *http.ResponseController
}

// run sends lines until the browser or the server ends it, which is no error.
func (st *stream) run(ctx context.Context, changed <-chan struct{}) error {
	beat := time.NewTicker(st.heartbeat)
	defer beat.Stop()
	if st.write("retry: 3000\n\n") != nil {
		return nil
	}
	for {
		more, err := st.catchUp(ctx)
		if !more || ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case _, ok := <-changed:
			if !ok {
				return nil
			}
		case <-beat.C:
			if st.write(": \n\n") != nil {
				return nil
			}
		}
	}
}

// catchUp sends the lines that the browser lacks. more is false when it is gone or must load the page anew.
func (st *stream) catchUp(ctx context.Context) (more bool, err error) {
	for {
		a, err := st.since(ctx, st.address, st.after)
		if err != nil {
			return true, fmt.Errorf("read log: %w", err)
		}
		if a.Reset {
			st.write("event: reset\nid: 0\ndata: -\n\n") // the stream ends either way
			return false, nil
		}
		for _, l := range a.Lines {
			if st.write(event(l.Line, string(l.HTML))) != nil {
				return false, nil
			}
			st.after = l.Seq
		}
		if len(a.Lines) < batchLines {
			return true, nil
		}
	}
}

// event words a line as a server-sent event.
func event(l bot.Line, html string) string {
	return "id: " + strconv.FormatInt(l.Seq, 10) + "\ndata: " +
		strings.NewReplacer("\r\n", "\ndata: ", "\n", "\ndata: ", "\r", "\ndata: ").Replace(html) + "\n\n"
}

func (st *stream) write(s string) error {
	// A writer that knows no deadlines has none to replace.
	_ = st.ctl.SetWriteDeadline(time.Now().Add(writeTime))
	if _, err := io.WriteString(st.out, s); err != nil {
		return err
	}
	return st.ctl.Flush()
}

// lastSeen is the line the browser got last: as EventSource says when it comes back, or as the page's address says.
func lastSeen(r *http.Request) int64 {
	if n, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64); err == nil && n >= 0 {
		return n
	}
	return queryAfter(r)
}
