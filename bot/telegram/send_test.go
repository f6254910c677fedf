package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"danloi/bot"
	"danloi/bot/telegram/tgtest"
)

var next = []bot.Button{{Label: "Tiếp", Data: "next"}}

func TestSendText(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	c := f.server.Chat(1)
	if err := f.send(bot.Message{Title: "😀 Tạm trú", Text: "Bước 1", Buttons: next}, 1); err != nil {
		t.Fatal(err)
	}
	m, _ := c.Last()
	if m.Text != "😀 Tạm trú\n\nBước 1" || fmt.Sprint(m.Bold()) != "[😀 Tạm trú]" || !m.NoPreview || fmt.Sprint(m.Labels()) != "[Tiếp]" {
		t.Errorf("got %+v, bold %q", m, m.Bold())
	}
}

func TestSendErrors(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	f.server.Chat(1)
	f.server.Chat(2).Block()
	f.server.Chat(3).Deactivate()
	tests := []struct {
		name    string
		address string
		m       bot.Message
		disturb func()
		want    bot.SendErrorKind
	}{
		{"blocked", "2", bot.Message{Text: "bí mật"}, nil, bot.SendGone},
		{"deactivated", "3", bot.Message{Text: "bí mật"}, nil, bot.SendGone},
		{"no such chat", "4", bot.Message{Text: "bí mật"}, nil, bot.SendGone},
		{"no chat number", "x", bot.Message{Text: "bí mật"}, nil, bot.SendBroken},
		{"nothing to show", "1", bot.Message{}, nil, bot.SendBroken},
		{"refused", "1", bot.Message{Text: "a"}, func() {
			f.server.Disturb("sendMessage", 1, 400, `{"ok":false,"error_code":400,"description":"Bad Request: something new"}`)
		}, bot.SendBroken},
		{"a proxy's page", "1", bot.Message{Text: "a"}, func() { f.server.Disturb("sendMessage", 1, 502, "<html>bí mật</html>") }, bot.SendLater},
		{"a proxy's page with 200", "1", bot.Message{Text: "a"}, func() { f.server.Disturb("sendMessage", 1, 200, "<html>bí mật</html>") }, bot.SendLater},
		{"token refused", "1", bot.Message{Text: "a"}, func() {
			f.server.Disturb("sendMessage", 1, 401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`)
		}, bot.SendLater},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.disturb != nil {
				tt.disturb()
			}
			err := f.channel.Send(context.Background(), bot.Delivery{ID: tt.name, Address: tt.address, Message: tt.m})
			var se *bot.SendError
			if !errors.As(err, &se) || se.Kind != tt.want {
				t.Fatalf("got %v, want kind %s", err, tt.want)
			}
			for _, secret := range []string{f.server.Token(), "bí mật"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("error holds %q", secret)
				}
			}
		})
	}
}

func TestSendUnreachable(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, func(cfg *Config) { cfg.API = "http://127.0.0.1:1" })
	err := f.send(bot.Message{Text: "bí mật"}, 1)
	if bot.Kind(err) != bot.SendLater || strings.Contains(err.Error(), f.server.Token()) {
		t.Errorf("got %v", err)
	}
	if ok, _ := f.channel.Reachable(); ok {
		t.Error("still reachable")
	}
}

func TestReplaceEditsInPlace(t *testing.T) {
	f := newFixture(t, tgtest.Config{Limits: tgtest.Limits{Off: true}}, func(cfg *Config) { cfg.Pace.ChatPerSecond = 1000 })
	stop := f.poll(t)
	defer stop()
	c := f.server.Chat(1)
	page := func(text string) bot.Message { return bot.Message{Text: text, Buttons: next, Replace: true} }
	send := func(m bot.Message, wantMessages, wantEdits int) {
		t.Helper()
		if err := f.send(m, 1); err != nil {
			t.Fatal(err)
		}
		if n, e := len(c.Messages()), int(f.server.Stats().Edits); n != wantMessages || e != wantEdits {
			t.Errorf("%s: %d messages and %d edits, want %d and %d", m.Text, n, e, wantMessages, wantEdits)
		}
	}
	events := 0
	act := func(id int64) {
		t.Helper()
		events++
		f.record.wait(t, events)
	}
	tap := func(button string) {
		t.Helper()
		id, err := c.Tap(button)
		if err != nil {
			t.Fatal(err)
		}
		act(id)
	}
	send(page("một"), 1, 0)
	tap("next")
	send(page("hai"), 1, 1)
	send(page("hai"), 1, 1) // not modified: as good as edited
	act(c.Say("câu hỏi"))
	send(page("ba"), 2, 1) // something was written in between
	tap("next")
	send(bot.Message{Text: "thông báo"}, 3, 1)
	send(page("bốn"), 4, 1) // something was sent in between
	c.Lock()
	tap("next")
	send(page("năm"), 5, 1) // too old to be edited
	send(page(strings.Repeat("dài ", 1500)), 7, 1)
	if s := f.channel.Stats(); s.Edited != 2 {
		t.Errorf("%d edits counted, want 2", s.Edited)
	}
}

// A tap on a message further up must not change the one at the end, which the citizen does not look at.
func TestReplaceAfterTapOnOldMessage(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	f.poll(t)
	c := f.server.Chat(1)
	for _, label := range []string{"cũ", "mới"} {
		if err := f.send(bot.Message{Text: label, Buttons: []bot.Button{{Label: label, Data: label}}}, 1); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Tap("cũ"); err != nil {
		t.Fatal(err)
	}
	f.record.wait(t, 1)
	if err := f.send(bot.Message{Text: "trang", Buttons: next, Replace: true}, 1); err != nil {
		t.Fatal(err)
	}
	if n := len(c.Messages()); n != 3 {
		t.Errorf("%d messages, want 3", n)
	}
}

func TestMedia(t *testing.T) {
	files := map[string][]byte{"a.png": png, "a.ogg": ogg, "bad.png": []byte("<html>")}
	reads := map[string]int{}
	f := newFixture(t, tgtest.Config{Limits: tgtest.Limits{Off: true}}, func(cfg *Config) {
		cfg.Pace = Pace{ChatPerSecond: 1000, PerSecond: 1000}
		cfg.Asset = func(path string) ([]byte, string, error) {
			reads[path]++
			data, ok := files[path]
			if !ok {
				return nil, "", errors.New("no such file")
			}
			return data, "image/png", nil
		}
	})
	c := f.server.Chat(1)
	last := func(m bot.Message) tgtest.Message {
		t.Helper()
		if err := f.send(m, 1); err != nil {
			t.Fatal(err)
		}
		got, _ := c.Last()
		return got
	}
	photo := &bot.Media{Kind: bot.Photo, Path: "a.png", Alt: "cái cổng"}
	for range 2 {
		if m := last(bot.Message{Title: "T", Text: "một", Media: photo, Buttons: next}); m.Photo == "" || m.Text != "T\n\nmột" || len(m.Buttons) != 1 || len(m.Bold()) != 1 {
			t.Errorf("got %+v", m)
		}
	}
	f.server.ForgetFiles()
	if m := last(bot.Message{Text: "hai", Media: photo}); m.Photo == "" {
		t.Errorf("after the id was forgotten: got %+v", m)
	}
	if reads["a.png"] != 2 {
		t.Errorf("picture was read %d times, want 2", reads["a.png"])
	}
	if m := last(bot.Message{Text: "ba", Media: &bot.Media{Kind: bot.Voice, Path: "a.ogg"}}); m.Voice == "" || string(f.server.FileData(m.Voice)) != string(ogg) {
		t.Errorf("voice: got %+v", m)
	}
	if m := last(bot.Message{Media: &bot.Media{Kind: bot.Document, Path: "a.ogg"}}); m.Document == "" {
		t.Errorf("document: got %+v", m)
	}
	for _, path := range []string{"bad.png", "none.png"} {
		if m := last(bot.Message{Text: "bốn", Media: &bot.Media{Kind: bot.Photo, Path: path}, Buttons: next}); m.Photo != "" || m.Text != "bốn" || len(m.Buttons) != 1 {
			t.Errorf("%s: got %+v", path, m)
		}
		if m := last(bot.Message{Media: &bot.Media{Kind: bot.Photo, Path: path, Alt: "cái cổng"}}); m.Text != "cái cổng" {
			t.Errorf("%s alone: got %+v", path, m)
		}
	}
	if err := f.send(bot.Message{Media: &bot.Media{Kind: bot.Photo, Path: "none.png"}}, 1); bot.Kind(err) != bot.SendBroken {
		t.Errorf("nothing left to show: %v", err)
	}
}

// A delivery that failed in the middle goes on where it failed.
func TestSendGoesOnInTheMiddle(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	c := f.server.Chat(1)
	paragraph := strings.Repeat("a", 4000)
	m := bot.Message{Text: paragraph + "\n\n" + paragraph, Buttons: next}
	f.server.SetLimits(tgtest.Limits{ChatBurst: 1})
	err := f.send(m, 1)
	var se *bot.SendError
	if !errors.As(err, &se) || se.Kind != bot.SendLater || se.RetryAfter <= 0 {
		t.Fatalf("got %v", err)
	}
	if err := f.send(m, 1); bot.Kind(err) != bot.SendLater || !errors.Is(err, errPaused) {
		t.Errorf("while paused: %v", err)
	}
	time.Sleep(se.RetryAfter)
	if err := f.send(m, 1); err != nil {
		t.Fatal(err)
	}
	ms := c.Messages()
	if len(ms) != 2 || len(ms[0].Buttons) != 0 || len(ms[1].Buttons) != 1 {
		t.Errorf("%d messages, want two, buttons on the second", len(ms))
	}
}

// The default pace keeps to the limits that the server enforces, and no slower than it must.
func TestPaceKeepsTheLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, tgtest.Config{Offline: true, Limits: tgtest.Limits{ChatBurst: 4}}, nil)
		var wg sync.WaitGroup
		start := time.Now()
		for chat := int64(1); chat <= 40; chat++ {
			f.server.Chat(chat)
			wg.Go(func() {
				for i := range 8 {
					if err := f.send(bot.Message{Text: fmt.Sprint(i)}, chat); err != nil {
						t.Errorf("chat %d: %v", chat, err)
					}
				}
			})
		}
		wg.Wait()
		if s := f.server.Stats(); s.Limited != 0 || s.Messages != 320 {
			t.Errorf("%d messages, %d refused", s.Messages, s.Limited)
		}
		if d := time.Since(start); d > 15*time.Second {
			t.Errorf("320 messages took %v", d)
		}
	})
}

// After a 429 the whole channel waits, to the second.
func TestPauseAfterLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, tgtest.Config{Offline: true}, nil)
		f.server.Chat(1)
		f.server.Chat(2)
		f.server.Disturb("sendMessage", 1, http.StatusTooManyRequests,
			`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 9","parameters":{"retry_after":9}}`)
		var se *bot.SendError
		if err := f.send(bot.Message{Text: "a"}, 1); !errors.As(err, &se) || se.RetryAfter != 9*time.Second {
			t.Fatalf("got %v", err)
		}
		time.Sleep(4 * time.Second)
		if err := f.send(bot.Message{Text: "a"}, 2); !errors.As(err, &se) || se.RetryAfter != 5*time.Second {
			t.Errorf("other chat after 4 s: %v, retry after %v", err, se.RetryAfter)
		}
		time.Sleep(5 * time.Second)
		if err := f.send(bot.Message{Text: "a"}, 2); err != nil {
			t.Errorf("after 9 s: %v", err)
		}
		if n := f.server.Stats().Calls["sendMessage"]; n != 2 {
			t.Errorf("%d calls, want 2", n)
		}
	})
}

func TestPacerForgetsIdleChats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPacer(Pace{PerSecond: 1e6, Burst: 1e6})
		for chat := range int64(3 * sweepAt) {
			if chat%sweepAt == 0 {
				time.Sleep(time.Minute)
			}
			if err := p.wait(t.Context(), chat); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(p.chats); n > sweepAt {
			t.Errorf("%d limiters are kept", n)
		}
	})
}
