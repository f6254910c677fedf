package vi

import (
	_ "embed"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"
)

// StopName is the name of the stop filter in Bleve's registry.
const StopName = "vi_stop"

//go:embed stop_words_vi.txt
var stopText string

// StopWords returns the words of grammar as they are written, in a new slice.
func StopWords() []string {
	var out []string
	for line := range strings.Lines(stopText) {
		if w := strings.TrimSpace(line); w != "" && w[0] != '#' {
			out = append(out, w)
		}
	}
	return out
}

// A StopFilter drops words of grammar, before or after the exact key is made, but never all the words of a
// text: one that consists of nothing else is left whole, so a question of such words still finds something.
type StopFilter struct{ stop map[string]bool }

// NewStopFilter returns a filter for the given words.
func NewStopFilter(words []string) StopFilter {
	f := StopFilter{make(map[string]bool, len(words))}
	for _, w := range words {
		f.stop[Exact(w)] = true
	}
	return f
}

// Filter implements Bleve's analysis.TokenFilter.
func (f StopFilter) Filter(in analysis.TokenStream) analysis.TokenStream {
	out := make(analysis.TokenStream, 0, len(in))
	for _, t := range in {
		if w := string(t.Term); !f.stop[w] && !f.stop[Exact(w)] {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return in
	}
	return out
}

func newStopFilter(map[string]any, *registry.Cache) (analysis.TokenFilter, error) {
	return NewStopFilter(StopWords()), nil
}
