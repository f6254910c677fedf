package search

import (
	"slices"

	"danloi/search/vi"
)

// understood returns the question in the words it was understood in, or "" where these were typed. Keys of an input
// method, short forms and letters that make no syllable are always said anew. Any other word may be one that the texts
// merely lack, so another is said in its place only where it stands in the first document as it would in the question.
func (x *shard) understood(r reading, fs []found) string {
	if len(fs) == 0 {
		return ""
	}
	said, changed := slices.Clone(r.words), r.rewritten
	for i, w := range r.fixed {
		if sameExact(w, said[i]) || vi.IsSyllable(vi.Spell(said[i].exact)) && !x.bears(fs[0].doc, r, i) {
			continue
		}
		said[i], changed = w, true
	}
	if !changed {
		return ""
	}
	return x.reader.spell(said, r.folded)
}

// bears tells whether a document has the word at a place of the question beside one of its neighbours there, of which
// neither only asks.
func (x *shard) bears(doc uint32, r reading, place int) bool {
	if len(r.fixed) == 1 {
		return true
	}
	beside := func(a, b int) bool {
		return !x.asks(r, a) && !x.asks(r, b) && x.hasPair(doc, r.fixed[a], r.fixed[b], r.folded)
	}
	return place > 0 && beside(place-1, place) || place+1 < len(r.fixed) && beside(place, place+1)
}

// asks tells whether a place of the question only asks, as it was typed or in the word said instead.
func (x *shard) asks(r reading, place int) bool {
	return !r.about[place] || x.reader.lexicon.asks(r.fixed[place], r.folded)
}

// hasPair tells whether two words stand side by side in a document; with folded, whatever their marks.
func (x *shard) hasPair(doc uint32, a, b word, folded bool) bool {
	same := func(id uint32, w word) bool {
		if folded {
			return x.reader.all[id].fold == w.fold
		}
		return x.Words[id] == w.exact
	}
	for _, text := range [][]uint32{x.title(doc), x.whole(doc)} {
		for i := 1; i < len(text); i++ {
			if same(text[i], b) && same(text[i-1], a) {
				return true
			}
		}
	}
	return false
}
