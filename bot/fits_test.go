package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"danloi/bot"
	"danloi/bot/bottest"
	"danloi/content"
	"danloi/learn"
)

// addresses lists the screens of the whole library in a language.
func addresses(library *content.Library, lang string) []string {
	var all []string
	for _, g := range library.Guides() {
		w, _ := g.In(lang)
		for _, name := range []string{"guide", "place", "done", "resume"} {
			all = append(all, name+":"+g.Slug)
		}
		for _, s := range w.Steps {
			for _, name := range []string{"step", "stuck", "place", "help", "pic", "voice"} {
				all = append(all, name+":"+g.Slug+":"+s.ID)
			}
		}
	}
	for _, m := range library.Modules() {
		w, _ := m.In(lang)
		for _, name := range []string{"module", "finish", "onwards"} {
			all = append(all, name+":"+m.Slug)
		}
		for _, s := range learn.Screens(w.Lessons) {
			all = append(all, "screen:"+m.Slug+":"+s.ID)
			for n := range s.Choices {
				all = append(all, fmt.Sprintf("choose:%s:%s:%d", m.Slug, s.ID, n))
			}
		}
	}
	return all
}

// Telegram refuses a message whose button has more than 64 bytes of data, and one of more than 4096 units is split.
func TestEveryScreenFits(t *testing.T) {
	b, config := bottest.New(t, "19"), bottest.Config(t, "19")
	for _, l := range config.Texts.Written() {
		s := bot.State{Lang: l.Tag, Consent: bot.Consent{Given: true, Version: "2026-11"}}
		for _, to := range addresses(config.Library, l.Tag) {
			_, effects := b.Step(s, bot.Event{Channel: "telegram", Input: bot.Tap{Data: to}})
			said := 0
			for _, e := range effects {
				if say, ok := e.(bot.Say); ok {
					said++
					fits(t, l.Tag+" "+to, say.Message)
				}
			}
			if said == 0 {
				t.Errorf("%s %s: nothing is said", l.Tag, to)
			}
		}
	}
}

func fits(t *testing.T, where string, m bot.Message) {
	t.Helper()
	if n := len(utf16.Encode([]rune(m.Title + "\n\n" + m.Text))); n > 4096 {
		t.Errorf("%s: %d units of text", where, n)
	}
	if text := m.Title + m.Text; strings.TrimSpace(text) == "" || strings.Contains(text, "{{") {
		t.Errorf("%s: text is %q", where, text)
	}
	for _, b := range m.Buttons {
		if len(b.Data) > 64 {
			t.Errorf("%s: button %q has %d bytes of data", where, b.Label, len(b.Data))
		}
		if strings.TrimSpace(b.Label) == "" {
			t.Errorf("%s: a button for %q has no label", where, b.Data)
		}
	}
}
