package telegram

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"danloi/bot"
	"danloi/bot/telegram/tgtest"
)

func TestWebhook(t *testing.T) {
	good := message(`"text":"xin chào"`)
	tests := []struct {
		name, method, secret, body string
		fail                       int
		want, events               int
	}{
		{"event", "POST", "s3cret", good, 0, 200, 1},
		{"no secret", "POST", "", good, 0, 401, 0},
		{"wrong secret", "POST", "s3cre", good, 0, 401, 0},
		{"not JSON", "POST", "s3cret", "{", 0, 400, 0},
		{"no update", "POST", "s3cret", "{}", 0, 400, 0},
		{"more than 1 MiB", "POST", "s3cret", message(`"text":"` + strings.Repeat("a", 1<<20) + `"`), 0, 413, 0},
		{"GET", "GET", "s3cret", "", 0, 405, 0},
		{"no event", "POST", "s3cret", `{"update_id":5,"poll":{"id":"1"}}`, 0, 200, 0},
		{"newer than the library", "POST", "s3cret", member(`"member"`, `"from the future"`), 0, 200, 0},
		{"not committed", "POST", "s3cret", good, 1, 500, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t, tgtest.Config{}, nil)
			f.record.fail = tt.fail
			r := httptest.NewRequest(tt.method, "/webhook/telegram", strings.NewReader(tt.body))
			r.Header.Set(secretHeader, tt.secret)
			w := httptest.NewRecorder()
			f.channel.Webhook().ServeHTTP(w, r)
			if n := len(f.record.all()); w.Code != tt.want || n != tt.events {
				t.Errorf("status %d and %d events, want %d and %d", w.Code, n, tt.want, tt.events)
			}
		})
	}
}

func TestWebhookWithoutSecretIsShut(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, func(cfg *Config) { cfg.Secret = "" })
	w := httptest.NewRecorder()
	f.channel.Webhook().ServeHTTP(w, httptest.NewRequest("POST", "/", strings.NewReader(message(`"text":"a"`))))
	if w.Code != http.StatusUnauthorized {
		t.Errorf("status %d", w.Code)
	}
}

// The whole way: Telegram delivers, one call fails, it delivers again in order.
func TestWebhookDelivery(t *testing.T) {
	f := newFixture(t, tgtest.Config{WebhookRetry: 20 * time.Millisecond}, nil)
	page := httptest.NewServer(f.channel.Webhook())
	defer page.Close()
	f.record.fail = 2
	c := f.server.Chat(1)
	c.Say("một")
	if err := f.channel.Register(context.Background(), page.URL+"/webhook/telegram", "s3cret"); err != nil {
		t.Fatal(err)
	}
	c.Say("hai")
	c.SendPhoto(jpeg, "ba")
	events := f.record.wait(t, 3)
	if events[0].Input != (bot.Text{Words: "một"}) || events[1].Input != (bot.Text{Words: "hai"}) || events[2].Input.(bot.File).Type != "image/jpeg" {
		t.Errorf("got %#v", events)
	}
	for f.server.Pending() > 0 {
		time.Sleep(time.Millisecond)
	}
	if err := f.channel.Register(context.Background(), "", ""); err != nil {
		t.Fatal(err)
	}
	c.Say("bốn")
	f.poll(t)
	f.record.wait(t, 4)
}

func TestRegisterRefused(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	err := f.channel.Register(context.Background(), "ftp://x", "s3cret")
	if err == nil || strings.Contains(err.Error(), f.server.Token()) {
		t.Errorf("got %v", err)
	}
}
