package linear

import "math"

// How it learns.
const (
	rounds = 8    // how often each example is seen
	rate   = 0.25 // first step of AdaGrad
	decay  = 2e-5 // pulls weights to zero at each step
	steps  = 127  // the largest weight in steps
)

// Train learns the examples into a table of 1<<bits rows. Classes are numbered from 0. The examples are visited in
// one fixed order that mixes them.
func Train(examples []Example, classes, bits int) *Model {
	t := trainer{
		classes: classes,
		weights: make([]float32, classes<<bits), squares: make([]float32, classes<<bits),
		bias: make([]float32, classes), biasSquares: make([]float32, classes), p: make([]float64, classes),
	}
	all := make([][]coded, len(examples))
	for i, e := range examples {
		all[i] = code(e.Features, bits)
	}
	step := stride(len(examples))
	for range rounds {
		for i, at := 0, 0; i < len(examples); i, at = i+1, (at+step)%len(examples) {
			t.learn(all[at], examples[at])
		}
	}
	return t.model(bits)
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
	classes           int
	weights, squares  []float32
	bias, biasSquares []float32
	p                 []float64
}

func (t *trainer) learn(features []coded, e Example) {
	if len(features) == 0 {
		return
	}
	t.guess(features)
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
			i, g := f.at*t.classes+c, float32(miss)*f.value
			t.squares[i] += g * g
			t.weights[i] -= rate*g/float32(math.Sqrt(float64(t.squares[i])+1e-4)) + decay*t.weights[i]
		}
		b := float32(miss)
		t.biasSquares[c] += b * b
		t.bias[c] -= 0.1 * b / float32(math.Sqrt(float64(t.biasSquares[c])+1e-4))
	}
}

// guess leaves in p how likely each class is so far.
func (t *trainer) guess(features []coded) {
	for c, b := range t.bias {
		t.p[c] = float64(b)
	}
	for _, f := range features {
		for c, w := range t.weights[f.at*t.classes : (f.at+1)*t.classes] {
			t.p[c] += float64(w * f.value)
		}
	}
	softmax(t.p)
}

// model rounds the weights to steps.
func (t *trainer) model(bits int) *Model {
	most := float32(0)
	for _, w := range t.weights {
		most = max(most, w, -w)
	}
	m := &Model{classes: t.classes, bits: bits, weights: make([]int8, len(t.weights)), step: max(most, 1e-6) / steps, bias: t.bias}
	for i, w := range t.weights {
		m.weights[i] = int8(math.Round(float64(w / m.step)))
	}
	return m
}
