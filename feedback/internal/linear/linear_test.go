package linear

import (
	"slices"
	"testing"
)

func features(names ...string) []Feature {
	var list []Feature
	for _, n := range names {
		list = append(list, Feature{n, 1})
	}
	return list
}

func examples() []Example {
	return []Example{
		{features("lamp", "dark", "lane"), 0, 1}, {features("lamp", "broken"), 0, 1}, {features("dark", "street"), 0, 1},
		{features("rubbish", "smell", "lane"), 1, 1}, {features("rubbish", "heap"), 1, 1}, {features("bin", "smell"), 1, 1},
	}
}

func TestLikely(t *testing.T) {
	m := Train(examples(), 2)
	for _, c := range []struct {
		say   []Feature
		class int
	}{{features("dark", "lamp", "unheard"), 0}, {features("smell", "bin"), 1}} {
		p, known := m.Likely(c.say)
		if p[c.class] < 0.6 || known <= 0 {
			t.Errorf("Likely(%v): got %v, known %v, want class %d", c.say, p, known, c.class)
		}
	}
	if p, known := m.Likely(features("unheard")); known != 0 || p[0]+p[1] < 0.999 {
		t.Errorf("nothing known: got %v, known %v", p, known)
	}
	if p, known := m.Likely(nil); known != 0 || len(p) != 2 {
		t.Errorf("no features: got %v, known %v", p, known)
	}
	if got := m.Strongest(features("lane", "rubbish"), 1); got != "rubbish" {
		t.Errorf("Strongest: got %q, want rubbish", got)
	}
}

func TestTrainIsTheSameEachTime(t *testing.T) {
	one, other := Train(examples(), 2), Train(examples(), 2)
	if !slices.Equal(one.weights, other.weights) || !slices.Equal(one.bias, other.bias) {
		t.Error("two models of the same examples differ")
	}
}

func TestTrainWithoutExamples(t *testing.T) {
	if p, _ := Train(nil, 3).Likely(features("anything")); len(p) != 3 {
		t.Errorf("got %v, want three classes", p)
	}
}
