package scam

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Secret is something in a text that should not be given to anyone. Start and End are bytes of the text.
type Secret struct {
	Kind       SecretKind
	Start, End int
}

// SecretKind names what a secret looks like.
type SecretKind string

// The kinds of secret, the gravest first.
const (
	OTP      SecretKind = "otp"      // a code that is used once, or a PIN
	Password SecretKind = "password" // a password or passcode, said as such
	Card     SecretKind = "card"     // the number of a bank card
	Identity SecretKind = "identity" // the number of a citizen's identity card
)

// secretFile is the file secrets.yaml.
type secretFile struct {
	OTP struct {
		Near   []string `yaml:"near"`
		Direct []string `yaml:"direct"`
	} `yaml:"otp"`
	Password struct {
		Words []string `yaml:"words"`
		Not   []string `yaml:"not"`
	} `yaml:"password"`
	Links    []string `yaml:"links"`
	Identity struct {
		Old       []string `yaml:"old"`
		Said      []string `yaml:"said"`
		Not       []string `yaml:"not"`
		Provinces []string `yaml:"provinces"`
	} `yaml:"identity"`
	Units  []string `yaml:"units"`
	Before []string `yaml:"before"`
}

// secrets are the words of secretFile made into patterns over bare text.
type secrets struct {
	near, old, said      *regexp.Regexp // anywhere
	direct, notID, plain *regexp.Regexp // right at the end of what stands before
	unit                 *regexp.Regexp // right at the beginning of what follows
	said1, said2         *regexp.Regexp // a password behind a link, a password right behind its word
	notPassword          []string
	provinces            []string
}

func newSecrets(f secretFile) (secrets, error) {
	var err error
	compile := func(format string, lists ...[]string) *regexp.Regexp {
		var args []any
		for _, l := range lists {
			args = append(args, oneOf(l))
		}
		re, e := regexp.Compile(fmt.Sprintf(format, args...))
		err = cmp.Or(err, e)
		return re
	}
	s := secrets{
		near:        compile(`\b%s\b`, f.OTP.Near),
		old:         compile(`\b%s\b`, f.Identity.Old),
		said:        compile(`\b%s\b`, f.Identity.Said),
		direct:      compile(`\b%s(?:\s+%s)*\s*[:=\-]?\s*$`, slices.Concat(f.OTP.Direct, f.OTP.Near), f.Links),
		notID:       compile(`\b%s(?:\s+[a-z]+){0,3}\s*[:=\-]?\s*$`, f.Identity.Not),
		plain:       compile(`\b%s(?:\s+%s)*\s*[:=.\-]?\s*$`, f.Before, f.Links),
		unit:        compile(`^\s?%s(?:[^a-z0-9]|$)`, f.Units),
		said1:       compile(`\b%s(?: +[a-z0-9]+){0,4}? *(?: (?:la|is)\b *:?|[:=]) *(\S+)`, f.Password.Words),
		said2:       compile(`\b%s +(\S+)`, f.Password.Words),
		notPassword: f.Password.Not,
		provinces:   f.Identity.Provinces,
	}
	return s, err
}

