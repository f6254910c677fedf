package search

import (
	"slices"

	"danloi/search/vi"
)

// longestQuestion bounds the words of a question that are looked at.
const longestQuestion = 64

// A guess is a word that may have been meant, with its weight; what was typed has the weight 1.
type guess struct {
	word
	weight float64
}

// A reading is a question as it is understood: for each place the words that may stand there.
type reading struct {
	places [][]guess
	folded bool // no word has marks: they must have been left out
	codes  []string
}

// readWords takes a question apart into words and whole codes.
func readWords(text string) (ws []word, codes []string) {
	for _, w := range words(text) {
		switch {
		case len(ws) == longestQuestion:
			return ws, codes
		case w.code:
			codes = append(codes, w.exact)
		default:
			ws = append(ws, w)
		}
	}
	return ws, codes
}

// read understands a question.
func (v *vocabulary) read(text string, r Ranking) reading {
	ws, codes := readWords(text)
	ws = v.decode(ws)
	out := reading{folded: !slices.ContainsFunc(ws, word.marked), codes: codes}
	for i, w := range ws {
		out.places = append(out.places, append([]guess{{w, 1}}, v.guesses(ws, i, out.folded, r)...))
	}
	return out
}

// decode undoes the keys of an input method that was off. The question as a whole must look like it: some
// word is known when decoded and unknown as it stands, and there are more of these than words with marks.
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
			continue
		}
		s, ok := method(w.exact)
		if !ok {
			continue
		}
		d := newWord(s)
		known, asTyped := v.knows(d.exact), v.knowsFold(w.fold)
		if known && !asTyped {
			sure++
		}
		if known || !asTyped {
			d.start, d.end = w.start, w.end
			out[i] = d
		}
	}
	return out, sure > 0 && sure >= marked
}
