package vi

import (
	"unicode"
	"unicode/utf8"
)

// A Piece is a word of a text.
type Piece struct {
	Text       string // cleaned: see Clean
	Start, End int    // where it stands in the text, in bytes
	Code       bool   // a whole such as 69/2026/nđ-cp, whose parts follow as pieces of their own
}

// Scan cuts a text into its words, in order: runs of letters, marks and digits. Vietnamese syllables
// are written apart, so each is a word. Numbers and names joined by a slash, a point or a hyphen
// (69/2026/NĐ-CP, 1.004194) come as a whole first, then in parts. Where letters of a script
// with spaces and of one without meet, the word ends.
func Scan(text string) []Piece {
	s := scanner{text: text, start: -1, out: make([]Piece, 0, len(text)/5+1)}
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		s.step(i, r, n)
		i += n
	}
	s.endWord(len(text))
	s.endCode()
	return s.out
}

type scanner struct {
	text  string
	start int  // of the open word, or -1
	solid bool // whether the open word is of a script without spaces
	digit bool // whether the open code has a digit
	first int  // index in out of the open code's first part
	parts int  // how many parts the open code has
	edge  int  // where its last part ended
	out   []Piece
}

func (s *scanner) step(i int, r rune, n int) {
	switch {
	case wordRune(r):
		s.word(i, r)
	case s.start >= 0 && joiner(r) && s.joins(i+n):
		s.endWord(i)
	default:
		s.endWord(i)
		s.endCode()
	}
}

func (s *scanner) word(i int, r rune) {
	solid := Solid(r)
	if s.start >= 0 && solid != s.solid && !unicode.In(r, unicode.M, unicode.Cf) {
		s.endWord(i)
		s.endCode()
	}
	if s.start < 0 {
		s.start, s.solid = i, solid
	}
	if r >= '0' && r <= '9' {
		s.digit = true
	}
}

func (s *scanner) joins(next int) bool {
	r, _ := utf8.DecodeRuneInString(s.text[next:])
	return next < len(s.text) && unicode.In(r, unicode.L, unicode.Nd) && !Solid(r)
}

func (s *scanner) endWord(at int) {
	if s.start < 0 {
		return
	}
	if t := Clean(s.text[s.start:at]); t != "" {
		if s.parts == 0 {
			s.first = len(s.out)
		}
		s.parts++
		s.edge = at
		s.out = append(s.out, Piece{Text: t, Start: s.start, End: at})
	}
	s.start = -1
}

// endCode puts the whole in front of its parts.
func (s *scanner) endCode() {
	if s.parts > 1 && s.digit {
		start := s.out[s.first].Start
		whole := Piece{Text: Clean(s.text[start:s.edge]), Start: start, End: s.edge, Code: true}
		s.out = append(s.out, Piece{})
		copy(s.out[s.first+1:], s.out[s.first:])
		s.out[s.first] = whole
	}
	s.parts, s.digit = 0, false
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Cf)
}

func joiner(r rune) bool { return r == '/' || r == '.' || r == '-' }

// Solid tells whether a character belongs to a script that is written without spaces between words, so that
// a word of Scan is a whole phrase there.
func Solid(r rune) bool {
	if r < 0x0e00 {
		return false
	}
	return unicode.In(r, unicode.Khmer, unicode.Thai, unicode.Lao, unicode.Myanmar, unicode.Tai_Viet, unicode.Cham,
		unicode.Han, unicode.Hiragana, unicode.Katakana)
}
