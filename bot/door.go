package bot

import (
	"slices"

	"danloi/feedback"
)

// triage says which kind of matter words are, by their signs and by the topic they fit.
func (t *turn) triage(words string) feedback.Triage {
	return t.signs.Triage(words).With(t.router.Propose(words, ""))
}

// numbers says what to call, one a line.
func (t *turn) numbers(tr feedback.Triage) []string {
	var out []string
	for _, n := range tr.Numbers {
		out = append(out, t.tx("emergency."+n))
	}
	return out
}

// elsewhereDoor tells whether words have a door of their own and may not be filed as they are.
func elsewhereDoor(tr feedback.Triage) bool {
	return tr.Elsewhere() || tr.Kind == feedback.Emergency && tr.Door != ""
}

// emergency shows the numbers before anything else. With a draft the citizen may go on afterwards: the case is
// then marked urgent.
func (t *turn) emergency(tr feedback.Triage, reporting bool) {
	buttons := []Button{t.button("button.home", "home")}
	if reporting {
		t.s.Draft.Urgent = true
		buttons = []Button{t.button("door.go_on", "report.on"), t.button("button.home", "home")}
	} else {
		t.s.At = "home"
		buttons = append([]Button{t.button("ask.report_this", "report")}, buttons...)
	}
	t.say(Message{Title: t.tx("emergency.title"), Text: paragraphs(lines(t.numbers(tr)...), t.tx("emergency.text")), Buttons: buttons})
}

// door shows the right door for a matter that the law does not let us take as ordinary feedback. What was typed is
// not kept.
func (t *turn) door(tr feedback.Triage) {
	t.do(DropWords{})
	t.s.Asked = ""
	t.s.At = "home"
	id := tr.Door
	if id == "" {
		id = string(tr.Kind)
	}
	buttons := []Button{}
	if tr.Kind == feedback.Complaint || tr.Kind == feedback.Court {
		buttons = append(buttons, t.button("door.as_feedback", "report.past:"+string(tr.Kind)))
	} else {
		buttons = append(buttons, t.button("door.not_that", "report.past:"+string(tr.Kind)))
	}
	t.say(Message{
		Title:   t.tx("door." + id + "_title"),
		Text:    paragraphs(lines(t.numbers(tr)...), t.tx("door."+id), t.tx("door.not_kept")),
		Buttons: append(buttons, t.button("button.home", "home")),
	})
}

// unfiled forgets what may not be filed: of a denunciation everything, else the words.
func (t *turn) unfiled(kind feedback.Kind) {
	t.do(Retract{Since: t.s.Draft.Begun})
	if kind == feedback.Denunciation {
		t.dropDraft()
		return
	}
	d := t.s.Draft
	d.Words, d.Topic, d.Chosen = nil, "", false
}

// denounced shows the door for words that are a denunciation, where there is no draft to take care of.
func (t *turn) denounced(words string) bool {
	tr := t.triage(words)
	if tr.Kind != feedback.Denunciation {
		return false
	}
	t.door(tr)
	return true
}

// checkDoors looks at words that are to be filed. It returns true when a door was shown instead of going on; the
// words of an emergency are in the draft then, as the citizen may go on with it. A
// door that the citizen has passed by is not shown again, but for a denunciation, which is never filed, and for an
// emergency of another sort, which has other numbers.
func (t *turn) checkDoors(words string) bool {
	d := t.s.Draft
	tr := t.triage(words)
	switch {
	case tr.Kind == feedback.Emergency:
		if !d.call(tr.Sign, tr.Numbers) {
			return false
		}
		d.add(cut(words))
		t.emergency(tr, true)
		return true
	case slices.Contains(d.Doors, tr.Kind):
		return false
	case elsewhereDoor(tr):
		t.unfiled(tr.Kind)
		t.door(tr)
		return true
	}
	return false
}

// call notes an emergency and its numbers as shown, and tells whether it or one of them was not shown before.
func (d *Draft) call(sign string, numbers []string) bool {
	fresh := !slices.Contains(d.Doors, feedback.Emergency)
	if fresh {
		d.Doors = append(d.Doors, feedback.Emergency)
	}
	for _, n := range append([]string{sign}, numbers...) {
		if !slices.Contains(d.Called, n) {
			d.Called, fresh = append(d.Called, n), true
		}
	}
	return fresh
}
