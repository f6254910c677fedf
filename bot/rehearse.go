package bot

import (
	"slices"
	"strconv"
	"strings"

	"danloi/content"
)

// Rehearsals: harmless screens on which something frightening can be tried. Every message says that it is practice.
// Nothing that is typed here is kept.
func rehearseScreens() map[string]screen {
	return map[string]screen{
		"rehearse":      {show: rehearsals, take: takeRehearsal},
		"rehearsal":     {show: rehearsal, take: takeRehearsal},
		"rehearse.pick": {show: rehearsePick, act: true},
		"rehearse.skip": {show: rehearseSkip, act: true},
		"rehearse.end":  {show: rehearseEnd, take: takeRehearsal},
	}
}

// rehearsing tells whether the present screen is practice.
func (t *turn) rehearsing() bool {
	name, _ := split(t.s.At)
	return name == "rehearse" || name == "rehearsal" || name == "rehearse.end"
}

// sayPractice sends a message under the line that says that it is practice. Notes come below that line.
func (t *turn) sayPractice(text string, buttons ...Button) {
	notes := t.lead
	t.lead = nil
	t.say(Message{Title: t.tx("rehearse.banner"), Text: paragraphs(append(notes, text)...), Buttons: buttons})
}

func rehearsals(t *turn, _ []string) {
	var buttons []Button
	for _, r := range t.library.Rehearsals() {
		id := "rehearse.one"
		if slices.Contains(t.s.Rehearsed, r.Slug) {
			id = "rehearse.one_done"
		}
		buttons = append(buttons, t.button(id, address("rehearsal", r.Slug), "title", r.In(r.Title, t.lang())))
	}
	t.sayPractice(t.tx("rehearse.list"), append(buttons, t.button("button.home", "home"))...)
}

// rehearsalButtons offer the practice that belongs to a guide or a module.
func (t *turn) rehearsalButtons(slug string) []Button {
	var buttons []Button
	for _, r := range t.library.RehearsalsOf(slug) {
		buttons = append(buttons, t.button("rehearse.offer", address("rehearsal", r.Slug), "title", r.In(r.Title, t.lang())))
	}
	return buttons
}

// mockOr finds a screen of a rehearsal, or goes to the list.
func (t *turn) mockOr(args []string) (r content.Rehearsal, s content.Mock, i int, ok bool) {
	if r, ok = t.library.Rehearsal(arg(args, 0)); ok {
		s, i = r.Screen(arg(args, 1))
	}
	if !ok || i < 0 {
		t.note("chat.old_button")
		t.show("rehearse")
		return r, s, -1, false
	}
	return r, s, i, true
}

// rehearsal shows what will be practised, or one screen of it.
func rehearsal(t *turn, args []string) {
	if r, ok := t.library.Rehearsal(arg(args, 0)); ok && arg(args, 1) == "" {
		t.sayPractice(paragraphs(r.In(r.Title, t.lang()), r.In(r.About, t.lang())),
			t.button("rehearse.begin", address("rehearsal", r.Slug, r.Screens[0].ID)), t.button("rehearse.leave", "rehearse"))
		return
	}
	r, s, i, ok := t.mockOr(args)
	if !ok {
		return
	}
	var buttons []Button
	for n, w := range s.Choices {
		buttons = append(buttons, Button{Label: r.In(w.Say, t.lang()), Data: address("rehearse.pick", r.Slug, s.ID, strconv.Itoa(n))})
	}
	if s.Code != "" {
		buttons = append(buttons, t.button("rehearse.skip", address("rehearse.skip", r.Slug, s.ID)))
	}
	if i > 0 {
		buttons = append(buttons, t.button("learn.before", address("rehearsal", r.Slug, r.Screens[i-1].ID)))
	}
	t.sayPractice(paragraphs(t.stepLine(r, s, i), "📱 "+r.In(s.Shows, t.lang()), r.In(s.Ask, t.lang())),
		append(buttons, t.button("rehearse.leave", "rehearse"))...)
}

// stepLine names a screen as the guide does, so that it is recognised there.
func (t *turn) stepLine(r content.Rehearsal, s content.Mock, i int) string {
	title := r.In(r.Title, t.lang())
	if g, ok := t.library.Draft(s.Guide); ok {
		w, _ := g.In(t.lang())
		if n := stepIndex(w, s.Step); n >= 0 {
			title = w.Steps[n].Title
		}
	}
	return t.tx("rehearse.step", "n", i+1, "of", len(r.Screens), "title", title)
}

