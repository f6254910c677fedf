package webchat

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"danloi/bot"
)

// follow opens the stream and returns the ids of its lines as they come. The channel closes with the stream.
func (b *browser) follow(ctx context.Context, path, lastID string) (int, <-chan string) {
	b.t.Helper()
	req := b.request(http.MethodGet, path, nil).WithContext(ctx)
	if lastID != "" {
		req.Header.Set("Last-Event-ID", lastID)
	}
	res, err := b.http.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	ids := make(chan string, 100)
	go func() {
		defer close(ids)
		defer res.Body.Close()
		sc := bufio.NewScanner(res.Body)
		for sc.Scan() {
			switch line := sc.Text(); {
			case strings.HasPrefix(line, "id: "):
				ids <- line[4:]
			case strings.HasPrefix(line, "event: "), line == ": ":
				ids <- line
			}
		}
	}()
	return res.StatusCode, ids
}

func expect(t *testing.T, ids <-chan string, want ...string) {
	t.Helper()
	for _, w := range want {
		select {
		case got, ok := <-ids:
			if !ok || got != w {
				t.Fatalf("got %q (open: %t), want %q", got, ok, w)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("nothing came, want %q", w)
		}
	}
}

func TestStreamResumesWithoutLossOrDouble(t *testing.T) {
	c := newConversation()
	b := open(t, c)
	say := func(n int) { b.post("/say", url.Values{"id": {fmt.Sprintf("form-%04d", n)}, "text": {"x"}}) }
	say(1)
	ctx, hangUp := context.WithCancel(t.Context())
	_, ids := b.follow(ctx, "/live?after=1", "")
	expect(t, ids, "2")
	say(2)
	expect(t, ids, "3", "4")
	hangUp()
	say(3)
	say(4)
	_, ids = b.follow(t.Context(), "/live?after=1", "4")
	expect(t, ids, "5", "6", "7", "8")
	say(5)
	expect(t, ids, "9", "10")
	select {
	case id := <-ids:
		t.Errorf("got %q, want nothing more", id)
	case <-time.After(50 * time.Millisecond):
	}
}

func TestStreamCatchesUpOverManyLines(t *testing.T) {
	c := newConversation()
	b := open(t, c)
	b.post("/say", url.Values{"id": {"form-0000"}, "text": {"x"}})
	for range 2 * batchLines {
		c.mu.Lock()
		c.add(b.cookie(), bot.Line{Message: bot.Message{Text: "tin"}})
		c.mu.Unlock()
	}
	_, ids := b.follow(t.Context(), "/live", "")
	for i := range 2*batchLines + 2 {
		expect(t, ids, fmt.Sprint(i+1))
	}
}

func TestStreamTellsOfForgottenLog(t *testing.T) {
	c := newConversation()
	b := open(t, c)
	b.post("/say", url.Values{"id": {"form-0000"}, "text": {"x"}})
	_, ids := b.follow(t.Context(), "/live", "77")
	expect(t, ids, "event: reset", "0")
	_, body := b.get("/log.json?after=77")
	var a logAnswer
	if err := json.Unmarshal([]byte(body), &a); err != nil || !a.Reset {
		t.Errorf("log says %s (%v)", body, err)
	}
}

func TestStreamBeatsAndIsBounded(t *testing.T) {
	c := newConversation()
	s, err := newChat(testConfig(t, c))
	if err != nil {
		t.Fatal(err)
	}
	s.heartbeat = 10 * time.Millisecond
	b := serve(t, s.handler())
	if status, _ := b.follow(t.Context(), "/live", ""); status != http.StatusNoContent {
		t.Errorf("without a cookie: got %d", status)
	}
	b.post("/say", url.Values{"id": {"form-0000"}, "text": {"x"}})
	for range maxStreams {
		status, ids := b.follow(t.Context(), "/live?after=2", "")
		if status != http.StatusOK {
			t.Fatalf("got %d", status)
		}
		expect(t, ids, ": ")
	}
	if status, _ := b.follow(t.Context(), "/live", ""); status != http.StatusTooManyRequests {
		t.Errorf("one too many: got %d", status)
	}
}

func TestStreamOutlivesDeadlineAndEndsWithServer(t *testing.T) {
	c := newConversation()
	h, err := New(testConfig(t, c))
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewUnstartedServer(h)
	base, stop := context.WithCancel(t.Context())
	srv.Config.BaseContext = func(net.Listener) context.Context { return base }
	srv.Config.WriteTimeout = 100 * time.Millisecond
	srv.Start()
	t.Cleanup(srv.Close)
	b := newBrowser(t, srv.URL)
	b.post("/say", url.Values{"id": {"form-0001"}, "text": {"x"}})
	_, ids := b.follow(t.Context(), "/live?after=2", "")
	time.Sleep(200 * time.Millisecond)
	b.post("/say", url.Values{"id": {"form-0002"}, "text": {"x"}})
	expect(t, ids, "3", "4")
	stop()
	select {
	case _, open := <-ids:
		if open {
			t.Error("a line came after the end")
		}
	case <-time.After(5 * time.Second):
		t.Error("the stream outlives its server")
	}
}
