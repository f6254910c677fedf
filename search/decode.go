package search

import (
	"slices"

	"danloi/search/vi"
)

// decode undoes the keys of an input method that was off. The question as a whole must look like it: some
// word is known when decoded and unknown as it stands, and there are no more words with marks than of these.
func (v *vocabulary) decode(ws []word) []word {
	for _, method := range []func(string) (string, bool){vi.Telex, vi.VNI} {
		if out, ok := v.decodeWith(ws, method); ok {
			return out
		}
	}
	return ws
}

func (v *vocabulary) decodeWith(ws []word, method func(string) (string, bool)) ([]word, bool) {
	out := slices.Clone(ws)
	sure, marked := 0, 0
	for i, w := range ws {
		if w.marked() {
			marked++
		}
		s, ok := method(vi.Spell(w.exact))
		if !ok {
			continue
		}
		d := newWord(s)
		known, asTyped := v.knows(d.exact), v.knowsFold(w.fold)
		if known && !asTyped {
			sure++
		}
		if (known || !asTyped) && (!w.marked() || !v.knows(w.exact)) {
			d.start, d.end = w.start, w.end
			out[i] = d
		}
	}
	return out, sure > 0 && sure >= marked
}
