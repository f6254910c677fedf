package dispatch_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"danloi/bot"
	"danloi/store"
)

// What is wrong with the disk is said once in a while, not without end.
func TestOutboxThatCannotBeRead(t *testing.T) {
	d := newDesk(t, &remembering{})
	d.welcomed("telegram")
	d.must(d.db.Close())
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	d.must(d.Run(ctx))
	if n := strings.Count(d.log.String(), "outbox cannot be read"); n != 1 {
		t.Errorf("%d complaints in a moment", n)
	}
}

// A secret under a photo stays out of the log like one that was typed.
func TestCaptionWithSecret(t *testing.T) {
	d := newDesk(t)
	d.welcomed("web")
	d.must(d.event("c", "web", bot.File{ID: "f1", Kind: bot.Photo, Type: "image/jpeg", Data: []byte("x"), Caption: "mã OTP của tôi là 482915"}))
	for _, l := range d.said() {
		if strings.Contains(l.Message.Text, "482915") {
			t.Errorf("the log holds %q", l.Message.Text)
		}
	}
}

// Whoever knows the PIN may add a photo to the case of somebody else; it belongs to the case then.
func TestPhotoForTheCaseOfAnother(t *testing.T) {
	d := newDesk(t)
	d.welcomed("web")
	ref := d.file42().Ref
	var pin string
	for _, l := range d.said() {
		if m := regexp.MustCompile(`PIN: (\d{6})`).FindStringSubmatch(l.Message.Text); m != nil {
			pin = m[1]
		}
	}
	for i, in := range []bot.Input{
		bot.Start{Lang: "vi"}, bot.Tap{Data: "agree"}, bot.Text{Words: ref}, bot.Text{Words: pin}, bot.Tap{Data: "add:" + ref},
		bot.File{ID: "photo", Kind: bot.Photo, Type: "image/jpeg", Data: []byte("jpeg")},
	} {
		ev := bot.Event{ID: "another:" + string(rune('a'+i)), Channel: "web", Address: "another", Input: in}
		d.must(d.Handle(context.Background(), ev))
	}
	d.must(d.store.View(context.Background(), func(tx *store.Tx) error {
		c, err := tx.Case(ref)
		if err != nil {
			return err
		}
		f, err := tx.File("photo")
		if err == nil && (f.Contact != store.CaseOwner(c) || len(c.Person.Files) != 1) {
			t.Errorf("the file belongs to %q, the case has %d", f.Contact, len(c.Person.Files))
		}
		return err
	}))
}
