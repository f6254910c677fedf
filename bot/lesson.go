package bot

import (
	"slices"
	"strconv"

	"danloi/content"
	"danloi/learn"
)

// screenOr finds a screen of a module and its place among all of them.
func (t *turn) screenOr(args []string) (m content.Module, all []content.Screen, i int, w content.ModuleWords, ok bool) {
	m, w, ok = t.moduleOr(arg(args, 0))
	if !ok {
		return m, nil, 0, w, false
	}
	all = learn.Screens(w.Lessons)
	i = slices.IndexFunc(all, func(s content.Screen) bool { return s.ID == arg(args, 1) })
	if i < 0 {
		t.show(address("module", m.Slug))
		return m, all, 0, w, false
	}
	return m, all, i, w, true
}

// lessonScreen shows one idea, one task or one question.
func lessonScreen(t *turn, args []string) {
	m, all, i, _, ok := t.screenOr(args)
	if !ok {
		return
	}
	s := all[i]
	t.keep(t.record(m.Slug).See(s.ID, t.ev.At))
	msg := Message{
		Title:   t.tx("learn.screen_"+string(s.Kind), "n", i+1, "of", len(all), "title", s.Title),
		Text:    content.Plain(s.Text),
		Replace: true,
	}
	if a, ok := m.Picture(s.ID); ok {
		msg.Media, msg.Replace = &Media{Kind: Photo, Path: a.Path, Alt: s.Title}, false
	}
	msg.Buttons = t.lessonButtons(m, all, i)
	t.say(msg)
}

// lessonButtons are the choices of an exercise, and what leads on.
func (t *turn) lessonButtons(m content.Module, all []content.Screen, i int) []Button {
	s, ways := all[i], t.screenButtons(m, all, i)
	if _, _, ok := t.lessonVoice(m, s.ID); ok && !t.s.TextOnly {
		ways = append(ways, t.button("guide.listen", address("say", m.Slug, s.ID)))
	}
	if s.Kind != content.Exercise {
		return ways
	}
	var buttons []Button
	for n, c := range s.Choices {
		buttons = append(buttons, Button{Label: c.Text, Data: address("choose", m.Slug, s.ID, strconv.Itoa(n))})
	}
	ways[0].Label = t.tx("learn.skip")
	return append(buttons, ways...)
}

// screenButtons lead on, back and out.
func (t *turn) screenButtons(m content.Module, all []content.Screen, i int) []Button {
	next := t.button("learn.finish", address("finish", m.Slug))
	if i+1 < len(all) {
		next = t.button("learn.next", address("screen", m.Slug, all[i+1].ID))
	}
	buttons := []Button{next}
	if i > 0 {
		buttons = append(buttons, t.button("learn.before", address("screen", m.Slug, all[i-1].ID)))
	}
	return append(buttons, beside(t.button("learn.leave", address("module", m.Slug))))
}

// choose takes an answer and explains it, right or wrong. The first answer counts; trying again teaches.
func choose(t *turn, args []string) {
	m, all, i, w, ok := t.screenOr(args)
	if !ok {
		return
	}
	n, err := strconv.Atoi(arg(args, 2))
	r, taken := t.record(m.Slug).Answer(all[i], n, t.ev.At)
	if err != nil || !taken {
		t.show(address("screen", m.Slug, all[i].ID))
		return
	}
	t.keep(r)
	c := all[i].Choices[n]
	id := "learn.wrong"
	buttons := t.screenButtons(m, all, i)
	if c.Right {
		id = "learn.right"
	} else {
		again := t.button("learn.retry", address("screen", m.Slug, all[i].ID))
		buttons = slices.Concat([]Button{again, buttons[0]}, t.helpButtons(m, w, all[i].ID), buttons[1:])
	}
	t.say(Message{Title: t.tx(id), Text: paragraphs("“"+c.Text+"”", content.Plain(c.Why)), Buttons: buttons})
}

// helpButtons lead to what helps with an exercise: the lesson that teaches it, and the guide where there is one.
func (t *turn) helpButtons(m content.Module, w content.ModuleWords, exercise string) []Button {
	var buttons []Button
	for _, l := range w.Lessons {
		if slices.ContainsFunc(l.Screens, func(s content.Screen) bool { return s.ID == exercise }) {
			buttons = append(buttons, t.button("learn.help_lesson", address("lesson", m.Slug, l.ID), "title", l.Title))
		}
	}
	if g, ok := t.guide(m.Helps[exercise]); ok {
		gw, _ := g.In(t.lang())
		buttons = append(buttons, t.button("learn.help_guide", address("guide", g.Slug), "title", short(gw.Title)))
	}
	return buttons
}
