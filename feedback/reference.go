package feedback

import (
	"crypto/sha256"
	"strings"
)

// A reference is what the citizen keeps, reads out on the telephone and copies from a slip: six characters and a
// check character, written "K7F-4HM". The alphabet leaves out whatever looks like another (0 O D Q, 1 I L J,
// 2 Z, 5 S, 8 B, 6 G, U V). Its 19 characters are a prime number, so that a weighted sum finds every single wrong
// character and every two that were swapped.
const (
	refAlphabet = "34679ACEFHKMNPRTWXY"
	refLength   = 7
	refHyphen   = 3
)

// NewRef makes a reference of 16 random bytes. Two different nonces give the same reference once in 47 million:
// the store refuses the second, and the caller tries another nonce.
func NewRef(nonce [16]byte) string {
	sum := derive("ref", nonce)
	n := uint64(0)
	for _, b := range sum[:8] {
		n = n<<8 | uint64(b)
	}
	var ref [refLength]byte
	for i := range refLength - 1 {
		ref[i] = refAlphabet[n%uint64(len(refAlphabet))]
		n /= uint64(len(refAlphabet))
	}
	ref[refLength-1] = refCheck(string(ref[:refLength-1]))
	return hyphenate(string(ref[:]))
}

// ParseRef reads a reference as a person types it: small letters, spaces, dots, a missing hyphen. It returns it as
// NewRef wrote it. ErrNotRef means that the text is something else, ErrMistyped that a character is wrong. A
// reference that is read without error may still belong to no case.
func ParseRef(text string) (string, error) {
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -–—.·_/#\t\n", r) {
			return -1
		}
		return r
	}, strings.ToUpper(strings.TrimSpace(text)))
	if len(plain) != refLength || !alphanumeric(plain) {
		return "", ErrNotRef
	}
	for _, r := range plain {
		if !strings.ContainsRune(refAlphabet, r) {
			return "", ErrMistyped
		}
	}
	if refCheck(plain[:refLength-1]) != plain[refLength-1] {
		return "", ErrMistyped
	}
	return hyphenate(plain), nil
}

func hyphenate(ref string) string { return ref[:refHyphen] + "-" + ref[refHyphen:] }

func alphanumeric(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// refCheck returns the character that makes the sum of place times value divisible by the size of the alphabet.
func refCheck(body string) byte {
	size := len(refAlphabet)
	sum := 0
	for i := range len(body) {
		sum += (i + 1) * strings.IndexByte(refAlphabet, body[i])
	}
	for v := range size {
		if (sum+(len(body)+1)*v)%size == 0 {
			return refAlphabet[v]
		}
	}
	return 0 // not reached: the size is prime, so some value fits
}

// derive makes independent bytes of one nonce, so that a reference tells nothing of the PIN.
func derive(purpose string, nonce [16]byte) [32]byte {
	return sha256.Sum256(append([]byte("danloi case "+purpose+"\x00"), nonce[:]...))
}
