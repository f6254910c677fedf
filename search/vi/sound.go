package vi

import "strings"

// Sound returns a key that is the same for spellings which sound alike somewhere: in the North s and x, ch
// and tr, d, gi and r, l and n; in the South hỏi and ngã, v and d, final n and ng, t and c; and i and y everywhere.
// It takes words and exact keys alike.
func Sound(word string) string {
	ls, tone := cutTone(word)
	if tone == Ngang {
		ls, tone = cutTone(Exact(word))
	}
	ls = soundEnding(soundOnset(ls))
	if tone == Nga {
		tone = Hoi
	}
	if tone == Ngang {
		return ls
	}
	return ls + string(toneKeys[tone])
}

// soundAs gives the initial consonants that are confused the one that stands for them.
var soundAs = [...]struct{ onset, as string }{
	{"tr", "ch"}, {"gi", "d"}, {"r", "d"}, {"v", "d"}, {"s", "x"}, {"l", "n"}, {"qu", "qu"},
}

func soundOnset(ls string) string {
	for _, s := range soundAs {
		rest, ok := strings.CutPrefix(ls, s.onset)
		if !ok {
			continue
		}
		if s.onset == "gi" && !startsWithVowel(rest) {
			rest = "i" + rest // gì, gìn: the i is the vowel itself
		}
		return s.as + rest
	}
	return ls
}

func soundEnding(ls string) string {
	switch {
	case strings.HasSuffix(ls, "ng"):
		ls = ls[:len(ls)-1]
	case strings.HasSuffix(ls, "ch"), strings.HasSuffix(ls, "nh"):
	case strings.HasSuffix(ls, "c") && len(ls) > 1:
		ls = ls[:len(ls)-1] + "t"
	case strings.HasSuffix(ls, "y") && yAsI(ls):
		ls = ls[:len(ls)-1] + "i"
	}
	return ls
}

// yAsI tells whether a final y could be written i: after a consonant, as in kỹ, and in quy.
func yAsI(ls string) bool {
	rs := []rune(ls)
	n := len(rs)
	return n > 1 && (!isVowel(rs[n-2]) || ls == "quy")
}

func startsWithVowel(s string) bool {
	for _, r := range s {
		return isVowel(r)
	}
	return false
}
