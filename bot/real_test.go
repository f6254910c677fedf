package bot_test

import (
	"strings"
	"testing"
	"time"

	"danloi/bot"
	"danloi/bot/bottest"
)

// typed is what a welcomed citizen's words lead to.
func typed(t *testing.T, b *bot.Bot, at, words string) (bot.State, []bot.Effect) {
	t.Helper()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	s := bot.State{Lang: "vi", At: at, Consent: bot.Consent{Given: true, Version: "2026-11", At: now}}
	return b.Step(s, bot.Event{ID: "t:1", Channel: "terminal", At: now, Input: bot.Text{Words: words}})
}

// What people ask for a guide is answered by the guide, not taken for a message to be looked at or for a secret.
func TestQuestionsAreNotTakenForScams(t *testing.T) {
	b, library := bottest.New(t, "19"), bottest.Config(t, "19").Library
	n := 0
	for _, g := range library.Guides() {
		for _, words := range g.AskedAs["vi"] {
			n++
			s, effects := typed(t, b, "home", words)
			if name := strings.SplitN(s.At, ":", 2)[0]; name == "real" || name == "secret" {
				t.Errorf("%s: %q leads to %s", g.Slug, words, s.At)
			}
			for _, e := range effects {
				if _, ok := e.(bot.DropWords); ok && strings.HasPrefix(s.At, "secret") {
					t.Errorf("%s: %q is taken for a secret", g.Slug, words)
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d questions were tried", n)
	}
}

// Nothing of a secret stays in the State or in an effect, wherever it is typed.
func TestSecretsLeaveNoTrace(t *testing.T) {
	b := bottest.New(t, "19")
	for _, at := range []string{"", "home", "guides", "report.words", "report.check", "report.area", "track.find", "real.ask", "real", "add:49K-NTP4", "unsolved:49K-NTP4"} {
		s, effects := typed(t, b, at, "mã OTP là 482913, mật khẩu là Lua3Vu, căn cước 019190012345")
		dropped := false
		for _, e := range effects {
			if _, ok := e.(bot.DropWords); ok {
				dropped = true
			}
			if change, ok := e.(bot.ChangeCase); ok {
				s.Asked += change.Action.Text
			}
			if say, ok := e.(bot.Say); ok {
				s.Asked += say.Message.Title + say.Message.Text
			}
			if note, ok := e.(bot.NoteUnanswered); ok {
				s.Asked += note.Words
			}
		}
		all := s.At + s.Pending + s.Asked + s.Message + strings.Join(s.Trail, " ")
		if s.Draft != nil {
			all += strings.Join(s.Draft.Words, " ")
		}
		for _, secret := range []string{"482913", "Lua3Vu", "019190012345"} {
			if strings.Contains(all, secret) {
				t.Errorf("at %q: a secret was kept", at)
			}
		}
		if !dropped {
			t.Errorf("at %q: the words go into the log", at)
		}
	}
}

// The place that asks for a PIN takes digits and words about them as they are.
func TestPINPlaceIsLeftAlone(t *testing.T) {
	b := bottest.New(t, "19")
	_, effects := typed(t, b, "track.pin:49K-NTP4", "mã PIN 482913")
	for _, e := range effects {
		if _, ok := e.(bot.DropWords); ok {
			t.Error("the PIN was taken for a secret")
		}
	}
}
