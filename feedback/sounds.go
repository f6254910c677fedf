package feedback

import "danloi/feedback/internal/linear"

// How much the kinds of features weigh in what is learned.
const (
	wordWorth   = 0.8
	exactWorth  = 0.2 // with tone marks
	pairWorth   = 0.7
	skipWorth   = 0.2 // two words with one between them
	threeWorth  = 0.2
	partWorth   = 0.2 // letters within a word, for what is typed wrongly
	groupWorth  = 1.8
	groupsWorth = 0.6 // two groups in one text
	signWorth   = 1.2
)

// sounding collects features, each once.
type sounding struct {
	seen map[string]bool
	list []linear.Feature
}

func (s *sounding) add(name string, worth float32) {
	if !s.seen[name] {
		s.seen[name] = true
		s.list = append(s.list, linear.Feature{Name: name, Value: worth})
	}
}

// sounds returns the words of a text, those that follow each other, and parts of long words. A text with tone marks
// has its words also as typed.
func sounds(t text) *sounding {
	s := &sounding{make(map[string]bool, 16*len(t.words)), make([]linear.Feature, 0, 16*len(t.words))}
	for i, w := range t.words {
		if digits(w.Fold) {
			continue
		}
		s.add(w.Fold, wordWorth)
		s.parts(w.Fold)
		if !t.plain && w.Exact != w.Fold {
			s.add("'"+w.Exact, exactWorth)
		}
		s.pairs(t, i)
	}
	return s
}

// pairs adds what word i makes with the words before it.
func (s *sounding) pairs(t text, i int) {
	if i == 0 || t.words[i].Apart {
		return
	}
	one, two := t.words[i-1], t.words[i]
	s.add(one.Fold+" "+two.Fold, pairWorth)
	if !t.plain {
		s.add("'"+one.Exact+" "+two.Exact, exactWorth)
	}
	if i > 1 && !one.Apart {
		s.add(t.words[i-2].Fold+" "+one.Fold+" "+two.Fold, threeWorth)
		s.add(t.words[i-2].Fold+" _ "+two.Fold, skipWorth)
	}
}

// partLength is how many letters a part of a word has.
const partLength = 3

func (s *sounding) parts(word string) {
	word = "_" + word + "_"
	for i := 0; i+partLength <= len(word) && len(word) > partLength+2; i++ {
		s.add("_"+word[i:i+partLength], partWorth)
	}
}

// digits reports whether a word is a number, which tells nothing of a kind.
func digits(fold string) bool { return fold[0] >= '0' && fold[0] <= '9' }
