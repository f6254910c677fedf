package webchat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"danloi/bot"
	"danloi/locales"
)

// conversation stands where the dispatcher does: it repeats what it hears, with buttons, counts an event once and
// keeps the log of each address.
type conversation struct {
	mu      sync.Mutex
	seen    map[string]bool
	events  []bot.Event
	logs    map[string][]bot.Line
	langs   map[string]string
	watches map[string]map[chan struct{}]bool
	// fail is how many calls of handle fail before one is taken.
	fail int
	// answer makes the bot's lines, when set.
	answer func(bot.Event) []bot.Message
}

func newConversation() *conversation {
	return &conversation{seen: map[string]bool{}, logs: map[string][]bot.Line{}, langs: map[string]string{},
		watches: map[string]map[chan struct{}]bool{}}
}

func (c *conversation) handle(_ context.Context, ev bot.Event) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail > 0 {
		c.fail--
		return errors.New("commit: disk full")
	}
	if c.seen[ev.ID] {
		return nil
	}
	c.seen[ev.ID] = true
	c.events = append(c.events, ev)
	own := bot.Line{Mine: true, Message: bot.Message{Text: said(ev.Input)}}
	if f, ok := ev.Input.(bot.File); ok {
		own.File, own.Message.Text = f.Kind, f.Caption
	}
	c.add(ev.Address, own)
	answer := c.answer
	if answer == nil {
		answer = echo
	}
	for _, m := range answer(ev) {
		c.add(ev.Address, bot.Line{Message: m})
	}
	return nil
}

func said(in bot.Input) string {
	switch in := in.(type) {
	case bot.Text:
		return in.Words
	case bot.Tap:
		return "[" + in.Data + "]"
	case bot.Start:
		return "start " + in.Code
	case bot.Location:
		return fmt.Sprintf("%.4f %.4f", in.Lat, in.Lon)
	}
	return ""
}

func echo(ev bot.Event) []bot.Message {
	text := said(ev.Input)
	if f, ok := ev.Input.(bot.File); ok {
		text = fmt.Sprintf("%s %s %s", f.Kind, f.Type, f.Problem)
	}
	return []bot.Message{{Text: "Nghe: " + text, Lang: "vi", Buttons: []bot.Button{
		{Label: "Có", Data: "yes"}, {Label: "Không", Data: "no", Beside: true}}}}
}

// add needs the lock.
func (c *conversation) add(address string, l bot.Line) {
	l.Seq = int64(len(c.logs[address])) + 1
	l.At = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	c.logs[address] = append(c.logs[address], l)
	for w := range c.watches[address] {
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

func (c *conversation) lines(_ context.Context, address string, after int64, limit int) ([]bot.Line, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.logs[address]
	if after < 0 {
		after = int64(max(0, len(all)-limit))
	}
	after = min(after, int64(len(all)))
	rest := all[after:]
	return append([]bot.Line(nil), rest[:min(limit, len(rest))]...), nil
}

func (c *conversation) watch(address string) (<-chan struct{}, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := make(chan struct{}, 1)
	if c.watches[address] == nil {
		c.watches[address] = map[chan struct{}]bool{}
	}
	c.watches[address][w] = true
	return w, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.watches[address], w)
	}
}

func (c *conversation) lang(_ context.Context, address string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.langs[address]
}

// heard are the inputs that counted.
func (c *conversation) heard() []bot.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]bot.Event(nil), c.events...)
}

func asset(name string) ([]byte, string, error) {
	if name != "guides/a/media/mot.webp" {
		return nil, "", fmt.Errorf("asset %s: %w", name, fs.ErrNotExist)
	}
	return []byte("RIFF....WEBPVP8 "), "image/webp", nil
}

// private is a file of a case for the first person who came.
func private(_ context.Context, address, name string) ([]byte, string, error) {
	if address == "" || name != "cases/K7F-4HM3/f1" {
		return nil, "", fmt.Errorf("file %s: %w", name, fs.ErrNotExist)
	}
	return []byte("OggS"), "audio/ogg", nil
}

func testConfig(t testing.TB, c *conversation) Config {
	t.Helper()
	texts, err := locales.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Handle: c.handle, Lines: c.lines, Watch: c.watch, Lang: c.lang, Asset: asset, Private: private, Texts: texts,
		Now: func() time.Time { return time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC) },
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
}

// browser is a client that keeps cookies and does not follow redirects.
type browser struct {
	t    testing.TB
	base string
	http *http.Client
}

func serve(t testing.TB, h http.Handler) *browser {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return newBrowser(t, srv.URL)
}

func newBrowser(t testing.TB, base string) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, base: base, http: &http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// open starts a web chat over a conversation and returns a browser at it.
func open(t testing.TB, c *conversation) *browser {
	t.Helper()
	h, err := New(testConfig(t, c))
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, h)
}

// cookie is the value of the session cookie, or empty.
func (b *browser) cookie() string {
	u, _ := url.Parse(b.base)
	for _, c := range b.http.Jar.Cookies(u) {
		if c.Name == cookieName {
			return c.Value
		}
	}
	return ""
}

func (b *browser) do(req *http.Request) (*http.Response, string) {
	b.t.Helper()
	res, err := b.http.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res, string(body)
}

func (b *browser) get(path string) (*http.Response, string) {
	b.t.Helper()
	return b.do(b.request(http.MethodGet, path, nil))
}

func (b *browser) request(method, path string, body io.Reader) *http.Request {
	b.t.Helper()
	req, err := http.NewRequest(method, b.base+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	return req
}
