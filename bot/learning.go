package bot

import (
	"slices"
	"strconv"

	"danloi/content"
	"danloi/learn"
)

func learnScreens() map[string]screen {
	return map[string]screen{
		"learn":   {show: modules},
		"module":  {show: module},
		"lesson":  {show: lesson, act: true},
		"screen":  {show: lessonScreen},
		"choose":  {show: choose, act: true},
		"say":     {show: sayScreen, act: true},
		"finish":  {show: finishModule},
		"onwards": {show: onwards, act: true},
	}
}

// modules lists what can be learned, with how far one is.
func modules(t *turn, _ []string) {
	var buttons []Button
	for _, m := range t.library.Modules() {
		if m.Audience != content.Citizen {
			continue
		}
		w, _ := m.In(t.lang())
		r := t.s.Learn[m.Slug]
		id := "learn.module"
		switch p := r.Progress(w.Lessons); {
		case !r.Done.IsZero():
			id = "learn.module_done"
		case p.Seen > 0:
			id = "learn.module_begun"
		}
		buttons = append(buttons, t.button(id, address("module", m.Slug), "title", w.Title, "minutes", m.Minutes))
	}
	t.say(Message{Title: t.tx("learn.title"), Text: t.tx("learn.text"), Buttons: append(buttons, t.button("button.home", "home"))})
}

// moduleOr finds a module, or goes to the list with a word about one that is gone.
func (t *turn) moduleOr(slug string) (content.Module, content.ModuleWords, bool) {
	m, ok := t.library.Module(slug)
	if !ok {
		t.note("learn.gone")
		t.show("learn")
		return m, content.ModuleWords{}, false
	}
	w, lang := m.In(t.lang())
	if lang != t.lang() {
		t.note("guide.vietnamese_only")
	}
	return m, w, true
}

func module(t *turn, args []string) {
	m, w, ok := t.moduleOr(arg(args, 0))
	if !ok {
		return
	}
	r := t.s.Learn[m.Slug]
	p := r.Progress(w.Lessons)
	var buttons []Button
	if p.Seen > 0 && r.Done.IsZero() {
		buttons = append(buttons, t.button("learn.resume", address("onwards", m.Slug)))
	}
	for _, l := range w.Lessons {
		id := "learn.lesson"
		if r.LessonDone(l) {
			id = "learn.lesson_done"
		}
		buttons = append(buttons, t.button(id, address("lesson", m.Slug, l.ID), "title", l.Title))
	}
	t.say(Message{
		Title:   w.Title,
		Text:    paragraphs(content.Plain(w.Summary), list(t.tx("learn.outcomes"), w.Outcomes), t.progress(p)),
		Buttons: append(buttons, t.button("button.back", "learn"), beside(t.button("button.home", "home"))),
	})
}

func (t *turn) progress(p learn.Progress) string {
	if p.Seen == 0 {
		return ""
	}
	return t.tx("learn.progress", "seen", p.Seen, "screens", p.Screens, "right", p.Right, "exercises", p.Exercises)
}

// onwards goes to where the learner was.
func onwards(t *turn, args []string) {
	m, w, ok := t.moduleOr(arg(args, 0))
	if !ok {
		return
	}
	all := learn.Screens(w.Lessons)
	at := t.s.Learn[m.Slug].At
	if !slices.ContainsFunc(all, func(s content.Screen) bool { return s.ID == at }) {
		at = all[0].ID
	}
	t.show(address("screen", m.Slug, at))
}

func lesson(t *turn, args []string) {
	m, w, ok := t.moduleOr(arg(args, 0))
	if !ok {
		return
	}
	l, ok := w.Lesson(arg(args, 1))
	screens := learn.Screens([]content.Lesson{l})
	if !ok || len(screens) == 0 {
		t.show(address("module", m.Slug))
		return
	}
	t.show(address("screen", m.Slug, screens[0].ID))
}

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

func (t *turn) keep(r learn.Record) {
	if t.s.Learn == nil {
		t.s.Learn = map[string]learn.Record{}
	}
	t.s.Learn[r.Module] = r
}

func (t *turn) record(slug string) learn.Record {
	r := t.s.Learn[slug]
	r.Module = slug
	return r
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
	m, all, i, _, ok := t.screenOr(args)
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
		buttons = append([]Button{t.button("learn.retry", address("screen", m.Slug, all[i].ID))}, buttons...)
	}
	t.say(Message{Title: t.tx(id), Text: paragraphs("“"+c.Text+"”", content.Plain(c.Why)), Buttons: buttons})
}

// finishModule says how it went, what was weak, and what belongs to it.
func finishModule(t *turn, args []string) {
	m, w, ok := t.moduleOr(arg(args, 0))
	if !ok {
		return
	}
	r := t.record(m.Slug)
	p := r.Progress(w.Lessons)
	var buttons []Button
	if open := t.passedOver(m, w, r); open != nil {
		t.note("learn.open", "n", p.Exercises-p.Answered)
		buttons = append(buttons, *open)
	} else {
		r = r.Finish(t.ev.At)
		t.keep(r)
	}
	result := "learn.result_again"
	if p.Percent() >= m.Pass {
		result = "learn.result_pass"
	}
	for _, g := range t.library.GuidesOf(m) {
		gw, _ := g.In(t.lang())
		buttons = append(buttons, Button{Label: t.tx("done.related", "title", short(gw.Title)), Data: address("guide", g.Slug)})
	}
	t.say(Message{
		Title:   t.tx("learn.end", "title", w.Title),
		Text:    t.tx(result, "right", p.Right, "exercises", p.Exercises),
		Buttons: append(buttons, t.button("learn.repeat", address("module", m.Slug)), t.button("learn.others", "learn"), t.button("button.home", "home")),
	})
}

// passedOver is a button to the first exercise that was passed over, or nil.
func (t *turn) passedOver(m content.Module, w content.ModuleWords, r learn.Record) *Button {
	for _, s := range learn.Screens(w.Lessons) {
		if _, tried := r.First(s); s.Kind == content.Exercise && !tried {
			b := t.button("learn.to_open", address("screen", m.Slug, s.ID))
			return &b
		}
	}
	return nil
}
