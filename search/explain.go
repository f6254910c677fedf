package search

// An Explanation is what the groups of documents have to say to a question, for programs that fit the weights.
type Explanation struct {
	Groups []Group   // the guides before the catalogue
	Rivals []float64 // what speaks for the first of either, where there are two
	Plain  bool      // the question has no marks
}

// A Group is what one group has to say.
type Group struct {
	Candidates []Candidate // best first
	Evidence   []float64   // for the first of them
	Code       bool        // the question names its very code
	Confidence Confidence
	Hits       []Hit
}

// A Candidate is a document with what its order was decided by.
type Candidate struct {
	ID    string
	Score float64   // without the signs
	Signs []float64 // in the order of the weights
}

// Explain returns what each group says.
func (ix *Index) Explain(q Query) (out Explanation) {
	var as []answer
	for _, x := range ix.shards {
		a, fs := x.answer(q, usualLimit)
		as = append(as, a)
		n := a.evidence.numbers()
		g := Group{Evidence: n[:], Code: a.evidence.code, Confidence: a.confidence, Hits: a.hits}
		for _, f := range fs[:min(len(fs), weighed)] {
			g.Candidates = append(g.Candidates, Candidate{x.Docs[f.doc].ID, f.reach, f.signs[:]})
		}
		out.Groups, out.Plain = append(out.Groups, g), a.reading.folded
	}
	if len(as) == 2 && len(as[0].hits) > 0 && len(as[1].hits) > 0 {
		out.Rivals = ix.rivals(as[0], as[1])
	}
	return out
}
