package search

import "math"

// evidence is what speaks for the first hit of an answer.
type evidence struct {
	found bool // there is a hit
	code  bool // the question names its very code
	signs signs
	lead  float64 // how far it is ahead of the second document, from 0 to 1
	reach float64 // its score, by what a question of such words could reach
	usual float64 // share of the question's pairs of neighbours that stand side by side anywhere in the texts
	plain bool    // the question has no marks
}

// evidenceCount is how many numbers evidence is.
const evidenceCount = signCount + 3

// weakest is the reach below which the logarithm is not followed.
const weakest = 0.05

// numbers returns the evidence in the order of the weights.
func (e evidence) numbers() (out [evidenceCount]float64) {
	copy(out[:], e.signs[:])
	out[signCount], out[signCount+1], out[signCount+2] = e.lead, math.Log(max(weakest, e.reach)), e.usual
	return out
}

// confidence says what to do with the hits.
func (j judge) confidence(e evidence) Confidence {
	n, t := e.numbers(), j.trust(e.plain)
	switch {
	case !e.found:
		return None
	case e.code:
		return Sure
	case t.Answers.sum(n[:]) < t.Enough:
		return None
	case t.Right.sum(n[:]) > t.Certain:
		return Sure
	}
	return Unsure
}

// gather collects the evidence for the first of the documents found.
func (x *shard) gather(r reading, fs []found) evidence {
	if len(fs) == 0 {
		return evidence{}
	}
	return evidence{found: true, code: fs[0].score >= namedByCode, signs: fs[0].signs, lead: x.lead(fs), reach: fs[0].reach,
		usual: x.reader.usual(r), plain: r.folded}
}

// usual returns the share of the question's pairs of neighbours that stand side by side anywhere in the texts, or in a phrase of the
// lexicon: words that do not are no question that the texts could answer. Asking in the words of a region says nothing.
func (v *reader) usual(r reading) float64 {
	known := make([]bool, len(r.fixed)) // by the second word of the pair
	for _, a := range r.asides {
		for i := a.from + 1; i <= min(a.to, len(known)-1); i++ {
			known[i] = true
		}
	}
	n, all := 0, 0
	for i := 1; i < len(r.fixed); i++ {
		if r.regional[i-1] || r.regional[i] {
			continue
		}
		all++
		if known[i] || v.beside(r.fixed[i-1], r.fixed[i], r.folded) > 0 {
			n++
		}
	}
	return float64(n) / float64(max(1, all))
}

// aboutRarity is the rarity of a place of the question that says what it is about, and 0 of one that only asks.
// A word the texts do not know is as rare as can be.
func (x *shard) aboutRarity(r reading, place int) float64 {
	if !r.about[place] {
		return 0
	}
	if w := x.placeRarity(r, place); w > 0 {
		return w
	}
	return math.Pow(rarity(1, len(x.Docs)), x.ranking.Rarity)
}

// lead is how far the first document is ahead of the next that is another.
func (x *shard) lead(fs []found) float64 {
	if fs[0].score <= 0 {
		return 0
	}
	for _, f := range fs[1:] {
		if x.Docs[f.doc].ID != x.Docs[fs[0].doc].ID {
			return 1 - f.score/fs[0].score
		}
	}
	return 1
}
