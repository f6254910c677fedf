package dispatch_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"danloi/bot"
	"danloi/bot/bottest"
	"danloi/store"
)

const unanswerable = "xin cấp giấy nuôi ong lấy mật"

// asks lets a contact ask what the library is silent on; with tell it asks to be told.
func (d *desk) asks(channel, address, id string, tell bool) {
	d.t.Helper()
	inputs := []bot.Input{bot.Start{Lang: "vi"}, bot.Tap{Data: "agree"}, bot.Text{Words: unanswerable}, bot.Tap{Data: "none"}}
	for _, in := range inputs {
		d.say(channel, address, &id, in)
	}
	if tell {
		d.say(channel, address, &id, bot.Tap{Data: d.offered(channel, address, "wait:")})
	}
}

// say works one input; id grows with each, so that no two events are taken for the same.
func (d *desk) say(channel, address string, id *string, in bot.Input) {
	d.t.Helper()
	*id += "."
	d.must(d.Handle(context.Background(), bot.Event{ID: *id, Channel: channel, Address: address, Input: in}))
}

// offered finds a button of the last message by how its data begins.
func (d *desk) offered(channel, address, prefix string) string {
	d.t.Helper()
	state := d.state(channel, address)
	for _, c := range state.Offered {
		if strings.HasPrefix(c.Data, prefix) {
			return c.Data
		}
	}
	d.t.Fatalf("%s is not offered: %v", prefix, state.Offered)
	return ""
}

func (d *desk) state(channel, address string) (s bot.State) {
	d.t.Helper()
	d.must(d.store.View(context.Background(), func(tx *store.Tx) error {
		c, err := tx.Contact(d.store.ContactID(channel + ":" + address))
		if err != nil {
			return err
		}
		return json.Unmarshal(c.State, &s)
	}))
	return s
}

func (d *desk) tellWaiting() {
	d.t.Helper()
	d.must(d.TellWaiting(context.Background()))
}

// told counts the news of a guide among what a channel sent.
func told(ch *remembering) (n int) {
	for _, text := range ch.sent() {
		if strings.Contains(text, "Đã có hướng dẫn") {
			n++
		}
	}
	return n
}

// Who asked to be told of a guide is told when there is one: once, and nobody else.
func TestWaitingIsToldOnce(t *testing.T) {
	ch := &remembering{}
	d := newDesk(t, ch)
	d.asks("telegram", "1", "first", true)
	d.asks("telegram", "2", "second", false)
	d.asks("web", "3", "third", true)
	d.tellWaiting()
	renewed := bottest.Renewed(t, "19")
	d.bot = func() *bot.Bot { return renewed }
	before := d.state("telegram", "2")
	d.tellWaiting()
	d.tellWaiting()
	d.must(d.Handle(context.Background(), bot.Event{ID: "last", Channel: "telegram", Address: "2", Input: bot.Tap{Data: "settings"}}))
	d.run(func() bool { return len(ch.sent()) >= 11 })
	if n := told(ch); n != 1 {
		t.Errorf("%d messages tell of the guide, want 1 to the one who asked: %q", n, ch.sent())
	}
	if got := d.state("telegram", "1"); len(got.Waiting) != 0 || got.At != "home" {
		t.Errorf("after being told: waiting %v at %q", got.Waiting, got.At)
	}
	if len(before.Waiting) != 0 {
		t.Errorf("who did not ask waits for %v", before.Waiting)
	}
	lines, err := d.Lines(context.Background(), "web", "3", 0, 100)
	d.must(err)
	if last := lines[len(lines)-1].Message; !strings.Contains(last.Text, unanswerable) || last.Buttons[0].Data != "guide:nuoi-ong:" {
		t.Errorf("the web chat's last message is %+v", last)
	}
	if strings.Contains(d.log.String(), "nuôi ong") {
		t.Error("the log quotes the citizen")
	}
}

// News of a guide wait behind what answers somebody, and who blocked the bot is told after coming back.
func TestWaitingIsBroadcast(t *testing.T) {
	ch := &remembering{}
	d := newDesk(t, ch)
	d.asks("telegram", "1", "first", true)
	d.asks("telegram", "2", "second", true)
	d.must(d.Handle(context.Background(), bot.Event{ID: "b", Channel: "telegram", Address: "2", Input: bot.Blocked{}}))
	renewed := bottest.Renewed(t, "19")
	d.bot = func() *bot.Bot { return renewed }
	d.tellWaiting()
	if n := len(d.state("telegram", "2").Waiting); n != 1 {
		t.Errorf("%d questions of the one who blocked the bot are kept, want 1", n)
	}
	d.run(func() bool { return told(ch) == 1 })
	d.must(d.Handle(context.Background(), bot.Event{ID: "c", Channel: "telegram", Address: "2", Input: bot.Blocked{Back: true}}))
	d.tellWaiting()
	d.run(func() bool { return told(ch) == 2 })
}

// Five questions are kept at most, none twice, and none without consent.
func TestWaitingIsBounded(t *testing.T) {
	d := newDesk(t)
	id := "e"
	d.say("web", "1", &id, bot.Start{Lang: "vi"})
	d.say("web", "1", &id, bot.Tap{Data: "refuse"})
	ask := func(words string) {
		d.say("web", "1", &id, bot.Text{Words: words})
		d.say("web", "1", &id, bot.Tap{Data: "none"})
		d.say("web", "1", &id, bot.Tap{Data: d.offered("web", "1", "wait:")})
	}
	ask(unanswerable)
	if s := d.state("web", "1"); len(s.Waiting) != 0 {
		t.Errorf("without consent %v is kept", s.Waiting)
	}
	d.say("web", "1", &id, bot.Tap{Data: "agree"})
	for _, words := range []string{"hai", "ba", "bốn", "năm", "sáu", "bảy"} {
		ask(unanswerable + " " + words)
		ask(unanswerable + " " + words)
	}
	if n := len(d.state("web", "1").Waiting); n != 5 {
		t.Errorf("%d questions are kept, want 5", n)
	}
}
