package search

import "slices"

// A term is something to look up in a field, with its weight.
type term struct {
	termKey
	weight float64
	asks   bool // looked up for words alone that only ask
}

// terms lists what a question looks up: in each field every word that may stand at a place, and the pairs
// of those that may stand side by side. A question without marks leaves the fields with marks alone, where its
// words would only meet their unmarked namesakes.
func (r reading) terms(w Ranking) []term {
	c := collector{at: map[termKey]int{}}
	for i, here := range r.places {
		for f := range fields {
			if r.folded && f.marked() {
				continue
			}
			for _, g := range here {
				c.add(f, f.key(g.word), w.Words[f]*g.weight*r.weight(i, w), r.asks(i, i))
				if i == 0 || w.Pairs[f] == 0 {
					continue
				}
				for _, p := range r.places[i-1] {
					c.add(f, f.key(p.word)+" "+f.key(g.word), w.Pairs[f]*g.weight*p.weight*max(r.weight(i-1, w), r.weight(i, w)), r.asks(i-1, i))
				}
			}
		}
	}
	for _, a := range r.asides {
		c.aside(a, r, w)
	}
	for _, code := range r.codes {
		c.add(foldBody, code, 1, false)
		c.add(foldTitle, code, 1, false)
	}
	return c.terms
}

// weight is that of a place of the question: words that only ask count less, those of a region hardly. A question
// that has no others is taken at its words.
func (r reading) weight(place int, w Ranking) float64 {
	switch {
	case r.about[place] || !slices.Contains(r.about, true):
		return 1
	case r.regional[place]:
		return w.Regional
	}
	return w.Asking
}

// asks tells whether all words from one place to another only ask.
func (r reading) asks(from, to int) bool { return !slices.Contains(r.about[from:to+1], true) }

// A collector adds up the weights of a term that is looked up for several reasons.
type collector struct {
	terms []term
	at    map[termKey]int
}

func (c *collector) add(f field, s string, weight float64, asks bool) {
	if weight == 0 {
		return
	}
	k := termKey{f, s}
	if i, ok := c.at[k]; ok {
		c.terms[i].weight += weight
		c.terms[i].asks = c.terms[i].asks && asks
		return
	}
	c.at[k] = len(c.terms)
	c.terms = append(c.terms, term{k, weight, asks})
}

// aside looks up the words of a phrase and its pairs.
func (c *collector) aside(a aside, r reading, w Ranking) {
	asks := r.asks(a.from, a.to)
	for f := range fields {
		if r.folded && f.marked() {
			continue
		}
		for i, x := range a.words {
			c.add(f, f.key(x), w.Words[f]*a.weight, asks)
			if i > 0 {
				c.add(f, f.key(a.words[i-1])+" "+f.key(x), w.Pairs[f]*a.weight, asks)
			}
		}
	}
}
