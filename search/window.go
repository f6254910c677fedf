package search

import "sync"

// A window is the stretch of a text that fits the question best. BM25 counts words wherever they stand;
// words of the question close together say more.

// A lens finds the words of one question in running texts. It is used for one question at a time.
type lens struct {
	place  []uint8   // by word number: place in the question, from 1; 0 where the word is none of it
	weight []float32 // by word number
	used   []uint32
	rarity []float64  // by place, from 1
	pairs  []float64  // rarity of the pair of a place and the one before it, by place, from 1
	best   []float64  // by place: scratch
	seen   []sighting // scratch
}

type lensPool struct{ pool sync.Pool }

func newLensPool(words int) *lensPool {
	return &lensPool{sync.Pool{New: func() any {
		return &lens{place: make([]uint8, words), weight: make([]float32, words)}
	}}}
}

func (p *lensPool) get() *lens { return p.pool.Get().(*lens) }

func (p *lensPool) put(l *lens) {
	for _, w := range l.used {
		l.place[w], l.weight[w] = 0, 0
	}
	l.used = l.used[:0]
	l.rarity, l.pairs = l.rarity[:0], l.pairs[:0]
	p.pool.Put(l)
}

// otherMarks is the weight of a word that differs from the typed one in its marks.
const otherMarks = 0.4

// focus sets the lens on a question.
func (l *lens) focus(v *vocabulary, r reading, rarity func(place int) float64) {
	l.rarity = append(l.rarity, 0)
	for i, here := range r.places {
		l.rarity = append(l.rarity, rarity(i))
		for _, g := range here {
			l.note(v, i, g, r.folded)
		}
	}
	for _, a := range r.asides {
		for i, w := range a.words {
			l.note(v, min(a.from+i, a.to), guess{w, a.weight}, r.folded)
		}
	}
}

func (l *lens) note(v *vocabulary, place int, g guess, folded bool) {
	same := otherMarks
	if folded {
		same = 1
	} else if id, ok := v.wordIDs[g.exact]; ok {
		l.set(id, place, g.weight)
	}
	if f, ok := v.foldIDs[g.fold]; ok {
		for _, id := range v.byFold[f] {
			l.set(id, place, g.weight*same)
		}
	}
}

func (l *lens) set(id uint32, place int, weight float64) {
	if float32(weight) <= l.weight[id] {
		return
	}
	if l.place[id] == 0 {
		l.used = append(l.used, id)
	}
	l.place[id], l.weight[id] = uint8(place+1), float32(weight)
}

// A sighting is a word of the question in a text.
type sighting struct {
	at     int
	place  uint8
	weight float64
}

// look finds the words of the question in a text, for window and near.
func (l *lens) look(text []uint32) {
	l.seen = l.seen[:0]
	for at, id := range text {
		if p := l.place[id]; p != 0 {
			l.seen = append(l.seen, sighting{at, p, float64(l.weight[id])})
		}
	}
}

// window returns the score of the best window of that length: each place of the question in it counts once.
func (l *lens) window(length int) float64 {
	best, from := 0.0, 0
	for to, s := range l.seen {
		for s.at-l.seen[from].at >= length {
			from++
		}
		if to+1 < len(l.seen) && l.seen[to+1].at-l.seen[from].at < length {
			continue // the window can grow
		}
		best = max(best, l.weigh(l.seen[from:to+1]))
	}
	return best
}

func (l *lens) weigh(seen []sighting) float64 {
	l.best = append(l.best[:0], make([]float64, len(l.rarity))...)
	sum := 0.0
	for _, s := range seen {
		if w := s.weight * l.rarity[s.place]; w > l.best[s.place] {
			sum += w - l.best[s.place]
			l.best[s.place] = w
		}
	}
	return sum
}

// covers returns how much of the question stands anywhere in the texts, from 0 to 1, each place counted by its rarity.
func (l *lens) covers(texts ...[]uint32) float64 {
	l.best = append(l.best[:0], make([]float64, len(l.rarity))...)
	for _, text := range texts {
		for _, id := range text {
			if p := l.place[id]; p != 0 {
				l.best[p] = max(l.best[p], float64(l.weight[id]))
			}
		}
	}
	sum, all := 0.0, 0.0
	for p, r := range l.rarity {
		sum += l.best[p] * r
		all += r
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

// pairsCover returns how many pairs of neighbours in the question stand side by side in the texts, from 0 to 1,
// each counted by its own rarity: in "đăng ký khai tử" it is "khai tử" that says what about.
func (l *lens) pairsCover(texts ...[]uint32) float64 {
	l.best = append(l.best[:0], make([]float64, len(l.rarity))...)
	for _, text := range texts {
		for i := 1; i < len(text); i++ {
			if p := l.place[text[i]]; p > 1 && l.place[text[i-1]] == p-1 {
				l.best[p] = max(l.best[p], float64(l.weight[text[i]]*l.weight[text[i-1]]))
			}
		}
	}
	sum, all := 0.0, 0.0
	for p := 2; p < len(l.pairs); p++ {
		sum += l.best[p] * l.pairs[p]
		all += l.pairs[p]
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

// nearBy is the distance in a text up to which two words stand near each other.
const nearBy = 6

// near returns the score of the pairs of places of the question, next to each other or one apart, whose words stand
// near each other in the text. A pair that does so again counts less each time.
func (l *lens) near() float64 {
	l.best = append(l.best[:0], make([]float64, len(l.rarity))...)
	for i, s := range l.seen {
		for _, t := range l.seen[i+1:] {
			if t.at-s.at > nearBy {
				break
			}
			if d := int(t.place) - int(s.place); d == 1 || d == -1 || d == 2 {
				l.best[max(s.place, t.place)] += s.weight * t.weight
			}
		}
	}
	sum := 0.0
	for p := 1; p < len(l.rarity); p++ {
		sum += l.best[p] / (l.best[p] + 1) * (l.rarity[p] + l.rarity[p-1])
	}
	return sum
}

// fits returns how much of a title the question has, from 0 to 1, each word counted by its rarity: of two titles that
// have all of the question, the one with less besides fits better.
func (l *lens) fits(title []uint32, c *catalog) float64 {
	sum, all := 0.0, 0.0
	for _, id := range title {
		r := c.wordRarity(id)
		all += r
		if l.place[id] != 0 {
			sum += r * float64(l.weight[id])
		}
	}
	if all == 0 {
		return 0
	}
	return sum / all
}
