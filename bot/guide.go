package bot

import (
	"slices"
	"strings"

	"danloi/content"
	"danloi/locales"
)

func guideScreens() map[string]screen {
	return map[string]screen{
		"guides": {show: guideGroups},
		"group":  {show: guideGroup},
		"guide":  {show: guideSummary},
		"land":   {show: askLand},
		"landin": {show: setLand, act: true},
		"resume": {show: resumeGuide, act: true},
		"step":   {show: guideStep},
		"pic":    {show: stepPicture, act: true},
		"voice":  {show: stepVoice, act: true},
		"done":   {show: guideDone, yes: "home", no: "stuck"},
	}
}

// guide returns a guide that citizens may see.
func (t *turn) guide(slug string) (content.Guide, bool) {
	return t.library.Guide(slug)
}

// guideOr is guide, or goes to the list with a word about a guide that is gone.
func (t *turn) guideOr(slug string) (content.Guide, content.Words, bool) {
	g, ok := t.guide(slug)
	if !ok {
		t.note("guide.gone")
		t.show("guides")
		return g, content.Words{}, false
	}
	w, lang := g.In(t.lang())
	if lang != t.lang() {
		t.note("guide.vietnamese_only")
	}
	return g, w, true
}

func guideGroups(t *turn, _ []string) {
	var buttons []Button
	for _, g := range t.library.Groups() {
		buttons = append(buttons, t.button("group."+g, address("group", g)))
	}
	buttons = append(buttons, t.button("button.home", "home"))
	t.ask(t.tx("guides.ask"), buttons...)
}

func guideGroup(t *turn, args []string) {
	var buttons []Button
	for _, g := range t.library.InGroup(arg(args, 0)) {
		w, _ := g.In(t.lang())
		buttons = append(buttons, Button{Label: w.Title, Data: address("guide", g.Slug)})
	}
	if len(buttons) == 0 {
		t.show("guides")
		return
	}
	t.ask(t.tx("guides.which"), append(buttons, t.button("button.back", "guides"), beside(t.button("button.home", "home")))...)
}

// openGuide shows a guide that a question led to, with the part that answers it first.
func (t *turn) openGuide(slug, section string, more bool) {
	if more {
		section += ":more"
	}
	t.show(address("guide", slug, section))
}

// guideSummary is the first screen of a guide. Arguments: slug, the section that was asked for (or empty), and
// "more" when other guides were found too.
func guideSummary(t *turn, args []string) {
	g, w, ok := t.guideOr(arg(args, 0))
	if !ok {
		return
	}
	if g.Group == landGroup && t.s.Land == "" {
		t.s.At = "" // "back" from the question leads to where one came from
		t.show(address(append([]string{"land"}, args...)...))
		return
	}
	if _, begun := t.s.Guides[g.Slug]; !begun {
		t.bookmark(g.Slug, "", false)
	}
	t.say(Message{Title: w.Title, Text: t.summary(g, w, arg(args, 1)), Buttons: t.summaryButtons(g, w, arg(args, 2) == "more")})
}

func (t *turn) summaryButtons(g content.Guide, w content.Words, more bool) []Button {
	buttons := []Button{t.button("guide.begin", address("step", g.Slug, w.Steps[0].ID), "n", len(w.Steps))}
	if b := t.s.Guides[g.Slug]; b.Step != "" && b.Step != w.Steps[0].ID {
		if i := stepIndex(w, b.Step); i >= 0 {
			buttons = append([]Button{t.button("guide.resume", address("step", g.Slug, b.Step), "step", i+1)}, buttons...)
		}
	}
	buttons = append(buttons, t.button("guide.place", address("place", g.Slug)))
	buttons = append(buttons, t.rehearsalButtons(g.Slug)...)
	if g.Link != "" {
		buttons = append(buttons, Button{Label: t.tx("guide.official"), URL: g.Link})
	}
	if more {
		buttons = append(buttons, t.button("guide.other", "others"))
	}
	return append(buttons, t.button("button.home", "home"))
}

