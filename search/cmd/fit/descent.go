package main

import "math"

// A sample is one case of a yes or no question, with the numbers that speak for either.
type sample struct {
	numbers []float64
	yes     bool
	weight  float64
	plain   bool // the question has no marks
}

// directions says which way a number may count: 1 never against, -1 never for, 0 either.
type directions []int

const (
	steps    = 3000
	stepSize = 0.5
)

// logistic fits a model to samples: the sum of its weights and the numbers is the logarithm of the odds. The penalty
// keeps the weights small, the directions keep them sensible. The same samples give the same model.
func logistic(ss []sample, ds directions, penalty float64) []float64 {
	m := make([]float64, len(ds)+1)
	total := 0.0
	for _, s := range ss {
		total += s.weight
	}
	for t := range steps {
		g := make([]float64, len(m))
		for _, s := range ss {
			e := 1 / (1 + math.Exp(-sum(m, s.numbers)))
			if s.yes {
				e--
			}
			e *= s.weight / total
			g[0] += e
			for i, v := range s.numbers {
				g[i+1] += e * v
			}
		}
		descend(m, g, ds, penalty, t)
	}
	return m
}

// A list is the candidates of one question: their numbers, and which of them are right.
type list struct {
	numbers [][]float64
	right   []bool
	weight  float64
}

// listwise fits weights so that the right candidates of the lists are likelier than the others. The first weight of the
// model is unused, since a number that all candidates have orders nothing.
func listwise(ls []list, ds directions, penalty float64) []float64 {
	m := make([]float64, len(ds)+1)
	m[1] = 1
	total := 0.0
	for _, l := range ls {
		total += l.weight
	}
	for t := range steps {
		g := make([]float64, len(m))
		for _, l := range ls {
			all, right := l.shares(m)
			for i, ns := range l.numbers {
				e := (all[i] - right[i]) * l.weight / total
				for k, v := range ns {
					g[k+1] += e * v
				}
			}
		}
		descend(m, g, ds, penalty, t)
	}
	return m
}

// shares returns how likely each candidate is, and how likely among the right ones.
func (l list) shares(m []float64) (all, right []float64) {
	all, right = make([]float64, len(l.numbers)), make([]float64, len(l.numbers))
	most := math.Inf(-1)
	for i, ns := range l.numbers {
		all[i] = sum(m, ns)
		most = max(most, all[i])
	}
	a, r := 0.0, 0.0
	for i := range all {
		all[i] = math.Exp(all[i] - most)
		a += all[i]
		if l.right[i] {
			right[i] = all[i]
			r += all[i]
		}
	}
	for i := range all {
		all[i] /= a
		right[i] /= r
	}
	return all, right
}

// descend makes one step against the gradient and puts weights back that went the wrong way.
func descend(m, g []float64, ds directions, penalty float64, t int) {
	size := stepSize * (1 - float64(t)/float64(steps)*0.9)
	m[0] -= size * g[0]
	for i, d := range ds {
		m[i+1] -= size * (g[i+1] + penalty*m[i+1])
		if float64(d)*m[i+1] < 0 {
			m[i+1] = 0
		}
	}
}

func sum(m, numbers []float64) float64 {
	s := m[0]
	for i, v := range numbers {
		s += m[i+1] * v
	}
	return s
}
