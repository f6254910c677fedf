package bot

import (
	"slices"
	"strings"

	"danloi/feedback"
	"danloi/search"
)

// choices is how many guides are offered when the answer is not sure.
const choices = 3

func askScreens() map[string]screen {
	return map[string]screen{
		"none":   {show: noneOfThese, act: true},
		"others": {show: others},
	}
}

// question answers what was typed freely: danger first, then the law's doors, then the library. What only sounds like
// danger waits until the library has no sure answer: whoever asks how to register a marriage is not sent to 113.
func (t *turn) question(text string) {
	if ref, err := feedback.ParseRef(text); err == nil {
		t.show(address("case", ref))
		return
	}
	tr := t.triage(text)
	if !tr.Heard && t.danger(tr) {
		return
	}
	before := t.s.Asked
	t.s.Asked = text
	r := t.index.Query(search.Query{Text: text, Lang: t.lang(), Kinds: []search.Kind{search.KindGuide}, Limit: choices + 1})
	if !tr.Heard {
		t.lead = append(t.lead, t.numbers(tr)...)
	}
	if r.Confidence == search.Sure {
		t.understood(r)
		t.openGuide(r.Hits[0].ID, r.Section, len(r.Hits) > 1)
		return
	}
	if tr.Heard && grave(tr) {
		t.s.Asked = before // the words are not kept
		if t.danger(tr) {
			return
		}
		t.s.Asked = text
		t.lead = append(t.lead, t.numbers(tr)...)
	}
	cards, listed := t.cards(text)
	switch {
	case elsewhereDoor(tr):
		t.lead = nil
		t.door(tr)
	case !listed && t.tellsOf(tr, text):
		t.offerReport(r)
	case r.Confidence == search.Unsure && len(r.Hits) > 0:
		t.offerThree(r, cards)
	case len(cards) > 0:
		t.understood(r)
		t.s.At = "home"
		t.ask(t.tx("card.offer"), append(cards, t.button("ask.none", "none"))...)
	default:
		t.unanswered()
	}
}

// danger answers words that tell of danger or accuse somebody, and tells whether they do.
func (t *turn) danger(tr feedback.Triage) bool {
	switch tr.Kind {
	case feedback.Emergency:
		t.emergency(tr, false)
	case feedback.Denunciation:
		t.door(tr)
	default:
		return false
	}
	return true
}

// grave tells whether words belong to another door, or have numbers to be called.
func grave(tr feedback.Triage) bool { return !tr.Kind.Fileable() || len(tr.Numbers) > 0 }

// likelyTopic is the score from which words are taken to tell of a matter of that topic, if they are at least
// tellingWords: two words fit many things.
const (
	likelyTopic  = 0.3
	tellingWords = 3
)

// tellsOf tells whether words tell of a matter for a department rather than ask for a guide: they say so, or they
// fit a topic well.
func (t *turn) tellsOf(tr feedback.Triage, words string) bool {
	if !tr.Kind.Fileable() || tr.Kind == feedback.Question {
		return false
	}
	if len(strings.Fields(words)) < tellingWords {
		return tr.Sign != "" && !tr.Heard
	}
	best := t.router.Propose(words, "")
	return tr.Sign != "" && !tr.Heard || len(best) > 0 && best[0].Topic.ID != t.directory.Unclear() && best[0].Score >= likelyTopic
}

// understood says what was read differently from what was typed.
func (t *turn) understood(r search.Result) {
	if r.Understood != "" {
		t.note("ask.understood", "words", r.Understood)
	}
}

// offerReport is for words that tell of a matter rather than ask for a guide: the citizen decides which it is.
func (t *turn) offerReport(r search.Result) {
	buttons := []Button{t.button("ask.report_this", "report.this")}
	if r.Confidence != search.None {
		buttons = append(buttons, t.hits(r)...)
	}
	t.s.At = "home"
	t.ask(t.tx("ask.is_report"), append(buttons, t.button("ask.none", "none"))...)
}

func (t *turn) offerThree(r search.Result, cards []Button) {
	t.understood(r)
	t.s.At = "home"
	buttons := append(t.hits(r), cards...)
	t.ask(t.tx("ask.which"), append(buttons, t.button("ask.none", "none"))...)
}

// hits are buttons to the guides that were found, three at most.
func (t *turn) hits(r search.Result) []Button {
	var buttons []Button
	for _, h := range r.Hits {
		g, ok := t.guide(h.ID)
		if !ok || len(buttons) == choices {
			continue
		}
		w, _ := g.In(t.lang())
		buttons = append(buttons, Button{Label: w.Title, Data: address("guide", h.ID, r.Section)})
	}
	return buttons
}

// others shows the other guides for the last question.
func others(t *turn, _ []string) {
	if t.s.Asked == "" {
		t.show("guides")
		return
	}
	r := t.index.Query(search.Query{Text: t.s.Asked, Lang: t.lang(), Kinds: []search.Kind{search.KindGuide}, Limit: choices + 1})
	if len(r.Hits) > 1 {
		r.Hits = r.Hits[1:]
	}
	cards, _ := t.cards(t.s.Asked)
	buttons := append(t.hits(r), cards...)
	t.ask(t.tx("ask.which"), append(buttons, t.button("ask.none", "none"))...)
}

func noneOfThese(t *turn, _ []string) { t.unanswered() }

// unanswered admits ignorance, remembers the words without the person, and offers people.
func (t *turn) unanswered() {
	if t.s.Asked != "" {
		t.do(NoteUnanswered{Words: t.s.Asked, Lang: t.lang(), Commune: t.s.Area})
	}
	t.s.At = "home"
	buttons := []Button{
		t.button("ask.send_question", "report.this:question"),
		t.button("ask.report_this", "report.this"),
		t.button("home.guides", "guides"),
		t.button("button.home", "home"),
	}
	if t.s.Asked != "" {
		buttons = slices.Insert(buttons, 1, t.waitButton())
	}
	t.ask(t.tx("ask.unanswered"), buttons...)
}
