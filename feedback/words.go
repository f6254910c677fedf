package feedback

import (
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/text/unicode/norm"

	"danloi/feedback/internal/spell"
)

// reader takes texts apart. It is read-only once made.
type reader struct {
	letters spell.Alphabet
	short   map[string][]spelling // by their first word
	common  map[string]bool       // words that say little, as typed and with plain letters
	places  map[string]bool       // words before the name or number of a small place, as common
}

// spelling is a short or regional form and the words that it stands for.
type spelling struct {
	say, means []spell.Word
	marked     bool // only in a text with tone marks
}

// loadReader reads the short and regional forms and the common words.
func loadReader(fsys fs.FS) (reader, error) {
	data, err := readData(fsys, spellingsFile)
	if err != nil {
		return reader{}, err
	}
	var doc struct {
		Short  map[string]lined[string]
		Common []string
		Places []string
	}
	if err := decodeStrict(data, &doc); err != nil {
		return reader{}, fmt.Errorf("%s: %w", spellingsFile, err)
	}
	f := &faults{file: spellingsFile}
	r := reader{letters: spell.New(), short: map[string][]spelling{}, common: map[string]bool{}, places: map[string]bool{}}
	for say, means := range doc.Short {
		form, marked := strings.CutSuffix(say, "!")
		s := spelling{r.letters.Words(form), r.letters.Words(means.value), marked}
		if len(s.say) == 0 || len(s.means) == 0 {
			f.add(means.node, "spelling %q or what it means has no words", say)
			continue
		}
		r.short[s.say[0].Exact] = append(r.short[s.say[0].Exact], s)
	}
	for _, word := range doc.Common {
		exact, fold := r.letters.Keys(word)
		r.common[exact], r.common[fold] = true, true
	}
	for _, word := range doc.Places {
		exact, fold := r.letters.Keys(word)
		r.places[exact] = true
		if !r.common[fold] {
			r.places[fold] = true
		}
	}
	return r, f.err()
}

// words takes s apart and writes short forms in full.
func (r reader) words(s string) []spell.Word {
	return r.inFull(r.letters.Words(s), false)
}

func (r reader) inFull(words []spell.Word, plain bool) []spell.Word {
	full := make([]spell.Word, 0, len(words)+4)
	for i := 0; i < len(words); {
		s, ok := r.shortAt(words, i, plain)
		if !ok {
			full = append(full, words[i])
			i++
			continue
		}
		at := len(full)
		full = append(full, s.means...)
		full[at].Apart = words[i].Apart
		i += len(s.say)
	}
	return full
}

// shortAt returns the longest short form that stands at this word.
func (r reader) shortAt(words []spell.Word, at int, plain bool) (best spelling, ok bool) {
	for _, s := range r.short[words[at].Exact] {
		if (!s.marked || !plain) && samePart(words, at, s.say, false) && len(s.say) > len(best.say) {
			best, ok = s, true
		}
	}
	return best, ok
}

// text is a citizen's words taken apart.
type text struct {
	words []spell.Word
	raw   string // small letters, for scripts that do not part their words
	plain bool   // typed without tone marks
}

// maxRead is how many runes of a text are looked at.
const maxRead = 2000

func (r reader) read(s string) text { return r.readAtMost(s, maxRead) }

// readAtMost takes the first runes of s apart.
func (r reader) readAtMost(s string, most int) text {
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most])
	}
	words := spell.Untyped(r.letters.Words(s))
	p := plain(words)
	return text{raw: strings.ToLower(norm.NFC.String(s)), plain: p, words: r.inFull(words, p)}
}

// toneless returns the words with plain letters, a comma where one stood.
func (t text) toneless() string {
	var b strings.Builder
	for i, w := range t.words {
		switch {
		case i > 0 && w.Apart:
			b.WriteString(", ")
		case i > 0:
			b.WriteByte(' ')
		}
		b.WriteString(w.Fold)
	}
	return b.String()
}

// say returns the words at a place, as they are compared.
func (t text) say(at span) string { return spell.JoinFold(t.words[at.from:at.to]) }

// plain reports whether words were typed without tone marks. Vietnamese with tone marks has one on most words; a
// few in a long text are slips of a keyboard.
func plain(words []spell.Word) bool {
	marked := 0
	for _, w := range words {
		if w.Exact != w.Fold {
			marked++
		}
	}
	return marked*5 < len(words)
}
