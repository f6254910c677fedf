package search

import "sync"

// candidateUnits is how many units with the rarer terms are looked at for the frequent ones.
const candidateUnits = 1500

// A scorer adds up the terms' impacts by unit, body and title apart. It is used for one question at a time.
type scorer struct {
	body, title []float32 // by unit; zero outside touched
	seen        []bool
	touched     []uint32
	candidates  []uint32 // those of touched that all terms were added up for
}

type scorerPool struct{ pool sync.Pool }

func newScorerPool(units int) *scorerPool {
	return &scorerPool{sync.Pool{New: func() any {
		return &scorer{body: make([]float32, units), title: make([]float32, units), seen: make([]bool, units)}
	}}}
}

func (p *scorerPool) get() *scorer { return p.pool.Get().(*scorer) }

// put clears the scorer for the next question.
func (p *scorerPool) put(s *scorer) {
	for _, u := range s.touched {
		s.body[u], s.title[u], s.seen[u] = 0, 0, false
	}
	s.touched = s.touched[:0]
	p.pool.Put(s)
}

// weighted is a posting list with the weight of its term, rarity and scale of the impacts included.
type weighted struct {
	*postingList
	field  field
	weight float32
}

// sum adds all lists up: first those of the rarer terms, which decide what comes into question, then the
// frequent ones on the best of these alone.
func (s *scorer) sum(lists []weighted) {
	for _, l := range lists {
		if l.dense == nil {
			s.addSparse(l)
		}
	}
	if len(s.touched) == 0 {
		s.touchAll(lists)
	}
	s.candidates = s.cut(candidateUnits)
	for _, l := range lists {
		if l.dense != nil {
			s.addDense(l, s.candidates)
		}
	}
}

func (s *scorer) sums(f field) []float32 {
	if f.title() {
		return s.title
	}
	return s.body
}

func (s *scorer) addSparse(l weighted) {
	to := s.sums(l.field)
	for _, p := range l.sparse {
		u := p >> 8
		if !s.seen[u] {
			s.seen[u] = true
			s.touched = append(s.touched, u)
		}
		to[u] += l.weight * float32(p&0xff)
	}
}

func (s *scorer) addDense(l weighted, units []uint32) {
	to := s.sums(l.field)
	for _, u := range units {
		if i := l.dense[u]; i != 0 {
			to[u] += l.weight * float32(i)
		}
	}
}

// touchAll brings every unit into question that has one of the frequent terms.
func (s *scorer) touchAll(lists []weighted) {
	for _, l := range lists {
		for u, i := range l.dense {
			if i != 0 && !s.seen[u] {
				s.seen[u] = true
				s.touched = append(s.touched, uint32(u))
			}
		}
	}
}

// buckets is how finely cut tells sums apart.
const buckets = 512

// cut returns about n units with the highest sums so far: all above a threshold read from a histogram.
func (s *scorer) cut(n int) []uint32 {
	out := s.candidates[:0]
	if len(s.touched) <= n {
		return append(out, s.touched...)
	}
	top := float32(0)
	for _, u := range s.touched {
		top = max(top, s.body[u]+s.title[u])
	}
	var count [buckets + 1]int
	scale := buckets / top
	for _, u := range s.touched {
		count[int((s.body[u]+s.title[u])*scale)]++
	}
	from, sum := buckets, count[buckets]
	for from > 0 && sum+count[from-1] <= n {
		from--
		sum += count[from]
	}
	for _, u := range s.touched {
		if int((s.body[u]+s.title[u])*scale) >= from {
			out = append(out, u)
		}
	}
	return out
}
