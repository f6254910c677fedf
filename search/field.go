package search

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// A field is one of the sets of keys that a unit is found by.
type field uint8

const (
	exactBody field = iota
	foldBody
	soundBody
	exactTitle
	foldTitle
	fields
)

// fieldNames are the fields' names in Bleve.
var fieldNames = [fields]string{"e", "f", "s", "te", "tf"}

// key returns the key of a word in the field.
func (f field) key(w word) string {
	switch f {
	case foldBody, foldTitle:
		return w.fold
	case soundBody:
		return w.sound
	}
	return w.exact
}

// marked tells whether the field's keys have marks, so that a question without any must leave it alone.
func (f field) marked() bool { return f == exactBody || f == soundBody || f == exactTitle }

func (f field) title() bool { return f == exactTitle || f == foldTitle }

// stream returns the tokens of a field: each word and, but for the sound field, each pair of neighbours.
func (f field) stream(ws []word) analysis.TokenStream {
	out := make(analysis.TokenStream, 0, 2*len(ws))
	prev := ""
	for i, w := range ws {
		k := f.key(w)
		out = append(out, &analysis.Token{Term: []byte(k), Position: i + 1})
		if w.code || f == soundBody {
			continue
		}
		if prev != "" {
			out = append(out, &analysis.Token{Term: []byte(prev + " " + k), Position: i + 1, Type: analysis.Shingle})
		}
		prev = k
	}
	return out
}

// analyzed hands Bleve the tokens that were made already.
type analyzed struct{ stream analysis.TokenStream }

// Analyze implements Bleve's analysis.Analyzer.
func (a analyzed) Analyze([]byte) analysis.TokenStream { return a.stream }

// bleveDocument returns the unit as Bleve indexes it, and the number of tokens in each field.
func bleveDocument(id string, u unit) (d *document.Document, lengths [fields]int) {
	d = document.NewDocument(id)
	for f := range fields {
		ws := u.body
		if f.title() {
			ws = u.title
		}
		if len(ws) == 0 {
			continue
		}
		s := f.stream(ws)
		lengths[f] = len(s)
		d.AddField(document.NewTextFieldCustom(fieldNames[f], nil, []byte{' '}, index.IndexField, analyzed{s}))
	}
	return d, lengths
}
