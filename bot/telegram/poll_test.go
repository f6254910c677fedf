package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"danloi/bot"
	"danloi/bot/telegram/tgtest"
)

func TestPollBringsEverythingOnce(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	for i := range 250 { // more than two answers hold
		f.server.Chat(int64(1 + i%7)).Say(fmt.Sprint("câu ", i))
	}
	stop := f.poll(t)
	events := f.record.wait(t, 250)
	stop()
	seen, last := map[string]bool{}, map[string]int{}
	for _, ev := range events {
		if seen[ev.ID] {
			t.Errorf("%s was handled twice", ev.ID)
		}
		seen[ev.ID] = true
		var n int
		if _, err := fmt.Sscanf(ev.Input.(bot.Text).Words, "câu %d", &n); err != nil {
			t.Fatal(err)
		}
		if n < last[ev.Address] {
			t.Errorf("chat %s: %d came after %d", ev.Address, n, last[ev.Address])
		}
		last[ev.Address] = n
	}
	if n := f.server.Pending(); n != 0 {
		t.Errorf("%d updates are not confirmed after the stop", n)
	}
	if s := f.channel.Stats(); s.Updates != 250 || s.Handled != 250 {
		t.Errorf("stats %+v", s)
	}
}

// One chat that hangs holds up nobody, and nothing after it is confirmed while it is not committed.
func TestPollSlowChatHoldsUpNobody(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	release := make(chan struct{})
	f.record.do = func(_ context.Context, ev bot.Event) error {
		if ev.Address == "1" {
			<-release
		}
		return nil
	}
	f.server.Chat(1).Say("chậm")
	stop := f.poll(t)
	for i := range 60 {
		f.server.Chat(int64(2 + i)).Say("nhanh")
	}
	f.record.wait(t, 60)
	if n := f.server.Pending(); n != 61 {
		t.Errorf("%d updates wait, want all 61: the first is not committed", n)
	}
	close(release)
	f.record.wait(t, 61)
	stop()
	if n := f.server.Pending(); n != 0 {
		t.Errorf("%d updates are not confirmed after the stop", n)
	}
}

// The process dies between a commit and the confirmation: the update comes again, with the same id, and so does the
// one that was not committed.
func TestPollAfterCrash(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	first, second := f.server.Chat(1).Say("một"), f.server.Chat(2).Say("hai")
	updates, err := f.channel.getUpdates(context.Background(), 0, pollLimit, 0)
	if err != nil || len(updates) != 2 {
		t.Fatalf("getUpdates = %d updates, %v", len(updates), err)
	}
	dead := &poller{c: f.channel, ctx: context.Background(), ledger: newLedger()}
	dead.lanes = newLanes(func(j job) {
		if j.in.chat == 1 {
			dead.work(j)
		}
	})
	dead.take(updates)
	dead.lanes.wait() // here it is killed: chat 1 is committed, nothing confirmed

	next, err := New(f.channel.cfg)
	if err != nil {
		t.Fatal(err)
	}
	f.channel = next
	f.poll(t)
	events := f.record.wait(t, 3)
	count := map[string]int{}
	for _, ev := range events {
		count[ev.ID]++
	}
	if a, b := fmt.Sprint("telegram:", first), fmt.Sprint("telegram:", second); count[a] != 2 || count[b] != 1 {
		t.Errorf("events %v, want %s twice and %s once", count, a, b)
	}
}

func TestPollTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, tgtest.Config{Offline: true}, nil)
		f.record.fail = 3
		f.server.Chat(1).Say("bí mật")
		start := time.Now()
		stop := f.poll(t)
		f.record.wait(t, 1)
		if d := time.Since(start); d < 3500*time.Millisecond || d > 7*time.Second {
			t.Errorf("three tries took %v, want half to all of 1+2+4 s", d)
		}
		stop()
		if s := f.channel.Stats(); s.HandleErrors != 3 || s.Handled != 1 {
			t.Errorf("stats %+v", s)
		}
	})
}

func TestPollSurvivesPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, tgtest.Config{Offline: true}, nil)
		var calls atomic.Int32
		f.record.do = func(context.Context, bot.Event) error {
			if calls.Add(1) == 1 {
				panic("bí mật")
			}
			return nil
		}
		f.server.Chat(1).Say("a")
		stop := f.poll(t)
		f.record.wait(t, 1)
		stop()
	})
}

