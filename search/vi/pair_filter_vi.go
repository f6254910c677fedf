package vi

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"
)

// PairName is the name of the pair filter in Bleve's registry.
const PairName = "vi_pair"

// A PairFilter adds, after each word, the pair of the word before it and itself, joined by a space: most
// Vietnamese words are two syllables. Whole codes take no part in pairs.
type PairFilter struct{}

// Filter implements Bleve's analysis.TokenFilter.
func (PairFilter) Filter(in analysis.TokenStream) analysis.TokenStream {
	out := make(analysis.TokenStream, 0, 2*len(in))
	var prev *analysis.Token
	for _, t := range in {
		out = append(out, t)
		if t.Type == analysis.Single {
			continue
		}
		if prev != nil {
			out = append(out, pair(prev, t))
		}
		prev = t
	}
	return out
}

func pair(a, b *analysis.Token) *analysis.Token {
	term := make([]byte, 0, len(a.Term)+1+len(b.Term))
	term = append(append(append(term, a.Term...), ' '), b.Term...)
	return &analysis.Token{Term: term, Start: a.Start, End: b.End, Position: b.Position, Type: analysis.Shingle}
}

func newPairFilter(map[string]any, *registry.Cache) (analysis.TokenFilter, error) {
	return PairFilter{}, nil
}
