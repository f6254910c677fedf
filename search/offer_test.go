package search

import (
	"slices"
	"strings"
	"testing"
)

// hitsOf makes hits of "id" for guides, "id=code" for guides of a procedure and "=code" for cards.
func hitsOf(text string) (out []Hit) {
	for s := range strings.FieldsSeq(text) {
		id, code, _ := strings.Cut(s, "=")
		h := Hit{ID: id, Kind: KindGuide, Code: code}
		if id == "" {
			h.ID, h.Kind = code, KindProcedure
		}
		out = append(out, h)
	}
	return out
}

func TestThreeThatAreOffered(t *testing.T) {
	for _, c := range []struct {
		name, first, second string
		sureOf, other       Confidence
		want                string
	}{
		{"both groups where it is not sure", "a b c", "=1 =2", Unsure, Unsure, "a b 1 c 2"},
		{"both groups where the other has an answer too", "=1 =2 =3", "a b", Sure, Unsure, "1 2 a 3 b"},
		{"the other group last where it has none", "a b c", "=1", Sure, None, "a b c 1"},
		{"no guide for a card that may be no answer", "a b c", "=1", Unsure, None, "a b c 1"},
		{"a guide among cards that may be no answer", "=1 =2 =3", "a", Unsure, None, "1 2 a 3"},
		{"no answer at all", "a b c", "=1", None, None, "a b c 1"},
		{"few hits", "a", "=1 =2", Unsure, Unsure, "a 1 2"},
		{"nothing of the other", "a b c d", "", Unsure, None, "a b c d"},
		{"a guide and its card are one", "a=1 b c", "=1 =2", Unsure, Unsure, "a b c 1 2"},
		{"a card and its guide are one", "=1 =2 =3 =4", "a=2 b", Sure, Sure, "1 a 3 2 4 b"},
		{"nothing but a guide and its card", "a=1", "=1", Unsure, Unsure, "a 1"},
		{"the guide for the card it treats", "a b c=1", "=1 =2", Unsure, Unsure, "a b c 1 2"},
		{"the guide for the first card", "=1 =2 =3", "a b=1", Unsure, Unsure, "b 2 a 3 1"},
		{"the guide before its card stays", "a=1 b c", "=2 =1", Unsure, Unsure, "a b 2 c 1"},
		{"two guides of one procedure", "a b=1 c=1 d", "=1", Unsure, Unsure, "a b c 1 d"},
	} {
		first, second := hitsOf(c.first), hitsOf(c.second)
		var got []string
		for _, h := range together(answer{hits: first, confidence: c.sureOf}, answer{hits: second, confidence: c.other}) {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}