// summary says what one gets, what it costs, how long it takes, what to have ready, and when it was checked. The
// section that was asked for comes first.
func (t *turn) summary(g content.Guide, w content.Words, section string) string {
	parts := []struct{ section, text string }{
		{"summary", content.Plain(w.Summary)},
		{"get", label(t.tx("guide.get"), w.Get)},
		{"cost", label(t.tx("guide.cost"), t.cost(g, w))},
		{"time", label(t.tx("guide.time"), w.Time)},
		{"papers", list(t.tx("guide.papers"), ids(g.Documents, w.Documents))},
		{"changed", label(t.tx("guide.changed"), w.Changed)},
	}
	if section == "where" {
		parts = slices.Insert(parts, 0, struct{ section, text string }{"where", label(t.tx("guide.where"), w.Where)})
	}
	slices.SortStableFunc(parts, func(a, b struct{ section, text string }) int {
		switch {
		case a.section == section && b.section != section:
			return -1
		case b.section == section && a.section != section:
			return 1
		}
		return 0
	})
	var out []string
	for _, p := range parts {
		out = append(out, p.text)
	}
	return paragraphs(append(out, t.checked(g))...)
}

// checked says when the facts were last read, and warns where that is too long ago.
func (t *turn) checked(g content.Guide) string {
	day := locales.Date(g.Verified.Time())
	if g.Stale(t.ev.At) {
		return t.tx("guide.stale", "date", day)
	}
	return t.tx("guide.checked", "date", day)
}

// cost says each fee with its condition and the day it ends.
func (t *turn) cost(g content.Guide, w content.Words) string {
	var rows []string
	for _, f := range g.FeesOn(t.ev.At) {
		rows = append(rows, t.fee(f, w.Fees[f.ID]))
	}
	rows = append(rows, w.FeeNote)
	if len(rows) == 1 {
		return w.FeeNote
	}
	return lines(append([]string{""}, rows...)...)
}

func (t *turn) fee(f content.FeeLine, condition string) string {
	amount := t.tx("guide.fee_free")
	switch {
	case !f.Known:
		amount = t.tx("guide.fee_unknown")
	case f.Amount > 0:
		amount = t.tx("guide.fee", "amount", locales.Dong(f.Amount))
	}
	if !f.Until.IsZero() {
		amount = t.tx("guide.fee_until", "fee", amount, "date", locales.Date(f.Until.Time()))
	}
	return "• " + condition + ": " + amount
}

func label(name, text string) string {
	if text == "" {
		return ""
	}
	if strings.HasPrefix(text, "• ") {
		return name + "\n" + text
	}
	return name + " " + text
}

func list(name string, items []string) string {
	if len(items) == 0 {
		return ""
	}
	return lines(name, "• "+strings.Join(items, "\n• "))
}

// ids looks words up in the order of their ids.
func ids(order []string, words map[string]string) []string {
	var out []string
	for _, id := range order {
		if w := words[id]; w != "" {
			out = append(out, w)
		}
	}
	return out
}

func stepIndex(w content.Words, id string) int {
	return slices.IndexFunc(w.Steps, func(s content.Step) bool { return s.ID == id })
}

// bookmark remembers where a person is in a guide.
func (t *turn) bookmark(slug, step string, done bool) {
	if t.s.Guides == nil {
		t.s.Guides = map[string]Bookmark{}
	}
	t.s.Guides[slug] = Bookmark{Step: step, At: t.ev.At, Done: done}
}

// resumeGuide goes on at the bookmark.
func resumeGuide(t *turn, args []string) {
	slug := arg(args, 0)
	if b := t.s.Guides[slug]; b.Step != "" {
		t.show(address("step", slug, b.Step))
		return
	}
	t.show(address("guide", slug))
}

// stepOr finds a step of a guide; a step that is gone leads to the summary.
func (t *turn) stepOr(args []string) (g content.Guide, w content.Words, i int, ok bool) {
	g, w, ok = t.guideOr(arg(args, 0))
	if !ok {
		return g, w, 0, false
	}
	if i = stepIndex(w, arg(args, 1)); i < 0 {
		t.note("guide.step_gone")
		t.show(address("guide", g.Slug))
		return g, w, 0, false
	}
	return g, w, i, true
}

