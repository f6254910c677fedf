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
	return ix.merge(as, limit)
}

func (q Query) wants(k Kind) bool { return len(q.Kinds) == 0 || slices.Contains(q.Kinds, k) }

// merge puts the guides before the cards or, where only these answer or answer far better, the cards before the guides.
func (ix *Index) merge(as []answer, limit int) Result {
	if len(as) == 0 {
		return Result{}
	}
	if len(as) == 2 && !treated(as[0].hits, as[1].hits) && ix.cardsFirst(as[0], as[1]) {
		as[0], as[1] = as[1], as[0]
	}
	a := as[0]
	out := Result{Hits: a.hits, Understood: a.understood, Section: a.reading.section, Confidence: a.confidence}
	if len(as) == 2 {
		out.Hits = together(a, as[1])
		if out.Confidence == None && as[1].confidence != None {
			out.Confidence, out.Understood = Unsure, as[1].understood
		}
	}
	out.Hits = out.Hits[:min(len(out.Hits), limit)]
	return out
}

// rivals returns what speaks for the first guide and for the first card.
func (ix *Index) rivals(guides, cards answer) []float64 {
	g, c := guides.evidence.numbers(), cards.evidence.numbers()
	return append(append(g[:], c[:]...), ix.shards[0].kin(guides.first, ix.shards[1], cards.first))
}

// kin returns how much of the title of another shard's document the whole of one of this has, pair by pair, from 0 to 1:
// a guide that has all of a card's title is about the same thing.
func (x *shard) kin(doc uint32, other *shard, card uint32) float64 {
	type want struct {
		weight float64
		found  bool
	}
	wanted := map[uint64]*want{}
	all, sum := 0.0, 0.0
	title := other.title(card)
	for i := 1; i < len(title); i++ {
		w := other.wordRarity(title[i-1]) + other.wordRarity(title[i])
		all += w
		a, ok1 := x.wordIDs[other.Words[title[i-1]]]
		b, ok2 := x.wordIDs[other.Words[title[i]]]
		if ok1 && ok2 {
			wanted[pairKey(a, b)] = &want{weight: w}
		}
	}
	for _, text := range [...][]uint32{x.title(doc), x.whole(doc)} {
		for i := 1; i < len(text); i++ {
			if p := wanted[pairKey(text[i-1], text[i])]; p != nil && !p.found {
				p.found = true
				sum += p.weight
			}
		}
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

// treated tells whether the first guide treats the very procedure of the first card: it says what the card says, checked
// and in plain words.
func treated(guides, cards []Hit) bool {
	return len(guides) > 0 && len(cards) > 0 && cards[0].Code != "" && guides[0].Code == cards[0].Code
}

// cardsFirst tells whether the catalogue answers where the guides do not, or so much better that it comes first.
func (ix *Index) cardsFirst(guides, cards answer) bool {
	if cards.evidence.code != guides.evidence.code {
		return cards.evidence.code
	}
	return ix.first.sum(ix.rivals(guides, cards)) < 0
}
