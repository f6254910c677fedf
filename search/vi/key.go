package vi

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Exact returns the key under which a word is found as it is written: its letters with their shape marks,
// then one capital letter for the tone. Where the tone mark stood does not show in it. The word is cleaned first.
func Exact(word string) string {
	word = Clean(word)
	var b strings.Builder
	b.Grow(len(word))
	tone := Ngang
	for _, r := range word {
		l, ok := letterOf(r)
		if !ok {
			b.WriteRune(r)
			continue
		}
		b.WriteRune(l.base)
		if l.tone != Ngang {
			tone = l.tone
		}
	}
	if tone != Ngang {
		b.WriteByte(toneKeys[tone])
	}
	return b.String()
}

// Fold returns the key without any mark. It takes words and exact keys alike (small letters with one of the tones'
// capitals at the end are taken for a key) and is idempotent. Letters
// outside the Vietnamese alphabet lose their marks too, so that the languages of the highlands, written with
// breves and barred letters, are found from a plain keyboard.
func Fold(word string) string {
	word, _ = cutTone(word)
	word = Clean(word)
	var b strings.Builder
	b.Grow(len(word))
	for _, r := range word {
		switch l, ok := letterOf(r); {
		case ok:
			b.WriteByte(l.ascii)
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		default:
			foldOther(&b, r)
		}
	}
	return b.String()
}

// foldOther writes a character of no Vietnamese word. Marks are dropped in scripts that have
// letters without them; in the scripts of India's family a mark is a vowel and stays.
func foldOther(b *strings.Builder, r rune) {
	switch r {
	case 'ƀ':
		b.WriteByte('b')
		return
	case 'ł':
		b.WriteByte('l')
		return
	case 'ø':
		b.WriteByte('o')
		return
	}
	if !unicode.In(r, unicode.Latin, unicode.Inherited) {
		b.WriteRune(r)
		return
	}
	for _, d := range norm.NFD.String(string(r)) {
		if !unicode.Is(unicode.Mn, d) {
			b.WriteRune(d)
		}
	}
}

// cutTone splits an exact key into its letters and its tone; a word that is no exact key comes back whole.
func cutTone(key string) (letters string, tone Tone) {
	if n := len(key); n > 1 {
		if t := strings.IndexByte(toneKeys[1:], key[n-1]); t >= 0 && exactKey(key[:n-1]) {
			return key[:n-1], Tone(t + 1)
		}
	}
	return key, Ngang
}

// exactKey tells whether s can be the letters of an exact key: nothing in capitals, and a vowel to bear the tone.
func exactKey(s string) bool {
	vowel := false
	for _, r := range s {
		if unicode.IsUpper(r) || r == utf8.RuneError {
			return false
		}
		if l, ok := letterOf(r); ok && l.tone == Ngang && isVowel(l.base) {
			vowel = true
		}
	}
	return vowel
}

// Marked tells whether a word carries a mark that Fold takes away.
func Marked(word string) bool {
	for _, r := range word {
		if r >= utf8.RuneSelf {
			return Fold(word) != word
		}
	}
	return false
}
