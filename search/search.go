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

// merge puts the guides before the cards or the cards before the guides, whole, so that a card is never taken for a
// checked guide, and keeps room for both.
func merge(as []answer, limit int) Result {
	if len(as) == 0 {
		return Result{}
	}
	if len(as) == 2 && cardsFirst(as[0], as[1]) {
		as[0], as[1] = as[1], as[0]
	}
	a := as[0]
	out := Result{Hits: a.hits, Understood: a.reading.says, Section: a.reading.section, Confidence: a.confidence}
	for _, b := range as[1:] {
		room := max(limit-len(b.hits), limit-limit/3)
		out.Hits = append(out.Hits[:min(len(out.Hits), room)], b.hits...)
	}
	out.Hits = out.Hits[:min(len(out.Hits), limit)]
	return out
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
