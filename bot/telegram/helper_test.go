package telegram

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"danloi/bot"
	"danloi/bot/telegram/tgtest"
)

// record is a Handle that remembers. It stands where the dispatcher stands.
type record struct {
	mu     sync.Mutex
	events []bot.Event
	fail   int                                           // calls that still fail
	do     func(ctx context.Context, ev bot.Event) error // in place of remembering at once, or nil
	news   chan struct{}
}

func newRecord() *record { return &record{news: make(chan struct{}, 10_000)} }

func (r *record) handle(ctx context.Context, ev bot.Event) error {
	r.mu.Lock()
	if r.fail > 0 {
		r.fail--
		r.mu.Unlock()
		return errors.New("store is closed")
	}
	do := r.do
	r.mu.Unlock()
	if do != nil {
		if err := do(ctx, ev); err != nil {
			return err
		}
	}
	r.mu.Lock()
	r.events = append(r.events, ev)
	r.mu.Unlock()
	r.news <- struct{}{}
	return nil
}

func (r *record) all() []bot.Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]bot.Event(nil), r.events...)
}

// wait returns the events once there are n.
func (r *record) wait(t *testing.T, n int) []bot.Event {
	t.Helper()
	late := time.After(45 * time.Second)
	for {
		if evs := r.all(); len(evs) >= n {
			return evs
		}
		select {
		case <-r.news:
		case <-late:
			t.Fatalf("got %d events, want %d", len(r.all()), n)
		}
	}
}

// fixture is a channel on a server of its own.
type fixture struct {
	server  *tgtest.Server
	channel *Channel
	record  *record
	log     *safeBuffer
}

// safeBuffer is a log that several goroutines write to.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func newFixture(t *testing.T, sc tgtest.Config, change func(*Config)) *fixture {
	t.Helper()
	s, err := tgtest.New(sc)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	f := &fixture{server: s, record: newRecord(), log: &safeBuffer{}}
	cfg := Config{
		Token: s.Token(), API: s.URL(), Secret: "s3cret", Handle: f.record.handle,
		Log: slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if sc.Offline {
		cfg.API, cfg.Client = "http://telegram.invalid", &http.Client{Transport: direct{s}}
	}
	if change != nil {
		change(&cfg)
	}
	if f.channel, err = New(cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.quiet(t) })
	return f
}

// quiet checks what must never be in a log.
func (f *fixture) quiet(t *testing.T) {
	t.Helper()
	for _, secret := range []string{f.server.Token(), "s3cret", "bí mật"} {
		if strings.Contains(f.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// poll starts polling; the function it returns stops it and waits for the end.
func (f *fixture) poll(t *testing.T) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- f.channel.Poll(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Poll: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func (f *fixture) send(m bot.Message, chat int64) error {
	return f.channel.Send(context.Background(), bot.Delivery{ID: "d1", Address: fmt.Sprint(chat), Message: m, Reply: true})
}

// direct carries calls to a handler without a network, so that a test can own the time.
type direct struct{ h http.Handler }

func (d direct) RoundTrip(req *http.Request) (*http.Response, error) {
	w := &answer{header: http.Header{}, status: http.StatusOK}
	d.h.ServeHTTP(w, req)
	if req.Body != nil {
		_ = req.Body.Close()
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: w.status, Header: w.header, Body: io.NopCloser(&w.body), Request: req}, nil
}

type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

// The shortest beginnings of files that are recognised.
var (
	jpeg = []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00")
	png  = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	ogg  = []byte("OggS\x00\x02")
	pdf  = []byte("%PDF-1.7\n")
	heic = []byte("\x00\x00\x00\x18ftypheic")
)
