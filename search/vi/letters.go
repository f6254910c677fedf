package vi

// A letter is one letter of the Vietnamese alphabet taken apart.
type letter struct {
	base  rune // with its shape mark and without tone: a ă â đ …
	ascii byte // without any mark
	tone  Tone
}

// A Tone is one of the six tones; the zero value is the level tone, which is not written.
type Tone uint8

// The tones by their Vietnamese names.
const (
	Ngang Tone = iota
	Sac
	Huyen
	Hoi
	Nga
	Nang
)

// toneKeys are the capital letters that stand for the written tones in an exact key. Keys are lower case
// otherwise, so that none can be mistaken for a letter or a digit of the text.
const toneKeys = "\x00SFRXJ"

// rows lists the vowels with their six tones in the order of the constants.
var rows = [...]struct {
	base  rune
	ascii byte
	forms string
}{
	{'a', 'a', "aáàảãạ"}, {'ă', 'a', "ăắằẳẵặ"}, {'â', 'a', "âấầẩẫậ"},
	{'e', 'e', "eéèẻẽẹ"}, {'ê', 'e', "êếềểễệ"}, {'i', 'i', "iíìỉĩị"},
	{'o', 'o', "oóòỏõọ"}, {'ô', 'o', "ôốồổỗộ"}, {'ơ', 'o', "ơớờởỡợ"},
	{'u', 'u', "uúùủũụ"}, {'ư', 'u', "ưứừửữự"}, {'y', 'y', "yýỳỷỹỵ"},
}

// lastLetter is the last code point of the Vietnamese letters in Unicode.
const lastLetter = 'ỹ'

var letters = tabulate()

func tabulate() (t [lastLetter + 1]letter) {
	for r := 'a'; r <= 'z'; r++ {
		t[r] = letter{base: r, ascii: byte(r)}
	}
	for _, row := range rows {
		tone := Ngang
		for _, r := range row.forms {
			t[r] = letter{base: row.base, ascii: row.ascii, tone: tone}
			tone++
		}
	}
	t['đ'] = letter{base: 'đ', ascii: 'd'}
	return t
}

// letterOf takes a lower-case letter apart; ok is false for anything outside the alphabet.
func letterOf(r rune) (l letter, ok bool) {
	if r < 0 || r > lastLetter {
		return letter{}, false
	}
	l = letters[r]
	return l, l.ascii != 0
}

// withTone puts a tone on a vowel that carries none; other letters are returned unchanged.
func withTone(base rune, tone Tone) rune {
	for _, row := range rows {
		if row.base == base {
			return []rune(row.forms)[tone]
		}
	}
	return base
}

// isVowel tells whether a letter without tone is a vowel.
func isVowel(base rune) bool {
	l, ok := letterOf(base)
	if !ok {
		return false
	}
	switch l.ascii {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}
