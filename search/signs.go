package search

import (
	"math"
	"math/bits"
)

// What speaks for one document as the answer, beside its score. All shares are counted by the rarity of the words, and
// words that only ask are left out.
const (
	signCover  = iota // share of the question that the document has anywhere
	signBest          // share that its title and best section have
	signPairs         // share of the question's pairs of neighbours that the document has side by side
	signFits          // share of the title that the question has
	signNamed         // share of the question's pairs that the title has
	signTitled        // share of the question that the title has
	signMeant         // how well the question fits the title, or the likest of those that people are known to ask
	signKept          // kinds of action that the question and the title name
	signMissed        // those that the question alone names
	signOther         // those that the title alone names
	signCount
)

// signs are all signs of one document.
type signs [signCount]float64

// weighed is how many of the best documents have their signs read.
const weighed = 10

// A witness reads the signs of documents for one question.
type witness struct {
	*shard
	*lens
	all     float64 // rarity of what the question is about
	actions uint64  // kinds of action that it names
	names   []word  // scratch
}

// attend returns a witness for a question. Its lens goes back into the pool when the caller is done.
func (x *shard) attend(r reading) *witness {
	w := &witness{shard: x, lens: x.lenses.get(), actions: x.reader.lexicon.actions.of(r.fixed, r.folded, r.intended)}
	w.focus(x.reader.vocabulary, r, func(i int) float64 {
		v := x.aboutRarity(r, i)
		w.all += v
		return v
	})
	w.pairs = append(w.pairs, 0, 0)
	for i := 1; i < len(r.places); i++ {
		w.pairs = append(w.pairs, x.pairRarity(r, i))
	}
	return w
}

// pairRarity is the rarity of the pair of a place of the question and the one before it; of one that the texts do not have,
// that of its words. Of two words that only ask it is 0.
func (x *shard) pairRarity(r reading, place int) float64 {
	if !r.about[place-1] && !r.about[place] {
		return 0
	}
	f := exactBody
	if r.folded {
		f = foldBody
	}
	for _, a := range r.places[place-1] {
		for _, b := range r.places[place] {
			if l, err := x.postings.list(f, f.key(a.word)+" "+f.key(b.word)); err == nil && l != nil {
				return l.rarity
			}
		}
	}
	return (x.aboutRarity(r, place-1) + x.aboutRarity(r, place)) / 2
}

func (w *witness) read(f found) (s signs) {
	title, whole := w.title(f.doc), w.whole(f.doc)
	s[signCover] = w.covers(title, whole)
	s[signBest] = w.covers(title, w.text(f.unit))
	s[signPairs] = w.pairsCover(title, whole)
	s[signFits] = w.fits(title, w.catalog)
	s[signNamed] = w.pairsCover(title)
	s[signTitled] = w.covers(title)
	s[signMeant] = math.Sqrt(s[signTitled] * s[signFits])
	for u := w.firstUnit[f.doc]; u < w.firstUnit[f.doc+1]; u++ {
		if w.Sections[w.unitSection[u]] == "" {
			t := w.text(u)
			s[signMeant] = max(s[signMeant], math.Sqrt(w.covers(t)*w.fits(t, w.catalog)))
		}
	}
	w.names = w.names[:0]
	for _, id := range title {
		w.names = append(w.names, w.reader.all[id])
	}
	has := w.reader.lexicon.actions.of(w.names, false, nil)
	s[signKept], s[signMissed], s[signOther] = count(has&w.actions), count(w.actions&^has), count(has&^w.actions)
	return s
}

// mostActions bounds what one question is taken to ask for.
const mostActions = 3

func count(kinds uint64) float64 { return float64(min(bits.OnesCount64(kinds), mostActions)) }

// weigh orders the best documents by their signs. Texts that nobody named for searching keep their order.
func (x *shard) weigh(fs []found, r reading) {
	if len(fs) == 0 {
		return
	}
	w := x.attend(r)
	defer x.lenses.put(w.lens)
	least := math.Inf(1)
	n := min(len(fs), weighed)
	for i := range fs[:n] {
		if i > 0 && x.Docs[fs[i].doc].Kind == KindTopic {
			continue
		}
		fs[i].signs = w.read(fs[i])
		if w.all > 0 {
			fs[i].reach = fs[i].score / (w.all * x.ranking.most(r.folded))
		}
		factor := 1.0
		if x.Docs[fs[i].doc].Kind != KindTopic {
			factor = math.Exp(x.judge.Rank.sum(fs[i].signs[:]))
		}
		fs[i].score *= factor
		least = min(least, factor)
	}
	for i := n; i < len(fs); i++ {
		fs[i].score *= least
	}
	sortFound(fs)
}
