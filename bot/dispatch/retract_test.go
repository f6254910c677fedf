package dispatch_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"danloi/bot"
	"danloi/feedback"
	"danloi/store"
)

// Of a denunciation nothing is kept: not what was told before it was recognised, in whatever words, not the photos,
// not what the bot said of them. What came before the report stays.
func TestDenunciationLeavesNothing(t *testing.T) {
	d := newDesk(t)
	d.welcomed("web")
	story := []string{"chuyện ở xóm tôi PHANDAU", "nhiều người biết PHANGIUA"}
	inputs := []bot.Input{
		bot.Text{Words: "cấp lại căn cước"}, bot.Tap{Data: "report.kind:feedback"}, bot.Text{Words: story[0]},
		bot.File{ID: "photo", Kind: bot.Photo, Type: "image/jpeg", Data: []byte("jpeg"), Caption: "ảnh PHANANH"},
		bot.Text{Words: story[1]}, bot.Tap{Data: "report.on"},
		bot.Text{Words: "Tôi tố cáo chủ tịch xã nhận hối lộ 50 triệu PHANCUOI"},
	}
	for i, in := range inputs {
		d.mu.Lock()
		d.now = d.now.Add(time.Minute)
		d.mu.Unlock()
		d.must(d.event(fmt.Sprint("r", i), "web", in))
	}
	before := d.said()
	if last := before[len(before)-1].Message; !strings.Contains(last.Title, "tố cáo") {
		t.Fatalf("no door was shown: %q %q", last.Title, last.Text)
	}
	all := ""
	for _, l := range before {
		all += l.Message.Title + l.Message.Text + "\n"
	}
	for _, secret := range []string{"PHANDAU", "PHANGIUA", "PHANANH", "PHANCUOI"} {
		if strings.Contains(all, secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
	if !strings.Contains(all, "cấp lại căn cước") {
		t.Error("what was asked before the report is gone, too")
	}
	if s := d.state("web", "42"); s.Draft != nil || s.Asked != "" {
		t.Errorf("the state keeps draft %v and question %q", s.Draft, s.Asked)
	}
	d.must(d.store.View(context.Background(), func(tx *store.Tx) error {
		if _, err := tx.File("photo"); err == nil {
			t.Error("the photo is kept")
		}
		return nil
	}))
}

// Two people follow one case: both hear what staff do, each once, and who forgets themselves leaves the other's case.
func TestNewsToEverybody(t *testing.T) {
	d := newDesk(t)
	d.welcomed("web")
	ref := d.file42().Ref
	join := func(who string) {
		for i, in := range []bot.Input{
			bot.Start{Lang: "vi"}, bot.Tap{Data: "agree"}, bot.Tap{Data: "report.kind:feedback"},
			bot.Text{Words: "đèn đường tắt cả tuần nay rồi"}, bot.Tap{Data: "report.done"}, bot.Text{Words: "xã Chợ Rã"},
			bot.Tap{Data: "report.send"}, bot.Tap{Data: "alike.join:" + ref},
		} {
			d.must(d.Handle(context.Background(), bot.Event{ID: fmt.Sprint(who, i), Channel: "web", Address: who, Input: in}))
		}
	}
	join("neighbour")
	join("stranger")
	_, err := d.Act(context.Background(), store.Staff{ID: "officer"}, ref, 0, feedback.Action{Kind: feedback.DoUpdate, Text: "thợ đang đến"}, nil)
	d.must(err)
	for _, who := range []string{"42", "neighbour", "stranger"} {
		lines, err := d.Lines(context.Background(), "web", who, 0, 1000)
		d.must(err)
		n := 0
		for _, l := range lines {
			n += strings.Count(l.Message.Text, "thợ đang đến")
		}
		if n != 1 {
			t.Errorf("%s heard the news %d times", who, n)
		}
	}
	d.must(d.Handle(context.Background(), bot.Event{ID: "forget", Channel: "web", Address: "stranger", Input: bot.Tap{Data: "forgotten"}}))
	d.must(d.store.View(context.Background(), func(tx *store.Tx) error {
		c, err := tx.Case(ref)
		if err == nil && (len(c.Joined) != 1 || c.Person.Words == "") {
			t.Errorf("after one was forgotten %d follow, words %q", len(c.Joined), c.Person.Words)
		}
		return err
	}))
}

// A case that was not offered cannot be joined by a made-up tap, and somebody else's cannot be claimed or withdrawn.
func TestNobodyJoinsUnasked(t *testing.T) {
	d := newDesk(t)
	d.welcomed("web")
	ref := d.file42().Ref
	for i, in := range []bot.Input{
		bot.Start{Lang: "vi"}, bot.Tap{Data: "agree"}, bot.Tap{Data: "alike.join:" + ref}, bot.Tap{Data: "report.kind:feedback"},
		bot.Text{Words: "đường hỏng"}, bot.Tap{Data: "alike.join:" + ref}, bot.Tap{Data: "claim:" + ref},
		bot.Tap{Data: "withdrawn:" + ref}, bot.Tap{Data: "publish.yes:" + ref}, bot.Tap{Data: "kept:" + ref + ":yes"},
	} {
		d.must(d.Handle(context.Background(), bot.Event{ID: fmt.Sprint("x", i), Channel: "web", Address: "x", Input: in}))
	}
	d.must(d.store.View(context.Background(), func(tx *store.Tx) error {
		c, err := tx.Case(ref)
		if len(c.Joined) != 0 || c.Version != 1 {
			t.Errorf("a stranger changed the case: %d joined, version %d", len(c.Joined), c.Version)
		}
		return err
	}))
}
