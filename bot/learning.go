package bot

import (
	"slices"

	"danloi/content"
	"danloi/learn"
)

func learnScreens() map[string]screen {
	return map[string]screen{
		"learn":   {show: modules},
		"begin":   {show: whereToBegin},
		"module":  {show: module},
		"lesson":  {show: lesson, act: true},
		"screen":  {show: lessonScreen},
		"choose":  {show: choose, act: true},
		"say":     {show: sayScreen, act: true},
		"finish":  {show: finishModule},
		"retake":  {show: retake, act: true},
		"onwards": {show: onwards, act: true},
	}
}

// citizenModules are the modules of the chat, in the recommended order. Those of officers are in the console.
func (t *turn) citizenModules() []content.Module {
	return slices.DeleteFunc(t.library.Modules(), func(m content.Module) bool { return m.Audience != content.Citizen })
}

// modules lists what can be learned, with how far one is. The next one of the path comes first.
func modules(t *turn, _ []string) {
	buttons := t.nextButton()
	for _, m := range t.citizenModules() {
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
	buttons = append(buttons, t.button("rehearse.button", "rehearse"))
	if len(t.s.Review.Cards) > 0 {
		buttons = append(buttons, t.button("revise.button", "revise"))
	}
	if len(t.s.Certificates) > 0 {
		buttons = append(buttons, t.button("cert.mine", "certs"))
	}
	t.say(Message{Title: t.tx("learn.title"), Text: t.tx("learn.text"), Buttons: append(buttons, t.button("button.home", "home"))})
}

// nextButton leads to the next module of the path, or asks where to begin who has not begun.
func (t *turn) nextButton() []Button {
	if len(t.s.Learn) == 0 && len(t.library.Starts()) > 0 {
		return []Button{t.button("learn.where", "begin")}
	}
	if m, ok := t.nextModule(); ok {
		w, _ := m.In(t.lang())
		return []Button{t.button("learn.recommended", address("module", m.Slug), "title", w.Title)}
	}
	return nil
}

// nextModule is the first of the path that is not finished.
func (t *turn) nextModule() (content.Module, bool) {
	for _, m := range t.citizenModules() {
		if t.s.Learn[m.Slug].Done.IsZero() {
			return m, true
		}
	}
	return content.Module{}, false
}

// whereToBegin asks what somebody wants, and each answer is a module.
func whereToBegin(t *turn, _ []string) {
	var buttons []Button
	for _, s := range t.library.Starts() {
		buttons = append(buttons, Button{Label: s.In(t.lang()), Data: address("module", s.Module)})
	}
	t.say(Message{
		Title: t.tx("learn.where_title"), Text: t.tx("learn.where_text"),
		Buttons: append(buttons, t.button("learn.others", "learn"), t.button("button.home", "home")),
	})
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
	if !r.Done.IsZero() {
		buttons = append(buttons, t.button("learn.finish", address("finish", m.Slug)))
	}
	buttons = append(buttons, t.rehearsalButtons(m.Slug)...)
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
