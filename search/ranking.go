package search

// A Ranking holds the weights that order the hits. Measured, not guessed: see docs/benchmarks.md.
type Ranking struct {
	Words       [fields]float64 // weight of a word in each field
	Pairs       [fields]float64 // weight of a pair of neighbours in each field
	Rarity      float64         // power of a term's rarity
	Unknown     float64         // weight of what an unknown word may have been
	Unsupported float64         // weight of what a word may have been that its neighbours do not fit
	Guesses     int             // most guesses for a word
	Window      float64         // weight of the window of a text that fits the question best
	WindowWords int             // its length
	Reranked    int             // how many documents have their passages compared
	Near        float64         // weight of words of the question that stand near each other in a text, in its order or not
	Untitled    float64         // by how much the text counts more in a document without a title
	Asking      float64         // weight of words that ask, beside those that say what about
	Regional    float64         // the same of such words of a region
	Common      float64         // share of the documents that a word that asks is taken to be in at least
	Titles      float64         // by how much the title counts more in guides and cards, which were named for searching
	Cover       float64         // power of the share of the question that a guide or card has anywhere
	Fit         float64         // by how much a guide or card counts more whose title has nothing beside the question
	Second      float64         // weight of the second best unit of a document
	Intent      float64         // by how much a section of the kind asked for counts more
	Guide       float64         // by how much a guide counts more than a card of the catalogue
}

// DefaultRanking returns the weights in use.
func DefaultRanking() Ranking {
	return Ranking{
		Words:       [fields]float64{exactBody: 0.8, foldBody: 0.3, soundBody: 0.6, exactTitle: 0.3, foldTitle: 0.15},
		Pairs:       [fields]float64{exactBody: 0.5, foldBody: 0.25, exactTitle: 0.15, foldTitle: 0.1},
		Rarity:      1.2,
		Unknown:     0.8,
		Unsupported: 0.5,
		Guesses:     3,
		Window:      0.8,
		WindowWords: 32,
		Near:        0.2,
		Untitled:    0.3,
		Reranked:    30,
		Asking:      1,
		Regional:    0.1,
		Common:      0.04,
		Titles:      1.2,
		Cover:       0.6,
		Fit:         0.6,
		Second:      0.1,
		Intent:      0.05,
		Guide:       0.15,
	}
}

// most is the weight of a word that stands in all the fields a question can use.
func (r Ranking) most(folded bool) float64 {
	sum := 0.0
	for f := range fields {
		if !folded || !f.marked() {
			sum += r.Words[f] + r.Pairs[f]
		}
	}
	return sum
}
