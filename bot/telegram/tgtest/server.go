// Package tgtest is a server that answers as Telegram's Bot API does, limits included, and at the same time the
// citizens who write to the bot. It is strict: what Telegram would refuse it refuses, with Telegram's words. It
// serves tests, demonstrations and loads.
package tgtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// DefaultToken is the bot's token when Config names none.
const DefaultToken = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"

// Config is what a Server is made of. The zero Config is a server with Telegram's limits.
type Config struct {
	Token  string
	Limits Limits
	// Offline makes a server without a socket, to be used through ServeHTTP.
	Offline bool
	// WebhookRetry is the first wait after a webhook call that failed; it doubles up to a minute. Zero means one
	// second.
	WebhookRetry time.Duration
}

// Server is the Bot API of one bot. It is safe for concurrent use.
type Server struct {
	cfg      Config
	listener net.Listener
	http     *http.Server
	closed   chan struct{}
	tasks    sync.WaitGroup

	mu        sync.Mutex
	chats     map[int64]*Chat
	files     map[string]file
	callbacks map[string]bool // taps that are not answered
	queue     queue
	hook      *hook
	limiter   *limiter
	faults    map[string][]fault
	stats     Stats
	serial    int64
}

// Stats counts what a server saw.
type Stats struct {
	Calls    map[string]int64 // calls by method, refused ones among them
	Messages int64            // messages the bot sent
	Edits    int64            // messages the bot edited
	Limited  int64            // calls answered with 429
	TooSoon  int64            // of these, calls made before an earlier retry_after was over
}

// New starts a server on a free port of the loopback interface. Close stops it.
func New(cfg Config) (*Server, error) {
	if cfg.Token == "" {
		cfg.Token = DefaultToken
	}
	if cfg.WebhookRetry <= 0 {
		cfg.WebhookRetry = time.Second
	}
	s := &Server{
		cfg: cfg, closed: make(chan struct{}),
		chats: map[int64]*Chat{}, files: map[string]file{}, callbacks: map[string]bool{},
		queue: newQueue(), limiter: newLimiter(cfg.Limits), faults: map[string][]fault{},
		stats: Stats{Calls: map[string]int64{}},
	}
	if cfg.Offline {
		return s, nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start telegram server: %w", err)
	}
	s.listener = l
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	s.tasks.Go(func() {
		if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			panic(fmt.Sprintf("telegram server: %v", err)) // the listener is ours: cannot happen
		}
	})
	return s, nil
}

// URL is the address to use in place of https://api.telegram.org; empty for an offline server.
func (s *Server) URL() string {
	if s.listener == nil {
		return ""
	}
	return "http://" + s.listener.Addr().String()
}

// Token is the bot's token.
func (s *Server) Token() string { return s.cfg.Token }

// Close ends all calls and stops the server. It must be called once.
func (s *Server) Close() {
	close(s.closed)
	s.mu.Lock()
	s.stopHook()
	s.mu.Unlock()
	if s.http != nil {
		_ = s.http.Close() // the calls are cut off on purpose
	}
	s.tasks.Wait()
}

// Stats returns the counts so far.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.stats
	out.Calls = make(map[string]int64, len(s.stats.Calls))
	for method, n := range s.stats.Calls {
		out.Calls[method] = n
	}
	return out
}

// SetLimits replaces the limits.
func (s *Server) SetLimits(l Limits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limiter = newLimiter(l)
}

// fault is an answer given in place of the right one.
type fault struct {
	status int
	body   string
}

// Disturb answers the next times calls of method with status and body, whatever they ask. The method "file" stands
// for downloads.
func (s *Server) Disturb(method string, times, status int, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range times {
		s.faults[method] = append(s.faults[method], fault{status, body})
	}
}

// disturbed takes the next fault of method.
func (s *Server) disturbed(method string) (fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Calls[method]++
	fs := s.faults[method]
	if len(fs) == 0 {
		return fault{}, false
	}
	s.faults[method] = fs[1:]
	return fs[0], true
}

// ServeHTTP answers /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, rest)
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, method, parted := strings.Cut(rest, "/")
	switch {
	case !ok || !parted:
		reply(w, nil, notFound("Not Found"))
	case token != s.cfg.Token:
		reply(w, nil, &apiError{Code: http.StatusUnauthorized, Description: "Unauthorized"})
	default:
		s.serveMethod(w, r, method)
	}
}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request, method string) {
	if f, ok := s.disturbed(method); ok {
		w.WriteHeader(f.status)
		_, _ = w.Write([]byte(f.body)) // a caller who is gone needs no answer
		return
	}
	p, err := readParams(r)
	if err != nil {
		reply(w, nil, badRequest(err.Error()))
		return
	}
	if strings.EqualFold(method, "getUpdates") {
		result, err := s.getUpdates(r.Context(), p)
		reply(w, result, err)
		return
	}
	call, ok := methods()[strings.ToLower(method)]
	if !ok {
		reply(w, nil, notFound("Not Found: method not found"))
		return
	}
	s.mu.Lock()
	result, failed := call(s, p)
	s.mu.Unlock()
	reply(w, result, failed)
}

// methods lists what the server can do beside getUpdates. Telegram does not mind the case of a method's name. Each
// is called with the lock held.
func methods() map[string]func(*Server, params) (any, *apiError) {
	return map[string]func(*Server, params) (any, *apiError){
		"getme":                  (*Server).getMe,
		"setwebhook":             (*Server).setWebhook,
		"deletewebhook":          (*Server).deleteWebhook,
		"getwebhookinfo":         (*Server).getWebhookInfo,
		"sendmessage":            (*Server).sendMessage,
		"sendphoto":              (*Server).sendPhoto,
		"sendvoice":              (*Server).sendVoice,
		"senddocument":           (*Server).sendDocument,
		"editmessagetext":        (*Server).editMessageText,
		"editmessagereplymarkup": (*Server).editMessageReplyMarkup,
		"answercallbackquery":    (*Server).answerCallbackQuery,
		"sendchataction":         (*Server).sendChatAction,
		"getfile":                (*Server).getFile,
	}
}

// apiError is a refusal in Telegram's form.
type apiError struct {
	Code        int
	Description string
	RetryAfter  int
	Moved       int64 // number of the supergroup
}

func badRequest(why string) *apiError {
	return &apiError{Code: http.StatusBadRequest, Description: "Bad Request: " + why}
}

func notFound(why string) *apiError { return &apiError{Code: http.StatusNotFound, Description: why} }

// reply writes result, or e when there is one.
func reply(w http.ResponseWriter, result any, e *apiError) {
	answer := map[string]any{"ok": true, "result": result}
	status := http.StatusOK
	if e != nil {
		status = e.Code
		answer = map[string]any{"ok": false, "error_code": e.Code, "description": e.Description}
		if e.RetryAfter > 0 {
			answer["parameters"] = map[string]int{"retry_after": e.RetryAfter}
		}
		if e.Moved != 0 {
			answer["parameters"] = map[string]int64{"migrate_to_chat_id": e.Moved}
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // a caller who is gone needs no answer
}
