package scam

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// errPunycode is a label that begins with xn-- and cannot be read.
var errPunycode = errors.New("read punycode")

// The numbers of RFC 3492, section 5.
const (
	pBase, pMin, pMax, pSkew, pDamp = 36, 1, 26, 38, 700
	pBias, pFirst                   = 72, 128
)

// unpuny decodes what follows xn-- in a label (RFC 3492, section 6.2).
func unpuny(coded string) (string, error) {
	var out []rune
	if i := strings.LastIndexByte(coded, '-'); i >= 0 {
		out = []rune(coded[:i])
		coded = coded[i+1:]
	}
	n, at, bias := pFirst, 0, pBias
	for coded != "" {
		before, weight := at, 1
		for k := pBase; ; k += pBase {
			if coded == "" {
				return "", errPunycode
			}
			d := pDigit(coded[0])
			coded = coded[1:]
			if d < 0 || d > (1<<30-at)/weight {
				return "", errPunycode
			}
			at += d * weight
			t := min(max(k-bias, pMin), pMax)
			if d < t {
				break
			}
			if weight > 1<<30/pBase {
				return "", errPunycode
			}
			weight *= pBase - t
		}
		bias = pAdapt(at-before, len(out)+1, before == 0)
		n += at / (len(out) + 1)
		at %= len(out) + 1
		if n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
			return "", errPunycode
		}
		out = append(out[:at], append([]rune{rune(n)}, out[at:]...)...)
		at++
	}
	return string(out), nil
}

func pDigit(b byte) int {
	switch {
	case b >= 'a' && b <= 'z':
		return int(b - 'a')
	case b >= '0' && b <= '9':
		return int(b-'0') + 26
	}
	return -1
}

func pAdapt(delta, points int, first bool) int {
	if first {
		delta /= pDamp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for ; delta > (pBase-pMin)*pMax/2; k += pBase {
		delta /= pBase - pMin
	}
	return k + (pBase-pMin+1)*delta/(delta+pSkew)
}
