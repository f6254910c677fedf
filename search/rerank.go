package search

// rerank looks at the texts of the best documents.
func (ix *Index) rerank(fs []found, r reading) {
	if ix.ranking.Window == 0 {
		return
	}
	l := ix.lenses.get()
	defer ix.lenses.put(l)
	l.focus(ix.reader.vocabulary, r, func(i int) float64 { return ix.placeRarity(r, i) })
	fs = fs[:min(len(fs), ix.ranking.Reranked)]
	for i := range fs {
		fs[i].score += ix.ranking.Window * l.look(ix.text(fs[i].unit), ix.ranking.WindowWords)
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
	return least
}
