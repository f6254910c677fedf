package bot

import (
	"cmp"

	"danloi/feedback"
	"danloi/locales"
)

// What comes after the answer: the question after a promised day, and the wish to hear it.
func promiseScreens() map[string]screen {
	return map[string]screen{
		"kept": {show: kept, act: true},
		"hear": {show: hear, act: true},
	}
}

// askPromise asks once whether a promised work was done.
func (t *turn) askPromise(c feedback.Case, e feedback.Entry) Message {
	topic, _ := t.directory.Topic(c.Topic)
	place := ""
	if a, ok := t.areas.Commune(c.Area); ok {
		place = t.tx("report.where", "where", a.Full())
	}
	return Message{
		Title: t.tx("promise.title", "ref", c.Ref),
		Text: paragraphs(
			lines(t.tx("report.about", "topic", topic.Label(t.lang())), place),
			t.tx("promise.ask", "date", locales.Date(e.Promised), "unit", t.directory.UnitLabel(c.Unit, t.lang(), t.areas))),
		Buttons: []Button{
			t.button("promise.yes", address("kept", c.Ref, "yes")),
			t.button("promise.no", address("kept", c.Ref, "no")),
			t.button("report.follow", address("case", c.Ref)),
		},
	}
}

// kept takes the answer: done closes the case, not done gives it back to the unit.
func kept(t *turn, args []string) {
	switch arg(args, 1) {
	case "yes":
		t.change("kept", arg(args, 0), feedback.Action{Kind: feedback.DoClose})
	case "no":
		t.change("late", arg(args, 0), feedback.Action{Kind: feedback.DoReopen})
	default:
		t.show(address("case", arg(args, 0)))
	}
}

// spokenLang is the language in which the person would rather hear, or reads.
func (t *turn) spokenLang() string { return cmp.Or(t.s.Hears, t.lang()) }

// foreign tells whether the words of an entry are in a language that the person does not read, or would rather hear.
func (t *turn) foreign(c feedback.Case, n int) bool {
	e := c.Story[n]
	if e.By == feedback.ByCitizen || e.By == feedback.BySystem || c.Text(n).Text == "" {
		return false
	}
	if _, own := c.Text(n).In(t.lang()); own && t.spokenLang() == t.lang() {
		return false
	}
	return cmp.Or(e.Lang, feedback.NativeLang) != t.spokenLang()
}

// hearButton offers to have the answer spoken, where staff wrote it in another language than the person's.
func (t *turn) hearButton(c feedback.Case) []Button {
	if !c.Can(feedback.DoAskVoice, feedback.ByCitizen) {
		return nil
	}
	for n := len(c.Story) - 1; n > 0; n-- {
		if c.Story[n].Kind == feedback.DoVoice {
			return nil // it was read already
		}
		if c.Story[n].Public && t.foreign(c, n) {
			l, _ := t.texts.Language(t.spokenLang())
			return []Button{t.button("hear.button", address("hear", c.Ref), "language", languageLabel(l))}
		}
	}
	return nil
}

func hear(t *turn, args []string) {
	t.change("hear", arg(args, 0), feedback.Action{Kind: feedback.DoAskVoice, Lang: t.spokenLang()})
}
