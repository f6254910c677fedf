package feedback

import "slices"

// maxName is how many words a name has at most.
const maxName = 5

// names finds people: what stands behind a term or a title, and full names without one.
func (r *redactor) names(s scraps) []Span {
	var out []Span
	for i := 0; i < len(s.words); {
		from, n := r.nameAt(s, i)
		if n == 0 {
			i++
			continue
		}
		out = append(out, Span{s.words[from].from, s.words[from+n-1].to, SpanName})
		i = from + n
	}
	return out
}

// nameAt looks whether a name begins at word i, or behind a term that begins there. It returns the name's first word
// and length.
func (r *redactor) nameAt(s scraps, i int) (from, n int) {
	if r.at("keep", s, i) > 0 || r.before("places", s, i) && s.words[i].capital {
		return i, 0
	}
	if term := max(r.at("kin", s, i), r.at("titles", s, i)); term > 0 && i+term < len(s.words) && space(s.words[i+term].gap) {
		if n := r.behindTerm(s, i, term); n > 0 {
			return i + term, n
		}
	}
	return i, r.fullName(s, i)
}

// behindTerm returns how many words behind a term of the given length are a name.
func (r *redactor) behindTerm(s scraps, i, term int) int {
	at := i + term
	if r.at("keep", s, at) > 0 || r.at("places", s, at) > 0 && !r.surnameAt(s, at) {
		return 0
	}
	if max(r.at("kin", s, at), r.at("titles", s, at)) > 0 && !s.words[at].capital {
		return 0 // its own turn comes
	}
	if n := r.capitals(s, at); n > 0 && !(s.words[i].capital && r.insideName(s, i)) {
		return n
	}
	if n := r.smallName(s, at); n > 0 {
		return n
	}
	if r.ordinal(s, i, term) {
		return 1
	}
	return r.given(s, i, term)
}

// insideName reports whether a word with a capital letter goes on a name that began before, such as Bể in Ba Bể.
func (r *redactor) insideName(s scraps, i int) bool {
	return i > 0 && space(s.words[i].gap) && s.words[i-1].capital
}

// capitals counts the words with capital letters from i on, at most as many as a name has.
func (r *redactor) capitals(s scraps, i int) int {
	n := 0
	for n < maxName && i+n < len(s.words) && s.words[i+n].capital && (n == 0 || space(s.words[i+n].gap)) {
		n++
	}
	return n
}

func (r *redactor) surnameAt(s scraps, i int) bool {
	return i < len(s.words) && r.lists["surnames"].has(s, i, 1)
}

// smallName returns the length of a full name in small letters: a surname, second parts, a given name.
func (r *redactor) smallName(s scraps, i int) int {
	if !r.surnameAt(s, i) || i+1 >= len(s.words) || !space(s.words[i+1].gap) {
		return 0
	}
	n := 1
	for n < maxName-1 && i+n < len(s.words) && space(s.words[i+n].gap) && r.lists["middle"].has(s, i+n, 1) {
		n++
	}
	if n == 1 {
		if r.lists["given"].has(s, i+1, 1) {
			return 2
		}
		return 0
	}
	if i+n < len(s.words) && space(s.words[i+n].gap) {
		n++
	}
	return n
}

// ordinal reports whether a number stands for a name behind a term: bà Sáu.
func (r *redactor) ordinal(s scraps, i, term int) bool {
	at := i + term
	switch {
	case !r.lists["ordinals"].has(s, at, 1):
		return false
	case s.plain:
		return term == 1 && r.lists["ordinals_plain"].has(s, i, 2)
	case !r.lists["ordinal_kin"].has(s, i, term):
		return false
	}
	return at+1 >= len(s.words) || !space(s.words[at+1].gap) || r.at("not_ordinal", s, at+1) == 0
}

// given returns 1 when a given name in small letters stands behind a term.
func (r *redactor) given(s scraps, i, term int) int {
	if r.at("not_given", s, i) > term || r.at("kin", s, i) == 0 {
		return 0
	}
	names, terms := "given", "kin"
	if s.plain {
		names, terms = "given_plain", "given_kin_plain"
	}
	if r.lists[terms].has(s, i, term) && r.lists[names].has(s, i+term, 1) {
		return 1
	}
	return 0
}

// fullName returns the length of a full name that no term announces: three capital words of which the first is a
// surname, or a beginning that is a name in small letters, too.
func (r *redactor) fullName(s scraps, i int) int {
	if !r.surnameAt(s, i) || r.before("places", s, i) {
		return 0
	}
	const surely = 3
	if n := r.capitals(s, i); n >= surely && !r.insideName(s, i) {
		return n
	}
	second := i+1 < len(s.words) && space(s.words[i+1].gap)
	if !second {
		return 0
	}
	if s.plain && r.lists["plain_starts"].has(s, i, 2) ||
		!s.plain && slices.Contains([]string{"van", "thi"}, s.words[i+1].fold) && r.lists["middle"].has(s, i+1, 1) {
		return r.smallName(s, i)
	}
	return 0
}
