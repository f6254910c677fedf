package eval

import (
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"danloi/search/vi"
)

// Conditions lists the ways of typing that Distort knows, the untouched one first.
func Conditions() []string {
	return []string{"plain", "nodia", "telex", "vni", "typo", "typo3", "dialect", "south"}
}

// Distort returns a text as it would be typed under a condition; ok is false for a condition it does not
// know. The same seed, id and text give the same result on every machine.
//
//	nodia    all marks gone
//	telex    the raw keys of Telex     vni      the raw keys of VNI
//	typo     one slip                  typo3    three slips, in three words where there are as many
//	dialect  spelled as it sounds in the North or in the South, half of the syllables that could change
//	south    endings as they sound in the South: n for ng, t for c, and v, d and gi mixed
func Distort(condition string, seed uint64, id, text string) (out string, ok bool) {
	r := source(condition, seed, id)
	switch condition {
	case "plain":
		return text, true
	case "nodia":
		return eachWord(text, fold), true
	case "telex", "vni":
		t := vi.Typing{VNI: condition == "vni", ToneEarly: r.IntN(2) == 0, BothHorns: r.IntN(2) == 0}
		return eachWord(text, func(w string) string { return keepCase(w, t.Keys(vi.Clean(w))) }), true
	case "typo":
		return slips(text, 1, r), true
	case "typo3":
		return slips(text, 3, r), true
	case "dialect":
		return respell(text, [...][]swap{north, southTones}[r.IntN(2)], r), true
	case "south":
		return respell(text, southEndings, r), true
	}
	return "", false
}

// source draws from the seed and the question alone, so that one more question changes no other.
func source(condition string, seed uint64, id string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(condition + "\x00" + id)) // a hash never fails
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

func isWordRune(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.Nd) }

// eachWord replaces every word and keeps what stands between.
func eachWord(text string, f func(string) string) string {
	var b strings.Builder
	for text != "" {
		n := strings.IndexFunc(text, isWordRune)
		if n < 0 {
			break
		}
		b.WriteString(text[:n])
		text = text[n:]
		end := strings.IndexFunc(text, func(r rune) bool { return !isWordRune(r) })
		if end < 0 {
			end = len(text)
		}
		b.WriteString(f(text[:end]))
		text = text[end:]
	}
	return b.String() + text
}

func fold(w string) string { return keepCase(w, vi.Fold(w)) }

// keepCase gives a rewritten word the capitals of the one it stands for: all, the first or none.
func keepCase(was, is string) string {
	first, n := utf8.DecodeRuneInString(was)
	switch {
	case !unicode.IsUpper(first):
		return is
	case len(was) > n && strings.ToUpper(was) == was:
		return strings.ToUpper(is)
	}
	r, m := utf8.DecodeRuneInString(is)
	return string(unicode.ToUpper(r)) + is[m:]
}
