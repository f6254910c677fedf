// Package linear is a small classifier: a softmax over sums of weights, one weight for each feature and class. It is
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

// Model says how likely each class is. It is made by Train and read-only.
type Model struct {
	classes int
	index   map[string]int32
	weights []float32 // classes for each feature
	bias    []float32
}

// How it learns.
const (
	rounds = 8    // how often each example is seen
	rate   = 0.25 // first step of AdaGrad
	decay  = 2e-5 // pulls weights to zero at each step
)

// Train learns the examples. Classes are numbered from 0. The examples are visited in one fixed order that mixes
// them.
func Train(examples []Example, classes int) *Model {
	m := &Model{classes: classes, index: map[string]int32{}, bias: make([]float32, classes)}
	all := m.code(examples)
	m.weights = make([]float32, len(m.index)*classes)
	t := trainer{Model: m, squares: make([]float32, len(m.weights)), biasSquares: make([]float32, classes), p: make([]float64, classes)}
	step := stride(len(examples))
	for range rounds {
		for i, at := 0, 0; i < len(examples); i, at = i+1, (at+step)%len(examples) {
			t.learn(all[at], examples[at])
		}
	}
	return m
}

// coded is a feature by its number.
type coded struct {
	at    int32
	value float32
}

// code numbers the features of the examples.
func (m *Model) code(examples []Example) [][]coded {
	all := make([][]coded, len(examples))
	for i, e := range examples {
		for _, f := range e.Features {
			if _, ok := m.index[f.Name]; !ok {
				m.index[f.Name] = int32(len(m.index))
			}
		}
		all[i] = m.coded(e.Features)
	}
	return all
}

// coded returns the features that the model knows, their values made to one length.
func (m *Model) coded(features []Feature) []coded {
	list := make([]coded, 0, len(features))
	square := float32(0)
	for _, f := range features {
		square += f.Value * f.Value
		if i, ok := m.index[f.Name]; ok {
			list = append(list, coded{i, f.Value})
		}
	}
	length := float32(math.Sqrt(float64(square)))
	for i := range list {
		list[i].value /= length
	}
	return list
}

// stride returns a step that visits n places in a mixed order, each once.
func stride(n int) int {
	step := int(float64(n) * 0.618)
	for step > 1 && gcd(step, n) != 1 {
		step--
	}
	return max(step, 1)
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

type trainer struct {
	*Model
	squares, biasSquares []float32
	p                    []float64
}

func (t *trainer) learn(features []coded, e Example) {
	if len(features) == 0 {
		return
	}
	t.sum(features, t.p)
	softmax(t.p)
	for c := range t.classes {
		miss := t.p[c]
		if c == e.Class {
			miss--
		}
		miss *= e.Worth
		if math.Abs(miss) < 0.005 {
			continue
		}
		for _, f := range features {
			i, g := int(f.at)*t.classes+c, float32(miss)*f.value
			t.squares[i] += g * g
			t.weights[i] -= rate*g/float32(math.Sqrt(float64(t.squares[i])+1e-4)) + decay*t.weights[i]
		}
		b := float32(miss)
		t.biasSquares[c] += b * b
		t.bias[c] -= 0.1 * b / float32(math.Sqrt(float64(t.biasSquares[c])+1e-4))
	}
}

// sum adds the weights of the features into each class.
func (m *Model) sum(features []coded, into []float64) {
	for c, b := range m.bias {
		into[c] = float64(b)
	}
	for _, f := range features {
		for c, w := range m.weights[int(f.at)*m.classes : (int(f.at)+1)*m.classes] {
			into[c] += float64(w * f.value)
		}
	}
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

// Likely returns how likely each class is for a text with these features, and which part of the features it knows,
// both 0 to 1. With no features that it knows it returns the classes' own shares and 0.
func (m *Model) Likely(features []Feature) (p []float64, known float64) {
	list := m.coded(features)
	p = make([]float64, m.classes)
	m.sum(list, p)
	softmax(p)
	return p, float64(len(list)) / float64(max(len(features), 1))
}

// Strongest returns the feature that speaks most for a class, empty when none does.
func (m *Model) Strongest(features []Feature, class int) string {
	best, say := float32(0), ""
	for _, f := range features {
		if i, ok := m.index[f.Name]; ok {
			if w := m.weights[int(i)*m.classes+class] * f.Value; w > best {
				best, say = w, f.Name
			}
		}
	}
	return say
}
