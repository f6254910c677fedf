package bot

import (
	"slices"
	"strings"

	"danloi/feedback"
)

// turn is one Step in the making.
type turn struct {
	*Bot
	s   State
	ev  Event
	out []Effect
	// replace lets the next message take the place of the last one: the citizen tapped from page to page.
	replace bool
	// lead is said in front of the next screen's text, in the same message.
	lead []string
	// passing is set while the present screen has said nothing yet: one that only leads elsewhere is no place to come
	// back to.
	passing bool
	// refusing is set while the answer to the consent is being worked: no is not asked about again.
	refusing bool
	// hops counts screens shown in this turn; a circle of screens is a fault that must not hang.
	hops int
}

const (
	maxTrail = 20
	maxHops  = 8
)

// tx is the text of a message in the language of the conversation.
func (t *turn) tx(id string, pairs ...any) string { return t.texts.Text(t.lang(), id, pairs...) }

func (t *turn) lang() string {
	if t.s.Lang == "" {
		return "vi"
	}
	return t.s.Lang
}

func (t *turn) do(e Effect) { t.out = append(t.out, e) }

// note puts a sentence in front of what the next screen says.
func (t *turn) note(id string, pairs ...any) { t.lead = append(t.lead, t.tx(id, pairs...)) }

// say sends a message. Its buttons are what numbers stand for from now on.
func (t *turn) say(m Message) {
	t.passing = false
	if len(t.lead) > 0 {
		m.Text = paragraphs(append(slices.Clone(t.lead), lead(m))...)
		m.Title = ""
		t.lead = nil
	}
	if m.Lang == "" {
		m.Lang = t.lang()
	}
	m.Replace = m.Replace && t.replace
	t.replace = false
	if t.s.TextOnly {
		m.Media = nil
	}
	if offers(m.Buttons) {
		t.s.Offered = t.s.Offered[:0:0]
		for _, b := range m.Buttons {
			if b.Data != "" {
				t.s.Offered = append(t.s.Offered, Choice{Label: b.Label, Data: b.Data})
			}
		}
	}
	t.do(Say{m})
}

func offers(buttons []Button) bool {
	return slices.ContainsFunc(buttons, func(b Button) bool { return b.Data != "" })
}

// lead is the text of a message whose title has lost its place at the top.
func lead(m Message) string {
	if m.Title == "" {
		return m.Text
	}
	return paragraphs(m.Title, m.Text)
}

// tell sends plain words without buttons.
func (t *turn) tell(id string, pairs ...any) { t.say(Message{Text: t.tx(id, pairs...)}) }

// ask sends plain words with buttons.
func (t *turn) ask(text string, buttons ...Button) { t.say(Message{Text: text, Buttons: buttons}) }

// button makes a quick reply with the text of a message id.
func (t *turn) button(id, data string, pairs ...any) Button {
	return Button{Label: t.tx(id, pairs...), Data: data}
}

// beside returns b in the row of the button before it.
func beside(b Button) Button { b.Beside = true; return b }

// show goes to the screen at an address. An address that does not exist (any more) leads home with a word about it.
func (t *turn) show(address string) {
	name, args := split(address)
	sc, ok := t.screens[name]
	if t.hops++; t.hops > maxHops {
		return
	}
	if !ok {
		t.note("chat.old_button")
		t.show("home")
		return
	}
	if !sc.act {
		t.leave(address)
		t.s.At = address
		t.passing = true
	}
	sc.show(t, args)
}

// leave remembers the present screen for "back" when the next one is another.
func (t *turn) leave(next string) {
	at := t.s.At
	if at == "" || at == next || next == "home" {
		if next == "home" {
			t.s.Trail = nil
		}
		return
	}
	if n := len(t.s.Trail); n > 0 && t.s.Trail[n-1] == next { // going back the way one came
		t.s.Trail = t.s.Trail[:n-1]
		return
	}
	if t.passing {
		return
	}
	t.s.Trail = append(t.s.Trail, at)
	if over := len(t.s.Trail) - maxTrail; over > 0 {
		t.s.Trail = slices.Clone(t.s.Trail[over:])
	}
}

// back shows the screen before this one, or home.
func (t *turn) back() {
	n := len(t.s.Trail)
	if n == 0 {
		t.show("home")
		return
	}
	before := t.s.Trail[n-1]
	t.s.Trail = t.s.Trail[:n-1]
	t.s.At = "" // what is left by going back is not a place to come back to
	t.show(before)
}

// again shows the present screen once more.
func (t *turn) again() {
	if t.s.At == "" {
		t.show("home")
		return
	}
	t.show(t.s.At)
}

// text is what was typed, and whether it was text at all.
func (t *turn) text() (string, bool) {
	in, ok := t.ev.Input.(Text)
	return strings.TrimSpace(in.Words), ok
}

func split(address string) (name string, args []string) {
	parts := strings.Split(address, ":")
	return parts[0], parts[1:]
}

// arg is the n-th argument, or empty.
func arg(args []string, n int) string {
	if n < len(args) {
		return args[n]
	}
	return ""
}

// address joins a screen's name and arguments.
func address(parts ...string) string { return strings.Join(parts, ":") }

// paragraphs joins what is not empty with an empty line between.
func paragraphs(parts ...string) string {
	parts = slices.DeleteFunc(slices.Clone(parts), func(p string) bool { return strings.TrimSpace(p) == "" })
	return strings.Join(parts, "\n\n")
}

// lines joins what is not empty with a line break between.
func lines(parts ...string) string {
	parts = slices.DeleteFunc(slices.Clone(parts), func(p string) bool { return p == "" })
	return strings.Join(parts, "\n")
}

// fileOf describes a file of the citizen as cases keep it.
func fileOf(f File) feedback.File {
	return feedback.File{ID: f.ID, Kind: string(f.Kind), Type: f.Type, Size: len(f.Data)}
}
