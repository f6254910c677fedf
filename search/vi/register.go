package vi

import (
	"errors"

	"github.com/blevesearch/bleve/v2/registry"
)

// Bleve finds analyzers by name in a registry of its own, filled while the program starts.
func init() {
	err := errors.Join(
		registry.RegisterTokenizer(TokenizerName, NewTokenizer),
		registry.RegisterTokenFilter(ExactName, newKeyFilter(Exact)),
		registry.RegisterTokenFilter(FoldName, newKeyFilter(Fold)),
		registry.RegisterTokenFilter(SoundName, newKeyFilter(Sound)),
		registry.RegisterTokenFilter(PairName, newPairFilter),
		registry.RegisterTokenFilter(StopName, newStopFilter),
		registry.RegisterAnalyzer(AnalyzerName, newAnalyzer(ExactName)),
		registry.RegisterAnalyzer(FoldedName, newAnalyzer(FoldName)),
		registry.RegisterAnalyzer(SoundedName, newAnalyzer(SoundName)),
	)
	if err != nil {
		panic(err) // two packages claim the same name: a mistake of whoever linked them
	}
}
