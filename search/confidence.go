package search

import "math"

// evidence is what speaks for the first hit of an answer. All shares are counted by the rarity of the words.
type evidence struct {
	found    bool    // there is a hit
	code     bool    // the question names its very code
	cover    float64 // share of what the question is about that the document has anywhere
	best     float64 // share that its title and best section have
	lead     float64 // how far it is ahead of the second document, from 0 to 1
	strength float64 // its score, by what a question of such words could reach
	pairs    float64 // share of the question's pairs of neighbours that the document has side by side
	fits     float64 // share of its title that the question has
	named    float64 // share of the question's pairs that its title has
}

// A model weighs evidence: its first number stands alone, the others follow the order of evidence.numbers.
// The numbers come from logistic regressions over the judged questions, each typed in five ways.
type model [8]float64

// Models and thresholds of one group of documents.
type judge struct {
	answers model   // is there an answer at all?
	enough  float64 // from where on there is
	right   model   // is the first hit the right one?
	certain float64 // from where on it can be opened at once
}

var (
	guideJudge = judge{
		answers: model{-4.39, 1.57, 0.15, 1.25, -0.06, 5.59, 6.64, 1.72}, enough: -0.85,
		right: model{-1.41, -0.03, -0.61, 3.9, 1.1, 1.49, 1.99, -1.19}, certain: 1.7,
	}
	cardJudge = judge{
		answers: model{-4.33, 0.34, 0.93, -0.44, 0.4, 2.59, 2.88, 2.28}, enough: -0.85,
		right: model{-6.1, -0.59, 0.57, 1.25, 0.35, 1.35, 3.03, 2.88}, certain: 0.8,
	}
	// Whether a guide comes before a card: the evidence for the guide, and that for the card.
	guideFirst = [2]model{
		{2.68, 0.7, -0.32, 1.32, 2.03, 2.07, 1.97, -0.04},
		{0, 0.16, -1.63, -0.09, -1.59, -1.88, -1.26, -1.39},
	}
)

// guideBonus is what a guide is ahead of a card from the start: it was written and checked for citizens.
const guideBonus = 0.5

// weakest is the strength below which the logarithm is not followed.
const weakest = 0.05

func (e evidence) numbers() [7]float64 {
	return [7]float64{e.cover, e.best, e.lead, math.Log(max(weakest, e.strength)), e.pairs, e.fits, e.named}
}

func (m model) weigh(e evidence) float64 {
	sum := m[0]
	for i, v := range e.numbers() {
		sum += m[i+1] * v
	}
	return sum
}

// confidence says what to do with the hits.
func (j judge) confidence(e evidence) Confidence {
	switch {
	case !e.found:
		return None
	case e.code:
		return Sure
	case j.answers.weigh(e) < j.enough:
		return None
	case j.right.weigh(e) > j.certain:
		return Sure
	}
	return Unsure
}

// gather collects the evidence for the first of the documents found.
func (x *shard) gather(r reading, fs []found) evidence {
	if len(fs) == 0 {
		return evidence{}
	}
	l := x.lenses.get()
	defer x.lenses.put(l)
	all := 0.0
	l.focus(x.reader.vocabulary, r, func(i int) float64 {
		w := x.aboutRarity(r, i)
		all += w
		return w
	})
	doc := fs[0].doc
	title, whole := x.title(doc), x.whole(doc)
	e := evidence{
		found: true, code: fs[0].score >= namedByCode,
		cover: l.covers(title, whole), best: l.covers(title, x.text(fs[0].unit)), lead: x.lead(fs),
		pairs: l.pairsCover(title, whole), fits: l.fits(title, x.catalog), named: l.pairsCover(title),
	}
	if all > 0 {
		e.strength = fs[0].score / (all * x.ranking.most(r.folded))
	}
	return e
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
	for _, f := range fs[1:] {
		if x.Docs[f.doc].ID != x.Docs[fs[0].doc].ID {
			return 1 - f.score/fs[0].score
		}
	}
	return 1
}
