package area

import (
	"slices"
	"strings"

	"danloi/feedback/internal/spell"
)

// kind is the type word that stands before a name.
type kind string

// The type words by what they mean. A village or a street is nothing that we know, but its name must not be taken
// for a commune.
const (
	noKind  kind = ""
	village kind = "village"
)

// typeWords maps folded type words to the type in lower case, as units have it.
var typeWords = map[string]kind{
	"xa": "xã", "x": "xã", "phuong": "phường", "p": "phường", "ph": "phường", "f": "phường",
	"thi tran": "thị trấn", "tt": "thị trấn", "dac khu": "đặc khu", "dk": "đặc khu",
	"huyen": "huyện", "h": "huyện", "quan": "quận", "q": "quận", "thi xa": "thị xã", "tx": "thị xã",
	"thanh pho": "thành phố", "tp": "thành phố", "t p": "thành phố", "tinh": "tỉnh", "thu do": "thành phố",
	"thon": village, "ban": village, "ap": village, "to": village, "xom": village, "khu": village,
	"khu pho": village, "buon": village, "lang": village, "duong": village, "ngo": village, "hem": village,
	"to dan pho": village, "so nha": village, "pho": village,
}

// longestTypeWord is the number of syllables of the longest type word.
const longestTypeWord = 3

// longestName is the number of syllables of the longest name that is looked for.
const longestName = 7

func (k kind) commune() bool {
	return k == "xã" || k == "phường" || k == "thị trấn" || k == "đặc khu"
}

// levels reports whether a unit of this level can have this type word.
func (k kind) level(l level) bool {
	switch {
	case k == noKind || k == village:
		return true
	case k.commune():
		return l == commune || l == former
	case k == "tỉnh":
		return l == older || l == province
	case k == "thành phố":
		return l == district || l == older || l == province
	}
	return l == district
}

// fits reports whether this is the type word of the unit.
func (k kind) fits(u unit) bool {
	return k == noKind || k == village || u.kind == "" || string(k) == u.kind
}

// mention is a stretch of the text that is a name of something.
type mention struct {
	from, to int // words, type word included
	kind     kind
	exact    string
	fold     string
}

func (m mention) within(o mention) bool { return m.from >= o.from && m.to <= o.to }

func (m mention) apart(o mention) bool { return m.to <= o.from || o.to <= m.from }

// mentions finds the longest known name at each word, with the type word before it. One that lies within another
// is dropped.
func (a *Areas) mentions(words []spell.Word) []mention {
	var list []mention
	for i := range words {
		if m, ok := a.mentionAt(words, i, i, noKind); ok {
			list = append(list, m)
		}
		for n := min(longestTypeWord, len(words)-i-1); n > 0; n-- {
			k, ok := typeWords[spell.JoinFold(words[i:i+n])]
			if !ok {
				continue
			}
			if m, ok := a.mentionAt(words, i, i+n, k); ok {
				list = append(list, m)
			}
			break
		}
	}
	var kept []mention
	for i, m := range list {
		covered := slices.ContainsFunc(list, func(o mention) bool { return m.within(o) && !o.within(m) })
		twin := slices.ContainsFunc(list[:i], func(o mention) bool { return m.within(o) && o.within(m) })
		if !covered && !twin {
			kept = append(kept, m)
		}
	}
	return kept
}

func (a *Areas) mentionAt(words []spell.Word, from, start int, k kind) (mention, bool) {
	for n := min(longestName, len(words)-start); n > 0; n-- {
		run := words[start : start+n]
		if slices.ContainsFunc(run[1:], func(w spell.Word) bool { return w.Apart }) {
			continue
		}
		m := mention{from: from, to: start + n, kind: k, exact: spell.JoinExact(run), fold: spell.JoinFold(run)}
		if len(a.fitting(m)) > 0 && (n > 1 || a.plausible(m, words)) {
			return m, true
		}
	}
	return mention{}, false
}

// plausible keeps a single syllable of a sentence from being taken for a place: it must be the whole text, or have
// a type word, or be written with the right tone. A number is a name only after a type word.
func (a *Areas) plausible(m mention, words []spell.Word) bool {
	switch {
	case m.kind != noKind && m.kind != village:
		return true
	case m.fold != "" && m.fold[0] >= '0' && m.fold[0] <= '9':
		return false
	case len(words) == 1:
		return true
	}
	return len(m.fold) > 1 && slices.ContainsFunc(a.names[m.fold], func(i int32) bool { return a.units[i].exact == m.exact })
}

// fitting returns the units that a mention may mean: those written just so if there are any and the text has tone
// marks, and of these those with the same type word if there are any.
func (a *Areas) fitting(m mention) []unit {
	var list []unit
	for _, i := range a.names[m.fold] {
		if m.kind.level(a.units[i].level) {
			list = append(list, a.units[i])
		}
	}
	if m.exact != m.fold {
		list = prefer(list, func(u unit) bool { return u.exact == m.exact })
	}
	return prefer(list, m.kind.fits)
}

// prefer returns the elements that are good, or all when none is.
func prefer(list []unit, good func(unit) bool) []unit {
	var best []unit
	for _, u := range list {
		if good(u) {
			best = append(best, u)
		}
	}
	if len(best) == 0 {
		return list
	}
	return best
}

// agrees reports whether a commune, as a reading of unit u, fits the districts and provinces that the text names
// besides.
func (f finder) agrees(u unit, c int32, context []mention) bool {
	for _, m := range context {
		wider, ok := 0, false
		units := f.a.fitting(m)
		units = prefer(units, func(w unit) bool { return w.level == district || w.level == older || w.kind != "" })
		for _, w := range units {
			switch w.level {
			case district:
				wider++
				ok = ok || u.district == w.self || hasTarget(w, c)
			case older:
				wider++
				ok = ok || slices.Contains(f.a.olders[c], w.self)
			case province:
				wider++
				ok = ok || f.a.communes[c].Province == f.a.provinces[w.province].Code
			}
		}
		if wider > 0 && !ok {
			return false
		}
	}
	return true
}

func hasTarget(u unit, c int32) bool {
	return slices.ContainsFunc(u.targets, func(t target) bool { return t.commune == c })
}

// context returns the mentions that may narrow down what another one means.
func (f finder) context(subject mention) []mention {
	var list []mention
	for _, m := range f.mentions {
		if m.apart(subject) && m.kind != village {
			list = append(list, m)
		}
	}
	return list
}

// squash is a folded key without its spaces.
func squash(fold string) string { return strings.ReplaceAll(fold, " ", "") }
