package feedback

import (
	"fmt"
	"strings"

	"danloi/feedback/internal/spell"
)

// pattern is a phrase that is looked for in a text. Its words follow each other; "*" stands for up to four words;
// "^" at the start binds it to the first words of the text.
type pattern struct {
	say   string // as it stands in the data
	parts [][]spell.Word
	start bool
}

// Limits of matching.
const (
	patternGap   = 4 // words that "*" stands for at most
	patternStart = 3 // words that may stand before a pattern with "^"
)

func parsePattern(letters spell.Alphabet, say string) (pattern, error) {
	p := pattern{say: say}
	rest, start := strings.CutPrefix(say, "^")
	p.start = start
	for _, part := range strings.Split(rest, "*") {
		words := letters.Words(part)
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

// find returns all places at which the pattern begins. In a text without tone marks folded compares plain letters.
func (p pattern) find(t text, folded bool) []span {
	last := len(t.words) - 1
	if p.start {
		last = min(last, patternStart)
	}
	var list []span
	for i := 0; i <= last; i++ {
		if to, ok := p.match(t.words, i, folded); ok {
			list = append(list, span{i, to})
		}
	}
	return list
}

func (p pattern) match(words []spell.Word, at int, folded bool) (end int, ok bool) {
	for n, part := range p.parts {
		gap := 0
		if n > 0 {
			gap = patternGap
		}
		found := false
		for skip := 0; skip <= gap && !found; skip++ {
			if samePart(words, at+skip, part, folded) {
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
