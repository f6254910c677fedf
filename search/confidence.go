package search

import "math"

// evidence is what speaks for the first hit of an answer.
type evidence struct {
	cover    float64 // share of what the question is about that the document has, by rarity
	title    float64 // share that its title or one phrase of what people ask has
	pairs    float64 // share of its pairs of neighbours that the document has side by side
	lead     float64 // how far it is ahead of the second document, from 0 to 1
	strength float64 // its score, by the rarity of what the question is about
	about    float64 // number of words that say what the question is about
}

// gather collects the evidence for the first of the documents found.
func (ix *Index) gather(r reading, fs []found) evidence {
	if len(fs) == 0 {
		return evidence{}
	}
	l := ix.lenses.get()
	defer ix.lenses.put(l)
	all := 0.0
	e := evidence{}
	l.focus(ix.reader.vocabulary, r, func(i int) float64 {
		if !r.about[i] {
			return 0
		}
		e.about++
		w := ix.placeRarity(r, i)
		if w == 0 {
			w = math.Pow(rarity(1, ix.units()), ix.ranking.Rarity)
		}
		all += w
		return w
	})
	doc := fs[0].doc
	e.cover = l.covers(ix.title(doc), ix.whole(doc))
	e.title = l.covers(ix.title(doc), ix.text(fs[0].unit))
	e.pairs = l.pairsCover(ix.title(doc), ix.whole(doc))
	if all > 0 {
		e.strength = fs[0].score / (all * ix.ranking.most(r.folded))
	}
	e.lead = 1
	for _, f := range fs[1:] {
		if ix.Docs[f.doc].ID != ix.Docs[doc].ID {
			e.lead = 1 - f.score/fs[0].score
			break
		}
	}
	return e
}

func (e evidence) confidence() Confidence { return Unsure }
