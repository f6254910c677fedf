package area

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Names are compared by keys. The exact key keeps letters and tones but not where the tone mark stands, so that
// "hòa" and "hoà" are one; the folded key has plain letters only, and "mỹ", "mĩ" and "mi" are one.

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

// alphabet is the table of letters that are not plain ASCII.
type alphabet map[rune]letter

func newAlphabet() alphabet {
	a := alphabet{'đ': {base: 'đ', plain: 'd'}}
	for _, row := range vowels {
		runes := []rune(row)
		for tone, r := range runes[1:] {
			a[r] = letter{base: runes[1], plain: byte(runes[0]), tone: byte(tone)}
		}
	}
	return a
}

// word is one syllable or number of a text.
type word struct {
	exact, fold string
	apart       bool // a comma or a line end stands before it
}

// words takes a text apart. A number loses its leading zeros and stands alone: "P.01" gives "p" and "1".
func (a alphabet) words(text string) []word {
	var list []word
	apart := false
	var run []rune
	flush := func() {
		if len(run) > 0 {
			list = append(list, a.word(run, apart))
			run, apart = run[:0], false
		}
	}
	for _, r := range norm.NFC.String(text) {
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

func (a alphabet) word(run []rune, apart bool) word {
	var exact, fold strings.Builder
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
	w := word{exact: exact.String(), fold: fold.String(), apart: apart}
	if unicode.IsDigit(run[0]) {
		w.exact = strings.TrimLeft(w.exact, "0")
		w.fold = w.exact
	}
	w.fold = foldY(w.fold)
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

// keys returns the exact and the folded key of a name.
func (a alphabet) keys(name string) (exact, fold string) {
	words := a.words(name)
	return joinExact(words), joinFold(words)
}

func joinExact(words []word) string {
	if len(words) == 1 {
		return words[0].exact
	}
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = w.exact
	}
	return strings.Join(parts, " ")
}

func joinFold(words []word) string {
	if len(words) == 1 {
		return words[0].fold
	}
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = w.fold
	}
	return strings.Join(parts, " ")
}
