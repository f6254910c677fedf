package main

import (
	"cmp"
	"math"
	"slices"

	"danloi/search"
)

// Penalties of the fits, and the weight of a card known to be right only because a guide treats it.
const (
	rankPenalty  = 0.003
	trustPenalty = 0.002
	firstPenalty = 0.005
	treatedCard  = 0.3
	cardQuestion = 1
)

// towards are the directions of the signs of a document: the last two are actions that only the question or only the
// title names.
var towards = directions{1, 1, 1, 1, 1, 1, 1, 1, -1, -1}

// evident are those of evidence: the lead, the reach and the usual pairs come besides.
func evident(sign int) directions {
	out := make(directions, 0, len(towards)+2)
	for _, d := range append(slices.Clone(towards), 1, 1, 1) {
		out = append(out, sign*d)
	}
	return out
}

// rank learns how the signs order the documents of each group.
func rank(w *search.Weights, ix *search.Index, qs []question) {
	w.Guides.Rank, w.Cards.Rank = rankGroup(ix, qs, 0), rankGroup(ix, qs, 1)
}

func rankGroup(ix *search.Index, qs []question, group int) search.Model {
	var ls []list
	for _, q := range qs {
		if !q.learn || len(q.right(group)) == 0 {
			continue
		}
		l := list{weight: 1}
		if q.guide() != (group == 0) {
			l.weight = treatedCard
		}
		for _, c := range ix.Explain(search.Query{Text: q.text, Lang: q.lang}).Groups[group].Candidates {
			l.numbers = append(l.numbers, append([]float64{math.Log(max(c.Score, 1e-6))}, c.Signs...))
			l.right = append(l.right, slices.Contains(q.right(group), c.ID))
		}
		if slices.Contains(l.right, true) && slices.Contains(l.right, false) {
			ls = append(ls, l)
		}
	}
	m := listwise(ls, append(directions{1}, towards...), rankPenalty)
	out := search.Model{0}
	for _, v := range m[2:] {
		out = append(out, v/max(m[1], 0.1))
	}
	return out
}

// A doubt is a question with the evidence of both groups, for learning from where on to answer.
type doubt struct {
	answerable, plain bool
	evidence          [2][]float64
}

// trust learns what the evidence is worth.
func trust(w *search.Weights, ix *search.Index, qs []question) {
	var answers, right [2][]sample
	var first []sample
	var doubts []doubt
	for _, q := range qs {
		e := ix.Explain(search.Query{Text: q.text, Lang: q.lang})
		if !q.learn || e.Rivals == nil || e.Groups[0].Code || e.Groups[1].Code {
			continue
		}
		d := doubt{answerable: len(q.Answers) > 0, plain: e.Plain}
		for g, x := range e.Groups {
			d.evidence[g] = x.Evidence
			own := len(q.Answers) == 0 || q.guide() == (g == 0)
			is := slices.Contains(q.right(g), x.Candidates[0].ID)
			if own || is || g == 0 {
				answers[g] = append(answers[g], sample{x.Evidence, is || own && len(q.Answers) > 0, 1, e.Plain})
			}
			if own || is {
				right[g] = append(right[g], sample{x.Evidence, is, 1, e.Plain})
			}
		}
		if q.lang == "vi" {
			doubts = append(doubts, d)
		}
		if d.answerable {
			s := sample{e.Rivals, q.guide(), 1, e.Plain}
			if !q.guide() {
				s.weight = cardQuestion
			}
			first = append(first, s)
		}
	}
	for _, plain := range []bool{false, true} {
		g, c := &w.Guides.Marked, &w.Cards.Marked
		if plain {
			g, c = &w.Guides.Unmarked, &w.Cards.Unmarked
		}
		g.Answers = logistic(typed(answers[0], plain), evident(1), trustPenalty)
		c.Answers = logistic(typed(answers[1], plain), evident(1), trustPenalty)
		g.Enough = enough(g.Answers, c.Answers, doubts, plain)
		c.Enough = g.Enough
		g.Right, g.Certain = opening(typed(right[0], plain))
		c.Right, c.Certain = opening(typed(right[1], plain))
	}
	w.GuideFirst = logistic(first, append(append(evident(1), evident(-1)...), 1), firstPenalty)
}

// typed returns the samples of questions without marks, or of those with some.
func typed(ss []sample, plain bool) []sample {
	return slices.DeleteFunc(slices.Clone(ss), func(s sample) bool { return s.plain != plain })
}

// Shares of the answerable questions that may be refused, with marks and without, and of what is opened at once that
// must be right. Half as much again goes wrong with questions that were not learnt from.
const (
	refusedMarked   = 0.025
	refusedUnmarked = 0.03
	opened          = 0.98
)

// enough returns the limit below which both groups leave a question unanswered, so that few answerable ones are refused.
func enough(guides, cards search.Model, ds []doubt, plain bool) float64 {
	var known []float64
	for _, d := range ds {
		if d.answerable && d.plain == plain {
			known = append(known, max(sum(guides, d.evidence[0]), sum(cards, d.evidence[1])))
		}
	}
	slices.Sort(known)
	refused := refusedMarked
	if plain {
		refused = refusedUnmarked
	}
	return known[int(refused*float64(len(known)))]
}

// fewest is how many cases a limit is read from at least.
const fewest = 20

// opening learns whether the first is right, and from where on to open it.
func opening(ss []sample) (m search.Model, certain float64) {
	m = logistic(ss, evident(1), trustPenalty)
	slices.SortFunc(ss, func(a, b sample) int { return cmp.Compare(sum(m, b.numbers), sum(m, a.numbers)) })
	good := 0
	certain = mostCertain
	for i, s := range ss {
		if s.yes {
			good++
		}
		if i >= fewest && float64(good) >= opened*float64(i+1) {
			certain = min(mostCertain, sum(m, s.numbers))
		}
	}
	return m, certain
}

// mostCertain is where a first hit can be opened however few the cases are.
const mostCertain = 4.0
