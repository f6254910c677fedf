// Package linear is a small classifier: a softmax over sums of weights, one weight for each feature and class. A
// feature is known by its hash, so that a model is one table of small numbers that can be kept in a file. It is
// trained in fixed order without chance, so that the same examples always give the same model.
package linear

import (
	"math"
	"slices"
)

// Feature is something that is there, and how much it weighs beside the others of its text.
type Feature struct {
	Name  string
	Value float32
}

// Example is what is learned: features that are there, each once, and the class they mean.
type Example struct {
	Features []Feature
	Class    int
	Worth    float64 // how much it counts; 1 for an ordinary one
}

// Model says how likely each class is. It is made by Train or Decode and read-only.
type Model struct {
	classes int
	bits    int     // the table has 1<<bits rows of classes weights
	weights []int8  // in steps
	step    float32 // what one step is
	bias    []float32
}

// Classes is how many classes the model knows.
func (m *Model) Classes() int { return m.classes }

// Size is how many bytes the model takes up in memory.
func (m *Model) Size() int { return len(m.weights) + 4*len(m.bias) }

// coded is a feature by its row.
type coded struct {
	at    int
	value float32
}

// code returns the rows of the features, their values made to one length.
func code(features []Feature, bits int) []coded {
	list := make([]coded, len(features))
	square := float32(0)
	for i, f := range features {
		square += f.Value * f.Value
		list[i] = coded{row(f.Name, bits), f.Value}
	}
	length := float32(math.Sqrt(float64(square)))
	for i := range list {
		list[i].value /= length
	}
	return list
}

// row is the row of a feature: FNV-1a of its name, folded.
func row(name string, bits int) int {
	h := uint32(2166136261)
	for i := range len(name) {
		h = (h ^ uint32(name[i])) * 16777619
	}
	return int((h ^ h>>bits) & (1<<bits - 1))
}

func softmax(p []float64) {
	most, total := slices.Max(p), 0.0
	for i := range p {
		p[i] = math.Exp(p[i] - most)
		total += p[i]
	}
	for i := range p {
		p[i] /= total
	}
}

// Likely returns how likely each class is for a text with these features, 0 to 1. With no features it returns the
// classes' own shares.
func (m *Model) Likely(features []Feature) []float64 {
	p := make([]float64, m.classes)
	for c, b := range m.bias {
		p[c] = float64(b)
	}
	for _, f := range code(features, m.bits) {
		by := float64(f.value * m.step)
		for c, w := range m.weights[f.at*m.classes : (f.at+1)*m.classes] {
			p[c] += float64(w) * by
		}
	}
	softmax(p)
	return p
}

// Strongest returns the feature that speaks most for a class, empty when none does.
func (m *Model) Strongest(features []Feature, class int) string {
	best, say := float32(0), ""
	for _, f := range features {
		if w := float32(m.weights[row(f.Name, m.bits)*m.classes+class]) * f.Value; w > best {
			best, say = w, f.Name
		}
	}
	return say
}
