package feedback

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// redactor is publication.yaml: lists of words by their name, each under the word as it is written and folded.
type redactor struct {
	places []string // groups of topics
	lists  map[string]wordSet
}

// wordSet holds words of one or more syllables. exact has them as they are written, fold without tone marks; long is
// how many syllables the longest has.
type wordSet struct {
	exact, fold map[string]bool
	long        int
}

// redaction is read once. The data is the product's own and its test reads it, so it never fails at run time.
var redaction = sync.OnceValue(func() *redactor {
	r, err := loadRedactor()
	if err != nil {
		panic(err)
	}
	return r
})

func loadRedactor() (*redactor, error) {
	data, err := readData(nil, publicationFile)
	if err != nil {
		return nil, err
	}
	var doc map[string][]string
	if err := decodeStrict(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", publicationFile, err)
	}
	r := &redactor{places: doc["public_places"], lists: map[string]wordSet{}}
	for name, words := range doc {
		r.lists[name] = newWordSet(words)
	}
	return r, nil
}

func newWordSet(words []string) wordSet {
	s := wordSet{exact: map[string]bool{}, fold: map[string]bool{}}
	for _, w := range words {
		low := strings.ToLower(norm.NFC.String(w))
		s.exact[low], s.fold[foldLetters(low)] = true, true
		s.long = max(s.long, len(strings.Fields(low)))
	}
	return s
}

func (r *redactor) publicPlace(t Topic) bool { return slices.Contains(r.places, t.Group) }

// scrap is one word or number of a text.
type scrap struct {
	from, to  int    // bytes
	low, fold string // in small letters; the same without tone marks
	gap       string // what stands between the word before and this one
	capital   bool   // begins with a capital letter that says something
}

// scraps is a text in words. plain is set when it is typed without tone marks.
type scraps struct {
	words []scrap
	plain bool
}

// cut takes a text apart: letters with their marks, and digits, are words of their own.
func (r *redactor) cut(text string) scraps {
	var s scraps
	end, capitals, marked, letters := 0, 0, 0, 0
	for i := 0; i < len(text); {
		kind, size := classAt(text, i)
		if kind == 0 {
			i += size
			continue
		}
		j := i + size
		for j < len(text) {
			k, n := classAt(text, j)
			if k != kind {
				break
			}
			j += n
		}
		low := strings.ToLower(norm.NFC.String(text[i:j]))
		w := scrap{from: i, to: j, low: low, fold: foldLetters(low), gap: text[end:i]}
		first := []rune(text[i:j])[0]
		w.capital = unicode.IsUpper(first)
		if kind == 'a' {
			letters++
			if w.capital {
				capitals++
			}
			if w.low != w.fold {
				marked++
			}
		}
		s.words = append(s.words, w)
		end, i = j, j
	}
	s.plain = marked*5 < letters
	if letters > 3 && capitals*3 > letters*2 { // all in capitals: they say nothing
		for i := range s.words {
			s.words[i].capital = false
		}
	}
	return s
}

// classAt tells a letter ('a') from a digit ('0') and from everything else (0), and how many bytes it has.
func classAt(text string, i int) (class byte, size int) {
	for n, c := range text[i:] {
		if n > 0 {
			return class, n
		}
		switch {
		case unicode.IsLetter(c), unicode.IsMark(c):
			class = 'a'
		case unicode.IsDigit(c):
			class = '0'
		}
		size = len(text[i:])
	}
	return class, size
}

// foldLetters takes the tone marks and hats from Vietnamese letters.
func foldLetters(low string) string {
	var b strings.Builder
	for _, c := range norm.NFD.String(low) {
		switch {
		case unicode.Is(unicode.Mn, c) && c < 0x0700:
		case c == 'đ':
			b.WriteByte('d')
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// at returns how many words of s, from i on, are the longest entry of a list; zero when none is.
func (r *redactor) at(list string, s scraps, i int) int {
	set := r.lists[list]
	for n := min(set.long, len(s.words)-i); n > 0; n-- {
		if s.together(i, n) && set.has(s, i, n) {
			return n
		}
	}
	return 0
}

// before returns whether an entry of a list ends right before word i.
func (r *redactor) before(list string, s scraps, i int) bool {
	set := r.lists[list]
	for n := 1; n <= min(set.long, i); n++ {
		if s.together(i-n, n) && set.has(s, i-n, n) && space(s.words[i].gap) {
			return true
		}
	}
	return false
}

func (set wordSet) has(s scraps, i, n int) bool {
	low, fold := make([]string, n), make([]string, n)
	for k := range n {
		low[k], fold[k] = s.words[i+k].low, s.words[i+k].fold
	}
	return set.exact[strings.Join(low, " ")] || s.plain && set.fold[strings.Join(fold, " ")]
}

// together reports whether n words from i on are parted by nothing but space.
func (s scraps) together(i, n int) bool {
	for k := i + 1; k < i+n; k++ {
		if !space(s.words[k].gap) {
			return false
		}
	}
	return true
}

// space reports whether a gap is a blank or two and no end of a line.
func space(gap string) bool { return gap != "" && strings.Trim(gap, " \u00a0") == "" }
