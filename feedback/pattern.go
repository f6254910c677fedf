package feedback

import (
	"fmt"
	"strings"

	"danloi/feedback/internal/spell"
)

// pattern is a phrase that is looked for in a text. Its words follow each other; "*" stands for up to four words;
// "^" at the start binds it to the first words of the text, "=" to the whole text; "!" at the end says that it
// counts only with its tone marks.
type pattern struct {
	say    string // as it stands in the data
	parts  [][]spell.Word
	start  bool
	whole  bool
	marked bool
}

// Limits of matching.
const (
	patternGap   = 4 // words that "*" stands for at most
	patternStart = 3 // words that may stand before a pattern with "^"
)

func parsePattern(r reader, say string) (pattern, error) {
	p := pattern{say: say}
	rest, start := strings.CutPrefix(say, "^")
	rest, whole := strings.CutPrefix(rest, "=")
	rest, marked := strings.CutSuffix(rest, "!")
	p.start, p.whole, p.marked = start, whole, marked
	for _, part := range strings.Split(rest, "*") {
		words := r.words(part)
		if len(words) == 0 {
			return pattern{}, fmt.Errorf("sign %q has a part without words", say)
		}
		p.parts = append(p.parts, words)
	}
	return p, nil
}

// span is where a pattern was found.
type span struct{ from, to int }

func (s span) overlaps(o span) bool { return s.from < o.to && o.from < s.to }

// phrases are patterns by the plain letters of their first word, so that only those are tried that may begin at a
// word of the text.
type phrases map[string][]pattern

func newPhrases(list []pattern) phrases {
	p := make(phrases, len(list))
	for _, one := range list {
		first := one.parts[0][0].Fold
		p[first] = append(p[first], one)
	}
	return p
}

// find hands on each place at which a phrase stands until yield returns false. In a text without tone marks plain
// letters are compared.
func (p phrases) find(t text, yield func(pattern, span) bool) {
	if len(p) == 0 {
		return
	}
	for i, w := range t.words {
		for _, one := range p[w.Fold] {
			if to, ok := one.at(t, i); ok && !yield(one, span{i, to}) {
				return
			}
		}
	}
}

// spans returns all places at which a phrase stands.
func (p phrases) spans(t text) []span {
	var list []span
	p.find(t, func(_ pattern, at span) bool {
		list = append(list, at)
		return true
	})
	return list
}

// at reports whether the pattern stands at word i of the text, and where it ends.
func (p pattern) at(t text, i int) (end int, ok bool) {
	if p.marked && t.plain || p.start && i > patternStart || p.whole && i > 0 {
		return 0, false
	}
	end, ok = p.match(t, i)
	return end, ok && (!p.whole || end == len(t.words))
}

func (p pattern) match(t text, at int) (end int, ok bool) {
	for n, part := range p.parts {
		gap := 0
		if n > 0 {
			gap = patternGap
		}
		found := false
		for skip := 0; skip <= gap && !found; skip++ {
			if samePart(t.words, at+skip, part, t.plain) {
				at, found = at+skip+len(part), true
			}
		}
		if !found {
			return 0, false
		}
	}
	return at, true
}

func samePart(words []spell.Word, at int, part []spell.Word, folded bool) bool {
	if at+len(part) > len(words) {
		return false
	}
	for i, w := range part {
		got := words[at+i]
		if folded && got.Fold != w.Fold || !folded && got.Exact != w.Exact {
			return false
		}
	}
	return true
}
