package learn

import (
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"danloi/content"
)

// Certificate says that somebody went through a module and passed it. Name is as its holder typed it.
type Certificate struct {
	Code     string    `json:"code"`
	Module   string    `json:"module"`
	Titles   Titles    `json:"titles"` // of the module on that day, by language
	Name     string    `json:"name"`
	Lang     string    `json:"lang"` // what the holder read
	Province string    `json:"province"`
	Issued   time.Time `json:"issued"`
	Right    int       `json:"right"` // exercises that were right at the first try
	Of       int       `json:"of"`
}

// Titles is a title by language.
type Titles map[string]string

// In returns the title in lang, or in Vietnamese.
func (t Titles) In(lang string) string {
	if s, ok := t[lang]; ok {
		return s
	}
	return t[content.Default]
}

// Certificate returns the certificate of r for a module, without a code when r does not pass: every exercise must be
// answered, and the share of first answers that were right must reach the pass mark.
func (r Record) Certificate(m content.Module, name, lang, province string, nonce [16]byte, at time.Time) Certificate {
	c := Certificate{Module: m.Slug, Titles: Titles{}, Name: name, Lang: lang, Province: province, Issued: at}
	for l, w := range m.Words {
		c.Titles[l] = w.Title
	}
	p := r.Progress(m.Words[content.Default].Lessons)
	c.Right, c.Of = p.Right, p.Exercises
	if p.Passes(m.Pass) {
		c.Code = NewCode(nonce)
	}
	return c
}

// Passes tells whether all exercises were answered and enough of them rightly at the first try.
func (p Progress) Passes(mark int) bool {
	return p.Exercises > 0 && p.Answered == p.Exercises && p.Percent() >= mark
}

// A code is what stands on a certificate and in its address: eight characters and a check character, written
// "K7F-4HM-9XA". The alphabet and the rule are those of the references of cases (feedback.ParseRef): no characters
// that look alike, and every single wrong or swapped character is found. Nine characters are never a reference.
const (
	codeAlphabet = "34679ACEFHKMNPRTWXY"
	codeLength   = 9
	codeGroup    = 3
)

// The faults of a typed code.
var (
	ErrNotCode = errors.New("not a code of a certificate")
)

// NewCode makes a code of 16 random bytes. Two nonces give the same code once in 17 thousand million.
func NewCode(nonce [16]byte) string {
	sum := sha256.Sum256(append([]byte("danloi certificate\x00"), nonce[:]...))
	n := uint64(0)
	for _, b := range sum[:8] {
		n = n<<8 | uint64(b)
	}
	var code [codeLength]byte
	for i := range codeLength - 1 {
		code[i] = codeAlphabet[n%uint64(len(codeAlphabet))]
		n /= uint64(len(codeAlphabet))
	}
	code[codeLength-1] = codeCheck(string(code[:codeLength-1]))
	return grouped(string(code[:]))
}

// ParseCode reads a code as a person types it: small letters, spaces, missing hyphens. It returns it as NewCode wrote
// it, or ErrNotCode. A code that is read without error may still be of no certificate.
func ParseCode(text string) (string, error) {
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -–—.·_/#\t\n", r) {
			return -1
		}
		return r
	}, strings.ToUpper(text))
	if len(plain) != codeLength {
		return "", ErrNotCode
	}
	for i := range len(plain) {
		if strings.IndexByte(codeAlphabet, plain[i]) < 0 {
			return "", ErrNotCode
		}
	}
	if codeCheck(plain[:codeLength-1]) != plain[codeLength-1] {
		return "", ErrNotCode
	}
	return grouped(plain), nil
}

func grouped(code string) string {
	var parts []string
	for part := range slices.Chunk([]byte(code), codeGroup) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, "-")
}

// codeCheck returns the character that makes the sum of place times value divisible by the size of the alphabet.
func codeCheck(body string) byte {
	size, sum := len(codeAlphabet), 0
	for i := range len(body) {
		sum += (i + 1) * strings.IndexByte(codeAlphabet, body[i])
	}
	for v := range size {
		if (sum+(len(body)+1)*v)%size == 0 {
			return codeAlphabet[v]
		}
	}
	return 0 // not reached: the size is prime, so some value fits
}

// The faults of a name for a certificate.
var (
	ErrNameLength  = errors.New("name is too short or too long")
	ErrNameLetters = errors.New("name holds what no name does")
)

// The length of a name in characters.
const (
	shortestName = 2
	longestName  = 60
)

// ParseName reads a name as somebody typed it, with its spaces joined, or returns ErrNameLength or ErrNameLetters:
// digits, addresses and sentences are no names.
func ParseName(text string) (string, error) {
	name := strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	if n := len([]rune(name)); n < shortestName || n > longestName {
		return "", ErrNameLength
	}
	letters := 0
	for _, r := range name {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsMark(r), strings.ContainsRune(" '’.-·", r):
		default:
			return "", ErrNameLetters
		}
	}
	if letters < shortestName || len(strings.Fields(name)) > 8 {
		return "", ErrNameLetters
	}
	return name, nil
}
