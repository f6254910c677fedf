package telegram

import (
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		name  string
		in    string
		limit int
		want  []string
	}{
		{"fits", "một hai", 10, []string{"một hai"}},
		{"blank", " \n\n ", 10, nil},
		{"paragraph before line", "aaaa\n\nbb\ncc", 10, []string{"aaaa", "bb\ncc"}},
		{"paragraph ends at the limit", "aaaaa bbbb\n\ncc", 10, []string{"aaaaa bbbb", "cc"}},
		{"line before sentence", "aaaaa\nb. c d e", 10, []string{"aaaaa", "b. c d e"}},
		{"sentence before word", "aa bb. cc dd ee", 10, []string{"aa bb.", "cc dd ee"}},
		{"word", "aaaa bbbb cccc", 10, []string{"aaaa bbbb", "cccc"}},
		{"khmer sentence without a space", "កខគ។ឃងចឆជឈញ", 8, []string{"កខគ។", "ឃងចឆជឈញ"}},
		{"no break", "aaaaaaaaaaaa", 10, []string{"aaaaaaaaaa", "aa"}},
		{"no crumb", "a\n\nbbbbbbbb cccc", 10, []string{"a\n\nbbbbbbb", "b cccc"}},
		{"counted in UTF-16", "😀😀😀😀😀😀", 5, []string{"😀😀", "😀😀", "😀😀"}},
		{"not inside a grapheme", "ab👨‍👩‍👧cd", 9, []string{"ab", "👨‍👩‍👧c", "d"}},
		{"decomposed letters stay whole", "ế́", 10, []string{"ế́"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := split(tt.in, tt.limit); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCut(t *testing.T) {
	for in, want := range map[string]string{"": "", "abcd": "abcd", "abcdef": "abcde", "abcd😀": "abcd", "abcde\u0301": "abcd"} {
		if got := cut(in, 5); got != want {
			t.Errorf("cut(%q, 5) = %q, want %q", in, got, want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("Bước 1. Mở cổng.\n\nBước 2: đăng nhập…", 12)
	f.Add("👨‍👩‍👧 ខ្ញុំចង់ធ្វើ។ a\u0301\r\nb", 9)
	f.Add("e"+strings.Repeat("\u0301", 30), 8)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		s = strings.ToValidUTF8(s, "")
		limit = 4 + max(limit, -limit)%200
		if limit < 4 {
			limit = 4
		}
		parts := split(s, limit)
		for _, p := range parts {
			if n := len(utf16.Encode([]rune(p))); n > limit || strings.TrimFunc(p, unicode.IsSpace) == "" || !utf8.ValidString(p) {
				t.Errorf("part %q of %d units, limit %d", p, n, limit)
			}
		}
		if got, want := squeeze(strings.Join(parts, "")), squeeze(s); got != want {
			t.Errorf("text is not kept: %q became %q", want, got)
		}
		checkWhole(t, s, parts, limit)
	})
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// checkWhole checks that parts begin and end where graphemes of s do.
func checkWhole(t *testing.T, s string, parts []string, limit int) {
	t.Helper()
	s = strings.ReplaceAll(s, "\r\n", "\n")
	ends := map[int]bool{0: true}
	at := 0
	for it := graphemes.FromString(s); it.Next(); {
		if units(it.Value()) > limit {
			return // taken apart on purpose
		}
		at += len(it.Value())
		ends[at] = true
	}
	from := 0
	for _, p := range parts {
		i := strings.Index(s[from:], p)
		if i < 0 {
			t.Fatalf("part %q is not in the text", p)
		}
		for !ends[from+i] { // the same letters may stand earlier, inside another grapheme
			next := strings.Index(s[from+i+1:], p)
			if next < 0 {
				t.Fatalf("part %q begins inside a grapheme", p)
			}
			i += next + 1
		}
		from += i + len(p)
		if !ends[from] {
			t.Fatalf("part %q ends inside a grapheme", p)
		}
	}
}
