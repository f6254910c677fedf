package feedback

import (
	"slices"
	"strings"

	"danloi/feedback/internal/linear"
)

// hunch is the second stage behind the signs: what a text as a whole sounds like, learned from examples. The signs know
// what must never be missed; the hunch knows what people say in other words. It is read-only once made.
type hunch struct {
	model   *linear.Model
	answers []verdict // by class of the model
	groups  groups
}

// verdict is what a class of the model stands for.
type verdict struct {
	kind    Kind
	numbers []string
}

// groups are the classes of words of triage.yaml, so that "the clerk" and "the chairman" are learned as one.
type groups struct {
	list phrases // pattern.say is the number of the class in names
	of   map[string]string
}

func (g groups) in(t text) []string {
	var names []string
	g.list.find(t, func(p pattern, _ span) bool {
		if name := g.of[p.say]; !slices.Contains(names, name) {
			names = append(names, name)
		}
		return true
	})
	slices.Sort(names)
	return names
}

// features returns what is learned of a text: how it sounds, the classes of words with each two of these, and which
// kinds' signs were found.
func (g groups) features(t text, signs []string) []linear.Feature {
	s := sounds(t)
	names := g.in(t)
	for i, name := range names {
		s.add("{"+name+"}", groupWorth)
		for _, other := range names[:i] {
			s.add("{"+other+","+name+"}", groupsWorth)
		}
	}
	for _, sign := range signs {
		s.add("#"+sign, signWorth)
	}
	return s.list
}

// likely is what the hunch makes of a text.
type likely struct {
	verdict
	p      float64            // how likely the kind is
	words  int                // how many there are that say something
	grave  float64            // how likely it is a kind that may not be filed
	kinds  map[Kind]float64   // how likely each kind is
	number map[string]float64 // how likely each emergency number is
	say    string             // the words that speak most for it
}

// of returns what a text with these signs sounds like. The most likely kind is found first, then within it the
// numbers.
func (h *hunch) of(t text, signs []string, common map[string]bool) likely {
	features := h.groups.features(t, signs)
	p := h.model.Likely(features)
	l := likely{kinds: map[Kind]float64{}, number: map[string]float64{}}
	for i, a := range h.answers {
		l.kinds[a.kind] += p[i]
		if !a.kind.open() {
			l.grave += p[i]
		}
		for _, n := range a.numbers {
			l.number[n] += p[i]
		}
	}
	for _, w := range t.words {
		if !digits(w.Fold) && !common[w.Fold] {
			l.words++
		}
	}
	best := -1
	for i, a := range h.answers {
		if best < 0 || l.kinds[a.kind] > l.kinds[l.kind] || a.kind == l.kind && p[i] > p[best] {
			best, l.verdict = i, a
		}
	}
	l.p = l.kinds[l.kind]
	l.say = strings.Trim(h.model.Strongest(features, best), "'{}#_")
	return l
}

// best returns the most likely of the kinds for which ok holds.
func (l likely) best(ok func(Kind) bool) (kind Kind, p float64) {
	for _, k := range kindsInOrder {
		share := l.kinds[k]
		if k == Feedback {
			share *= feedbackShare
		}
		if ok(k) && (kind == "" || share > p) {
			kind, p = k, share
		}
	}
	return kind, p
}

// numbersFor returns the emergency numbers that are likely, the likeliest first.
func (l likely) numbersFor(least float64) []string {
	var list []string
	for _, n := range emergencyNumbers {
		if l.number[n] >= least {
			list = append(list, n)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return compareDown(l.number[a], l.number[b]) })
	return list
}
