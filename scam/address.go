package scam

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// webAddress is an address as it stands in a text.
type webAddress struct {
	host string // lower case
	user string // what stood before @
	path string // path, query and fragment
}

// findings are the addresses of a text, and the text without them.
type findings struct {
	addresses []Address
	rest      string
}

var (
	scheme   = regexp.MustCompile(`(?i)\b(?:h(?:tt|xx|\*\*)ps?|ftp)\s*(?::|\[:\])\s*[/\\]\s*[/\\]\s*`)
	spacedly = regexp.MustCompile(`\s+`)
)

// mark stands for any scheme while addresses are looked for; it cannot be typed, as tidy drops it.
const mark = "\u2060"

// find lists the addresses of a tidy text, each once.
func (c *Checker) find(text string) findings {
	text = scheme.ReplaceAllString(text, " "+mark)
	var out findings
	var rest []string
	for _, word := range c.joinDots(strings.FieldsFunc(text, parts)) {
		w, ok := c.readAddress(word)
		if !ok {
			rest = append(rest, strings.TrimPrefix(word, mark))
			continue
		}
		a := c.judge(w)
		known := slices.ContainsFunc(out.addresses, func(b Address) bool { return b.Host == a.Host && slices.Equal(b.Signs, a.Signs) })
		if !known && len(out.addresses) < MaxFound {
			out.addresses = append(out.addresses, a)
		}
	}
	out.rest = spacedly.ReplaceAllString(strings.Join(rest, " "), " ")
	return out
}

// parts tells whether a rune stands between words. Brackets do not when they may hide a dot: "gov[.]vn".
func parts(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("<>\"“”‘’'`,;|«»", r)
}

// joinDots puts together addresses that were written with spaces or words for dots: "vneid . gov . vn".
func (c *Checker) joinDots(words []string) []string {
	for i, w := range words {
		for _, d := range c.addresses.Dots {
			if strings.ContainsAny(d, "[({") {
				w = strings.ReplaceAll(w, d, ".")
			}
		}
		words[i] = w
	}
	var out []string
	for i := 0; i < len(words); i++ {
		w, n := words[i], len(out)
		isDot := slices.Contains(c.addresses.Dots, bare(w))
		switch {
		case n > 0 && isDot && i+1 < len(words) && c.joins(words[i+1]):
			out[n-1] += "." + words[i+1]
			i++
		case n > 0 && strings.HasPrefix(w, ".") && c.joins(w[1:]) && nameLike(out[n-1]):
			out[n-1] += w
		case n > 0 && strings.HasSuffix(out[n-1], ".") && govPart(w) && nameLike(strings.TrimSuffix(out[n-1], ".")):
			out[n-1] += w
		default:
			out = append(out, w)
		}
	}
	return out
}

// joins tells whether a word may go on an address behind a dot that stands alone.
func (c *Checker) joins(word string) bool {
	first, _, _ := strings.Cut(strings.ToLower(word), "/")
	first, _, _ = strings.Cut(first, ".")
	return first == "gov" || slices.Contains(c.addresses.Endings, strings.TrimRight(first, ":!?"))
}

// govPart is the same for a dot that ends a word, where most often a sentence ends.
func govPart(word string) bool {
	first, _, _ := strings.Cut(strings.TrimRight(strings.ToLower(word), ".:!?)"), ".")
	return first == "gov" || first == "vn"
}

// nameLike tells whether a word could be the front of an address.
func nameLike(word string) bool {
	word = strings.TrimPrefix(word, mark)
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '.'
	})
}

// readAddress reads a word as an address. Without a scheme it must end in a known way.
func (c *Checker) readAddress(word string) (webAddress, bool) {
	before, after, given := strings.Cut(word, mark)
	if given && before == "" {
		word = after
	}
	word = strings.Trim(word, ".:!?…*_~()[]{}")
	cut := strings.IndexAny(word, `/\?#`)
	var w webAddress
	authority := word
	if cut >= 0 {
		authority, w.path = word[:cut], word[cut:]
	}
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		w.user, authority = authority[:at], authority[at+1:]
	}
	w.host, _, _ = strings.Cut(strings.ToLower(authority), ":")
	w.host = strings.Trim(w.host, ".")
	switch {
	case w.user != "" && !given && w.path == "" && !c.looksLikeHost(strings.ToLower(w.user)):
		return w, false // an e-mail address
	case isNumbers(w.host):
		return w, given || strings.Count(w.host, ".") == 3 && (w.path != "" || strings.Contains(authority, ":") || notASection(w.host))
	case !hostShape(w.host):
		return w, false
	case given:
		return w, true
	}
	return w, c.ends(w.host, w.path != "") && (w.path != "" || !sentenceEnd(w.host))
}

// notASection tells four numbers of an address from those of a section (3.10.1.2): one of them has three digits.
func notASection(host string) bool {
	numbers := strings.Split(host, ".")
	return len(numbers) == 4 && slices.ContainsFunc(numbers, func(n string) bool { return len(n) == 3 })
}

// sentenceEnd tells whether a name of two parts is rather the end of a sentence, or a form's number, with the
// next word written on to it: a Vietnamese syllable with its marks, or nothing but digits.
func sentenceEnd(host string) bool {
	const longestSyllable = 7
	name, two := frontOfTwo(host)
	if !two {
		return false
	}
	digits := strings.Trim(name, "0123456789") == ""
	marked := bare(name) != name && !scripts(name) && utf8.RuneCountInString(name) <= longestSyllable
	return digits || marked
}

// frontOfTwo returns the first label of a host that has two.
func frontOfTwo(host string) (string, bool) {
	first, rest, ok := strings.Cut(host, ".")
	return first, ok && !strings.Contains(rest, ".")
}

// hostShape tells whether s has at least two labels of letters, digits and hyphens, whatever their script, and is
// more than a suffix such as gov.vn.
func hostShape(s string) bool {
	labels := strings.Split(s, ".")
	if len(labels) < 2 || len(s) > 253 || s == "gov.vn" || s == "com.vn" {
		return false
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.ContainsFunc(l, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-' && r != '_'
		}) {
			return false
		}
	}
	return strings.ContainsFunc(labels[len(labels)-1], unicode.IsLetter)
}

// ends tells whether a host without a scheme in front is meant as an address.
func (c *Checker) ends(host string, pathed bool) bool {
	labels := strings.Split(host, ".")
	last := c.letters.latin(labels[len(labels)-1])
	return slices.Contains(c.addresses.Endings, last) || slices.Contains(c.addresses.Shorteners, host) ||
		(pathed || labels[0] == "www") && slices.Contains(c.addresses.UnsureEndings, last)
}

// looksLikeHost tells whether the words before @ pretend to be an address.
func (c *Checker) looksLikeHost(user string) bool { return hostShape(user) && c.ends(user, false) }
