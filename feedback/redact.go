package feedback

import (
	"cmp"
	"slices"
	"strings"
)

// SpanKind says what was taken out of a text.
type SpanKind string

// The kinds of span.
const (
	SpanName    SpanKind = "name"
	SpanPhone   SpanKind = "phone"
	SpanNumber  SpanKind = "number" // an identity number, an account or another long number
	SpanPlate   SpanKind = "plate"
	SpanMail    SpanKind = "mail"
	SpanLink    SpanKind = "link"
	SpanAddress SpanKind = "address" // a house number or a parcel of land; the road stays
	SpanPoint   SpanKind = "point"   // coordinates
)

// Span is a part of a text, in bytes of it.
type Span struct {
	From, To int
	Kind     SpanKind
}

// Removed is what stands where something was taken out. It is the same in every language.
const Removed = "[…]"

// Redact returns text without what tells of a person, and the parts of text that were taken out, in order and without
// overlap: names after kin terms and titles and full names, telephone numbers also when they are spelled, identity
// and account numbers, plates, mail addresses, links to other sites than those of the state, house numbers and exact
// points. Roads, communes and other places stay. It knows Vietnamese with and without tone marks, and numbers in
// any language. It finds much and not all, so that a person looks before anything is shown to others.
func Redact(text string) (string, []Span) {
	r := redaction()
	w := r.cut(text)
	spans := slices.Concat(r.marks(text), r.numbers(text, w), r.spelled(w), r.houseNumbers(text, w), r.names(w))
	spans = merged(spans)
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.From])
		b.WriteString(Removed)
		at = s.To
	}
	b.WriteString(text[at:])
	return b.String(), spans
}

// merged orders spans and joins those that overlap; the one that begins first names the kind.
func merged(spans []Span) []Span {
	slices.SortStableFunc(spans, func(a, b Span) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.To, a.To))
	})
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.From < out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}
