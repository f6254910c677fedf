package e2e

import (
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"danloi/bot/telegram/tgtest"
)

// telegram starts a local server in Telegram's place.
func telegram(t *testing.T) *tgtest.Server {
	t.Helper()
	tg, err := tgtest.New(tgtest.Config{WebhookRetry: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tg.Close)
	return tg
}

// botOf is the environment of a server whose Telegram is tg.
func botOf(tg *tgtest.Server) []string {
	return []string{"DANLOI_TELEGRAM_TOKEN=" + tg.Token(), "DANLOI_TELEGRAM_API=" + tg.URL()}
}

// citizen is somebody who writes to the bot in Telegram.
type citizen struct {
	t *testing.T
	*tgtest.Chat
}

// hears waits for a message of the bot with text.
func (c citizen) hears(text string) tgtest.Message {
	c.t.Helper()
	m, err := c.WaitFor(text, 40*time.Second)
	if err != nil {
		said := ""
		for _, m := range c.Messages() {
			said += "- " + m.Text + "\n"
		}
		c.t.Fatalf("%v; the bot said:\n%s", err, said)
	}
	return m
}

// taps taps a button by the beginning of its label or a part of it and returns the number of the update.
func (c citizen) taps(part string) int64 {
	c.t.Helper()
	for _, m := range reversed(c.Messages()) {
		for _, label := range m.Labels() {
			if !strings.Contains(label, part) {
				continue
			}
			id, err := c.Tap(label)
			if err != nil {
				c.t.Fatal(err)
			}
			return id
		}
	}
	c.t.Fatalf("no button with %q", part)
	return 0
}

func reversed[T any](in []T) []T {
	var out []T
	for _, v := range in {
		out = append([]T{v}, out...)
	}
	return out
}

// comes opens the bot by a link to a guide and goes through language and consent.
func (c citizen) comes() {
	c.t.Helper()
	c.Say("/start g-dang-ky-tam-tru")
	c.hears("Bạn muốn dùng tiếng nào?")
	c.taps("Tiếng Việt")
	c.hears("đi qua máy chủ ngoài Việt Nam")
	c.taps("Tôi đồng ý")
	c.hears("3 ngày làm việc")
}

// files sends a case with a picture and returns its reference.
func (c citizen) files() string {
	c.t.Helper()
	c.taps("Chỉ tôi từng bước")
	c.hears("Bước 1/8")
	c.taps("Tôi bị vướng")
	c.hears("nói cách khác")
	c.taps("Nhờ cán bộ giúp")
	c.hears("Bạn muốn nói thêm gì không?")
	c.SendPhoto(photo(c.t), "man hinh bao loi")
	c.hears("1 ảnh")
	c.taps("Đủ rồi")
	c.hears("Bạn ở xã, phường nào?")
	c.Say("cho ra")
	c.hears("Bạn xem lại trước khi gửi")
	c.taps("📨 Gửi")
	return submatch(c.t, shownRef, c.hears("Mã PIN:").Text)
}

// TestTelegramPolling tells the story in Telegram; the server asks for updates itself.
func TestTelegramPolling(t *testing.T) {
	t.Parallel()
	tg := telegram(t)
	s := serve(t, botOf(tg)...)
	c := citizen{t, tg.Chat(4001)}
	c.comes()
	c.taps("Chỉ tôi từng bước")
	first := c.hears("Bước 1/8")
	c.taps("Tiếp →")
	if second := c.hears("Bước 2/8"); second.ID != first.ID || second.Edits == 0 {
		t.Errorf("step 2 is message %d with %d edits, want message %d edited in place", second.ID, second.Edits, first.ID)
	}
	update := c.Say("/start g-dang-ky-tam-tru")
	c.hears("3 ngày làm việc")
	answeredOnce(t, tg, c, update)
	ref := c.files()
	o := officerAt(t, s)
	o.do(ref, "accept", "", nil)
	c.hears("đã tiếp nhận")
	o.do(ref, "answer", "Chọn mục Đăng ký tạm trú.", photo(t))
	c.hears("Chọn mục Đăng ký tạm trú.")
	c.taps("5 ★")
	c.hears("Bạn chấm 5 trên 5")
	if n := tg.Unanswered(); n != 0 {
		t.Errorf("%d taps were not answered, so the telephone shows them as pending", n)
	}
	if st := tg.Stats(); st.Limited > 0 {
		t.Errorf("%d calls were over Telegram's limits", st.Limited)
	}
}

// answeredOnce delivers an update a second time and sees that nobody hears of it.
func answeredOnce(t *testing.T, tg *tgtest.Server, c citizen, update int64) {
	t.Helper()
	before := tg.Stats()
	if !tg.Redeliver(update) {
		t.Fatalf("update %d is not known", update)
	}
	for end := time.Now().Add(10 * time.Second); tg.Pending() > 0 && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(2 * time.Second) // nothing must come: only waiting shows it
	after := tg.Stats()
	if before.Messages != after.Messages || before.Edits != after.Edits {
		t.Errorf("an update that came twice was answered twice: messages %d to %d, edits %d to %d",
			before.Messages, after.Messages, before.Edits, after.Edits)
	}
	if tg.Pending() > 0 {
		t.Errorf("%d updates are not confirmed", tg.Pending())
	}
}

// TestTelegramBlocked sees that somebody who blocked the bot stops nobody else, and hears the news on coming back.
func TestTelegramBlocked(t *testing.T) {
	t.Parallel()
	tg := telegram(t)
	s := serve(t, botOf(tg)...)
	gone, other := citizen{t, tg.Chat(5001)}, citizen{t, tg.Chat(5002)}
	gone.comes()
	ref := gone.files()
	gone.Block()
	heard := len(gone.Messages())
	o := officerAt(t, s)
	o.do(ref, "accept", "", nil)
	o.do(ref, "answer", "Chọn mục Đăng ký tạm trú.", photo(t))
	other.comes()
	if n := len(gone.Messages()); n != heard {
		t.Errorf("%d messages went to somebody who blocked the bot", n-heard)
	}
	if n := s.metric(t, "danloi_events_parked_total"); n != "0" {
		t.Errorf("%s events are parked", n)
	}
	gone.Unblock()
	gone.Say("/start")
	gone.hears("Tôi giúp gì được cho bạn?")
	gone.taps("Theo dõi phản ánh")
	gone.hears("Phản ánh của bạn")
	gone.taps(ref)
	gone.hears("Chọn mục Đăng ký tạm trú.")
}

// TestTelegramWebhook tells the beginning of the story with Telegram calling the server.
func TestTelegramWebhook(t *testing.T) {
	t.Parallel()
	tg := telegram(t)
	address := freeAddress(t)
	s := serveAt(t, address, append(botOf(tg), "DANLOI_TELEGRAM_WEBHOOK=http://"+address, "DANLOI_TELEGRAM_SECRET=only-telegram-knows")...)
	c := citizen{t, tg.Chat(6001)}
	c.comes()
	c.files()
	if n := tg.Stats().Calls["getUpdates"]; n != 0 {
		t.Errorf("the server polled %d times although there is a webhook", n)
	}
	if n := s.metric(t, "danloi_event_failures_total"); n != "0" {
		t.Errorf("%s events failed", n)
	}
}

// freeAddress is an address that was free a moment ago: a webhook needs to know it before the server starts.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestWebhookNeedsSecret refuses a webhook that anybody could call.
func TestWebhookNeedsSecret(t *testing.T) {
	cmd := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--data", dataFolder(t))
	cmd.Env = environ("DANLOI_TELEGRAM_TOKEN=1:x", "DANLOI_TELEGRAM_WEBHOOK=https://example.vn")
	time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Signal(os.Interrupt) })
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 2 || !strings.Contains(string(out), "DANLOI_TELEGRAM_SECRET") {
		t.Errorf("status %d, want 2 and a word about the secret:\n%s", cmd.ProcessState.ExitCode(), out)
	}
}
