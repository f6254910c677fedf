package search

import "slices"

const usualLimit = 10

// Query answers a question. It never fails: a text in which nothing is recognised has no hits and the
// confidence None. Its time is bounded, since only the first words of a very long text are read.
func (ix *Index) Query(q Query) Result {
	limit := q.Limit
	if limit <= 0 {
		limit = usualLimit
	}
	var as []answer
	for _, x := range ix.shards {
		if x.holds(q) {
			as = append(as, x.query(q, limit))
		}
	}
	return merge(as, limit)
}

func (q Query) wants(k Kind) bool { return len(q.Kinds) == 0 || slices.Contains(q.Kinds, k) }

// merge puts the guides before the cards or, where only these answer or answer far better, the cards before the guides.
func merge(as []answer, limit int) Result {
	if len(as) == 0 {
		return Result{}
	}
	if len(as) == 2 && cardsFirst(as[0], as[1]) {
		as[0], as[1] = as[1], as[0]
	}
	a := as[0]
	out := Result{Hits: a.hits, Understood: a.understood, Section: a.reading.section, Confidence: a.confidence}
	if len(as) == 2 {
		out.Hits = together(a, as[1])
	}
	out.Hits = out.Hits[:min(len(out.Hits), limit)]
	return out
}

// together lists the hits of both groups: the leading ones first. Where it is not sure that they answer and the other
// group has an answer too, its best stands third, so that three that are offered hold both.
func together(a, b answer) []Hit {
	lead := len(a.hits)
	if a.confidence == Unsure && b.confidence != None {
		lead = min(lead, 2)
	}
	out := append([]Hit{}, a.hits[:lead]...)
	if lead < len(a.hits) && len(b.hits) > 0 {
		out = append(append(out, b.hits[0]), a.hits[lead:]...)
		return append(out, b.hits[1:]...)
	}
	return append(out, b.hits...)
}

// cardsFirst tells whether the catalogue answers where the guides do not, or so much better that it comes first.
func cardsFirst(guides, cards answer) bool {
	switch {
	case cards.evidence.code != guides.evidence.code:
		return cards.evidence.code
	case (cards.confidence == None) != (guides.confidence == None):
		return guides.confidence == None
	}
	return guideFirst[0].weigh(guides.evidence)+guideFirst[1].weigh(cards.evidence)+guideBonus < 0
}
