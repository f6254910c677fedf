package bot

import (
	"strings"
	"time"

	"danloi/content"
	"danloi/locales"
	"danloi/search"
)

// Cards are the entries of an imported national catalogue. They are shown after guides and never as one: nobody
// here has checked them.
func cardScreens() map[string]screen {
	return map[string]screen{"card": {show: card}}
}

// maxCards is how many cards are offered beside the guides.
const maxCards = 2

// cards are buttons to the entries of the catalogue that fit a question; sure tells whether the first surely does.
func (t *turn) cards(words string) (buttons []Button, sure bool) {
	if len(t.catalogue.All()) == 0 || words == "" {
		return nil, false
	}
	r := t.index.Query(search.Query{Text: words, Lang: "vi", Kinds: []search.Kind{search.KindProcedure}, Limit: maxCards})
	if r.Confidence == search.None {
		return nil, false
	}
	for _, h := range r.Hits {
		if p, ok := t.catalogue.Procedure(h.ID); ok {
			buttons = append(buttons, t.button("card.button", address("card", p.Code), "title", p.Title))
		}
	}
	return buttons, r.Confidence == search.Sure && len(buttons) > 0
}

// Limits of what a card shows; the official page has the rest.
const (
	maxPapers = 8
	maxPaper  = 160 // characters of one paper
)

func card(t *turn, args []string) {
	p, ok := t.catalogue.Procedure(arg(args, 0))
	if !ok {
		t.note("card.gone")
		t.show("guides")
		return
	}
	buttons := []Button{}
	if p.URL != "" {
		buttons = append(buttons, Button{Label: t.tx("guide.official"), URL: p.URL})
	}
	buttons = append(buttons, t.button("ask.send_question", "report.this:question"), t.button("button.home", "home"))
	t.say(Message{
		Title: p.Title,
		Text: paragraphs(
			t.tx("card.note"),
			lines(t.tx("card.code", "code", p.Code), label(t.tx("card.who"), strings.Join(p.ForWhom, "; ")), label(t.tx("card.where"), lines(p.Level, p.Agency))),
			list(t.tx("guide.papers"), papers(p.Documents)),
			list(t.tx("card.ways"), t.ways(p.Submit)),
			t.tx("card.read", "date", readDay(p.Extracted))),
		Buttons: buttons,
		Lang:    locales.Default,
	})
}

func papers(all []string) []string {
	var out []string
	for _, d := range all[:min(len(all), maxPapers)] {
		out = append(out, clip(d, maxPaper))
	}
	if len(all) > maxPapers {
		out = append(out, "…")
	}
	return out
}

// ways says how it can be handed in, how long it takes and what it costs.
func (t *turn) ways(all []content.Submission) []string {
	var out []string
	for _, s := range all {
		parts := []string{s.How}
		for _, more := range []string{s.Time, s.Fee} {
			if more != "" {
				parts = append(parts, clip(more, maxPaper))
			}
		}
		out = append(out, strings.Join(parts, " · "))
	}
	return out
}

func readDay(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return locales.Date(at)
}

// clip cuts a text at a space.
func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	cut := most
	for cut > most/2 && r[cut] != ' ' {
		cut--
	}
	return string(r[:cut]) + "…"
}
