package area

import "danloi/feedback/internal/spell"

// Limits of guessing a mistyped name.
const (
	guessWords  = 4 // syllables of the longest stretch that is compared
	guessLetter = 4 // letters that a name must have for one of them to be wrong
	guessWithin = 6 // the same when other words stand around it
)

// guesses returns the places of the province that was asked about whose names differ from a stretch of the text
// by one letter, or only by where the spaces are.
func (f finder) guesses() []Match {
	if f.here < 0 {
		return nil
	}
	var list []Match
	for _, m := range f.stretches() {
		text := squash(m.fold)
		for _, i := range f.a.here[f.here] {
			u := f.a.units[i]
			if !m.kind.level(u.level) || !m.kind.fits(u) {
				continue
			}
			if slips(text, squash(u.fold)) <= f.tolerance(m, len(text)) {
				list = append(list, f.guess(m, u)...)
			}
		}
	}
	return list
}

func (f finder) guess(m mention, u unit) []Match {
	context := f.context(m)
	switch u.level {
	case commune:
		return f.communes(u, Current, "", scoreGuess, context)
	case former:
		return f.communes(u, Former, f.a.fullFormer(u), scoreGuess-scoreFormer, context)
	case district:
		return f.communes(u, District, f.a.fullFormer(u), scoreGuess*scoreWithin, context)
	}
	return nil
}

// stretches returns all short runs of words, with the type word before each.
func (f finder) stretches() []mention {
	var list []mention
	for i := range f.words {
		start, k := i, noKind
		for n := min(longestTypeWord, len(f.words)-i-1); n > 0; n-- {
			if found, ok := typeWords[spell.JoinFold(f.words[i:i+n])]; ok && found.commune() {
				start, k = i+n, found
				break
			}
		}
		for n := 1; n <= guessWords && start+n <= len(f.words) && (n == 1 || !f.words[start+n-1].Apart); n++ {
			run := f.words[start : start+n]
			list = append(list, mention{from: i, to: start + n, kind: k, exact: spell.JoinExact(run), fold: spell.JoinFold(run)})
		}
	}
	return list
}

// tolerance is how many slips a stretch may have; -1 rules it out.
func (f finder) tolerance(m mention, letters int) int {
	whole := m.from == 0 && (m.to == len(f.words) || f.words[m.to].Apart)
	switch {
	case letters < guessLetter:
		return -1
	case whole || m.kind != noKind || letters >= guessWithin:
		return 1
	}
	return 0
}

// slips returns 0 for equal strings, 1 when one letter is wrong, missing, too many or swapped with the next, and 2
// for anything further apart. Both are plain ASCII.
func slips(a, b string) int {
	if a == b {
		return 0
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a)-len(b) > 1 {
		return 2
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	if len(a) > len(b) {
		return oneIf(a[i+1:] == b[i:])
	}
	swapped := i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	return oneIf(swapped || a[i+1:] == b[i+1:])
}

func oneIf(ok bool) int {
	if ok {
		return 1
	}
	return 2
}
