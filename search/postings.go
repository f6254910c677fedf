package search

import (
	"context"
	"fmt"
	"math"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// BM25's constants.
const (
	saturation    = 1.2
	lengthPenalty = 0.75
)

// impactScale turns the share of a term in a unit's score, which lies below 1 + saturation, into a byte.
const impactScale = 255 / (1 + saturation)

// From denseFrom units and denseShare of all on, a term is frequent: its impacts are kept as one array, and it is added
// up only where a rarer term has been found. So the time of a question grows far less than the library.
const (
	denseFrom  = 400
	denseShare = 0.05
)

// cachedPostings bounds the memory of the decoded postings: some 80 MB.
const cachedPostings = 20 << 20

// A postingList holds, for one term of one field, the impact on each unit it occurs in: what is left of
// BM25 without the rarity of the term.
type postingList struct {
	rarity float64
	sparse []uint32 // unit << 8 | impact
	dense  []uint8  // by unit; set instead of sparse for a term that is everywhere
}

func (l *postingList) size() int { return len(l.sparse) + len(l.dense)/4 + 8 }

type termKey struct {
	field field
	term  string
}

// A postingReader decodes Bleve's postings once and keeps them while there is room. It is safe for
// concurrent use.
type postingReader struct {
	reader  index.IndexReader
	order   []uint32 // Bleve's number → unit
	unitDoc []uint32
	docs    int
	average [fields]float64
	power   float64 // of the rarity

	mu    sync.RWMutex
	lists map[termKey]*postingList
	held  int
}

// list returns the postings of a term, or nil when no unit has it.
func (r *postingReader) list(f field, term string) (*postingList, error) {
	key := termKey{f, term}
	r.mu.RLock()
	l, ok := r.lists[key]
	r.mu.RUnlock()
	if ok {
		return l, nil
	}
	l, err := r.decode(f, term)
	if err != nil {
		return nil, fmt.Errorf("read search index: %w", err)
	}
	r.keep(key, l)
	return l, nil
}

// keep remembers a list. When there is no more room everything is forgotten: the frequent terms are back
// within a few questions.
func (r *postingReader) keep(key termKey, l *postingList) {
	n := 8
	if l != nil {
		n = l.size()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.held+n > cachedPostings {
		clear(r.lists)
		r.held = 0
	}
	r.lists[key] = l
	r.held += n
}

func (r *postingReader) decode(f field, term string) (l *postingList, err error) {
	tr, err := r.reader.TermFieldReader(context.Background(), []byte(term), fieldNames[f], true, true, false)
	if err != nil {
		return nil, err
	}
	defer func() {
		if e := tr.Close(); err == nil {
			err = e
		}
	}()
	n := int(tr.Count())
	if n == 0 {
		return nil, nil
	}
	l = &postingList{}
	if float64(n) > denseFrom+denseShare*float64(len(r.order)) {
		l.dense = make([]uint8, len(r.order))
	} else {
		l.sparse = make([]uint32, 0, n)
	}
	having, err := r.read(tr, l, r.average[f])
	l.rarity = math.Pow(rarity(having, r.docs), r.power)
	return l, err
}

// read decodes the postings and returns how many documents have the term: a word that every section of one guide
// repeats is still a rare word.
func (r *postingReader) read(tr index.TermFieldReader, l *postingList, average float64) (having int, err error) {
	var buf index.TermFieldDoc
	seen := make([]bool, r.docs)
	for {
		d, err := tr.Next(&buf)
		if err != nil || d == nil {
			return having, err
		}
		at, err := internalNumber(d.ID)
		if err != nil {
			return having, err
		}
		u := r.order[at]
		if doc := r.unitDoc[u]; !seen[doc] {
			seen[doc] = true
			having++
		}
		i := impact(float64(d.Freq), 1/(d.Norm*d.Norm), average)
		if l.dense != nil {
			l.dense[u] = i
		} else {
			l.sparse = append(l.sparse, u<<8|uint32(i))
		}
	}
}

// rarity is BM25's idf of a term that n of all documents have.
func rarity(n, all int) float64 {
	return math.Log(1 + (float64(all-n)+0.5)/(float64(n)+0.5))
}

// impact is a term's share of BM25 in a unit where it occurs freq times among length tokens.
func impact(freq, length, average float64) uint8 {
	s := freq * (saturation + 1) / (freq + saturation*(1-lengthPenalty+lengthPenalty*length/average))
	return uint8(min(255, max(1, math.Round(s*impactScale))))
}
