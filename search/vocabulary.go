package search

import (
	"sync"

	"danloi/search/vi"
)

// A vocabulary answers which words of the texts a typed word could have been. It is safe for concurrent use.
type vocabulary struct {
	*catalog
	all     []word // by number
	bySound map[string][]uint32
	byFold  map[uint32][]uint32 // folded form → words
	folds   []string            // folded forms by number
	foldN   []int               // occurrences of each

	once  sync.Once
	near  map[string][]uint32 // words by what is left of them without one letter
	nearF map[string][]uint32 // the same of folded forms
	keyed map[string]uint32   // words that are no syllables by their Telex keys
}

func newVocabulary(c *catalog) *vocabulary {
	v := &vocabulary{catalog: c, bySound: map[string][]uint32{}, byFold: map[uint32][]uint32{}}
	v.folds = make([]string, len(c.foldIDs))
	v.foldN = make([]int, len(c.foldIDs))
	for f, id := range c.foldIDs {
		v.folds[id] = f
	}
	v.all = make([]word, len(c.Words))
	for i, w := range c.Words {
		id, f := uint32(i), c.folds[i]
		v.all[i] = word{exact: w, fold: v.folds[f], sound: vi.Sound(w)}
		v.bySound[v.all[i].sound] = append(v.bySound[v.all[i].sound], id)
		v.byFold[f] = append(v.byFold[f], id)
		v.foldN[f] += int(c.counts[i])
	}
	return v
}

// knows tells whether the texts have the word as it is.
func (v *vocabulary) knows(exact string) bool {
	_, ok := v.wordIDs[exact]
	return ok
}

// knowsFold tells whether the texts have the word under some marks.
func (v *vocabulary) knowsFold(fold string) bool {
	_, ok := v.foldIDs[fold]
	return ok
}

// beside counts how often two words stand side by side in the texts; with folded, whatever their marks.
func (v *vocabulary) beside(a, b word, folded bool) int {
	if folded {
		x, ok1 := v.foldIDs[a.fold]
		y, ok2 := v.foldIDs[b.fold]
		if !ok1 || !ok2 {
			return 0
		}
		return v.foldPairs.of(x, y)
	}
	x, ok1 := v.wordIDs[a.exact]
	y, ok2 := v.wordIDs[b.exact]
	if !ok1 || !ok2 {
		return 0
	}
	return v.pairs.of(x, y)
}

// neighbours returns the words one slip of the finger away from an exact key, itself left out.
func (v *vocabulary) neighbours(exact string) []uint32 {
	v.once.Do(v.prepare)
	return near(exact, v.near, v.Words)
}

// foldNeighbours returns the folded forms one slip away, by number.
func (v *vocabulary) foldNeighbours(fold string) []uint32 {
	v.once.Do(v.prepare)
	return near(fold, v.nearF, v.folds)
}

// longestSlip is the length of a word, in bytes, above which no slips are looked for.
const longestSlip = 32

func (v *vocabulary) prepare() {
	v.near, v.nearF = deletionTable(v.Words), deletionTable(v.folds)
	v.keyed = telexTable(v.Words)
}

func deletionTable(words []string) map[string][]uint32 {
	t := make(map[string][]uint32, 8*len(words))
	for i, w := range words {
		for _, d := range deletions(w) {
			t[d] = append(t[d], uint32(i))
		}
	}
	return t
}

// deletions returns the word itself and what is left of it without each of its letters.
func deletions(w string) []string {
	if len(w) > longestSlip {
		return []string{w}
	}
	rs := []rune(w)
	out := make([]string, 1, len(rs)+1)
	out[0] = w
	for i := range rs {
		if i > 0 && rs[i] == rs[i-1] {
			continue
		}
		out = append(out, string(rs[:i])+string(rs[i+1:]))
	}
	return out
}

func near(w string, table map[string][]uint32, all []string) []uint32 {
	var out []uint32
	seen := map[uint32]bool{}
	for _, d := range deletions(w) {
		for _, id := range table[d] {
			if !seen[id] && all[id] != w && oneSlip(w, all[id]) {
				out = append(out, id)
			}
			seen[id] = true
		}
	}
	return out
}

// oneSlip tells whether two words are equal or one edit apart: a letter more, less, other, or two swapped.
func oneSlip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return string(x[i:]) == string(y[i+1:])
	}
	if i == len(x) || string(x[i+1:]) == string(y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && string(x[i+2:]) == string(y[i+2:])
}
