package search

import (
	"slices"
	"strings"

	"danloi/search/vi"
)

// A method reads words as the keys of an input method.
type method struct {
	syllable func(string) (string, bool)
	word     func(string) (string, bool) // of any language
	alone    bool                        // a word of another language shows by itself that these are keys
}

// decode undoes the keys of an input method that was off. The question as a whole must look like it: some
// word is known when decoded and unknown as it stands, and there are no more words with marks than of these.
// Codes are the wholes in the question, such as 69/2026/nđ-cp.
func (v *vocabulary) decode(ws []word, codes []string) []word {
	for _, m := range [...]method{{vi.Telex, v.telexWord, false}, {vi.VNI, vi.VNIWord, true}} {
		if out, ok := v.decodeWith(ws, m, codes); ok {
			return out
		}
	}
	return ws
}

func (v *vocabulary) decodeWith(ws []word, m method, codes []string) ([]word, bool) {
	out := slices.Clone(ws)
	sure, marked := 0, 0
	for i, w := range ws {
		if w.marked() {
			marked++
		}
		d, ok := decoded(w, m.syllable)
		if !ok {
			continue
		}
		known, asTyped := v.knows(d.exact), v.knowsFold(w.fold)
		if known && !asTyped {
			sure++
		}
		if (known || !asTyped) && (!w.marked() || !v.knows(w.exact)) {
			out[i] = d
		}
	}
	if sure > 0 || m.alone {
		sure += v.decodeForeign(ws, out, m, codes, sure > 0)
	}
	return out, sure > 0 && sure >= marked
}

// decodeForeign reads the words that are no syllables, such as foreign names, and returns how many are surely keys: those that
// the texts have in the very marks and not as they were typed. Where other words are keys (among), the letters suffice.
func (v *vocabulary) decodeForeign(ws, out []word, m method, codes []string, among bool) (sure int) {
	for i, w := range ws {
		if !sameExact(out[i], w) || v.knowsFold(w.fold) || w.part && !v.divisible(w, codes) {
			continue
		}
		d, ok := decoded(w, m.word)
		switch {
		case !ok || !among && !v.knows(d.exact) || !v.knowsFold(d.fold):
			continue
		case v.knows(d.exact):
			sure++
		}
		out[i] = d
	}
	return sure
}

// telexWord reads the Telex keys of a word of the texts that is no syllable.
func (v *vocabulary) telexWord(keys string) (string, bool) {
	v.once.Do(v.prepare)
	id, ok := v.keyed[keys]
	if !ok {
		return "", false
	}
	return vi.Spell(v.Words[id]), true
}

// telexTable lists the words that are no syllables and have marks by the Telex keys that type them.
func telexTable(words []string) map[string]uint32 {
	t := map[string]uint32{}
	for i, w := range words {
		if s := vi.Spell(w); vi.Marked(s) && !vi.IsSyllable(s) {
			for _, typing := range [...]vi.Typing{{}, {ToneEarly: true}, {BothHorns: true}, {ToneEarly: true, BothHorns: true}} {
				t[typing.Keys(s)] = uint32(i)
			}
		}
	}
	return t
}

// decoded reads a word as the keys of a method.
func decoded(w word, method func(string) (string, bool)) (word, bool) {
	s, ok := method(vi.Spell(w.exact))
	if !ok {
		return w, false
	}
	d := newWord(s)
	d.start, d.end = w.start, w.end
	return d, true
}

// divisible tells whether a part of a whole can be read on its own: the texts do not have the whole, and no part of it
// begins with a digit, as in Sainte-Genevieve2.
func (v *vocabulary) divisible(part word, codes []string) bool {
	for _, c := range codes {
		ps := strings.FieldsFunc(c, func(r rune) bool { return r == '/' || r == '.' || r == '-' })
		if slices.Contains(ps, part.exact) {
			return !v.knowsFold(vi.Fold(c)) && !slices.ContainsFunc(ps, func(p string) bool { return p[0] >= '0' && p[0] <= '9' })
		}
	}
	return false
}
