package vi

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"
)

// TokenizerName is the name of the tokenizer in Bleve's registry.
const TokenizerName = "vi_syllable"

// A Tokenizer cuts text into syllables and words, cleaned. A number or name joined by slashes, points or
// hyphens stands as a whole at the position of its first part.
type Tokenizer struct{}

// Tokenize implements Bleve's analysis.Tokenizer.
func (Tokenizer) Tokenize(input []byte) analysis.TokenStream {
	pieces := Scan(string(input))
	out := make(analysis.TokenStream, len(pieces))
	tokens := make([]analysis.Token, len(pieces))
	position := 1
	for i, p := range pieces {
		tokens[i] = analysis.Token{Term: []byte(p.Text), Start: p.Start, End: p.End, Position: position}
		if p.Code {
			tokens[i].Type = analysis.Single
		} else {
			position++
		}
		out[i] = &tokens[i]
	}
	return out
}

// NewTokenizer is the constructor that Bleve's registry calls.
func NewTokenizer(map[string]any, *registry.Cache) (analysis.Tokenizer, error) {
	return Tokenizer{}, nil
}
