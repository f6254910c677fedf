package notify_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"danloi/bot"
	"danloi/bot/telegram"
	"danloi/bot/telegram/tgtest"
	"danloi/feedback"
	"danloi/notify"
	"danloi/store"
)

const (
	groupID = -4001
	lanID   = 71
)

// grouped is a house whose department has a group, over a server that answers as Telegram does.
type grouped struct {
	*house
	server *tgtest.Server
	group  *tgtest.Chat
	wait   func(chat *tgtest.Chat, text string) tgtest.Message
}

func newGrouped(t *testing.T) *grouped {
	t.Helper()
	server, err := tgtest.New(tgtest.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	g := &grouped{server: server}
	channel, err := telegram.New(telegram.Config{
		Token: tgtest.DefaultToken, API: server.URL(), Pace: telegram.Pace{ChatBurst: 15}, Handle: func(context.Context, bot.Event) error { return nil },
		Desk: func(ctx context.Context, ev telegram.DeskEvent) error {
			return g.Group(ctx, notify.GroupEvent{
				ID: ev.ID, Chat: ev.Chat, Private: ev.Private, From: ev.From, Bind: ev.Bind, Code: ev.Code, Message: ev.Message, ReplyTo: ev.ReplyTo,
				Replied: ev.Replied, Text: ev.Text, File: fileOf(ev.File), Gone: ev.Gone, Moved: ev.Moved,
			})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	g.house = newHouse(t, func(c *notify.Config) {
		c.Mail = nil
		c.Post = func(ctx context.Context, p notify.Post) (int, error) {
			id, err := channel.Post(ctx, telegram.Post(p))
			var moved *telegram.Moved
			if errors.As(err, &moved) {
				return 0, &notify.Moved{Chat: moved.Chat}
			}
			return id, err
		}
	})
	g.readers = []string{"groups"}
	g.group = server.Group(groupID)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = channel.Poll(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	t.Cleanup(g.start())
	g.live = true
	g.wait = func(chat *tgtest.Chat, text string) tgtest.Message {
		t.Helper()
		var m tgtest.Message
		g.run(func() bool {
			found, err := chat.WaitFor(text, 10*time.Millisecond)
			m = found
			return err == nil
		})
		return m
	}
	return g
}

func fileOf(f *bot.File) *notify.GroupFile {
	if f == nil {
		return nil
	}
	return &notify.GroupFile{Name: f.Name, Data: f.Data}
}

// bind binds the group to the unit and the account to lan.
func (g *grouped) bind(lan store.Staff) {
	g.t.Helper()
	code := func(staff string, u feedback.Unit) (c string) {
		g.update(func(tx *store.Tx) (err error) {
			c, err = notify.NewCode(tx, g.store.Sign, staff, u, g.clock())
			return err
		})
		return c
	}
	g.group.SayAs(lanID, "/bind "+code(lan.ID, ours), 0)
	g.wait(g.group, "Sở Xây dựng")
	private := g.server.Chat(lanID)
	private.Say("/bind " + strings.ToLower(code(lan.ID, "")))
	g.wait(private, "lan")
}

// The whole way: bind, a new case without anything of the citizen, an answer by reply, the post brought up to date.
func TestGroup(t *testing.T) {
	g := newGrouped(t)
	lan := g.staff("lan")
	g.bind(lan)
	g.settled()
	ref := g.file("chieu_sang")
	post := g.wait(g.group, ref)
	for _, private := range []string{secret, "Mai", "0912345678"} {
		if strings.Contains(post.Text, private) {
			t.Errorf("the group reads %q", private)
		}
	}
	if len(post.Buttons) != 1 || !strings.HasSuffix(post.Buttons[0][0].URL, "/console/cases/"+ref) {
		t.Errorf("buttons %v", post.Buttons)
	}
	g.group.SayAs(72, "trả lời: lạ", post.ID)
	g.wait(g.group, "/bind")
	g.group.SayAs(lanID, "ai đi xem cái này nhỉ?", post.ID)
	g.wait(g.group, "Chưa rõ")
	g.group.SayAs(lanID, "trả lời: Đã thay bóng đèn", post.ID)
	g.wait(g.group, "ảnh")
	if got := g.story(ref); got != "file" {
		t.Errorf("story: %s", got)
	}
	g.group.SayAs(lanID, "nhận", post.ID)
	g.run(func() bool { return g.story(ref) == "file accept" })
	g.group.PhotoAs(lanID, []byte("\xff\xd8\xff\xe0"+strings.Repeat("p", 200)), "trả lời: Đã thay bóng đèn ở đầu cầu", post.ID)
	g.wait(g.group, "đã được gửi")
	if c := g.get(ref); c.Status != feedback.Answered || c.Story[2].By != lan.ID || len(c.Person.Files) != 1 {
		t.Errorf("case %s, story %s", c.Status, g.story(ref))
	}
	if read := g.citizenReads(); !strings.Contains(read, "Đã thay bóng đèn ở đầu cầu") {
		t.Errorf("the citizen reads:\n%s", read)
	}
	g.run(func() bool {
		for _, m := range g.group.Messages() {
			if m.ID == post.ID && strings.Contains(m.Text, g.parts.Texts.Text("vi", "console.status.answered")) {
				return true
			}
		}
		return false
	})
	g.nothingLeaks()
}

// What people say to each other in a group reaches nobody and is kept nowhere.
func TestGroupTalk(t *testing.T) {
	g := newGrouped(t)
	g.bind(g.staff("lan"))
	g.settled()
	sent := len(g.group.Messages())
	other := g.group.SayAs(lanID, "trưa nay ăn gì?", 0)
	g.group.SayAs(72, "phở", int(other))
	ref := g.file("chieu_sang")
	g.wait(g.group, ref)
	if n := len(g.group.Messages()); n != sent+1 {
		t.Errorf("%d messages of the bot", n-sent)
	}
}

// A wrong or old code binds nothing, and a code counts once.
func TestGroupCodes(t *testing.T) {
	g := newGrouped(t)
	lan := g.staff("lan")
	var code string
	g.update(func(tx *store.Tx) (err error) {
		code, err = notify.NewCode(tx, g.store.Sign, lan.ID, ours, g.clock())
		return err
	})
	private := g.server.Chat(lanID)
	private.Say("/bind " + code) // a code of a group does not bind an account
	g.wait(private, "Mã không đúng")
	g.group.SayAs(lanID, "/bind XXXX", 0)
	g.wait(g.group, "Mã không đúng")
	g.group.SayAs(lanID, "/bind@TestBot "+code, 0)
	g.wait(g.group, "Sở Xây dựng")
	second := g.server.Group(-4002)
	second.SayAs(lanID, "/bind "+code, 0)
	g.wait(second, "Mã không đúng")
	g.update(func(tx *store.Tx) (err error) {
		code, err = notify.NewCode(tx, g.store.Sign, lan.ID, ours, g.clock())
		return err
	})
	g.at("2026-11-16 09:00")
	second.SayAs(lanID, "/bind "+code, 0)
	g.wait(second, "Mã không đúng")
}

// A group that becomes a supergroup goes on under its new number, also when only the refusal tells of it; one that throws
// the bot out is left alone.
func TestGroupMoves(t *testing.T) {
	for _, tell := range []bool{true, false} {
		g := newGrouped(t)
		g.bind(g.staff("lan"))
		g.settled()
		moved := g.group.MoveTo(-1004001, tell)
		ref := g.file("chieu_sang")
		post := g.wait(moved, ref)
		moved.SayAs(lanID, "nhận", post.ID)
		g.run(func() bool { return g.story(ref) == "file accept" })
		moved.Expel()
		g.run(func() bool {
			has := true
			g.view(func(tx *store.Tx) (err error) {
				has, err = notify.GroupOf(tx, ours)
				return err
			})
			return !has
		})
	}
}
