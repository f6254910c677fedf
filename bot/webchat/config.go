package webchat

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"danloi/bot"
	"danloi/locales"
)

// Config is what the web chat needs of the rest of the program. All functions are called concurrently.
type Config struct {
	// Handle takes an event; see bot.Handle. When it has returned, the lines it led to are in the log.
	Handle bot.Handle
	// Lines returns the log of an address in order: at most limit lines with Seq above after, or the newest
	// limit lines when after is negative. Seq starts at 1 and rises; a log that is shorter than it was has
	// been forgotten. An address that is not known has no lines and is no error.
	Lines func(ctx context.Context, address string, after int64, limit int) ([]bot.Line, error)
	// Watch tells of new lines: changed receives at least once after each time a line is added to the log of the
	// address. stop ends the watch and is called once.
	Watch func(address string) (changed <-chan struct{}, stop func())
	// Lang is the language of the contact at an address (BCP 47), empty when it is not known.
	Lang func(ctx context.Context, address string) string
	// Asset returns a file of the content library by its path, and its media type. A path that does not exist
	// is an error that wraps fs.ErrNotExist.
	Asset func(path string) ([]byte, string, error)
	// Private returns a file that is for one address only, as Asset does. Paths that begin with bot.CaseMedia are such.
	Private func(ctx context.Context, address, path string) ([]byte, string, error)
	Texts   *locales.Catalog
	Now     func() time.Time
	Log     *slog.Logger
	// Secure marks the cookie Secure on every request: the public address is https, though a proxy may
	// speak plain HTTP with this server.
	Secure bool
}

func (c Config) check() error {
	switch {
	case c.Handle == nil, c.Lines == nil, c.Watch == nil, c.Lang == nil, c.Asset == nil, c.Private == nil:
		return errors.New("web chat: a function of the config is missing")
	case c.Texts == nil, c.Now == nil, c.Log == nil:
		return errors.New("web chat: texts, clock or log of the config is missing")
	}
	return nil
}

// chat serves the page. It is safe for concurrent use.
type chat struct {
	Config
	pages    pages
	assets   assets
	arrivals *arrivals
	streams  *streams
	limits   limits
	// heartbeat is how often a quiet stream says that it is alive, and retries how long to wait before an event
	// that failed is handed over again.
	heartbeat time.Duration
	retries   []time.Duration
}

// New returns the handler of the web chat. It serves /, /say, /live, /log.json, /leave, /media/ and
// /assets/chat-*, and answers 404 to the rest; the caller mounts it where these paths arrive. Streams end with
// the server's base context, so that the server can be shut down.
func New(c Config) (http.Handler, error) {
	s, err := newChat(c)
	if err != nil {
		return nil, err
	}
	return s.handler(), nil
}

func newChat(c Config) (*chat, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	s := &chat{
		Config:    c,
		arrivals:  newArrivals(c.Now),
		streams:   newStreams(),
		heartbeat: 20 * time.Second,
		retries:   []time.Duration{50 * time.Millisecond, 250 * time.Millisecond},
	}
	var err error
	if s.assets, err = loadAssets(); err != nil {
		return nil, fmt.Errorf("web chat: %w", err)
	}
	if s.pages, err = parsePages(c.Texts, s.assets); err != nil {
		return nil, fmt.Errorf("web chat: %w", err)
	}
	s.limits = newLimits(http.HandlerFunc(s.tooMany))
	return s, nil
}

func (s *chat) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("POST /say", s.say)
	mux.HandleFunc("GET /live", s.live)
	mux.HandleFunc("GET /log.json", s.log)
	mux.HandleFunc("GET /leave", s.askLeave)
	mux.HandleFunc("POST /leave", s.leave)
	mux.HandleFunc("GET /media/{path...}", s.media)
	mux.HandleFunc("GET /", s.notFound)
	csrf := http.NewCrossOriginProtection()
	csrf.SetDenyHandler(http.HandlerFunc(s.crossSite))
	dynamic := csrf.Handler(s.limits.handler(mux))

	all := http.NewServeMux()
	all.HandleFunc("GET /assets/{name}", s.asset)
	all.Handle("/", dynamic)
	return safe(all)
}

// safe sets the headers that keep other sites, and mistakes of ours, from running or seeing anything.
func safe(next http.Handler) http.Handler {
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Permissions-Policy", "geolocation=(self), microphone=(self), camera=()")
		next.ServeHTTP(w, r)
	})
}

// random returns n random bytes as letters and digits of the URL alphabet.
func random(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return encode(b)
}