func TestPollWaitsAsTold(t *testing.T) {
	tests := []struct {
		name     string
		times    int
		status   int
		body     string
		min, max time.Duration
	}{
		{"retry_after", 1, 429, `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":17}}`, 17 * time.Second, 18 * time.Second},
		{"two pollers", 1, 409, `{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}`, 5 * time.Second, 6 * time.Second},
		{"token refused", 1, 401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`, 30 * time.Second, 31 * time.Second},
		{"a proxy's page", 4, 502, `<html>110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1</html>`, 7 * time.Second, 16 * time.Second},
		{"a proxy's page with 200", 1, 200, `<html>`, 500 * time.Millisecond, 2 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFixture(t, tgtest.Config{Offline: true}, nil)
				f.server.Disturb("getUpdates", tt.times, tt.status, tt.body)
				f.server.Chat(1).Say("a")
				start := time.Now()
				stop := f.poll(t)
				f.record.wait(t, 1)
				if d := time.Since(start); d < tt.min || d > tt.max {
					t.Errorf("it took %v, want %v to %v", d, tt.min, tt.max)
				}
				stop()
				if s := f.channel.Stats(); s.PollErrors != int64(tt.times) {
					t.Errorf("%d poll errors, want %d", s.PollErrors, tt.times)
				}
			})
		})
	}
}

func TestReachable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, tgtest.Config{Offline: true}, nil)
		check := func(want bool, fails bool) {
			t.Helper()
			if err := f.channel.Check(context.Background()); (err != nil) != fails {
				t.Errorf("Check: %v", err)
			}
			if ok, _ := f.channel.Reachable(); ok != want {
				t.Errorf("Reachable = %v, want %v", ok, want)
			}
		}
		check(true, false)
		time.Sleep(time.Hour)
		f.server.Disturb("getMe", 2, http.StatusBadGateway, "<html>")
		check(false, true)
		_, since := f.channel.Reachable()
		time.Sleep(time.Minute)
		check(false, true)
		if _, again := f.channel.Reachable(); !again.Equal(since) {
			t.Errorf("unreachable since %v, then since %v", since, again)
		}
		check(true, false)
	})
}

// An update that comes again is handed on with the same id; one that cannot be read is left out.
func TestPollDuplicateAndUnreadable(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	f.poll(t)
	f.server.Inject(1, func(id int64) string {
		return strings.Replace(member(`"member"`, `"from the future"`), "41", fmt.Sprint(id), 1)
	})
	id := f.server.Chat(1).Say("một")
	f.record.wait(t, 1)
	if !f.server.Redeliver(id) {
		t.Fatal("update is not known")
	}
	events := f.record.wait(t, 2)
	if events[0].ID != events[1].ID {
		t.Errorf("ids %s and %s", events[0].ID, events[1].ID)
	}
	if s := f.channel.Stats(); s.Unreadable != 1 {
		t.Errorf("%d unreadable, want 1", s.Unreadable)
	}
}

// After a week without updates Telegram may go on with lower numbers.
func TestPollAfterAQuietWeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, tgtest.Config{Offline: true}, nil)
		stop := f.poll(t)
		f.server.Chat(1).Say("một")
		f.record.wait(t, 1)
		time.Sleep(7 * 24 * time.Hour)
		f.server.Renumber(1000)
		f.server.Chat(1).Say("hai")
		events := f.record.wait(t, 2)
		stop()
		if got := events[1].ID; got != "telegram:1000" {
			t.Errorf("got %s", got)
		}
	})
}

// A file whose size Telegram did not tell is still not taken beyond the limit, nor one that Telegram will not give.
func TestFileTooLarge(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	f.poll(t)
	c := f.server.Chat(1)
	big := make([]byte, bot.MaxFile+1)
	copy(big, pdf)
	untold := func(chat int64) {
		file := c.Upload(big)
		f.server.Inject(chat, func(id int64) string {
			return strings.Replace(message(fmt.Sprintf(`"document":{"file_id":%q}`, file)), "41", fmt.Sprint(id), 1)
		})
	}
	c.SendDocument("to.pdf", big) // its size is told
	f.server.Disturb("getFile", 1, 400, `{"ok":false,"error_code":400,"description":"Bad Request: file is too big"}`)
	untold(1)
	for i, ev := range f.record.wait(t, 2) {
		if got := ev.Input.(bot.File); got.Problem != bot.TooLarge || got.Data != nil {
			t.Errorf("file %d: problem %q, %d bytes", i, got.Problem, len(got.Data))
		}
	}
	untold(2)
	if got := f.record.wait(t, 3)[2].Input.(bot.File); got.Problem != bot.TooLarge {
		t.Errorf("larger than told: problem %q", got.Problem)
	}
}

func TestPollTakesOverFromWebhook(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	if err := f.channel.Register(context.Background(), "http://127.0.0.1:9/none", "s3cret"); err != nil {
		t.Fatal(err)
	}
	f.server.Chat(1).Say("một")
	f.poll(t)
	f.record.wait(t, 1)
}

func TestFiles(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	f.poll(t)
	c := f.server.Chat(1)
	c.SendPhoto(jpeg, "cống vỡ")
	c.SendVoice(ogg)
	c.SendDocument("don.pdf", pdf)
	c.SendDocument("anh.png", png)
	c.SendDocument("IMG_1.HEIC", heic)
	f.server.Disturb("file", 2, http.StatusBadGateway, "<html>")
	want := []struct {
		kind    bot.FileKind
		typ     string
		problem bot.FileProblem
	}{
		{bot.Photo, "image/jpeg", ""}, {bot.Voice, "audio/ogg", ""}, {bot.Document, "application/pdf", ""},
		{bot.Photo, "image/png", ""}, {bot.Document, "", bot.WrongType},
	}
	for i, ev := range f.record.wait(t, len(want)) {
		got := ev.Input.(bot.File)
		if got.Kind != want[i].kind || got.Type != want[i].typ || got.Problem != want[i].problem || (len(got.Data) == 0) != (got.Problem != "") {
			t.Errorf("file %d: %s %s %q with %d bytes, want %+v", i, got.Kind, got.Type, got.Problem, len(got.Data), want[i])
		}
	}
}

func TestFileNotThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, tgtest.Config{Offline: true}, nil)
		f.server.Disturb("file", 3, http.StatusBadGateway, "<html>")
		f.server.Chat(1).SendPhoto(jpeg, "")
		stop := f.poll(t)
		got := f.record.wait(t, 1)[0].Input.(bot.File)
		stop()
		if got.Problem != bot.NotThere || got.Data != nil {
			t.Errorf("problem %q, %d bytes", got.Problem, len(got.Data))
		}
	})
}

// A stop while a file is fetched must not make the citizen's photo one that is not there.
func TestStopWhileFetching(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	f.server.Disturb("getFile", 1, http.StatusBadGateway, "")
	f.server.Chat(1).SendPhoto(jpeg, "")
	stop := f.poll(t)
	for f.server.Stats().Calls["getFile"] == 0 {
		time.Sleep(time.Millisecond)
	}
	stop()
	if n := len(f.record.all()); n != 0 && f.record.all()[0].Input.(bot.File).Problem != "" {
		t.Errorf("the event was handled without its file")
	}
	f.poll(t)
	if got := f.record.wait(t, 1)[0].Input.(bot.File); got.Problem != "" {
		t.Errorf("problem %q", got.Problem)
	}
}

func TestTapsAreAnswered(t *testing.T) {
	f := newFixture(t, tgtest.Config{}, nil)
	stop := f.poll(t)
	c := f.server.Chat(1)
	if err := f.send(bot.Message{Text: "?", Buttons: []bot.Button{{Label: "Tiếp", Data: "step:2"}}}, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Tap("Tiếp"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Tap("Không có"); !errors.Is(err, tgtest.ErrNoButton) {
		t.Errorf("Tap = %v", err)
	}
	if got := f.record.wait(t, 1)[0].Input; got != (bot.Tap{Data: "step:2"}) {
		t.Errorf("got %#v", got)
	}
	stop()
	if n := f.server.Unanswered(); n != 0 {
		t.Errorf("%d taps are not answered", n)
	}
}
