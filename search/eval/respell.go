package eval

import (
	"math/rand/v2"
	"strings"

	"danloi/search/vi"
)

// A swap is one confusion of a region's spelling; it may go either way.
type swap struct {
	kind int // onset, ending or tone
	a, b string
}

const (
	onset = iota
	ending
	tone
)

var (
	north = []swap{{onset, "s", "x"}, {onset, "tr", "ch"}, {onset, "gi", "d"}, {onset, "r", "d"}, {onset, "gi", "r"},
		{onset, "l", "n"}, {ending, "y", "i"}}
	southTones   = []swap{{tone, "R", "X"}, {ending, "y", "i"}}
	southEndings = []swap{{ending, "ng", "n"}, {ending, "c", "t"}, {onset, "v", "d"}, {onset, "v", "gi"}, {onset, "d", "gi"}}
)

// respell spells half of the syllables that could change as they sound.
func respell(text string, swaps []swap, r *rand.Rand) string {
	return eachWord(text, func(w string) string {
		key := vi.Exact(w)
		if !vi.IsSyllable(key) {
			return w
		}
		var out []string
		for _, s := range swaps {
			for _, k := range [...]string{s.apply(key, s.a, s.b), s.apply(key, s.b, s.a)} {
				if k != key && vi.IsSyllable(k) {
					out = append(out, vi.Spell(k))
				}
			}
		}
		if len(out) == 0 || r.IntN(2) == 0 {
			return w
		}
		return keepCase(w, out[r.IntN(len(out))])
	})
}

// apply replaces from by to in an exact key, or returns the key as it is.
func (s swap) apply(key, from, to string) string {
	switch s.kind {
	case tone:
		if rest, ok := strings.CutSuffix(key, from); ok {
			return rest + to
		}
		return key
	case onset:
		rest, ok := strings.CutPrefix(key, from)
		if !ok || from == "g" || longer(key, from) {
			return key
		}
		return to + rest
	}
	ls := strings.TrimRight(key, "SFRXJ")
	rest, ok := strings.CutSuffix(ls, from)
	if !ok || from == "n" && strings.HasSuffix(rest, "h") || onlyAfterConsonant(from) && !afterConsonant(rest) {
		return key
	}
	return rest + to + key[len(ls):]
}

// longer tells whether a key begins with a longer consonant than the one looked for.
func longer(key, from string) bool {
	for _, c := range [...]string{"tr", "th", "ch", "gi", "nh", "ng", "kh", "gh", "ph"} {
		if len(c) > len(from) && strings.HasPrefix(c, from) && strings.HasPrefix(key, c) {
			return true
		}
	}
	return false
}

func onlyAfterConsonant(s string) bool { return s == "y" || s == "i" }

func afterConsonant(rest string) bool {
	return rest != "" && strings.IndexByte("hklmst", rest[len(rest)-1]) >= 0
}