// oneOf is a pattern of the phrases, the longest first.
func oneOf(phrases []string) string {
	sorted := slices.Clone(phrases)
	slices.SortFunc(sorted, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for i, p := range sorted {
		sorted[i] = strings.ReplaceAll(regexp.QuoteMeta(p), " ", `\s+`)
	}
	return "(?:" + strings.Join(sorted, "|") + ")"
}

// number finds runs of digits that people part by spaces, dots or hyphens.
var number = regexp.MustCompile(`[0-9](?:[ .\-]?[0-9])*`)

// Secrets finds what looks like a secret in a text, in order, without overlap. It is pure and never fails. It does
// not know where the text was typed: a screen that asks for digits must not ask it.
func (c *Checker) Secrets(text string) []Secret {
	a := align(text)
	var found []Secret
	add := func(k SecretKind, from, to int) {
		s := Secret{k, a.at[from], a.at[to]}
		if !slices.ContainsFunc(found, func(o Secret) bool { return s.Start < o.End && o.Start < s.End }) {
			found = append(found, s)
		}
	}
	c.secrets.passwords(a.text, add)
	for _, m := range number.FindAllStringIndex(a.text, -1) {
		from, to := m[0], m[1]
		for _, piece := range c.secrets.pieces(a.text, from, to) {
			if k := c.secrets.kind(a.text, piece[0], piece[1]); k != "" {
				add(k, piece[0], piece[1])
			}
		}
	}
	slices.SortFunc(found, func(x, y Secret) int { return cmp.Compare(x.Start, y.Start) })
	return found
}

// Mask returns text with its secrets made unreadable: digits of a number, or all of a password, become •.
func Mask(text string, found []Secret) string {
	var b strings.Builder
	end := 0
	for _, s := range found {
		b.WriteString(text[end:s.Start])
		for _, r := range text[s.Start:s.End] {
			if s.Kind == Password || unicode.IsDigit(r) {
				r = '•'
			}
			b.WriteRune(r)
		}
		end = s.End
	}
	return b.String() + text[end:]
}

// pieces are the ways to read a run of digits with spaces: as one number when its whole is one, else apart.
func (s secrets) pieces(text string, from, to int) [][2]int {
	if !strings.Contains(text[from:to], " ") || s.kind(text, from, to) != "" || phoneLike(text, from, to) {
		return [][2]int{{from, to}}
	}
	var out [][2]int
	start := from
	for i := from; i <= to; i++ {
		if i == to || text[i] == ' ' {
			out = append(out, [2]int{start, i})
			start = i + 1
		}
	}
	return out
}

// phoneLike tells whether a run of digits with spaces is one telephone number.
func phoneLike(text string, from, to int) bool {
	digits := onlyDigits(text[from:to])
	abroad := from > 0 && text[from-1] == '+'
	return abroad || (len(digits) == 10 || len(digits) == 11) && (digits[0] == '0' || strings.HasPrefix(digits, "84"))
}

// kind says what a number looks like, or nothing.
func (s secrets) kind(text string, from, to int) SecretKind {
	digits := onlyDigits(text[from:to])
	before, after := text[max(0, from-60):from], text[to:min(len(text), to+60)]
	if glued(before, after) {
		return ""
	}
	switch n := len(digits); {
	case n == 12 && s.identity(digits, before):
		return Identity
	case n == 9 && s.old.MatchString(lastChars(before, 30)):
		return Identity
	case n >= 13 && n <= 19 && cardLike(digits):
		return Card
	case n >= 4 && n <= 8 && s.code(text[from:to], digits, before, after):
		return OTP
	}
	return ""
}

func (s secrets) identity(digits, before string) bool {
	if s.notID.MatchString(before) {
		return false
	}
	return s.said.MatchString(lastChars(before, 30)) || slices.Contains(s.provinces, digits[:3]) && digits[3] <= '3'
}

// code tells whether digits are a code: said so right before, or near a word for codes and nothing else.
func (s secrets) code(written, digits, before, after string) bool {
	if strings.Contains(written, ".") || strings.Count(written, "-") > 1 || s.unit.MatchString(after) {
		return false
	}
	if s.plain.MatchString(before) && !s.near.MatchString(lastChars(before, 12)) {
		return false
	}
	if s.direct.MatchString(before) {
		return true
	}
	if strings.HasPrefix(digits, "19") || strings.HasPrefix(digits, "18") || len(digits) == 4 && strings.HasPrefix(digits, "20") || digits == "5656" {
		return false
	}
	return s.near.MatchString(before) || s.near.MatchString(after)
}

// glued tells whether a number is part of something longer: a date, a law, a sum, a word, an address.
func glued(before, after string) bool {
	l, lsize := utf8.DecodeLastRuneInString(before)
	r, rsize := utf8.DecodeRuneInString(after)
	joins := func(x rune) bool {
		return unicode.IsLetter(x) || unicode.Is(unicode.Sc, x) || strings.ContainsRune("/+_@#", x)
	}
	digitBefore := strings.ContainsRune(",.:", l) && endsInDigit(before[:len(before)-lsize])
	digitAfter := strings.ContainsRune(",.:", r) && endsInDigit(lastChars(after[rsize:min(len(after), rsize+1)], 1))
	return joins(l) || joins(r) || digitBefore || digitAfter
}

func endsInDigit(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

func lastChars(s string, n int) string { return s[max(0, len(s)-n):] }

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// cardLike tells whether digits begin as bank cards do and pass the Luhn check.
func cardLike(digits string) bool {
	if !strings.HasPrefix(digits, "9704") && !strings.ContainsRune("3456", rune(digits[0])) && digits[:2] < "22" {
		return false
	}
	if !strings.HasPrefix(digits, "9704") && digits[0] > '6' || digits[0] < '2' {
		return false
	}
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