// rehearsePick explains a choice. A wrong turn is tried again, a right one leads on.
func rehearsePick(t *turn, args []string) {
	r, s, i, ok := t.mockOr(args)
	if !ok {
		return
	}
	n, err := strconv.Atoi(arg(args, 2))
	if err != nil || n < 0 || n >= len(s.Choices) {
		t.show(address("rehearsal", r.Slug, s.ID))
		return
	}
	w := s.Choices[n]
	text := paragraphs(t.tx("learn.wrong"), "“"+r.In(w.Say, t.lang())+"”", r.In(w.Why, t.lang()))
	if !w.Right {
		t.sayPractice(text, t.button("rehearse.retry", address("rehearsal", r.Slug, s.ID)), t.button("rehearse.leave", "rehearse"))
		return
	}
	t.sayPractice("✓ "+r.In(w.Why, t.lang()), t.onButton(r, i), t.button("rehearse.leave", "rehearse"))
}

// onButton leads to the next screen, or to the end.
func (t *turn) onButton(r content.Rehearsal, i int) Button {
	if i+1 < len(r.Screens) {
		return t.button("learn.next", address("rehearsal", r.Slug, r.Screens[i+1].ID))
	}
	return t.button("rehearse.end", address("rehearse.end", r.Slug))
}

func rehearseSkip(t *turn, args []string) {
	r, _, i, ok := t.mockOr(args)
	if !ok {
		return
	}
	t.show(t.onButton(r, i).Data)
}

func rehearseEnd(t *turn, args []string) {
	r, ok := t.library.Rehearsal(arg(args, 0))
	if !ok {
		t.show("rehearse")
		return
	}
	if !slices.Contains(t.s.Rehearsed, r.Slug) {
		t.s.Rehearsed = append(t.s.Rehearsed, r.Slug)
	}
	var buttons []Button
	for _, slug := range r.Guides[:min(1, len(r.Guides))] {
		if g, ok := t.guide(slug); ok {
			w, _ := g.In(t.lang())
			buttons = append(buttons, t.button("rehearse.guide", address("guide", g.Slug), "title", short(w.Title)))
		}
	}
	t.sayPractice(paragraphs(t.tx("rehearse.finished"), r.In(r.End, t.lang())),
		append(buttons, t.button("rehearse.other", "rehearse"), t.button("button.home", "home"))...)
}

// takeRehearsal takes the made-up code that a screen asks for. A file or a place is not taken.
func takeRehearsal(t *turn, args []string) bool {
	text, ok := t.text()
	if !ok {
		t.note("rehearse.no_files")
		t.again()
		return true
	}
	if data, ok := t.meant(text); ok {
		t.tap(data)
		return true
	}
	name, _ := split(t.s.At)
	r, known := t.library.Rehearsal(arg(args, 0))
	s, i := r.Screen(arg(args, 1))
	if name != "rehearsal" || !known || i < 0 || s.Code == "" {
		return false
	}
	if strings.Join(strings.Fields(digits(text)), "") != s.Code {
		t.note("rehearse.code_wrong", "code", s.Code)
		t.again()
		return true
	}
	t.sayPractice(paragraphs(t.tx("learn.right"), t.tx("rehearse.code_right")), t.onButton(r, i), t.button("rehearse.leave", "rehearse"))
	return true
}

// mostDigits is how many digits in a row may be typed while practising without being taken for a real number.
const mostDigits = 3

// practiceGuard drops what looks like a real number or password while somebody practises, tells them so, and shows the
// screen again. The code that stands on the screen is no secret.
func (t *turn) practiceGuard(words string) bool {
	_, args := split(t.s.At)
	r, _ := t.library.Rehearsal(arg(args, 0))
	if s, i := r.Screen(arg(args, 1)); i >= 0 && s.Code != "" && strings.Join(strings.Fields(digits(words)), "") == s.Code {
		return false
	}
	if len(t.checker.Secrets(words)) == 0 && countDigits(words) <= mostDigits {
		return false
	}
	t.do(DropWords{})
	t.ev.Input = Text{}
	t.note("rehearse.dropped")
	t.again()
	return true
}

func countDigits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' || r >= '០' && r <= '៩' {
			n++
		}
	}
	return n
}
