// Package spell takes Vietnamese text apart into syllables that can be compared.
package spell

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letter is a Vietnamese letter taken apart.
type letter struct {
	base  rune // without its tone: ă, ê, đ
	plain byte // a, e, d
	tone  byte // 0 for level, else 1 to 5
}

// vowels lists each vowel with its six tones, behind its plain letter.
var vowels = [...]string{
	"aaàáảãạ", "aăằắẳẵặ", "aâầấẩẫậ", "eeèéẻẽẹ", "eêềếểễệ", "iiìíỉĩị",
	"ooòóỏõọ", "oôồốổỗộ", "oơờớởỡợ", "uuùúủũụ", "uưừứửữự", "yyỳýỷỹỵ",
}

// Alphabet is the table of letters that are not plain ASCII. New makes it; it is read-only.
type Alphabet map[rune]letter

// New returns the Vietnamese alphabet.
func New() Alphabet {
	a := Alphabet{'đ': {base: 'đ', plain: 'd'}}
	for _, row := range vowels {
		runes := []rune(row)
		for tone, r := range runes[1:] {
			a[r] = letter{base: runes[1], plain: byte(runes[0]), tone: byte(tone)}
		}
	}
	return a
}

// Word is one syllable or number of a text.
type Word struct {
	// Exact keeps letters and tones but not where the tone mark stands, so that "hòa" and "hoà" are one.
	Exact string
	// Fold has plain letters only; "mỹ", "mĩ" and "mi" are one.
	Fold string
	// Apart is set when a comma or a line end stands before it.
	Apart bool
}

// Words takes a text apart. A number loses its leading zeros and stands alone: "P.01" gives "p" and "1".
func (a Alphabet) Words(text string) []Word {
	var list []Word
	apart := false
	var run []rune
	flush := func() {
		if len(run) > 0 {
			list = append(list, a.word(run, apart))
			run, apart = run[:0], false
		}
	}
	if !norm.NFC.IsNormalString(text) {
		text = norm.NFC.String(text)
	}
	for _, r := range text {
		r = unicode.ToLower(r)
		switch {
		case unicode.IsDigit(r) || unicode.IsLetter(r):
			if len(run) > 0 && unicode.IsDigit(run[len(run)-1]) != unicode.IsDigit(r) {
				flush()
			}
			run = append(run, r)
		case r == '\'' || r == '’' || r == '`': // part of the word
		default:
			flush()
			apart = apart || strings.ContainsRune(",;()\n/", r)
		}
	}
	flush()
	return list
}

func (a Alphabet) word(run []rune, apart bool) Word {
	var exact, fold strings.Builder
	exact.Grow(2*len(run) + 1)
	fold.Grow(len(run))
	tone := byte(0)
	for _, r := range run {
		l, ok := a[r]
		switch {
		case !ok:
			exact.WriteRune(r)
			fold.WriteRune(r)
			continue
		case l.tone > 0:
			tone = l.tone
		}
		exact.WriteRune(l.base)
		fold.WriteByte(l.plain)
	}
	if tone > 0 {
		exact.WriteByte('0' + tone)
	}
	w := Word{Exact: exact.String(), Fold: fold.String(), Apart: apart}
	if unicode.IsDigit(run[0]) {
		if short := strings.TrimLeft(w.Exact, "0"); short != "" {
			w.Exact, w.Fold = short, short
		}
	}
	w.Fold = foldY(w.Fold)
	return w
}

// foldY writes a final y after a consonant as i, since both spellings are in use: mỹ and mĩ, quý and quí.
func foldY(s string) string {
	n := len(s)
	if n < 2 || s[n-1] != 'y' {
		return s
	}
	if strings.IndexByte("aeou", s[n-2]) >= 0 && !strings.HasSuffix(s, "quy") {
		return s
	}
	return s[:n-1] + "i"
}

// Keys returns the exact and the folded key of a name.
func (a Alphabet) Keys(name string) (exact, fold string) {
	words := a.Words(name)
	return JoinExact(words), JoinFold(words)
}

// JoinExact returns the exact key of a run of words.
func JoinExact(words []Word) string {
	if len(words) == 1 {
		return words[0].Exact
	}
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = w.Exact
	}
	return strings.Join(parts, " ")
}

// JoinFold returns the folded key of a run of words.
func JoinFold(words []Word) string {
	if len(words) == 1 {
		return words[0].Fold
	}
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = w.Fold
	}
	return strings.Join(parts, " ")
}
