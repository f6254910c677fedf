package feedback

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"danloi/feedback/internal/spell"
)

// text is a citizen's words taken apart.
type text struct {
	words []spell.Word
	raw   string // small letters, for scripts that do not part their words
	plain bool   // typed without tone marks
}

// maxRead is how many runes of a text are looked at.
const maxRead = 2000

func readText(letters spell.Alphabet, s string) text {
	if runes := []rune(s); len(runes) > maxRead {
		s = string(runes[:maxRead])
	}
	t := text{words: letters.Words(s), raw: strings.ToLower(norm.NFC.String(s))}
	marked := 0
	for _, w := range t.words {
		if w.Exact != w.Fold {
			marked++
		}
	}
	// Vietnamese with tone marks has one on most words; a single one in a long text is a slip of a keyboard.
	t.plain = marked*8 < len(t.words)
	return t
}
