package search

import "strings"

// A unit is what the index ranks: a section of a document or a piece of it, with the document's title in
// front. A document counts as much as its best unit, so a long text does not drown its own answer.
type unit struct {
	doc     int
	section string
	title   []word // only in the first unit of a document, which bears the fields of the title
	body    []word // title and text in one field
	text    []word // the text alone
}

const (
	titleTimes = 2   // how often the joint field repeats the title
	wholeUpTo  = 260 // words up to which a text stays whole
	pieceWords = 130 // words of a piece of a longer one
)

// unitsOf cuts a document into units; there is at least one.
func unitsOf(doc int, d Document) []unit {
	title := words(d.Title)
	if d.Code != "" {
		title = append(title, words(d.Code)...)
	}
	var lead []word
	for range titleTimes {
		lead = append(lead, title...)
	}
	var out []unit
	for _, s := range d.Sections {
		for _, p := range pieces(words(s.Text), s.Text) {
			body := append(append(make([]word, 0, len(lead)+len(p)), lead...), p...)
			out = append(out, unit{doc: doc, section: s.Kind, body: body, text: p})
		}
	}
	for _, a := range d.Asked {
		if ws := words(a); len(ws) > 0 {
			out = append(out, unit{doc: doc, body: ws, text: ws})
		}
	}
	if len(out) == 0 {
		out = []unit{{doc: doc, body: lead, text: title}}
	}
	out[0].title = title
	return out
}

// pieces cuts the words of a long text at ends of lines and sentences.
func pieces(ws []word, text string) [][]word {
	if len(ws) <= wholeUpTo {
		return [][]word{ws}
	}
	var out [][]word
	from := 0
	for i := 1; i < len(ws); i++ {
		if i-from >= pieceWords && len(ws)-i > pieceWords/3 && sentenceEnds(text, ws[i-1].end, ws[i].start) || i-from >= 2*pieceWords {
			out = append(out, ws[from:i])
			from = i
		}
	}
	return append(out, ws[from:])
}

// sentenceEnds tells whether a sentence ends between two words; the parts of a code overlap its whole.
func sentenceEnds(text string, from, to int) bool {
	return from < to && strings.ContainsAny(text[from:to], ".;\n?!។")
}
