package search

import (
	"slices"
	"strings"
	"unicode"

	"danloi/search/vi"
)

// longestQuestion bounds the words of a question that are looked at.
const longestQuestion = 48

// A guess is a word that may have been meant, with its weight; what was typed has the weight 1.
type guess struct {
	word
	weight float64
}

// A reading is a question as it is understood: for each place the words that may stand there.
type reading struct {
	places    [][]guess
	folded    bool     // no word has marks: they must have been left out
	codes     []string // wholes such as 69/2026/nđ-cp
	asides    []aside  // phrases that mean the same as some of the words
	section   string   // kind of section asked for
	about     []bool   // by place: whether the word says what the question is about
	intended  []bool   // by place: whether the word belongs to the asking for a section
	regional  []bool   // by place: whether it is a region's word that only asks
	words     []word   // what was typed, with keys of an input method and short forms read as what they stand for
	fixed     []word   // the same with words that the texts do not know replaced by the likeliest
	rewritten bool     // there were such keys or short forms
}

// An aside is a phrase looked up beside the words from one place to another.
type aside struct {
	from, to int
	words    []word
	weight   float64
}

// A reader understands questions. It is safe for concurrent use.
type reader struct {
	*vocabulary
	lexicon   *lexicon
	protected map[string]bool
	longest   int // words of the longest protected name
	ranking   Ranking
}

func newReader(c *catalog, l *lexicon, o Options) *reader {
	r := &reader{vocabulary: newVocabulary(c), lexicon: l, protected: map[string]bool{}, ranking: o.ranking()}
	for _, name := range o.Protected {
		ws, _ := readWords(name)
		r.protected[foldedPhrase(ws)] = true
		r.longest = max(r.longest, len(ws))
	}
	return r
}

