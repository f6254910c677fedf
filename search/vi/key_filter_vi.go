package vi

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"
)

// Names of the filters that turn a word into a key.
const (
	ExactName = "vi_exact"
	FoldName  = "vi_fold"
	SoundName = "vi_sound"
)

// A KeyFilter replaces each term by its key. Offsets stay those of the text.
type KeyFilter struct{ Key func(word string) string }

// Filter implements Bleve's analysis.TokenFilter.
func (f KeyFilter) Filter(in analysis.TokenStream) analysis.TokenStream {
	for _, t := range in {
		t.Term = []byte(f.Key(string(t.Term)))
	}
	return in
}

func newKeyFilter(key func(string) string) registry.TokenFilterConstructor {
	return func(map[string]any, *registry.Cache) (analysis.TokenFilter, error) {
		return KeyFilter{key}, nil
	}
}
