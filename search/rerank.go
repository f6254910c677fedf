package search

import "math"

// rerank looks at the texts of the documents on the shortlist.
func (ix *Index) rerank(fs []found, r reading) {
	l := ix.lenses.get()
	defer ix.lenses.put(l)
	l.focus(ix.reader.vocabulary, r, func(i int) float64 { return ix.placeRarity(r, i) })
	for i := range fs {
		f := &fs[i]
		l.look(ix.text(f.unit))
		f.score += ix.ranking.Window*l.window(ix.ranking.WindowWords) + ix.ranking.Near*l.near()
		if ix.Docs[f.doc].Kind != KindTopic {
			f.score *= math.Pow(l.covers(ix.title(f.doc), ix.whole(f.doc)), ix.ranking.Cover)
		}
		if ix.Docs[f.doc].Kind == KindGuide {
			f.score *= 1 + ix.ranking.Guide
		}
	}
	sortFound(fs)
}

// placeRarity is the rarity of the likeliest word at a place of the question; zero where the texts have none.
func (ix *Index) placeRarity(r reading, place int) float64 {
	f := exactBody
	if r.folded {
		f = foldBody
	}
	least := 0.0
	for _, g := range r.places[place] {
		l, err := ix.postings.list(f, f.key(g.word))
		if err == nil && l != nil && (least == 0 || l.rarity < least) {
			least = l.rarity
		}
	}
	return least * r.weight(place, ix.ranking)
}
