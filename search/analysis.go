package search

import (
	"danloi/search/km"
	"danloi/search/vi"
)

// analysisVersion changes whenever the keys of a text change, so that an index on disk is built again.
const analysisVersion = "3"

// A word is one word of a text under the keys it is found by.
type word struct {
	exact, fold, sound string
	code               bool // a whole whose parts follow
	part               bool // a part of such a whole
	start, end         int  // in bytes of the text
}

// marked tells whether the word carries marks that folding takes away.
func (w word) marked() bool { return w.exact != w.fold }

func newWord(text string) word {
	e := vi.Exact(text)
	return word{exact: e, fold: vi.Fold(e), sound: vi.Sound(e)}
}

// words cuts a text of any language into words. In scripts without spaces every cluster is a word.
func words(text string) []word {
	pieces := vi.Scan(text)
	out := make([]word, 0, len(pieces))
	codeEnd := 0
	for _, p := range pieces {
		if solid(p.Text) {
			for _, c := range km.Clusters(p.Text) {
				out = append(out, word{exact: c, fold: c, sound: c, start: p.Start, end: p.End})
			}
			continue
		}
		w := newWord(p.Text)
		w.code, w.start, w.end = p.Code, p.Start, p.End
		w.part = !p.Code && p.Start < codeEnd
		if p.Code {
			codeEnd = p.End
		}
		out = append(out, w)
	}
	return out
}

func solid(text string) bool {
	for _, r := range text {
		return vi.Solid(r)
	}
	return false
}
