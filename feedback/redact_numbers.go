package feedback

import (
	"regexp"
	"strings"
	"unicode"
)

// What is found by its shape alone.
var shapes = []struct {
	kind SpanKind
	re   *regexp.Regexp
}{
	{SpanMail, regexp.MustCompile(`(?i)[\p{L}0-9._%+-]+\s?@\s?[a-z0-9-]+(\.[a-z0-9-]+)+`)},
	{SpanPlate, regexp.MustCompile(`(?i)\b\d{2}[-. ]?[A-Z\x{110}]{1,2}\d?[-. ]{1,3}\d{3}[. ]?\d{2}\b`)},
	{SpanPlate, regexp.MustCompile(`(?i)\b\d{2}[-.]?[A-Z\x{110}]{1,2}\d?[-. ]?\d{4,5}\b`)},
	{SpanPoint, regexp.MustCompile(`\b\d{1,3}\.\d{4,}\s*[,;]\s*\d{1,3}\.\d{4,}`)},
}

// webAddress is a link; those of the state tell of nobody.
var webAddress = regexp.MustCompile(`(?i)\b(https?://|www\.)\S+|\b(facebook|fb|zalo|tiktok|youtube|t)\.(com|me|vn)/\S+`)

// marks finds what has a shape of its own.
func (r *redactor) marks(text string) []Span {
	var out []Span
	for _, s := range shapes {
		for _, at := range s.re.FindAllStringIndex(text, -1) {
			out = append(out, Span{at[0], at[1], s.kind})
		}
	}
	for _, at := range webAddress.FindAllStringIndex(text, -1) {
		if !strings.Contains(text[at[0]:at[1]], ".gov.vn") {
			out = append(out, Span{at[0], at[1], SpanLink})
		}
	}
	return out
}

// digitGroups is a number with what people put between its digits; o and l are taken for digits inside of one.
var digitGroups = regexp.MustCompile(`(?i)(?:\+|\bo)?\d(?:[\s.()\-–]{0,3}[\dol])*[\dol]|\d`)

// dates and amounts that are written like long numbers.
var (
	dateLike  = regexp.MustCompile(`^\d{1,2}[-. ]\d{1,2}[-. ](19|20)\d{2}$|^(19|20)\d{2}\s?[-–]\s?(19|20)\d{2}$|^(19|20)\d{2}[-.]\d{1,2}[-.]\d{1,2}$`)
	moneyLike = regexp.MustCompile(`^[1-9]\d{0,2}(\.\d{3})+$`)
)

// numbers finds telephone numbers, identity numbers and accounts.
func (r *redactor) numbers(text string, s scraps) []Span {
	var out []Span
	for _, at := range digitGroups.FindAllStringIndex(text, -1) {
		number := strings.TrimSpace(text[at[0]:at[1]])
		if kind := r.numberKind(number, s, at[0], at[1]); kind != "" {
			out = append(out, Span{at[0], at[0] + len(number), kind})
		}
	}
	return out
}

// numberKind says what a number that stands from..to is, or empty when it tells of nobody.
func (r *redactor) numberKind(number string, s scraps, from, to int) SpanKind {
	digits := strings.Map(func(c rune) rune {
		switch {
		case unicode.IsDigit(c):
			return c
		case c == 'o' || c == 'O':
			return '0'
		case c == 'l' || c == 'L':
			return '1'
		}
		return -1
	}, number)
	n := len(digits)
	hotline := (strings.HasPrefix(digits, "1800") || strings.HasPrefix(digits, "1900")) && n <= 10
	switch {
	case hotline, dateLike.MatchString(number):
		return ""
	case strings.HasPrefix(number, "+") && n >= 9, n == 10 && digits[0] == '0', n == 11 && (digits[0] == '0' || digits[:2] == "84"):
		return SpanPhone
	case n >= 6 && r.announced(s, from):
		return SpanNumber
	case n < 8 || moneyLike.MatchString(number) || r.amount(s, to):
		return ""
	case n == 9 && strings.ContainsRune("35789", rune(digits[0])) && strings.ContainsAny(number, " ."):
		return SpanPhone
	}
	return SpanNumber
}

// announced reports whether a word such as "tài khoản" stands before the number, perhaps with a few words or marks
// between.
func (r *redactor) announced(s scraps, from int) bool {
	i := 0
	for i < len(s.words) && s.words[i].from < from {
		i++
	}
	const near = 4
	for k := i - 1; k >= max(0, i-near); k-- {
		if n := r.at("number_of", s, k); n > 0 && k+n <= i {
			return true
		}
		if strings.ContainsAny(s.words[k].gap, ".\n;") && k < i-1 {
			return false
		}
	}
	return false
}

// amount reports whether the word behind a number makes it one of something.
func (r *redactor) amount(s scraps, to int) bool {
	for i, w := range s.words {
		if w.from >= to {
			return (w.gap == "" || space(w.gap)) && r.at("amounts", s, i) > 0
		}
	}
	return false
}

// spelled finds numbers of eight digits or more that are spelled, wholly or in part.
func (r *redactor) spelled(s scraps) []Span {
	var out []Span
	const long = 8
	for i := 0; i < len(s.words); {
		n, count, words := 0, 0, 0
		for i+n < len(s.words) && (n == 0 || strings.Trim(s.words[i+n].gap, " ,.-\u00a0") == "") {
			w := s.words[i+n]
			if w.low[0] >= '0' && w.low[0] <= '9' {
				count += len(w.low)
			} else if r.lists["digits"].has(s, i+n, 1) {
				count, words = count+1, words+1
			} else {
				break
			}
			n++
		}
		if count >= long && words >= 3 {
			out = append(out, Span{s.words[i].from, s.words[i+n-1].to, SpanPhone})
		}
		i += max(n, 1)
	}
	return out
}

// houseNumber is the number of a house as it stands behind "số nhà".
var houseNumber = regexp.MustCompile(`(?i)^\s*[:.]?\s*\d+[a-z\x{111}]?(\s?[/-]\s?\d+[a-z]?)*\b`)

// houseNumbers finds what leads to one house: its number, not its road.
func (r *redactor) houseNumbers(text string, s scraps) []Span {
	var out []Span
	for i := range s.words {
		n := r.at("houses", s, i)
		if n == 0 && r.at("house_word", s, i) == 1 && !r.objectBefore(s, i) {
			n = r.beforeWay(s, i)
		}
		if n == 0 {
			continue
		}
		end := s.words[i+n-1].to
		if at := houseNumber.FindStringIndex(text[end:]); at != nil {
			out = append(out, Span{s.words[i].from, end + at[1], SpanAddress})
		}
	}
	return out
}

func (r *redactor) objectBefore(s scraps, i int) bool { return r.before("not_houses", s, i) }

// beforeWay returns 1 when the number behind word i stands before a road or its name: "số 12 đường Hùng Vương".
func (r *redactor) beforeWay(s scraps, i int) int {
	k := i + 1
	if k >= len(s.words) || !unicode.IsDigit(rune(s.words[k].low[0])) {
		return 0
	}
	for k < len(s.words) && k <= i+5 && (unicode.IsDigit(rune(s.words[k].low[0])) || len(s.words[k].low) == 1) {
		k++
	}
	if k < len(s.words) && (r.at("ways", s, k) > 0 || s.words[k].capital && strings.Trim(s.words[k].gap, " ,") == "") {
		return 1
	}
	return 0
}
