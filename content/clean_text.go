package content

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// itemStart is how a line begins that is no continuation: a list mark, a number, a letter with a bracket.
var itemStart = regexp.MustCompile(`^([-+*•·–—]\s*|\(?\d+[.)/]\s*|\(?\pL[.)]\s|\(\d+\)\s*)`)

// CleanText mends text that came out of a PDF: a sentence broken over lines becomes one line again, spaces
// and blank lines are made single, marks nobody sees are dropped. Lines that begin a list item or a new
// sentence stay lines. The result is in Unicode's form C.
func CleanText(s string) string {
	s = norm.NFC.String(strings.Map(visible, strings.ToValidUTF8(s, "")))
	var out []string
	for _, line := range strings.Split(strings.ReplaceAll(s, "\r", "\n"), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		switch {
		case line == "":
		case len(out) > 0 && carriesOn(out[len(out)-1], line):
			out[len(out)-1] += " " + line
		default:
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// visible drops soft hyphens, zero-width marks and control characters, and makes every kind of space plain.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\r':
		return r
	case unicode.IsSpace(r):
		return ' '
	case r == '\u00ad' || r == '\u200b' || r == '\u200e' || r == '\u200f' || r == '\u2060' || r == '\ufeff' || unicode.IsControl(r):
		return -1
	case unicode.Is(unicode.Co, r): // list marks of Word's symbol fonts
		return '-'
	}
	return r
}

// carriesOn reports whether line belongs to the sentence that before begins.
func carriesOn(before, line string) bool {
	if itemStart.MatchString(line) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(before)
	if strings.ContainsRune(".;:!?", last) {
		return false
	}
	return unicode.IsLower(first) || strings.ContainsRune(",)", first) || strings.ContainsRune(",(", last)
}
