package dispatch_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"danloi/bot"
	"danloi/bot/dispatch"
	"danloi/store"
)

// booth is a desk with people who record.
type booth struct {
	*desk
	sound []byte
	n     int
}

func newBooth(t *testing.T) *booth {
	t.Helper()
	sound, err := os.ReadFile("../testdata/voice.ogg")
	if err != nil {
		t.Fatal(err)
	}
	return &booth{desk: newDesk(t), sound: sound}
}

// from works an input of one person.
func (b *booth) from(who string, inputs ...bot.Input) {
	b.t.Helper()
	for _, in := range inputs {
		b.n++
		id := "e" + string(rune('A'+b.n/26)) + string(rune('a'+b.n%26))
		b.must(b.Handle(context.Background(), bot.Event{ID: id, Channel: "web", Address: who, Input: in}))
	}
}

// translator welcomes someone and gives them a role.
func (b *booth) translator(who, lang string) (code string) {
	b.t.Helper()
	b.n++
	b.must(b.store.Update(context.Background(), func(tx *store.Tx) (err error) {
		t := dispatch.Translator{Lang: lang, Name: who + " surname", Made: b.clock()}
		code, err = dispatch.IssueTranslator(tx, t, [8]byte{byte(b.n)})
		return err
	}))
	b.from(who, bot.Start{Lang: "vi"}, bot.Tap{Data: "agree"}, bot.Text{Words: code})
	return code
}

func (b *booth) voice() bot.File { return bot.File{ID: "f", Kind: bot.Voice, Data: b.sound} }

func (b *booth) recordings() []bot.Recording {
	b.t.Helper()
	var all []bot.Recording
	b.must(b.store.View(context.Background(), func(tx *store.Tx) (err error) {
		all, err = dispatch.Recordings(tx, "")
		return err
	}))
	return all
}

func (b *booth) inUse() int {
	b.t.Helper()
	v, err := dispatch.VoicesInUse(context.Background(), b.store)
	b.must(err)
	return len(v.All())
}

// Who, where and when stand with a recording, and its sound can be had, until its speaker is forgotten.
func TestRecordingIsKeptUntilForgotten(t *testing.T) {
	b := newBooth(t)
	b.translator("may", "tyz")
	b.translator("din", "tyz")
	b.from("may", bot.Tap{Data: "record"}, b.voice())
	b.from("din", bot.Tap{Data: "review"}, bot.Tap{Data: "review.yes"})
	all := b.recordings()
	if len(all) != 1 {
		t.Fatalf("%d recordings", len(all))
	}
	r := all[0]
	if r.State != bot.Approved || r.Said.Initials != "M.S." || r.Judged.Initials != "D.S." || r.Said.Contact == r.Judged.Contact || !r.Said.At.Equal(b.clock()) {
		t.Errorf("recording: %+v", r)
	}
	data, mediaType, err := dispatch.Sound(context.Background(), b.store, r.Path())
	if err != nil || string(data) != string(b.sound) || mediaType != "audio/ogg" {
		t.Errorf("sound: %d bytes of %q, %v", len(data), mediaType, err)
	}
	if b.inUse() != 1 {
		t.Error("what was approved is not in use")
	}
	b.from("may", bot.Tap{Data: "forgotten"})
	if len(b.recordings()) != 0 || b.inUse() != 0 {
		t.Error("a recording outlived its speaker")
	}
	if _, _, err := dispatch.Sound(context.Background(), b.store, r.Path()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("sound after forgetting: %v", err)
	}
}

// Nobody approves their own recording, nor one of another language, nor after the role has ended.
func TestJudgeNeedsASecondSpeaker(t *testing.T) {
	b := newBooth(t)
	b.translator("may", "tyz")
	b.from("may", bot.Tap{Data: "record"}, b.voice(), bot.Tap{Data: "review"}, bot.Tap{Data: "review.yes"})
	b.translator("lan", "nut")
	b.from("lan", bot.Tap{Data: "review"}, bot.Tap{Data: "review.yes"})
	b.translator("din", "tyz")
	b.from("din", bot.Tap{Data: "review"})
	b.must(b.store.Update(context.Background(), func(tx *store.Tx) error {
		all, err := dispatch.Translators(tx)
		if err != nil {
			return err
		}
		for _, tr := range all {
			if tr.Name == "din surname" {
				return dispatch.EndTranslator(tx, tr.ID, b.clock())
			}
		}
		return store.ErrNotFound
	}))
	b.from("din", bot.Tap{Data: "review.yes"}, bot.Tap{Data: "review"})
	if all := b.recordings(); len(all) != 1 || all[0].State != bot.Recorded || b.inUse() != 0 {
		t.Errorf("recordings: %+v", all)
	}
}

// The sound of what was rejected goes; the reason stays.
func TestRejectedSoundIsDeleted(t *testing.T) {
	b := newBooth(t)
	b.translator("may", "tyz")
	b.translator("din", "tyz")
	b.from("may", bot.Tap{Data: "record"}, b.voice())
	b.from("din", bot.Tap{Data: "review"}, bot.Tap{Data: "review.no"}, bot.Tap{Data: "review.because:cut"})
	all := b.recordings()
	if len(all) != 1 || all[0].State != bot.Rejected || all[0].Reason != "cut" {
		t.Fatalf("recordings: %+v", all)
	}
	if _, _, err := dispatch.Sound(context.Background(), b.store, all[0].Path()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("sound of a rejected recording: %v", err)
	}
}

// A code counts for one person only, and an id that several begin with ends nobody's role.
func TestTranslatorCodes(t *testing.T) {
	b := newBooth(t)
	code := b.translator("may", "tyz")
	b.from("din", bot.Start{Lang: "vi", Code: code}, bot.Tap{Data: "agree"}, bot.Tap{Data: "record"}, b.voice())
	b.from("may", bot.Text{Words: code})
	if n := len(b.recordings()); n != 0 {
		t.Errorf("%d recordings of somebody without a role", n)
	}
	b.translator("din", "tyz")
	err := b.store.Update(context.Background(), func(tx *store.Tx) error { return dispatch.EndTranslator(tx, "", b.clock()) })
	if !errors.Is(err, store.ErrConflict) {
		t.Errorf("end of several: %v", err)
	}
	for _, path := range []string{"voices/a/b.tyz/c.ogg", "voices/x", "guides/a/media/b.ogg"} {
		if _, _, err := dispatch.Sound(context.Background(), b.store, path); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
