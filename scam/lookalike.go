package scam

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// letterFile is the file letters.yaml.
type letterFile struct {
	Letters map[string]string `yaml:"letters"`
	Digits  map[string]string `yaml:"digits"`
	Pairs   map[string]string `yaml:"pairs"`
}

// lookalikes turns what is seen into what it is read as.
type lookalikes struct {
	letters map[rune]string
	reader  *strings.Replacer
}

func newLookalikes(f letterFile) lookalikes {
	l := lookalikes{letters: map[rune]string{}}
	for latin, others := range f.Letters {
		for _, r := range others {
			l.letters[unicode.ToLower(r)] = latin
		}
	}
	var swaps []string
	for _, m := range []map[string]string{f.Pairs, f.Digits} {
		for _, from := range slices.Sorted(maps.Keys(m)) {
			swaps = append(swaps, from, m[from])
		}
	}
	l.reader = strings.NewReplacer(swaps...)
	return l
}

// latin writes look-alikes of other scripts and letters with marks as plain Latin letters.
func (l lookalikes) latin(s string) string {
	var b strings.Builder
	for _, r := range s {
		if latin, ok := l.letters[r]; ok {
			b.WriteString(latin)
			continue
		}
		for _, r := range base(r) {
			b.WriteString(cmp.Or(l.letters[r], string(r)))
		}
	}
	return b.String()
}

// read is how a hasty eye reads a name: look-alike letters, digits and pairs as what they resemble, hyphens not at
// all. Names are compared in this form only.
func (l lookalikes) read(s string) string {
	return l.reader.Replace(strings.ReplaceAll(l.latin(s), "-", ""))
}

// scripts tells whether s has letters that are not Latin.
func scripts(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// oneOff tells whether two words differ by one letter: another one, one more, one less, or two changed about.
func oneOff(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 1:
		return a[i:] == b[i+1:]
	case 0:
		if i == len(a) || a[i+1:] == b[i+1:] {
			return true
		}
		return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	}
	return false
}
