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
	l.rarity = l.rarity[:0]
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

// look returns the score of the best window of a text: each place of the question in it counts once.
func (l *lens) look(text []uint32, length int) float64 {
	l.seen = l.seen[:0]
	for at, id := range text {
		if p := l.place[id]; p != 0 {
			l.seen = append(l.seen, sighting{at, p, float64(l.weight[id])})
		}
	}
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
