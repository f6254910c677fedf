package vi

import "strings"

// Typing is a manner of typing with an input method.
type Typing struct {
	VNI       bool // the digits of VNI instead of the letters of Telex
	ToneEarly bool // the tone key right after the vowels instead of at the end of the syllable
	BothHorns bool // ươ with a horn key after each letter instead of one after both
}

// Keys returns the keys that type a word. Words without marks come back as they are, except that Telex
// needs a third o for the rare oo.
func (t Typing) Keys(word string) string {
	ls, tone := cutTone(Exact(word))
	rs := []rune(ls)
	_, last := nucleus(rs)
	var b strings.Builder
	for i, r := range rs {
		t.letter(&b, rs, i, r)
		if t.ToneEarly && i == last {
			t.tone(&b, tone)
		}
	}
	if !t.ToneEarly || last < 0 {
		t.tone(&b, tone)
	}
	return b.String()
}

func (t Typing) tone(b *strings.Builder, tone Tone) {
	switch {
	case tone == Ngang:
	case t.VNI:
		b.WriteByte('0' + byte(tone))
	default:
		b.WriteByte(" sfrxj"[tone])
	}
}

func (t Typing) letter(b *strings.Builder, rs []rune, i int, r rune) {
	l, ok := letterOf(r)
	if !ok {
		b.WriteRune(r)
		return
	}
	b.WriteByte(l.ascii)
	if !t.VNI && r == 'o' && i > 0 && rs[i-1] == 'o' {
		b.WriteByte('o')
	}
	horns := r == 'ư' && i+1 < len(rs) && rs[i+1] == 'ơ'
	if r == rune(l.ascii) || horns && !t.BothHorns {
		return
	}
	if t.VNI {
		b.WriteByte(vniMark(r))
	} else {
		b.WriteByte(telexMark(r, l.ascii))
	}
}

func telexMark(r rune, ascii byte) byte {
	switch r {
	case 'ă', 'ơ', 'ư':
		return 'w'
	}
	return ascii
}

func vniMark(r rune) byte {
	switch r {
	case 'â', 'ê', 'ô':
		return '6'
	case 'ơ', 'ư':
		return '7'
	case 'ă':
		return '8'
	}
	return '9'
}
