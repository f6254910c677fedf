package vi

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Clean returns a word in lower case and in composed form: marks are joined to their letters, characters
// that cannot be seen are dropped, and characters that only look like Vietnamese letters are replaced by
// them. Clean is idempotent. Invalid UTF-8 becomes U+FFFD.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ToLower(norm.NFKC.String(strings.ToValidUTF8(s, "\uFFFD")))
	if strings.ContainsFunc(s, unclean) {
		s = strings.Map(clean, s)
	}
	return norm.NFC.String(s)
}

// plain tells whether s is lower-case ASCII already.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x80 || c >= 'A' && c <= 'Z' {
			return false
		}
	}
	return true
}

func unclean(r rune) bool { return r > 0x7f && clean(r) != r }

// clean maps one lower-case character, or drops it.
func clean(r rune) rune {
	switch {
	case r == '\u00f0' || r == '\u0256': // eth and African d, taken for đ by old converters
		return 'đ'
	case r >= 0x0430 && r <= 0x0445:
		return cyrillic(r)
	case r == '\u0340' || r == '\u0341': // old names of the grave and acute marks
		return r - 0x40
	case unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

// cyrillic maps the letters that look like Latin ones, which creep in through copied text.
func cyrillic(r rune) rune {
	switch r {
	case 'а':
		return 'a'
	case 'е':
		return 'e'
	case 'о':
		return 'o'
	case 'р':
		return 'p'
	case 'с':
		return 'c'
	case 'у':
		return 'y'
	case 'х':
		return 'x'
	}
	return r
}