// read understands a question.
func (v *reader) read(text string) reading {
	typed, codes := readWords(text)
	ws := v.decode(typed, codes)
	r := reading{rewritten: !slices.EqualFunc(ws, typed, sameExact), folded: !slices.ContainsFunc(ws, word.marked), codes: codes}
	ws = v.expand(ws, &r)
	sure := v.sure(ws, r.folded)
	for i, w := range ws {
		place := []guess{{w, 1}}
		if !sure[i] {
			place = append(place, v.guesses(ws, i, r.folded, v.ranking)...)
		}
		r.places = append(r.places, place)
		r.about = append(r.about, !v.lexicon.asks(w, r.folded))
		r.regional, r.intended = append(r.regional, false), append(r.intended, false)
	}
	r.words, r.fixed = ws, ws
	if !foreign(ws) {
		r.fixed = v.likeliest(r, ws, text)
	}
	r.section = v.intent(&r, r.fixed)
	v.besides(&r, r.fixed)
	return r
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

// expand replaces short forms by what they stand for, unless the texts know the short form beside its
// neighbours; then, and for further readings, the meaning is looked up beside it.
func (v *reader) expand(ws []word, r *reading) (out []word) {
	for i := 0; i < len(ws); {
		e, n := v.lexicon.short.at(ws, i)
		if n == 0 || ws[i].part {
			out = append(out, ws[i])
			i++
			continue
		}
		means := e.means
		from := len(out)
		if n == 1 && v.support(ws, i, ws[i], r.folded) > 0 || !v.hasWords(means[0].words) {
			out = append(out, ws[i:i+n]...)
		} else {
			out = append(out, inMarks(means[0].words, r.folded)...)
			means, r.rewritten = means[1:], true
		}
		for _, m := range means {
			r.asides = append(r.asides, aside{from, len(out) - 1, m.words, sameThing})
		}
		i += n
	}
	return out
}

// inMarks takes the marks off words that join a question without any.
func inMarks(ws []word, folded bool) []word {
	if !folded {
		return ws
	}
	out := make([]word, len(ws))
	for i, w := range ws {
		out[i] = word{exact: w.fold, fold: w.fold, sound: w.fold}
	}
	return out
}

// hasWords tells whether the texts have all the words, so that nothing is looked up for them in vain.
func (v *vocabulary) hasWords(ws []word) bool {
	return !slices.ContainsFunc(ws, func(w word) bool { return !v.knows(w.exact) })
}

// hasPhrase tells whether the texts have the words one after another.
func (v *vocabulary) hasPhrase(ws []word) bool {
	if len(ws) == 1 {
		return v.knows(ws[0].exact)
	}
	for i := 1; i < len(ws); i++ {
		if v.beside(ws[i-1], ws[i], false) == 0 {
			return false
		}
	}
	return len(ws) > 0
}

// sure tells for which words nothing is guessed: those of protected names, those that only ask, and those of
// phrases the lexicon knows.
func (v *reader) sure(ws []word, folded bool) []bool {
	out := make([]bool, len(ws))
	mark := func(from, n int) {
		for j := from; j < from+n; j++ {
			out[j] = true
		}
	}
	for i, w := range ws {
		if w.part || v.lexicon.asks(w, folded) {
			mark(i, 1)
		}
		for _, p := range []*phrases{&v.lexicon.synonyms, &v.lexicon.intents} {
			_, n := p.at(ws, i)
			mark(i, n)
		}
		for n := min(v.longest, len(ws)-i); n > 1; n-- {
			if v.protected[foldedPhrase(ws[i:i+n])] {
				mark(i, n)
				break
			}
		}
	}
	return out
}

// besides collects the phrases that mean the same as words of the question, where the texts have them.
func (v *reader) besides(r *reading, ws []word) {
	for i := range ws {
		e, n := v.lexicon.synonyms.at(ws, i)
		if v.lexicon.onlyAsks(e) {
			r.ask(i, n)
			r.fromRegion(i, n)
		}
		for _, m := range e.means[:min(len(e.means), mostMeanings)] {
			if name := v.lexicon.intents.name(m.words); r.section == "" && name != "" {
				r.section = name
				r.ask(i, n)
			}
			if v.hasPhrase(m.words) {
				r.asides = append(r.asides, aside{i, i + n - 1, m.words, m.weight})
			}
		}
	}
}

// ask notes that n words from a place on only ask.
func (r *reading) ask(from, n int) {
	for i := from; i < from+n; i++ {
		r.about[i] = false
	}
}

// fromRegion notes that n words from a place on ask in the words of a region.
func (r *reading) fromRegion(from, n int) {
	for i := from; i < from+n; i++ {
		r.regional[i] = true
	}
}

// mostMeanings bounds what is looked up beside one phrase.
const mostMeanings = 6

// likeliest returns the words with those replaced that the texts do not know and one guess fits.
func (v *reader) likeliest(r reading, ws []word, text string) []word {
	out := slices.Clone(ws)
	for i, place := range r.places {
		w := ws[i]
		if len(place) < 2 || v.knows(w.exact) || !w.marked() && v.knowsFold(w.fold) || isName(text, w, i) {
			continue
		}
		out[i] = place[1].word
	}
	return out
}

// foreignShare is the share of words that are no Vietnamese syllables from which a question without marks is taken
// to be in another language.
const foreignShare = 0.4

// foreign tells whether a question seems to be in another language; nothing in it is then said to be another word.
func foreign(ws []word) bool {
	strange := 0
	for _, w := range ws {
		if w.marked() {
			return false
		}
		if !vi.IsSyllable(w.exact) {
			strange++
		}
	}
	return strange > 1 && float64(strange) >= foreignShare*float64(len(ws))
}

// isName tells whether a word was typed with a capital where none is due; such a word may be a name, and is not
// said to be another.
func isName(text string, w word, place int) bool {
	if place == 0 || w.end <= w.start {
		return false
	}
	typed := text[w.start:w.end]
	for _, r := range typed {
		return unicode.IsUpper(r) && strings.ToUpper(typed) != typed
	}
	return false
}

// spell writes words as the texts write them.
func (v *reader) spell(ws []word, folded bool) string {
	out := make([]string, len(ws))
	prev := word{}
	for i, w := range ws {
		if folded {
			w = v.marks(prev, w)
		}
		out[i], prev = spelt(w), w
	}
	return strings.Join(out, " ")
}

// spelt writes a word, without its tone where no spelling tells which letter bears it, as in a foreign name.
func spelt(w word) string {
	s := vi.Spell(w.exact)
	if s != w.exact && !vi.IsSyllable(s) {
		return w.exact[:len(w.exact)-1]
	}
	return s
}

// marks gives a word without marks those it most often has in the texts, after the word before it if it can be.
func (v *vocabulary) marks(prev, w word) word {
	f, ok := v.foldIDs[w.fold]
	if !ok {
		return w
	}
	best, most := w, -1
	for _, id := range v.byFold[f] {
		c := v.all[id]
		n := int(v.counts[id])
		if prev.exact != "" {
			n += 1000 * v.beside(prev, c, false)
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}
