// Package km prepares Khmer text for search. Khmer is written without spaces between words, so the unit is
// the cluster, a consonant with all that is stacked on and around it, and pairs of neighbouring clusters stand
// for words. Spellings that look alike but differ in their code points become one.
//
// All functions are safe for concurrent use and accept any string.
package km

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	coeng   = '\u17d2' // writes the next consonant below the one before
	da      = '\u178a'
	ta      = '\u178f'
	ro      = '\u179a'
	zero    = '\u17e0'
	nine    = '\u17e9'
	vowelE  = '\u17c1'
	vowelII = '\u17b8'
	vowelAA = '\u17b6'
	vowelOE = '\u17be'
	vowelOO = '\u17c4'
)

// Clusters cuts text into its clusters, each in one normal form: invisible characters are gone, a
// subscript da is written as the subscript ta it looks like, a subscript ro comes after the other subscripts,
// vowels written in two halves are joined, and Khmer digits are 0 to 9. Characters of other scripts without
// spaces are clusters with the marks that follow them. What is no letter, mark or digit separates.
func Clusters(text string) []string {
	var out []string
	var open []rune
	end := func() {
		if len(open) > 0 {
			out = append(out, string(normal(open)))
			open = open[:0]
		}
	}
	stacked := false
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Cf, r) || r == utf8.RuneError || len(open) == 0 && unicode.Is(unicode.M, r):
			continue // not seen, or a mark on nothing
		case len(open) > 0 && (stacked || r == coeng || unicode.Is(unicode.M, r)):
			open = append(open, r)
		case unicode.In(r, unicode.L, unicode.Nd):
			end()
			open = append(open, r)
		default:
			end()
		}
		stacked = r == coeng && len(open) > 0
	}
	end()
	return out
}

// Normalize writes text in the form in which spellings that look alike are equal. It is idempotent.
func Normalize(text string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(text, unicode.IsSpace) {
		clusters := Clusters(word)
		if b.Len() > 0 && len(clusters) > 0 {
			b.WriteByte(' ')
		}
		for _, c := range clusters {
			b.WriteString(c)
		}
	}
	return b.String()
}

// normal brings one cluster into its normal form.
func normal(rs []rune) []rune {
	if len(rs) == 1 {
		return []rune{digit(rs[0])}
	}
	var below, marks []rune
	for i := 1; i < len(rs); i++ {
		if rs[i] == coeng && i+1 < len(rs) {
			i++
			below = append(below, subscript(rs[i]))
			continue
		}
		if rs[i] != coeng {
			marks = append(marks, rs[i])
		}
	}
	slices.SortStableFunc(below, func(a, b rune) int { return last(a) - last(b) })
	slices.SortStableFunc(marks, func(a, b rune) int { return rank(a) - rank(b) })
	out := []rune{digit(rs[0])}
	for _, s := range below {
		out = append(out, coeng, s)
	}
	return append(out, join(marks)...)
}

func digit(r rune) rune {
	if r >= zero && r <= nine {
		return r - zero + '0'
	}
	return r
}

func subscript(r rune) rune {
	if r == da {
		return ta
	}
	return r
}

func last(r rune) int {
	if r == ro {
		return 1
	}
	return 0
}

// rank orders marks: the robat and the shifters of the register, then vowels, then signs.
func rank(r rune) int {
	switch {
	case r == '\u17cc' || r == '\u17c9' || r == '\u17ca':
		return 0
	case r >= '\u17b6' && r <= '\u17c5':
		return 1
	}
	return 2
}

// join writes a vowel typed in two halves as one, and a mark typed twice once.
func join(marks []rune) []rune {
	marks = slices.Compact(marks)
	for i := 0; i+1 < len(marks); i++ {
		if marks[i] != vowelE {
			continue
		}
		switch marks[i+1] {
		case vowelII:
			return slices.Replace(marks, i, i+2, vowelOE)
		case vowelAA:
			return slices.Replace(marks, i, i+2, vowelOO)
		}
	}
	return marks
}
