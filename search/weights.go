package search

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
)

// weightsFile holds what was fitted to the judged questions. It is written by search/cmd/fit.
//
//go:embed weights.json
var weightsFile []byte

// Weights are what the judged questions taught: how the signs of a document order the best ones, whether there is an
// answer at all, whether the first is right, and which group comes first.
type Weights struct {
	Guides, Cards judge
	GuideFirst    Model // evidence for the first guide, then that for the first card, then how much of its title the guide has
}

// A judge weighs the documents of one group.
type judge struct {
	Rank             Model // of signs: the power of e by which they change a score
	Marked, Unmarked Trust // in what is found for questions with marks, and for those without any, which fit more
}

func (j judge) trust(folded bool) Trust {
	if folded {
		return j.Unmarked
	}
	return j.Marked
}

// A Trust says what evidence is worth.
type Trust struct {
	Answers Model   // is there an answer at all?
	Enough  float64 // from where on there is
	Right   Model   // is the first the right one?
	Certain float64 // from where on it can be opened at once
}

// A Model weighs numbers: its first weight stands alone.
type Model []float64

func (m Model) sum(numbers []float64) float64 {
	s := m[0]
	for i, v := range numbers {
		s += m[i+1] * v
	}
	return s
}

// DefaultWeights returns the weights in use.
func DefaultWeights() (Weights, error) {
	var w Weights
	if err := json.Unmarshal(weightsFile, &w); err != nil {
		return w, fmt.Errorf("read weights of the search: %w", err)
	}
	return w, w.check()
}

// check finds weights that fit other signs than those in use.
func (w Weights) check() error {
	for _, j := range []judge{w.Guides, w.Cards} {
		ok := len(j.Rank) == signCount+1
		for _, t := range []Trust{j.Marked, j.Unmarked} {
			ok = ok && len(t.Answers) == evidenceCount+1 && len(t.Right) == evidenceCount+1
		}
		if !ok {
			return errors.New("read weights of the search: fitted for other signs")
		}
	}
	if len(w.GuideFirst) != 2*evidenceCount+2 {
		return errors.New("read weights of the search: fitted for other signs")
	}
	return nil
}
