package scam

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// tidy brings a text to one form without changing what is seen: composed, wide letters narrow, nothing invisible.
func tidy(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case r == '。' || r == '｡':
			return '.'
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	return norm.NFKC.String(text)
}

// base writes one letter in lower case without its marks, đ as d; empty for a mark alone.
func base(r rune) string {
	if r < unicode.MaxASCII {
		return string(unicode.ToLower(r))
	}
	var b strings.Builder
	for _, d := range norm.NFD.String(string(unicode.ToLower(r))) {
		switch {
		case unicode.Is(unicode.Mn, d) && d < 0x0700:
		case d == 'đ':
			b.WriteByte('d')
		default:
			b.WriteRune(d)
		}
	}
	return b.String()
}

// bare is a text without marks and capitals.
func bare(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString(base(r))
	}
	return b.String()
}

// stop parts sentences in a plain text.
const stop = "|"

// plain makes wording comparable: bare words with one space between and around, sentences parted by stop.
func plain(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	space := true
	for _, r := range bare(text) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			b.WriteRune(r)
			space = false
			continue
		case !space:
			b.WriteByte(' ')
			space = true
		}
		if strings.ContainsRune(".!?;\n", r) {
			b.WriteString(stop + " ")
		}
	}
	if !space {
		b.WriteByte(' ')
	}
	return strings.ReplaceAll(b.String(), " https ", " http ")
}

func countWords(plain string) int { return len(strings.Fields(strings.ReplaceAll(plain, stop, " "))) }

// aligned is a bare text whose bytes know where they stood in the original.
type aligned struct {
	text string
	at   []int // at[i] is the byte of the original that byte i of text came from; one more for the end
}

func align(text string) aligned {
	var b strings.Builder
	var at []int
	for i, r := range text {
		s := base(r)
		if unicode.IsSpace(r) {
			s = " "
			if r == '\n' {
				s = "\n"
			}
		}
		b.WriteString(s)
		for range len(s) {
			at = append(at, i)
		}
	}
	return aligned{text: b.String(), at: append(at, len(text))}
}
