package spell

import "strings"

// Telex is the usual way to type Vietnamese with a plain keyboard: "dduwowngf" gives "đường". A phone that does not
// translate it leaves the keys in the text. This file reads them back.

// telexTones are the keys of the tones in the order in which Word.Exact counts them, from 1.
const telexTones = "fsrxj"

// onsets and rimes are what a syllable may begin and end with, plain letters only.
const (
	onsets = " b c ch d g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x "
	rimes  = " a ac ach ai am an ang anh ao ap at au ay e ec em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet " +
		"ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc " +
		"oong op ot u ua uan uang uat uay uc ue uech uenh ui uich um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy " +
		"uya uych uyen uyet uynh uyt uyu y yem yen yeng yet yeu ech "
)

// syllable reports whether plain letters can be a Vietnamese syllable.
func syllable(s string) bool {
	for n := min(3, len(s)-1); n >= 0; n-- {
		if (n == 0 || strings.Contains(onsets, " "+s[:n]+" ")) && strings.Contains(rimes, " "+s[n:]+" ") {
			return true
		}
	}
	return false
}

// Untyped writes words that still hold the keys of Telex as what was meant. In a text with tone marks these are the words
// that cannot be anything else; a text without any is read so when many of its words are.
func Untyped(words []Word) []Word {
	marked, keyed := false, 0
	meant := make([]Word, len(words))
	for i, w := range words {
		if w.Exact != w.Fold && strings.Trim(w.Exact, "abcdefghijklmnopqrstuvwxyz") != "" {
			marked = true
		} else if m, ok := telex(w); ok {
			meant[i] = m
			keyed++
		}
	}
	if keyed == 0 || !marked && (keyed < 3 || keyed*5 < len(words)*2) {
		return words
	}
	out := make([]Word, len(words))
	for i, w := range words {
		out[i] = w
		if meant[i].Exact != "" && (!marked || strings.ContainsAny(w.Exact, "wfj") || strings.Contains(w.Exact, "dd")) {
			out[i] = meant[i]
		}
	}
	return out
}

// telex reads one word, and reports false for one that is a syllable as it stands or none at all.
func telex(w Word) (Word, bool) {
	if len(w.Exact) < 2 || len(w.Exact) > 10 || syllable(w.Exact) {
		return Word{}, false
	}
	t := keys{}
	for i := range len(w.Exact) {
		if !t.key(w.Exact[i]) {
			return Word{}, false
		}
	}
	fold := string(t.plain)
	if t.seen == 0 || !syllable(fold) {
		return Word{}, false
	}
	exact := string(t.base)
	if t.tone != 0 {
		exact += string(t.tone)
	}
	return Word{Exact: exact, Fold: foldY(fold), Apart: w.Apart}, true
}

// keys is a word that is being typed.
type keys struct {
	base  []rune
	plain []byte
	tone  byte
	seen  int // keys that are no letters
}

func vowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// last returns the place of the last vowel typed, or -1.
func (k *keys) last() int {
	for i := len(k.plain) - 1; i >= 0; i-- {
		if vowel(k.plain[i]) {
			return i
		}
	}
	return -1
}

// key types one key, and reports false for what cannot be.
func (k *keys) key(c byte) bool {
	if c < 'a' || c > 'z' {
		return false
	}
	at := k.last()
	tone := strings.IndexByte(telexTones, c)
	switch {
	case tone >= 0 && at >= 0:
		if k.tone != 0 {
			return false
		}
		k.tone, k.seen = byte('1'+tone), k.seen+1
		return true
	case c == 'w':
		return k.hook(at)
	case c == 'd' && len(k.base) == 1 && k.base[0] == 'd':
		k.base[0], k.seen = 'đ', k.seen+1
		return true
	case at >= 0 && c == k.plain[at] && k.base[at] == rune(c) && strings.IndexByte("aeo", c) >= 0:
		k.base[at], k.seen = map[byte]rune{'a': 'â', 'e': 'ê', 'o': 'ô'}[c], k.seen+1
		return true
	}
	k.base, k.plain = append(k.base, rune(c)), append(k.plain, c)
	return true
}

// hook types a "w": ă, ơ, ư, and ươ with one.
func (k *keys) hook(at int) bool {
	k.seen++
	if at < 0 {
		k.base, k.plain = append(k.base, 'ư'), append(k.plain, 'u')
		return true
	}
	hooked, ok := map[rune]rune{'a': 'ă', 'o': 'ơ', 'u': 'ư'}[k.base[at]]
	if !ok {
		return false
	}
	k.base[at] = hooked
	if hooked == 'ơ' && at > 0 && k.base[at-1] == 'u' {
		k.base[at-1] = 'ư'
	}
	return true
}
