package bot

import (
	"maps"
	"slices"
	"strings"

	"danloi/content"
	"danloi/feedback/area"
	"danloi/search"
)

// Documents returns what a library and a catalogue have to be found by: a document for each guide and language, one
// for each language in which people ask for a guide that has no words in it yet, and one for each procedure.
func Documents(l *content.Library, c *content.Catalogue) []search.Document {
	var docs []search.Document
	for _, p := range c.All() {
		docs = append(docs, procedureDocument(p))
	}
	for _, g := range l.Guides() {
		langs := slices.Collect(maps.Keys(g.Words))
		for lang := range g.AskedAs {
			if !slices.Contains(langs, lang) {
				langs = append(langs, lang)
			}
		}
		slices.Sort(langs)
		for _, lang := range langs {
			docs = append(docs, document(g, lang))
		}
	}
	return docs
}

// SearchOptions returns what an index of Documents must know besides: the names of places, which are never taken for
// slips of other words.
func SearchOptions(areas *area.Areas, province string) search.Options {
	var o search.Options
	for _, a := range areas.Communes(province) {
		o.Protected = append(o.Protected, a.Name)
	}
	for _, p := range areas.Provinces() {
		o.Protected = append(o.Protected, p.Name)
	}
	return o
}

func document(g content.Guide, lang string) search.Document {
	d := search.Document{ID: g.Slug, Kind: search.KindGuide, Lang: lang, Asked: g.AskedAs[lang], Code: g.Code}
	w, ok := g.Words[lang]
	if !ok {
		return d
	}
	d.Title = w.Title
	add := func(kind string, text ...string) {
		if all := lines(text...); all != "" {
			d.Sections = append(d.Sections, search.Section{Kind: kind, Text: all})
		}
	}
	add(search.SectionSummary, content.Plain(w.Summary), w.Get)
	add(search.SectionWho, w.Who)
	add(search.SectionCost, append(ids(feeIDs(g), w.Fees), w.FeeNote)...)
	add(search.SectionTime, w.Time)
	add(search.SectionPapers, ids(g.Documents, w.Documents)...)
	add(search.SectionWhere, w.Where)
	add(sectionChanged, w.Changed)
	for _, step := range w.Steps {
		add(search.SectionSteps, step.Title, content.Plain(step.Text))
	}
	for _, t := range w.Trouble {
		add(search.SectionTrouble, t.If, content.Plain(t.Then))
	}
	return d
}

// sectionChanged is what is new since the last time a citizen did it.
const sectionChanged = "changed"

func feeIDs(g content.Guide) []string {
	var out []string
	for _, f := range g.Fees {
		out = append(out, f.ID)
	}
	return out
}

// longestSection bounds what is searched of one section of a card, in bytes: lists of papers for every case there is
// say little of what the card is about.
const longestSection = 4000

func procedureDocument(p content.Procedure) search.Document {
	d := search.Document{ID: p.Code, Kind: search.KindProcedure, Lang: "vi", Title: p.Title, Code: p.Code}
	var fees, times []string
	for _, s := range p.Submit {
		fees = append(fees, lines(s.How, s.Fee))
		times = append(times, lines(s.How, s.Time, s.Note))
	}
	for _, s := range []search.Section{
		{Kind: search.SectionSummary, Text: lines(p.Sector, strings.Join(p.Result, "\n"))},
		{Kind: search.SectionWhere, Text: lines(p.Level, p.Agency)},
		{Kind: search.SectionWho, Text: lines(strings.Join(p.ForWhom, "; "), p.Conditions)},
		{Kind: search.SectionPapers, Text: strings.Join(p.Documents, "\n")},
		{Kind: search.SectionSteps, Text: strings.Join(p.Steps, "\n")},
		{Kind: search.SectionCost, Text: lines(append(fees, p.Fee)...)},
		{Kind: search.SectionTime, Text: lines(times...)},
	} {
		if s.Text = beginning(s.Text); s.Text != "" {
			d.Sections = append(d.Sections, s)
		}
	}
	return d
}

// beginning returns the beginning of a long text, without half a letter at its end.
func beginning(s string) string {
	if len(s) <= longestSection {
		return s
	}
	return strings.ToValidUTF8(s[:longestSection], "")
}
