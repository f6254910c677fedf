package vi

import "testing"

// Every syllable that can be spelled is what its own keys decode to, in every manner of typing.
func TestKeysDecodeToTheirSyllable(t *testing.T) {
	manners := []Typing{{}, {ToneEarly: true}, {BothHorns: true}, {VNI: true}, {VNI: true, ToneEarly: true}, {VNI: true, BothHorns: true}}
	n := 0
	for _, on := range onsets {
		for rime := range rimes {
			for tone := Ngang; tone <= Nang; tone++ {
				ls := on + rime
				if !isSyllable(ls) || !allows(ls, tone) {
					continue
				}
				key := ls
				if tone != Ngang {
					key += string(toneKeys[tone])
				}
				word := Spell(key)
				if got := Exact(word); got != key {
					t.Errorf("Exact(Spell(%q)) = %q", key, got)
				}
				for _, m := range manners {
					n++
					checkTyping(t, m, word, key)
				}
			}
		}
	}
	if n < 50000 {
		t.Errorf("only %d cases", n)
	}
}

func checkTyping(t *testing.T, m Typing, word, key string) {
	t.Helper()
	keys := m.Keys(word)
	if keys == word {
		return // nothing to decode
	}
	read := Telex
	if m.VNI {
		read = VNI
	}
	if got, ok := read(keys); !ok || Exact(got) != key {
		t.Errorf("%+v: %q typed %q, read as %q %v", m, word, keys, got, ok)
	}
}
