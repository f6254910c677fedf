package content

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const officialeseFile = "officialese.yaml"

// stiff is a phrase of offices and what to say instead.
type stiff struct{ not, say string }

// readOfficialese reads the list of fsys per language, or the embedded one where fsys has none.
func readOfficialese(fsys fs.FS, ps *problems) (map[string][]stiff, error) {
	src, err := openOr(fsys, officialeseFile, ps)
	if err != nil {
		return nil, err
	}
	out := map[string][]stiff{}
	t := parseTable(src, src.text)
	for _, lang := range sortedKeys(t.values) {
		for _, e := range t.tables(lang) {
			e.need("not", "say")
			out[lang] = append(out[lang], stiff{not: strings.ToLower(e.text("not")), say: e.text("say")})
			e.done()
		}
	}
	t.done()
	return out, nil
}

var quoted = regexp.MustCompile(`"[^"]*"|“[^”]*”|«[^»]*»`)

// checkOfficialese names each stiff phrase once for each passage. What stands between quote marks is the
// name of a button or form and is left alone.
func checkOfficialese(p passage, list []stiff, ps *problems) {
	if p.trainer {
		return
	}
	text := strings.ToLower(quoted.ReplaceAllStringFunc(p.text, func(q string) string { return strings.Repeat(" ", len(q)) }))
	for _, s := range list {
		if i := findPhrase(text, s.not); s.not != "" && i >= 0 {
			ps.add(Problem{File: p.file, Line: p.lineAt(i), Severity: Warning, ID: "officialese",
				Detail: fmt.Sprintf("%s: %q is officialese", p.name, s.not), Cure: "say: " + s.say})
		}
	}
}

// findPhrase returns where a phrase begins in text as whole words, or -1.
func findPhrase(text, phrase string) int {
	for from := 0; phrase != ""; {
		i := strings.Index(text[from:], phrase)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(phrase):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return i
		}
		from = i + len(phrase)
	}
	return -1
}
