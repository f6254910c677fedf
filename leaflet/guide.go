package leaflet

import (
	"html/template"
	"strings"

	"danloi/content"
	"danloi/locales"
)

// Guide is a guide as its page shows it on one day in one language.
type Guide struct {
	Slug, Lang, Code string
	Words            content.Words
	Summary          template.HTML
	Fees             []Fee
	Documents        []string
	Office           string
	Link, Host       string
	Hotlines         []Hotline
	Steps            []Step
	Trouble          []Trouble
	Related          []Link
	Stale            bool
	Verified         string
	Legal            []string
	Sources          []Source
	Chat             string // where it opens in a chat, or empty
}

// The parts of a Guide.
type (
	Fee     struct{ What, Amount, Until string }
	Hotline struct {
		Number, Dial, What string
		Unsure             bool
	}
	Step struct {
		ID, Title   string
		Text, Other template.HTML
		Picture     *Picture
		Voice       string
	}
	Trouble struct {
		If   string
		Then template.HTML
	}
)

// OfGuide lays out g, a guide of lib.
func (f Frame) OfGuide(lib *content.Library, g content.Guide) Guide {
	words, in := g.In(f.Lang)
	v := Guide{
		Slug: g.Slug, Lang: in, Code: g.Code, Words: words, Summary: html(words.Summary), Link: g.Link, Host: Host(g.Link),
		Office: f.Office(g.Office), Stale: g.Stale(f.Now), Verified: locales.Date(g.Verified.Time()), Legal: g.Legal,
		Fees: f.Fees(g), Steps: f.steps(g, words, in), Related: f.Links(lib.Related(g)), Sources: sources(g.Sources), Chat: f.Chat(g.Slug),
	}
	for _, id := range g.Documents {
		v.Documents = append(v.Documents, words.Documents[id])
	}
	for _, h := range g.Hotlines {
		v.Hotlines = append(v.Hotlines, Hotline{Number: h.Number, Dial: dial(h.Number), What: words.Hotlines[h.ID], Unsure: h.NoteUnsure})
	}
	for _, t := range words.Trouble {
		v.Trouble = append(v.Trouble, Trouble{If: t.If, Then: html(t.Then)})
	}
	return v
}

// Fees words the fees of the day. An amount whose last day is over and that nothing follows is not told.
func (f Frame) Fees(g content.Guide) []Fee {
	words, _ := g.In(f.Lang)
	var out []Fee
	for _, line := range g.FeesOn(f.Now) {
		v := Fee{What: words.Fees[line.ID]}
		switch {
		case !line.Known:
			v.Amount = f.Texts.Text(f.Lang, "pages.guide.fee_unknown")
		case line.Amount == 0:
			v.Amount = f.Texts.Text(f.Lang, "pages.guide.free")
		default:
			v.Amount = f.Texts.Text(f.Lang, "pages.guide.dong", "amount", locales.Dong(line.Amount))
		}
		if line.Known && !line.Until.IsZero() {
			v.Until = f.Texts.Text(f.Lang, "pages.guide.until", "date", Day(line.Until))
		}
		out = append(out, v)
	}
	return out
}

func (f Frame) steps(g content.Guide, words content.Words, lang string) []Step {
	var out []Step
	for _, s := range words.Steps {
		v := Step{ID: s.ID, Title: s.Title, Text: html(s.Text), Other: html(s.Other)}
		v.Picture, v.Voice = f.media(g, s.ID, s.Title, lang)
		out = append(out, v)
	}
	return out
}

// dial keeps what a telephone can dial.
func dial(number string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
}
