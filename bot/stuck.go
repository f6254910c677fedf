package bot

import (
	"strings"

	"danloi/content"
	"danloi/feedback"
)

func stuckScreens() map[string]screen {
	return map[string]screen{
		"stuck": {show: stuck},
		"place": {show: inPerson},
		"help":  {show: handover, act: true},
	}
}

// stuck says the step in other words if the guide has them, and what usually goes wrong; then come a place to go
// to and a person.
func stuck(t *turn, args []string) {
	g, w, i, ok := t.stepOr(args)
	if !ok {
		return
	}
	step := w.Steps[i]
	var trouble []string
	for _, tr := range w.Trouble {
		trouble = append(trouble, "• "+tr.If+"\n  → "+content.Plain(tr.Then))
	}
	text := step.Other
	if text == "" {
		text = step.Text
	}
	t.say(Message{
		Title: t.tx("stuck.title", "n", i+1, "title", step.Title),
		Text:  paragraphs(content.Plain(text), label(t.tx("stuck.trouble"), strings.Join(trouble, "\n")), t.hotlines(g, w), t.tx("stuck.ask")),
		Buttons: []Button{
			t.button("stuck.retry", address("step", g.Slug, step.ID)),
			t.button("guide.place", address("place", g.Slug, step.ID)),
			t.button("stuck.person", address("help", g.Slug, step.ID)),
			t.button("button.home", "home"),
		},
	})
}

// hotlines lists the numbers of a guide; one from a second-hand source is said to be so.
func (t *turn) hotlines(g content.Guide, w content.Words) string {
	var rows []string
	for _, h := range g.Hotlines {
		row := h.Number + ": " + w.Hotlines[h.ID]
		if h.NoteUnsure {
			row += " " + t.tx("guide.hotline_unsure")
		}
		rows = append(rows, row)
	}
	return list(t.tx("guide.hotlines"), rows)
}

// inPerson says where to go. Arguments: slug, and the step to come back to.
func inPerson(t *turn, args []string) {
	g, w, ok := t.guideOr(arg(args, 0))
	if !ok {
		return
	}
	back := t.button("button.back", address("guide", g.Slug))
	step := arg(args, 1)
	if step != "" {
		back = t.button("stuck.retry", address("step", g.Slug, step))
	} else {
		step = w.Steps[0].ID
	}
	t.say(Message{
		Title: t.tx("place.title"),
		Text:  paragraphs(w.Where, list(t.tx("guide.papers"), ids(g.Documents, w.Documents)), t.hotlines(g, w), t.tx("place.anywhere")),
		Buttons: []Button{
			back,
			t.button("stuck.person", address("help", g.Slug, step)),
			t.button("button.home", "home"),
		},
	})
}

// handover begins a question to a person, tied to guide and step. Words are welcome and not needed.
func handover(t *turn, args []string) {
	g, w, i, ok := t.stepOr(args)
	if !ok || !t.consented(address("help", args[0], args[1])) {
		return
	}
	if d := t.s.Draft; !d.Empty() && d.Guide != g.Slug {
		t.note("report.kept_other")
		t.show("report")
		return
	}
	if d := t.s.Draft; d != nil && !d.storyEmpty() {
		d.Step = w.Steps[i].ID
		t.show("report.words")
		return
	}
	t.s.Draft = &Draft{
		Kind: feedback.Question, Guide: g.Slug, Step: w.Steps[i].ID, Area: t.s.Area, Begun: t.ev.At,
		Topic: t.stuckTopic(), Chosen: true,
	}
	t.note("handover.text", "title", w.Title, "n", i+1)
	t.show("report.words")
}

// stuckTopic is the topic of a case that a stuck citizen files: trouble with online services, where the directory
// has it.
func (t *turn) stuckTopic() string {
	const trouble = "dvc_truc_tuyen"
	if _, ok := t.directory.Topic(trouble); ok {
		return trouble
	}
	return t.directory.Unclear()
}
