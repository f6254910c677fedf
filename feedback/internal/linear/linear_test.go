package linear

import (
	"bytes"
	"slices"
	"testing"
)

const bits = 8

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
	m := Train(examples(), 2, bits)
	for _, c := range []struct {
		say   []Feature
		class int
	}{{features("dark", "lamp", "unheard"), 0}, {features("smell", "bin"), 1}} {
		if p := m.Likely(c.say); p[c.class] < 0.6 {
			t.Errorf("Likely(%v): got %v, want class %d", c.say, p, c.class)
		}
	}
	if p := m.Likely(nil); len(p) != 2 || p[0]+p[1] < 0.999 {
		t.Errorf("no features: got %v", p)
	}
	if got := m.Strongest(features("lane", "rubbish"), 1); got != "rubbish" {
		t.Errorf("Strongest: got %q, want rubbish", got)
	}
}

func TestTrainIsTheSameEachTime(t *testing.T) {
	one, other := Train(examples(), 2, bits), Train(examples(), 2, bits)
	if !slices.Equal(one.weights, other.weights) || !slices.Equal(one.bias, other.bias) {
		t.Error("two models of the same examples differ")
	}
}

func TestTrainWithoutExamples(t *testing.T) {
	if p := Train(nil, 3, bits).Likely(features("anything")); len(p) != 3 {
		t.Errorf("got %v, want three classes", p)
	}
}

func TestDecode(t *testing.T) {
	m := Train(examples(), 2, bits)
	var b bytes.Buffer
	if err := m.Encode(&b); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	got, err := Decode(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	if want := m.Likely(features("dark")); !slices.Equal(got.Likely(features("dark")), want) {
		t.Errorf("read back: got %v, want %v", got.Likely(features("dark")), want)
	}
	broken := slices.Clone(whole)
	broken[1] = 255 // a number of classes that no model has
	for name, data := range map[string][]byte{"empty": nil, "cut": whole[:len(whole)-1], "too many classes": broken} {
		if _, err := Decode(bytes.NewReader(data)); err == nil {
			t.Errorf("%s: read without an error", name)
		}
	}
}
