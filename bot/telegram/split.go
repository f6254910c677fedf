package telegram

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Telegram counts text in UTF-16 units.
const (
	maxText    = 4096 // of a message
	maxCaption = 1024 // under a picture or a voice
)

// units returns the length of s in UTF-16 units.
func units(s string) int {
	n := utf8.RuneCountInString(s)
	for _, r := range s {
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// cut returns the longest beginning of s of at most limit UTF-16 units that ends at the end of a grapheme.
func cut(s string, limit int) string {
	if units(s) <= limit {
		return s
	}
	end, n := 0, 0
	for _, g := range clusters(s, limit) {
		if n += units(g); n > limit {
			break
		}
		end += len(g)
	}
	return s[:end]
}

// split cuts s into parts of at most limit UTF-16 units: at the end of a paragraph if it can, else of a line, a
// sentence, a word. It never cuts inside a grapheme that fits a part. White space around a cut is dropped; parts are
// never empty, and there are none when s is blank.
func split(s string, limit int) []string {
	gs := clusters(strings.ReplaceAll(s, "\r\n", "\n"), limit)
	var parts []string
	for i := 0; ; {
		for i < len(gs) && blank(gs[i]) {
			i++
		}
		if i == len(gs) {
			return parts
		}
		end := i + fit(gs[i:], limit)
		if end < len(gs) {
			end = breakAt(gs, i, end)
		}
		next := end
		for blank(gs[end-1]) {
			end--
		}
		parts = append(parts, strings.Join(gs[i:end], ""))
		i = next
	}
}

// clusters returns the graphemes of s; one of more than limit units, which no script needs, is taken apart.
func clusters(s string, limit int) []string {
	var gs []string
	for it := graphemes.FromString(s); it.Next(); {
		g := it.Value()
		if units(g) <= limit {
			gs = append(gs, g)
			continue
		}
		for _, r := range g {
			gs = append(gs, string(r))
		}
	}
	return gs
}

// fit returns how many of gs, from the first on, fit limit.
func fit(gs []string, limit int) int {
	n := 0
	for i, g := range gs {
		if n += units(g); n > limit {
			return i
		}
	}
	return len(gs)
}

// breakAt returns where to cut a part that begins at from and must end at last or before. It takes the last of the
// best kind of break, but none in the first quarter, which would leave a crumb.
func breakAt(gs []string, from, last int) int {
	best, at := noBreak, last
	for k := last; k > from+(last-from)/4; k-- {
		if kind := breakBefore(gs, k); kind > best {
			best, at = kind, k
		}
	}
	return at
}

// The kinds of place to cut at, from bad to good.
const (
	noBreak = iota
	wordEnd
	sentenceEnd
	lineEnd
	paragraphEnd
)

// breakBefore tells what ends before gs[k].
func breakBefore(gs []string, k int) int {
	if k >= len(gs) || k == 0 {
		return noBreak
	}
	newline := gs[k] == "\n"
	ends := strings.ContainsAny(gs[k-1], ".!?…។៕")
	switch {
	case newline && k+1 < len(gs) && gs[k+1] == "\n":
		return paragraphEnd
	case newline:
		return lineEnd
	case ends && (blank(gs[k]) || strings.ContainsAny(gs[k-1], "។៕")):
		return sentenceEnd
	case blank(gs[k]):
		return wordEnd
	}
	return noBreak
}

func blank(g string) bool {
	return strings.IndexFunc(g, func(r rune) bool { return !unicode.IsSpace(r) }) < 0
}
