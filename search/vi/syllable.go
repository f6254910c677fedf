package vi

import "strings"

// onsets are the initial consonants, longest first.
var onsets = [...]string{
	"ngh", "ng", "gh", "gi", "kh", "nh", "ph", "qu", "th", "tr", "ch",
	"b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
}

// rimes are the vowels with the final consonants that follow them, without tone.
var rimes = set(`
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêu uô uôc uôi uôm uôn uông uôt uơ
uy uya uych uyên uyêt uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu ynh yt ych yn yu ya yp êng`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// IsSyllable tells whether a word can be a Vietnamese syllable: an initial consonant and a rime that occur,
// and a tone that its ending allows (after c, ch, p and t only sắc and nặng). A word without a tone mark
// passes whatever its ending, since it may have been typed without marks. The word is taken as Clean returns it.
func IsSyllable(word string) bool {
	ls, tone := cutTone(Exact(word))
	return isSyllable(ls) && (tone == Ngang || allows(ls, tone))
}

func isSyllable(ls string) bool {
	for _, on := range onsets {
		if r, ok := strings.CutPrefix(ls, on); ok && rimes[r] {
			return true
		}
	}
	return false
}

// stopped tells whether a syllable ends in a consonant that cuts the voice off.
func stopped(ls string) bool {
	n := len(ls)
	if n == 0 {
		return false
	}
	switch ls[n-1] {
	case 'c', 'p', 't':
		return true
	case 'h':
		return n > 1 && ls[n-2] == 'c'
	}
	return false
}

func allows(ls string, tone Tone) bool {
	return !stopped(ls) || tone == Sac || tone == Nang
}

// Spell writes an exact key as a word again, with the tone mark on the letter that usual spelling gives it
// (hòa, of old, rather than hoà). Keys of other languages come back as they are.
func Spell(key string) string {
	ls, tone := cutTone(key)
	if tone == Ngang {
		return ls
	}
	rs := []rune(ls)
	if at := toneAt(rs); at >= 0 {
		rs[at] = withTone(rs[at], tone)
	}
	return string(rs)
}

// toneAt finds the vowel that bears the mark: the last one with a shape of its own, or else the last vowel
// before a final consonant, or else the last but one.
func toneAt(rs []rune) int {
	first, last := nucleus(rs)
	if first < 0 {
		return -1
	}
	for i := last; i >= first; i-- {
		if rs[i] > 0x7f {
			return i
		}
	}
	if last+1 < len(rs) || first == last {
		return last
	}
	return last - 1
}

// nucleus returns the first and last vowel, leaving out the u of qu and the i of gi where another follows.
func nucleus(rs []rune) (first, last int) {
	first, last = -1, -1
	for i, r := range rs {
		if !isVowel(r) {
			if first >= 0 {
				break
			}
			continue
		}
		if first < 0 {
			first = i
		}
		last = i
	}
	glide := first == 1 && last > first && (rs[0] == 'q' && rs[1] == 'u' || rs[0] == 'g' && rs[1] == 'i')
	if glide {
		first++
	}
	return first, last
}
