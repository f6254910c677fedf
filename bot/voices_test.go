package bot_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"danloi/bot"
	"danloi/bot/bottest"
	"danloi/content"
)

// Every sentence to be said is short enough for ten seconds, and is there for every step that citizens see.
func TestSentences(t *testing.T) {
	b := bottest.New(t, "19")
	for _, g := range bottest.Config(t, "19").Library.Guides() {
		for _, step := range g.Words[content.Default].Steps {
			s, ok := b.Sentence(bot.Spoken{Guide: g.Slug, Step: step.ID, Lang: "tyz"})
			n := len(strings.Fields(s))
			if !ok || n == 0 || n > 30 || !strings.HasPrefix(s, strings.TrimRight(step.Title, ".")) {
				t.Errorf("%s %s: %q (%d words)", g.Slug, step.ID, s, n)
			}
		}
	}
	for _, s := range []bot.Spoken{{Guide: "none", Step: "x"}, {Guide: "dang-ky-tam-tru", Step: "none"}} {
		if _, ok := b.Sentence(s); ok {
			t.Errorf("%+v has a sentence", s)
		}
	}
}

// The recording that was approved last is the one in use.
func TestNewVoices(t *testing.T) {
	day := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	s := bot.Spoken{Guide: "g", Step: "s", Lang: "tyz"}
	made := func(id string, state bot.RecordingState, days int) bot.Recording {
		return bot.Recording{Spoken: s, ID: id, State: state, Judged: bot.Sign{At: day.AddDate(0, 0, days)}}
	}
	v := bot.NewVoices([]bot.Recording{made("a", bot.Approved, 1), made("b", bot.Approved, 2), made("c", bot.Rejected, 3), made("d", bot.Recorded, 0), made("e", bot.Approved, 0)})
	if all := v.All(); len(all) != 1 || all[0].ID != "b" {
		t.Errorf("in use: %+v", all)
	}
	if all := (*bot.Voices)(nil).All(); len(all) != 0 {
		t.Errorf("none: %+v", all)
	}
	got, id, ok := bot.ParseVoicePath(made("a1", bot.Approved, 0).Path())
	if !ok || id != "a1" || got != s {
		t.Errorf("path: %+v %q %v", got, id, ok)
	}
}

// A recording of a sentence that the guide does not say any more is not used.
func TestVoiceOfAnOlderSentence(t *testing.T) {
	b := bottest.New(t, "19")
	g, _ := bottest.Config(t, "19").Library.Guide("dang-ky-tam-tru")
	s := bot.Spoken{Guide: g.Slug, Step: g.Words[content.Default].Steps[0].ID, Lang: "tyz"}
	words, _ := b.Sentence(s)
	for sentence, want := range map[string]bool{words: true, words + " ": false} {
		v := bot.NewVoices([]bot.Recording{{Spoken: s, ID: "a", Sentence: sentence, State: bot.Approved}})
		if got := offers(b.WithVoices(v), s); got != want {
			t.Errorf("%q: listen is %v, want %v", sentence, got, want)
		}
	}
}

// A recording of a lesson's screen is offered there and played.
func TestVoiceOfALesson(t *testing.T) {
	b := bottest.New(t, "19")
	m := bottest.Config(t, "19").Library.Modules()[0]
	s := bot.Spoken{Module: m.Slug, Step: m.Words[content.Default].Lessons[0].Screens[0].ID, Lang: "tyz"}
	words, ok := b.Sentence(s)
	if !ok {
		t.Fatalf("%+v has no sentence", s)
	}
	r := bot.Recording{Spoken: s, ID: "a", Sentence: words, State: bot.Approved}
	b = b.WithVoices(bot.NewVoices([]bot.Recording{r}))
	next, _ := b.Step(agreed(), bot.Event{Channel: "web", Input: bot.Tap{Data: "screen:" + m.Slug + ":" + s.Step}})
	listen := "say:" + m.Slug + ":" + s.Step
	if next.Label(listen) == "" {
		t.Fatal("listen is not offered")
	}
	_, effects := b.Step(next, bot.Event{Channel: "web", Input: bot.Tap{Data: listen}})
	say, ok := effects[len(effects)-1].(bot.Say)
	if !ok || say.Message.Media == nil || say.Message.Media.Path != r.Path() {
		t.Errorf("effects: %+v", effects)
	}
	if got, _, ok := bot.ParseVoicePath(r.Path()); !ok || got != s {
		t.Errorf("path: %+v %v", got, ok)
	}
}

func agreed() bot.State {
	return bot.State{Lang: "vi", Hears: "tyz", Consent: bot.Consent{Given: true, Version: "2026-11"}}
}

// offers tells whether a step can be listened to.
func offers(b *bot.Bot, s bot.Spoken) bool {
	next, _ := b.Step(agreed(), bot.Event{Channel: "web", Input: bot.Tap{Data: "step:" + s.Guide + ":" + s.Step}})
	return next.Label("voice:"+s.Guide+":"+s.Step) != ""
}

// Each fault of a file has a reply of its own, and nothing is kept.
func TestRecordingFaults(t *testing.T) {
	good, err := os.ReadFile("testdata/voice.ogg")
	if err != nil {
		t.Fatal(err)
	}
	long, err := os.ReadFile("testdata/voice_long.ogg")
	if err != nil {
		t.Fatal(err)
	}
	texts := bottest.Config(t, "19").Texts
	b := bottest.New(t, "19")
	for id, f := range map[string]bot.File{
		"voice.kept":       {Kind: bot.Voice, Data: good},
		"voice.too_long":   {Kind: bot.Voice, Data: long},
		"voice.too_big":    {Kind: bot.Voice, Data: make([]byte, content.MaxVoice+1)},
		"voice.wrong_type": {Kind: bot.Voice, Data: []byte("webm")},
		"voice.no_voice":   {Kind: bot.Photo, Data: good},
		"file.not_there":   {Kind: bot.Voice, Problem: bot.NotThere},
	} {
		s := agreed()
		s.At = "record"
		s.Booth = &bot.Booth{Lang: "tyz", Item: bot.Spoken{Guide: "dang-ky-tam-tru", Step: firstStep(t), Lang: "tyz"}}
		_, effects := b.Step(s, bot.Event{Channel: "web", Input: f})
		kept, said := false, ""
		for _, e := range effects {
			switch e := e.(type) {
			case bot.KeepVoice:
				kept = true
			case bot.Say:
				said = e.Message.Text
			}
		}
		if want := texts.Text("vi", id); said != want || kept != (id == "voice.kept") {
			t.Errorf("%s: says %q, kept %v", id, said, kept)
		}
	}
}

func firstStep(t *testing.T) string {
	t.Helper()
	g, ok := bottest.Config(t, "19").Library.Guide("dang-ky-tam-tru")
	if !ok {
		t.Fatal("the guide is gone")
	}
	return g.Words[content.Default].Steps[0].ID
}
