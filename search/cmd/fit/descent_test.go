package main

import (
	"slices"
	"testing"
)

func TestLogisticTellsApart(t *testing.T) {
	var ss []sample
	for i := range 40 {
		v := float64(i) / 40
		ss = append(ss, sample{numbers: []float64{v, 1 - v}, yes: v > 0.5, weight: 1})
	}
	m := logistic(ss, directions{1, 1}, 0.001)
	if m[1] <= 0 || m[2] != 0 {
		t.Errorf("weights %v: the first must speak for it, the second cannot", m)
	}
	for _, s := range ss {
		if v := s.numbers[0]; (v < 0.4 || v > 0.6) && (sum(m, s.numbers) > 0) != s.yes {
			t.Errorf("%v is taken for %v", s.numbers, !s.yes)
		}
	}
	if !slices.Equal(m, logistic(ss, directions{1, 1}, 0.001)) {
		t.Error("the same samples give another model")
	}
}

func TestListwisePutsTheRightOneFirst(t *testing.T) {
	ls := []list{
		{numbers: [][]float64{{1, 0}, {0.9, 1}}, right: []bool{false, true}, weight: 1},
		{numbers: [][]float64{{0.8, 1}, {1, 0}}, right: []bool{true, false}, weight: 1},
	}
	m := listwise(ls, directions{1, 1}, 0.001)
	for _, l := range ls {
		a, b := sum(m, l.numbers[0]), sum(m, l.numbers[1])
		if (a > b) != l.right[0] {
			t.Errorf("weights %v put the wrong one first", m)
		}
	}
}
