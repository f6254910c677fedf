package bot

import (
	"slices"

	"danloi/scam"
)

// Secrets that are typed where nobody asked for them: the bot warns at once, keeps nothing of them and does not
// search for them. In words that are told to a department only the secret itself is made unreadable.
func secretScreens() map[string]screen {
	return map[string]screen{"secret": {show: secretWarning}}
}

const passwordModule = "mat-khau-otp"

// secretWarning says what was seen and that it is gone. Arguments: the kinds of secret.
func secretWarning(t *turn, args []string) {
	t.say(Message{
		Title:   t.tx("secret.title"),
		Text:    paragraphs(lines(t.seen(args)...), t.tx("secret.dropped"), t.tx("secret.given"), t.tx("secret.again")),
		Buttons: append(t.scamButtons(passwordModule), t.button("button.home", "home")),
	})
}

// seen says what a message seemed to hold, a line for each kind.
func (t *turn) seen(kinds []string) []string {
	var out []string
	for _, k := range []scam.SecretKind{scam.OTP, scam.Password, scam.Card, scam.Identity} {
		if slices.Contains(kinds, string(k)) {
			out = append(out, t.tx("secret."+string(k)))
		}
	}
	return out
}

// guarded looks for secrets in what was typed. It masks them in the event, keeps the words out of the log and
// warns; it returns true when the warning is all there is to say. A screen that asks for digits is left alone.
func (t *turn) guarded() bool {
	in, ok := t.ev.Input.(Text)
	name, _ := split(t.s.At)
	if !ok || name == "track.pin" {
		return false
	}
	if t.rehearsing() {
		return t.practiceGuard(in.Words)
	}
	words, kinds := t.masked(in.Words)
	if len(kinds) == 0 {
		return false
	}
	t.ev.Input = Text{Words: words}
	switch {
	case !t.welcomed():
		t.lead = append(t.lead, lines(append(t.seen(kinds), t.tx("secret.dropped"))...))
		t.welcome("")
	case t.storytelling():
		t.warnInStory(kinds)
		return false
	case name == "real.ask", t.worthLook(words):
		t.lead = append(t.lead, lines(append(t.seen(kinds), t.tx("secret.dropped"))...))
		return false
	default:
		t.show(address(append([]string{"secret"}, kinds...)...))
	}
	return true
}

// guardedFile does the same for the words that came with a file.
func (t *turn) guardedFile(f File) File {
	words, kinds := t.masked(f.Caption)
	if len(kinds) == 0 {
		return f
	}
	f.Caption = words
	t.ev.Input = f
	t.warnInStory(kinds)
	return f
}

// masked returns words without their secrets, and the kinds that were found. When there are any, the words as they
// were typed stay out of the log.
func (t *turn) masked(words string) (string, []string) {
	found := t.checker.Secrets(words)
	var kinds []string
	for _, s := range found {
		if !slices.Contains(kinds, string(s.Kind)) {
			kinds = append(kinds, string(s.Kind))
		}
	}
	if len(kinds) > 0 {
		t.do(DropWords{})
	}
	return scam.Mask(words, found), kinds
}

// storytelling tells whether the present screen takes words that people will read.
func (t *turn) storytelling() bool {
	name, _ := split(t.s.At)
	return slices.Contains([]string{"report.words", "report.check", "add", "unsolved"}, name)
}

// warnInStory says that the story goes on without the secret. Where another step answers, it is said apart.
func (t *turn) warnInStory(kinds []string) {
	text := lines(append(t.seen(kinds), t.tx("secret.masked"))...)
	if name, _ := split(t.s.At); name == "add" || name == "unsolved" {
		t.say(Message{Text: text})
		return
	}
	t.lead = append(t.lead, text)
}
