package vi

import "strings"

// Telex reads a word as the keys of the Telex input method, typed while it was off: "ddawng" is đăng.
// Letters that are composed already may stand among the keys. ok is false when no key was used or the
// result is no Vietnamese syllable. The word is taken as Clean returns it.
func Telex(word string) (syllable string, ok bool) { return decode(word, telexKey) }

// VNI reads a word as the keys of the VNI input method: "d9a8ng" is đăng. See Telex.
func VNI(word string) (syllable string, ok bool) { return decode(word, vniKey) }

// VNIWord is VNI for words of any language with marks that Vietnamese has too: "fe1de1ration" is Fédération. Of
// several tones the last counts, as in Exact; the mark stands where Spell puts it. Almost any word with a digit can be
// read so: only who knows that there is such a word may believe it.
func VNIWord(word string) (decoded string, ok bool) {
	if len(word) < 2 || len(word) > longestKeys {
		return "", false
	}
	c := composer{rs: make([]rune, 0, len(word)), any: true}
	for _, r := range word {
		if vniKey(&c, r) {
			c.used = true
			continue
		}
		if r >= '0' && r <= '9' {
			return "", false // a number, or a digit that changes nothing
		}
		c.put(r)
	}
	if !c.used {
		return "", false
	}
	return c.spell(), true
}

// longestKeys bounds the bytes of a word that is read as keys.
const longestKeys = 24

// A composer holds the letters typed so far.
type composer struct {
	rs   []rune
	tone Tone
	any  bool // of any language: no letter is wrong, a later tone replaces an earlier
	used bool // a key has changed something
	bad  bool // a key made no sense
}

func decode(word string, press func(*composer, rune) bool) (string, bool) {
	if len(word) < 2 || len(word) > longestKeys {
		return "", false
	}
	c := composer{rs: make([]rune, 0, 8)}
	for _, r := range word {
		if press(&c, r) {
			c.used = true
			continue
		}
		c.put(r)
		if c.bad {
			return "", false
		}
	}
	if !c.used {
		return "", false
	}
	return c.syllable()
}

// put appends a letter, taking a tone off it.
func (c *composer) put(r rune) {
	l, ok := letterOf(r)
	if !ok && c.any {
		c.rs = append(c.rs, r)
		return
	}
	if !ok || l.tone != Ngang && c.tone != Ngang {
		c.bad = true
		return
	}
	if l.tone != Ngang {
		c.tone = l.tone
	}
	c.rs = append(c.rs, l.base)
}

func (c *composer) syllable() (string, bool) {
	c.settleHorn()
	ls := string(c.rs)
	if !isSyllable(ls) || stopped(ls) && c.tone != Sac && c.tone != Nang {
		return "", false
	}
	return c.spell(), true
}

func (c *composer) spell() string {
	if c.tone == Ngang {
		return string(c.rs)
	}
	return Spell(string(c.rs) + string(toneKeys[c.tone]))
}

// settleHorn turns a final ươ into uơ: the former is always followed by something.
func (c *composer) settleHorn() {
	if n := len(c.rs); n > 1 && c.rs[n-2] == 'ư' && c.rs[n-1] == 'ơ' {
		c.rs[n-2] = 'u'
	}
}

// last returns the place of the last of the letters, or -1.
func (c *composer) last(of string) int {
	for i := len(c.rs) - 1; i >= 0; i-- {
		if strings.ContainsRune(of, c.rs[i]) {
			return i
		}
	}
	return -1
}

func (c *composer) setTone(t Tone) bool {
	if c.tone == t {
		return true // the key was held down
	}
	if c.tone != Ngang && !c.any || c.last("aăâeêioôơuưy") < 0 {
		return false
	}
	c.tone = t
	return true
}

// swap replaces the last of the plain letters in from by its partner in to.
func (c *composer) swap(from, to string) bool {
	i := c.last(from)
	if i < 0 {
		return false
	}
	c.rs[i] = []rune(to)[strings.IndexRune(from, c.rs[i])]
	return true
}

// horn puts a horn on uo, on u before a final a, or on the last o or u.
func (c *composer) horn() bool {
	n := len(c.rs)
	for i := n - 1; i > 0; i-- {
		if c.rs[i] == 'o' && (c.rs[i-1] == 'u' || c.rs[i-1] == 'ư') && !c.afterQ(i-1) {
			c.rs[i-1], c.rs[i] = 'ư', 'ơ'
			return true
		}
	}
	if n > 1 && c.rs[n-1] == 'a' && c.rs[n-2] == 'u' && !c.afterQ(n-2) {
		c.rs[n-2] = 'ư'
		return true
	}
	return c.swap("ou", "ơư")
}

func (c *composer) afterQ(i int) bool { return i > 0 && c.rs[i-1] == 'q' }

func (c *composer) bar() bool {
	if c.any {
		return c.swap("d", "đ")
	}
	if len(c.rs) == 0 || c.rs[0] != 'd' {
		return false
	}
	c.rs[0] = 'đ'
	return true
}

// telexKey applies a key of Telex and tells whether it was one here.
func telexKey(c *composer, r rune) bool {
	switch r {
	case 's', 'f', 'r', 'x', 'j':
		return c.setTone(Tone(strings.IndexRune("sfrxj", r) + 1))
	case 'd':
		return c.bar()
	case 'w':
		return c.telexW()
	case 'a', 'e', 'o':
		return c.telexDouble(r)
	}
	return false
}

func (c *composer) telexW() bool {
	if n := len(c.rs); n > 1 && c.rs[n-1] == 'a' && c.rs[n-2] == 'u' && !c.afterQ(n-2) {
		return c.horn()
	}
	if i := c.last("aou"); i >= 0 && c.rs[i] == 'a' {
		c.rs[i] = 'ă'
		return true
	}
	if c.horn() {
		return true
	}
	if c.last("ươăâêô") >= 0 {
		return false
	}
	c.rs = append(c.rs, 'ư')
	return true
}

// telexDouble puts the roof on a letter typed twice; a third time takes it off and keeps both.
func (c *composer) telexDouble(r rune) bool {
	if i := c.last(string(r)); i >= 0 && !c.turns(r, i) {
		c.rs[i] = roof(r)
		return true
	}
	if i := c.last("ô"); r == 'o' && i >= 0 && i == len(c.rs)-1 {
		c.rs[i] = 'o'
		c.rs = append(c.rs, 'o')
		return true
	}
	return false
}

// turns tells whether an o after oa or oe is a letter of its own, as in ngoáo and ngoéo.
func (c *composer) turns(r rune, i int) bool {
	return r == 'o' && i == len(c.rs)-2 && (c.rs[i+1] == 'a' || c.rs[i+1] == 'e')
}

func roof(r rune) rune {
	switch r {
	case 'a':
		return 'â'
	case 'e':
		return 'ê'
	}
	return 'ô'
}

// vniKey applies a key of VNI and tells whether it was one here.
func vniKey(c *composer, r rune) bool {
	switch r {
	case '1', '2', '3', '4', '5':
		return c.setTone(Tone(r - '0'))
	case '6':
		return c.swap("aeo", "âêô")
	case '7':
		return c.horn()
	case '8':
		return c.swap("a", "ă")
	case '9':
		return c.bar()
	}
	return false
}
