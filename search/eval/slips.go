package eval

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"danloi/search/vi"
)

// shortest is the number of letters from which a word can have a slip.
const shortest = 3

// slips makes n slips in as many different words, or fewer where the text is too short.
func slips(text string, n int, r *rand.Rand) string {
	var places []int
	i := 0
	eachWord(text, func(w string) string {
		if len([]rune(w)) >= shortest && !strings.ContainsFunc(w, unicode.IsDigit) {
			places = append(places, i)
		}
		i++
		return w
	})
	r.Shuffle(len(places), func(a, b int) { places[a], places[b] = places[b], places[a] })
	places = places[:min(n, len(places))]
	i = -1
	return eachWord(text, func(w string) string {
		i++
		if !slices.Contains(places, i) {
			return w
		}
		return slip(w, r)
	})
}

// slip makes one slip: a letter dropped, added, replaced by its neighbour on the keyboard or swapped with
// the next, or another tone.
func slip(w string, r *rand.Rand) string {
	rs := []rune(w)
	i := r.IntN(len(rs))
	switch kind := r.IntN(5); {
	case kind == 0:
		return string(slices.Delete(rs, i, i+1))
	case kind == 1:
		return string(slices.Insert(rs, i, beside(rs[i], r)))
	case kind == 2 && i+1 < len(rs) && rs[i] != rs[i+1]:
		rs[i], rs[i+1] = rs[i+1], rs[i]
		return string(rs)
	case kind == 3:
		if other, ok := otherTone(w, r); ok {
			return other
		}
	}
	rs[i] = beside(rs[i], r)
	return string(rs)
}

// otherTone gives a syllable another tone than it has.
func otherTone(w string, r *rand.Rand) (string, bool) {
	ls := strings.TrimRight(vi.Exact(w), "SFRXJ")
	if !vi.IsSyllable(ls) {
		return "", false
	}
	for range 8 {
		t := vi.Spell(ls + []string{"", "S", "F", "R", "X", "J"}[r.IntN(6)])
		if vi.Exact(t) != vi.Exact(w) {
			return keepCase(w, t), true
		}
	}
	return "", false
}

// keyboard is the arrangement of the letters; a slipping finger hits a neighbour.
var keyboard = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}

func beside(c rune, r *rand.Rand) rune {
	f := []rune(vi.Fold(string(unicode.ToLower(c))))
	if len(f) == 0 {
		return 'n'
	}
	for y, row := range keyboard {
		x := strings.IndexRune(row, f[0])
		if x < 0 {
			continue
		}
		near := neighbours(y, x)
		return near[r.IntN(len(near))]
	}
	return 'n'
}

func neighbours(y, x int) (out []rune) {
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			yy, xx := y+dy, x+dx
			if dy == 0 && dx == 0 || yy < 0 || yy >= len(keyboard) || xx < 0 || xx >= len(keyboard[yy]) {
				continue
			}
			out = append(out, rune(keyboard[yy][xx]))
		}
	}
	return out
}
