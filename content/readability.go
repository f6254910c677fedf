package content

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// maxAverage is how many words the sentences of a file may have on average.
const maxAverage = 20

// Readability measures the sentences of one or more texts.
type Readability struct {
	Sentences int     `json:"sentences"`
	Words     int     `json:"words"` // as parted by spaces: syllables in Vietnamese
	Average   float64 `json:"average"`
	Worst     Worst   `json:"worst"`
}

// Worst is the longest sentence.
type Worst struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Words int    `json:"words"`
	Start string `json:"start"` // its first words
}

// add counts the sentences of one passage.
func (r *Readability) add(p passage) {
	for _, s := range sentences(p.plain()) {
		words := wordsIn(s)
		if words == 0 {
			continue
		}
		r.Sentences++
		r.Words += words
		if words > r.Worst.Words {
			start := firstWords(s, 6)
			r.Worst = Worst{File: p.file, Line: p.lineOf(start), Words: words, Start: start}
		}
	}
	if r.Sentences > 0 {
		r.Average = float64(r.Words) / float64(r.Sentences)
	}
}

// merge adds what another text measured.
func (r *Readability) merge(o Readability) {
	r.Sentences += o.Sentences
	r.Words += o.Words
	if o.Worst.Words > r.Worst.Words {
		r.Worst = o.Worst
	}
	if r.Sentences > 0 {
		r.Average = float64(r.Words) / float64(r.Sentences)
	}
}

// readability measures what a citizen reads; headings and the trainer's script do not count.
func readability(ps []passage) Readability {
	var r Readability
	for _, p := range ps {
		if !p.title && !p.trainer {
			r.add(p)
		}
	}
	return r
}

// lineOf returns the line on which the words begin, or the first one where marks stand between them.
func (p passage) lineOf(words string) int {
	first := firstWords(words, 2)
	if i := strings.Index(p.text, words); i >= 0 {
		return p.lineAt(i)
	}
	return p.lineAt(strings.Index(p.text, first))
}

// sentences parts a text after . ! ? or … when a space or line end follows, and at line ends.
func sentences(text string) []string {
	var out []string
	start := 0
	for i, r := range text {
		next := i + utf8.RuneLen(r)
		if r == '\n' || isStop(r) && endsHere(text[next:]) {
			out = append(out, strings.TrimSpace(text[start:next]))
			start = next
		}
	}
	return append(out, strings.TrimSpace(text[start:]))
}

func isStop(r rune) bool { return strings.ContainsRune(".!?…។။", r) }

// endsHere reports whether a sentence can end before rest: closing marks, then a space or nothing.
func endsHere(rest string) bool {
	rest = strings.TrimLeft(rest, `"”’')»`)
	if rest == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsSpace(r)
}

// wordsIn counts the parts between spaces that hold a letter or digit.
func wordsIn(s string) int {
	n := 0
	for _, f := range strings.Fields(s) {
		if strings.ContainsFunc(f, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// firstWords returns the first n words of s as they stand in it, without a list mark.
func firstWords(s string, n int) string {
	s = strings.TrimPrefix(s, "• ")
	for i, r := range s {
		if r == ' ' {
			n--
		}
		if n == 0 {
			return s[:i]
		}
	}
	return s
}

// parted reports whether a language puts spaces between words, so that they can be counted.
func parted(lang string) bool {
	base, _ := language.Make(lang).Base()
	return !slices.Contains([]string{"km", "lo", "my", "th", "zh"}, base.String())
}
