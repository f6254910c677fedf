package scam

import (
	"slices"
	"strings"
)

// passwords finds what is said to be a password: behind "is", or right behind the word.
func (s secrets) passwords(text string, add func(k SecretKind, from, to int)) {
	for _, m := range s.said1.FindAllStringSubmatchIndex(text, -1) {
		from, to := trimmed(text, m[2], m[3])
		if s.password(text[from:to], strings.TrimSpace(text[to:]) == "") && !s.unit.MatchString(text[to:]) {
			add(Password, from, to)
		}
	}
	for _, m := range s.said2.FindAllStringSubmatchIndex(text, -1) {
		from, to := trimmed(text, m[2], m[3])
		word := text[from:to]
		digits := onlyDigits(word)
		phone := len(digits) == 10 && digits[0] == '0'
		if len(digits) >= 4 && !phone && !strings.ContainsAny(word, "/.,") {
			add(Password, from, to)
		}
	}
}

// trimmed takes quotes and stops off the ends of a word.
func trimmed(text string, from, to int) (int, int) {
	const around = `"'“”‘’.,;:!?()`
	word := text[from:to]
	from += len(word) - len(strings.TrimLeft(word, around))
	word = strings.TrimLeft(word, around)
	return from, from + len(strings.TrimRight(word, around))
}

// password tells whether a word behind "mật khẩu là" is one: it has a digit or a sign in it, or is a long word that
// ends the text and means nothing.
func (s secrets) password(word string, last bool) bool {
	const signs = "@#$%&*!_^+="
	switch {
	case len(word) < 4, strings.Contains(word, "://"):
		return false
	case strings.ContainsAny(word, "0123456789"), strings.ContainsAny(word, signs):
		return true
	}
	return last && len(word) >= 6 && !slices.Contains(s.notPassword, word)
}
