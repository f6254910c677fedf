package bot

import (
	"danloi/content"
	"danloi/learn"
)

// maxRelated is how many guides are offered at the end of a module.
const maxRelated = 2

// finishModule says how it went, what was weak, and what comes next.
func finishModule(t *turn, args []string) {
	m, w, ok := t.moduleOr(arg(args, 0))
	if !ok {
		return
	}
	r := t.record(m.Slug)
	p := r.Progress(w.Lessons)
	if open := t.passedOver(m, w, r); open != nil {
		t.note("learn.open", "n", p.Exercises-p.Answered)
		t.say(Message{
			Title: t.tx("learn.end", "title", w.Title), Text: t.tx("learn.so_far", "right", p.Right, "exercises", p.Exercises),
			Buttons: []Button{*open, t.button("learn.repeat", address("module", m.Slug)), t.button("button.home", "home")},
		})
		return
	}
	r = r.Finish(t.ev.At)
	t.keep(r)
	result := "learn.result_again"
	if p.Passes(m.Pass) {
		result = "learn.result_pass"
	}
	weak := r.Weak(w.Lessons)
	buttons := t.endButtons(m, p, len(weak))
	t.say(Message{
		Title:   t.tx("learn.end", "title", w.Title),
		Text:    paragraphs(t.tx(result, "right", p.Right, "exercises", p.Exercises, "pass", m.Pass), list(t.tx("learn.weak"), titles(weak))),
		Buttons: append(buttons, t.button("learn.repeat", address("module", m.Slug)), t.button("learn.others", "learn"), t.button("button.home", "home")),
	})
}

func titles(screens []content.Screen) []string {
	var out []string
	for _, s := range screens {
		out = append(out, s.Title)
	}
	return out
}

// endButtons lead on from a module: the certificate, or another try; the review of what was weak; the next module;
// practice screens and guides.
func (t *turn) endButtons(m content.Module, p learn.Progress, weak int) []Button {
	var buttons []Button
	switch _, has := t.certificateOf(m.Slug); {
	case has:
		buttons = append(buttons, t.button("cert.mine", "certs"))
	case p.Passes(m.Pass):
		buttons = append(buttons, t.button("cert.get", address("cert", m.Slug)))
	case p.Answered == p.Exercises:
		buttons = append(buttons, t.button("learn.retake", address("retake", m.Slug)))
	}
	if weak > 0 {
		buttons = append(buttons, t.button("revise.offer", address("revise", m.Slug)))
	}
	if next, ok := t.nextModule(); ok && next.Slug != m.Slug {
		w, _ := next.In(t.lang())
		buttons = append(buttons, t.button("learn.recommended", address("module", next.Slug), "title", w.Title))
	}
	buttons = append(buttons, t.rehearsalButtons(m.Slug)...)
	for i, g := range t.library.GuidesOf(m) {
		if i == maxRelated {
			break
		}
		gw, _ := g.In(t.lang())
		buttons = append(buttons, Button{Label: t.tx("done.related", "title", short(gw.Title)), Data: address("guide", g.Slug)})
	}
	return buttons
}

// retake opens all questions again and goes to the first one.
func retake(t *turn, args []string) {
	m, w, ok := t.moduleOr(arg(args, 0))
	if !ok {
		return
	}
	exercises := w.Exercises()
	if len(exercises) == 0 {
		t.show(address("module", m.Slug))
		return
	}
	t.keep(t.record(m.Slug).Retake())
	t.note("learn.retaken")
	t.show(address("screen", m.Slug, exercises[0].ID))
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
