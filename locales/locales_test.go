package locales

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var field = regexp.MustCompile(`\.([a-z_]+)`)

// fields are the names of the places of a text, sorted, each once.
func fields(text string) []string {
	var names []string
	for _, action := range regexp.MustCompile(`{{[^}]*}}`).FindAllString(text, -1) {
		for _, m := range field.FindAllStringSubmatch(action, -1) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Every message of every language can be rendered with the places that its Vietnamese text has, and has no others;
// English has them all.
func TestMessages(t *testing.T) {
	c, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	vi := c.texts[Default].own
	for _, l := range c.Written() {
		own := c.texts[l.Tag].own
		for _, id := range c.IDs() {
			m := own[id]
			if m == nil {
				if l.State == Reviewed {
					t.Errorf("%s lacks %s", l.Tag, id)
				}
				continue
			}
			want := fields(vi[id].Other)
			if got := fields(m.Other); !slices.Equal(got, want) {
				t.Errorf("%s %s: places %v, in Vietnamese %v", l.Tag, id, got, want)
			}
			for _, name := range fields(m.One) { // "once" needs no number
				if !slices.Contains(want, name) {
					t.Errorf("%s %s: the place %q is not in the Vietnamese text", l.Tag, id, name)
				}
			}
			pairs := []any{}
			for _, name := range want {
				pairs = append(pairs, name, 2)
			}
			if got := c.Text(l.Tag, id, pairs...); strings.HasPrefix(got, "<"+id) || got == "" {
				t.Errorf("%s %s cannot be rendered", l.Tag, id)
			}
		}
	}
}

// A language without a message of its own answers in Vietnamese, and one that nobody knows does too.
func TestFallback(t *testing.T) {
	c, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	const id = "consent.ask" // a safety text: never said in an unchecked language
	for _, lang := range []string{"km", "tyz", "xx", ""} {
		if got, want := c.Text(lang, id), c.Text(Default, id); got != want {
			t.Errorf("%s in %q: %q, want the Vietnamese %q", id, lang, got, want)
		}
	}
	if got := c.Text("en", "no.such.message"); got != "<no.such.message>" {
		t.Errorf("a message that does not exist: %q", got)
	}
}

func TestPlural(t *testing.T) {
	c, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{1: "1 photo", 3: "3 photos"} {
		if got := c.Text("en", "report.count_photo", "n", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestNumbersAndDates(t *testing.T) {
	for amount, want := range map[int64]string{0: "0", 500: "500", 15000: "15.000", 1234567: "1.234.567"} {
		if got := Dong(amount); got != want {
			t.Errorf("Dong(%d) = %q, want %q", amount, got, want)
		}
	}
	at := time.Date(2026, 12, 2, 18, 30, 0, 0, time.UTC) // past midnight in Việt Nam
	if got := Moment(at); got != "01:30, 3/12/2026" {
		t.Errorf("Moment = %q", got)
	}
	if got := Date(at); got != "3/12/2026" {
		t.Errorf("Date = %q", got)
	}
}
