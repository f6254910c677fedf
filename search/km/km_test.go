package km

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestClusters(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"កំណើត", []string{"កំ", "ណើ", "ត"}},
		{"ស្ត្រី", []string{"ស្ត្រី"}},
		{"កុមារ២០២៦", []string{"កុ", "មា", "រ", "2", "0", "2", "6"}},
		{"ក\u200bខ", []string{"ក", "ខ"}},
		{"ក ខ។", []string{"ក", "ខ"}},
		{"", nil},
	} {
		if got := Clusters(c.text); !slices.Equal(got, c.want) {
			t.Errorf("Clusters(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestTwinsAreOne(t *testing.T) {
	for _, c := range [][2]string{
		{"ស\u17d2\u178fី", "ស\u17d2\u178aី"},
		{"ស\u17d2\u178f\u17d2\u179aី", "ស\u17d2\u179a\u17d2\u178fី"},
		{"ក\u17c1\u17b8", "ក\u17be"}, {"ក\u17c1\u17b6", "ក\u17c4"},
		{"ក\u17bb\u17c6", "ក\u17c6\u17bb"},
	} {
		if a, b := Normalize(c[0]), Normalize(c[1]); a != b {
			t.Errorf("Normalize(%q) = %q, Normalize(%q) = %q: want the same", c[0], a, c[1], b)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	f.Add("ស្ត្រី២០២៦ abc")
	f.Fuzz(func(t *testing.T, s string) {
		once := Normalize(s)
		if !utf8.ValidString(once) {
			t.Fatalf("%q is not valid UTF-8", once)
		}
		if twice := Normalize(once); twice != once {
			t.Fatalf("%q, then %q", once, twice)
		}
	})
}
