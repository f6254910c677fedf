package search

import "math"

// rerank looks at the texts of the documents on the shortlist.
func (x *shard) rerank(fs []found, r reading) {
	l := x.lenses.get()
	defer x.lenses.put(l)
	l.focus(x.reader.vocabulary, r, func(i int) float64 { return x.placeRarity(r, i) })
	for i := range fs {
		f := &fs[i]
		l.look(x.text(f.unit))
		f.score += x.ranking.Window*l.window(x.ranking.WindowWords) + x.ranking.Near*l.near()
		if x.Docs[f.doc].Kind != KindTopic {
			f.score *= math.Pow(l.covers(x.title(f.doc), x.whole(f.doc)), x.ranking.Cover) *
				(1 + x.ranking.Fit*l.fits(x.title(f.doc), x.catalog))
		}
		if x.Docs[f.doc].Kind == KindGuide {
			f.score *= 1 + x.ranking.Guide
		}
	}
	sortFound(fs)
}

// placeRarity is the rarity of the likeliest word at a place of the question; zero where the texts have none.
func (x *shard) placeRarity(r reading, place int) float64 {
	f := exactBody
	if r.folded {
		f = foldBody
	}
	least := 0.0
	for _, g := range r.places[place] {
		l, err := x.postings.list(f, f.key(g.word))
		if err != nil || l == nil {
			continue
		}
		if w := x.rarityOf(l, !r.about[place]); least == 0 || w < least {
			least = w
		}
	}
	return least * r.weight(place, x.ranking)
}
