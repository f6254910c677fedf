package area

import (
	"cmp"
	"slices"
	"strings"

	"danloi/feedback/internal/spell"
)

// Scores of the readings. What a district or a province narrows down to comes after what was named itself.
const (
	scoreExact     = 1.0
	scoreFolded    = 0.9
	scoreFormer    = 0.05 // taken off a former name, so that the name of today comes first
	scoreOtherType = 0.1  // taken off when the type word does not fit
	scoreGuess     = 0.6
	scoreWithin    = 0.3 // times the score of the district or the former province
	scoreElsewhere = 0.5 // times, for a place outside the province that was asked about
)

// MaxText is how many runes of a text Find looks at.
const MaxText = 200

// Find returns the readings of what a citizen typed, best first: with or without tone marks and type words, by the
// name of today or a former one, alone or followed by the former district and the province. province is the code
// of the province that is asked about; places elsewhere are returned only if nothing in it fits as well, and have
// Elsewhere set. Each commune is returned once. More than one reading means: ask. None means: not understood.
func (a *Areas) Find(text, province string) []Match {
	runes := []rune(text)
	words := a.letters.Words(string(runes[:min(len(runes), MaxText)]))
	here, ok := a.provinceCode[province]
	if !ok {
		here = -1
	}
	f := finder{a: a, here: here, words: words, mentions: a.mentions(words)}
	matches := f.readings()
	if !slices.ContainsFunc(matches, Match.answers) {
		matches = append(matches, f.guesses()...)
	}
	if slices.ContainsFunc(matches, Match.answers) {
		matches = slices.DeleteFunc(matches, Match.weak)
	}
	return tidy(matches)
}

// answers reports whether the reading is a commune of the province that was asked about.
func (m Match) answers() bool { return m.Area.Code != "" && !m.Elsewhere }

// weak reports whether the reading is no use beside a commune of the province that was asked about: only the
// province itself, or a place elsewhere that is not written just so.
func (m Match) weak() bool {
	return m.Area.Code == "" && !m.Elsewhere || m.Elsewhere && m.Score < scoreElsewhere*(scoreExact-scoreFormer)
}

// tidy orders the readings and keeps the best one of each commune.
func tidy(list []Match) []Match {
	slices.SortStableFunc(list, func(x, y Match) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), strings.Compare(x.Area.Code, y.Area.Code))
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(m Match) bool {
		key := m.Area.Code + "|" + m.Province
		twice := seen[key]
		seen[key] = true
		return twice
	})
}

// finder holds one question.
type finder struct {
	a        *Areas
	here     int16 // province that is asked about, or -1
	words    []spell.Word
	mentions []mention
}

// readings tries the mentions as the subject, the finest level first, each with what follows it as context.
func (f finder) readings() []Match {
	for _, i := range f.subjects() {
		if list := f.read(f.mentions[i], f.context(f.mentions[i])); len(list) > 0 {
			return f.preferHere(list)
		}
	}
	return nil
}

// subjects orders the mentions: one with the type word of a commune first, then from left to right.
func (f finder) subjects() []int {
	var typed, rest, villages []int
	for i, m := range f.mentions {
		switch {
		case m.kind.commune():
			typed = append(typed, i)
		case m.kind == village:
			villages = append(villages, i)
		default:
			rest = append(rest, i)
		}
	}
	return slices.Concat(typed, rest, villages)
}

// read returns what a mention means, as far as it agrees with the mentions after it.
func (f finder) read(subject mention, context []mention) []Match {
	var list []Match
	for _, u := range f.a.fitting(subject) {
		list = append(list, f.expand(subject, u, context)...)
	}
	return list
}

// expand returns the communes for which a unit stands.
func (f finder) expand(m mention, u unit, context []mention) []Match {
	score := scoreFolded
	if m.exact == u.exact {
		score = scoreExact
	}
	if !m.kind.fits(u) {
		score -= scoreOtherType
	}
	switch u.level {
	case commune:
		return f.communes(u, Current, "", score, context)
	case former:
		return f.communes(u, Former, f.a.fullFormer(u), score-scoreFormer, context)
	case district:
		return f.communes(u, District, f.a.fullFormer(u), score*scoreWithin, context)
	case older:
		return f.oldProvince(u, score*scoreWithin)
	}
	p := f.a.provinces[u.province]
	return []Match{{Province: p.Code, Elsewhere: u.province != f.here, Why: ProvinceName, Score: score * scoreWithin}}
}

// communes returns the targets of a unit that agree with the context.
func (f finder) communes(u unit, why Why, name string, score float64, context []mention) []Match {
	var list []Match
	targets := u.targets
	if u.level == former {
		targets = homes(targets)
	}
	if why == Former && len(targets) > 1 {
		why = FormerPart
	}
	for _, t := range targets {
		if !f.agrees(u, t.commune, context) {
			continue
		}
		area := f.a.communes[t.commune]
		p := f.a.provinceCode[area.Province]
		list = append(list, Match{
			Area: area, Province: area.Province, Elsewhere: p != f.here, Why: why, Former: name, Score: score,
		})
	}
	return list
}

// homes returns where the people of a former commune went: the one unit that took all of them, else all that took
// a part. Land without people counts only if there is nothing else.
func homes(targets []target) []target {
	for _, t := range targets {
		if t.share == 'f' && len(targets) == 1 || t.share == 'a' {
			return []target{t}
		}
	}
	var list []target
	for _, t := range targets {
		if t.share == 'f' {
			return []target{t}
		}
		if t.share != 'l' {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return targets
	}
	return list
}

// oldProvince returns the communes that lie in a province of before July 2025, or only the province of today when
// it kept its name.
func (f finder) oldProvince(u unit, score float64) []Match {
	p := f.a.provinces[u.province]
	if _, fold := f.a.letters.Keys(p.Name); fold == u.fold {
		return nil
	}
	if u.province != f.here {
		return []Match{{Province: p.Code, Elsewhere: true, Why: ProvinceName, Former: u.kind + " " + u.name, Score: score}}
	}
	var list []Match
	for i := f.a.first[u.province]; i < f.a.first[u.province+1]; i++ {
		if slices.Contains(f.a.olders[i], u.self) {
			area := f.a.communes[i]
			list = append(list, Match{
				Area: area, Province: p.Code, Why: OldProvince, Former: u.kind + " " + u.name, Score: score,
			})
		}
	}
	return list
}

// preferHere drops places elsewhere when there is a reading in the province that was asked about, unless the text
// itself names the other province; what is left elsewhere counts less.
func (f finder) preferHere(list []Match) []Match {
	if slices.ContainsFunc(list, func(m Match) bool { return !m.Elsewhere }) {
		return slices.DeleteFunc(list, func(m Match) bool { return m.Elsewhere })
	}
	for i := range list {
		list[i].Score *= scoreElsewhere
	}
	return list
}

// fullFormer returns the name of a former unit with all that it lay in.
func (a *Areas) fullFormer(u unit) string {
	parts := []string{u.kind + " " + u.name}
	for _, i := range []int32{u.district, u.older} {
		if i >= 0 && a.units[i].name != "" {
			parts = append(parts, strings.TrimSpace(a.units[i].kind+" "+a.units[i].name))
		}
	}
	return strings.Join(parts, ", ")
}
