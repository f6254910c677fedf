package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// guesses returns what the word at place i may have been: nothing for a word that is known and fits its
// neighbours, numbers and single letters.
func (v *vocabulary) guesses(ws []word, i int, folded bool, r Ranking) []guess {
	w := ws[i]
	if utf8.RuneCountInString(w.fold) < 2 || strings.ContainsAny(w.fold, "0123456789") {
		return nil
	}
	known := v.knows(w.exact) || !w.marked() && v.knowsFold(w.fold)
	weight := r.Unknown
	if known {
		if v.support(ws, i, w, folded) > 0 {
			return nil
		}
		weight = r.Unsupported
	}
	g := guesser{v: v, ws: ws, i: i, folded: folded, known: known}
	if folded {
		g.foldedCandidates()
	} else {
		g.exactCandidates()
	}
	return g.best(r.Guesses, weight)
}

// support counts how often the texts have the word beside its neighbours in the question.
func (v *vocabulary) support(ws []word, i int, w word, folded bool) int {
	n := 0
	if i > 0 {
		n += v.beside(ws[i-1], w, folded)
	}
	if i+1 < len(ws) {
		n += v.beside(w, ws[i+1], folded)
	}
	return n
}

// A guesser collects candidates for one word of a question.
type guesser struct {
	v             *vocabulary
	ws            []word
	i             int
	folded, known bool
	out           []candidate
}

type candidate struct {
	word
	score float64
}

// How likely a slip is: a word that sounds the same, the same letters under other marks, one edit, one edit
// and other marks.
const (
	sameSound   = 1.5
	sameLetters = 1.2
	oneEdit     = 1.0
	editAndMark = 0.8
)

func (g *guesser) foldedCandidates() {
	for _, id := range g.v.foldNeighbours(g.ws[g.i].fold) {
		f := g.v.folds[id]
		g.add(word{exact: f, fold: f, sound: f}, g.v.foldN[id], oneEdit)
	}
}

func (g *guesser) exactCandidates() {
	w := g.ws[g.i]
	for _, id := range g.v.bySound[w.sound] {
		g.addWord(id, sameSound)
	}
	if f, ok := g.v.foldIDs[w.fold]; ok {
		for _, id := range g.v.byFold[f] {
			g.addWord(id, sameLetters)
		}
	}
	for _, id := range g.v.neighbours(w.exact) {
		g.addWord(id, oneEdit)
	}
	for _, f := range g.v.foldNeighbours(w.fold) {
		for _, id := range g.v.byFold[f] {
			g.addWord(id, editAndMark)
		}
	}
}

func (g *guesser) addWord(id uint32, likely float64) {
	if w := g.v.all[id]; w.exact != g.ws[g.i].exact {
		g.add(w, int(g.v.counts[id]), likely)
	}
}

func (g *guesser) add(w word, count int, likely float64) {
	beside := g.v.support(g.ws, g.i, w, g.folded)
	if beside == 0 && (g.known || likely < oneEdit) {
		return
	}
	g.out = append(g.out, candidate{w, (3*math.Log1p(float64(beside)) + math.Log1p(float64(count))) * likely})
}

func (g *guesser) best(most int, weight float64) []guess {
	slices.SortStableFunc(g.out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.exact, b.exact))
	})
	var out []guess
	for _, c := range g.out {
		if len(out) == most {
			break
		}
		if !slices.ContainsFunc(out, func(o guess) bool { return o.exact == c.exact }) {
			out = append(out, guess{c.word, weight})
		}
	}
	return out
}