func guideStep(t *turn, args []string) {
	g, w, i, ok := t.stepOr(args)
	if !ok {
		return
	}
	t.bookmark(g.Slug, w.Steps[i].ID, false)
	t.say(Message{
		Title:   t.tx("guide.step", "n", i+1, "of", len(w.Steps), "title", w.Steps[i].Title),
		Text:    content.Plain(w.Steps[i].Text),
		Buttons: t.stepButtons(g, w, i),
		Replace: true,
	})
}

func (t *turn) stepButtons(g content.Guide, w content.Words, i int) []Button {
	next := t.button("guide.finish", address("done", g.Slug))
	if i+1 < len(w.Steps) {
		next = t.button("guide.next", address("step", g.Slug, w.Steps[i+1].ID))
	}
	before := t.button("guide.before", address("guide", g.Slug))
	if i > 0 {
		before = t.button("guide.before", address("step", g.Slug, w.Steps[i-1].ID))
	}
	id := w.Steps[i].ID
	buttons := []Button{next, before, beside(t.button("guide.again", address("step", g.Slug, id)))}
	if _, ok := g.Picture(id); ok && !t.s.TextOnly {
		buttons = append(buttons, t.button("guide.picture", address("pic", g.Slug, id)))
	}
	if _, _, ok := t.voice(g, id); ok && !t.s.TextOnly {
		buttons = append(buttons, t.button("guide.listen", address("voice", g.Slug, id)))
	}
	return append(buttons,
		t.button("guide.stuck", address("stuck", g.Slug, id)),
		t.button("button.home", "home"))
}

func stepPicture(t *turn, args []string) {
	g, w, i, ok := t.stepOr(args)
	if !ok {
		return
	}
	a, ok := g.Picture(w.Steps[i].ID)
	if !ok {
		t.again()
		return
	}
	t.say(Message{
		Media:   &Media{Kind: Photo, Path: a.Path, Alt: w.Steps[i].Title},
		Text:    w.Steps[i].Title,
		Buttons: t.stepButtons(g, w, i),
	})
}

func stepVoice(t *turn, args []string) {
	g, w, i, ok := t.stepOr(args)
	if !ok {
		return
	}
	path, lang, ok := t.voice(g, w.Steps[i].ID)
	if !ok {
		t.again()
		return
	}
	if lang != t.hears() {
		t.note("guide.voice_vietnamese")
	}
	t.say(Message{
		Media:   &Media{Kind: Voice, Path: path, Alt: content.Plain(w.Steps[i].Text)},
		Text:    w.Steps[i].Title,
		Buttons: t.stepButtons(g, w, i),
	})
}

// hears is the language a person would rather hear.
func (t *turn) hears() string {
	if t.s.Hears != "" {
		return t.s.Hears
	}
	return t.lang()
}

// voice finds the recording of a step.
func (t *turn) voice(g content.Guide, step string) (path, lang string, ok bool) {
	return t.heard(Spoken{Guide: g.Slug, Step: step}, g.Voice)
}

func guideDone(t *turn, args []string) {
	g, w, ok := t.guideOr(arg(args, 0))
	if !ok {
		return
	}
	last := w.Steps[len(w.Steps)-1].ID
	t.bookmark(g.Slug, last, true)
	buttons := []Button{t.button("done.yes", "home"), t.button("done.no", address("stuck", g.Slug, last))}
	for _, r := range t.library.Related(g) {
		rw, _ := r.In(t.lang())
		buttons = append(buttons, Button{Label: t.tx("done.related", "title", short(rw.Title)), Data: address("guide", r.Slug)})
	}
	t.say(Message{Title: t.tx("done.title"), Text: paragraphs(t.tx("done.text", "title", w.Title), t.tx("done.ask")), Buttons: buttons})
}
