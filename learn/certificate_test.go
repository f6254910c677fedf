package learn_test

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"danloi/content"
	"danloi/learn"
)

func nonce(n uint64) (b [16]byte) {
	binary.BigEndian.PutUint64(b[8:], n)
	return b
}

// A code that was copied wrongly is never taken for another one.
func TestCodeFindsSlips(t *testing.T) {
	const alphabet = "34679ACEFHKMNPRTWXY"
	for n := range uint64(50) {
		code := learn.NewCode(nonce(n))
		for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", " "), " " + strings.ReplaceAll(code, "-", "") + "\n"} {
			if got, err := learn.ParseCode(typed); err != nil || got != code {
				t.Fatalf("%q read as %q, %v", typed, got, err)
			}
		}
		plain := strings.ReplaceAll(code, "-", "")
		for i := range len(plain) {
			for _, other := range alphabet {
				if byte(other) == plain[i] {
					continue
				}
				if got, err := learn.ParseCode(plain[:i] + string(other) + plain[i+1:]); err == nil {
					t.Fatalf("%s with %c at %d is taken as %s", code, other, i, got)
				}
			}
			if i > 0 && plain[i] != plain[i-1] {
				swapped := plain[:i-1] + string(plain[i]) + string(plain[i-1]) + plain[i+1:]
				if _, err := learn.ParseCode(swapped); err == nil {
					t.Fatalf("%s with two swapped at %d is taken", code, i)
				}
			}
		}
	}
	for _, bad := range []string{"", "K7F-4HM", "không phải mã", "000-000-000", strings.Repeat("3", 500)} {
		if _, err := learn.ParseCode(bad); !errors.Is(err, learn.ErrNotCode) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestParseName(t *testing.T) {
	for _, c := range []struct {
		typed, want string
		err         error
	}{
		{"  Nguyễn   Thị Hoa ", "Nguyễn Thị Hoa", nil},
		{"H'Hen Niê", "H'Hen Niê", nil},
		{"សុខ សុភា", "សុខ សុភា", nil},
		{"Ô", "", learn.ErrNameLength},
		{strings.Repeat("a", 61), "", learn.ErrNameLength},
		{"0912345678", "", learn.ErrNameLetters},
		{"https://x.vn", "", learn.ErrNameLetters},
		{"tôi không muốn ghi tên của mình ở đây đâu", "", learn.ErrNameLetters},
		{"- -", "", learn.ErrNameLetters},
	} {
		got, err := learn.ParseName(c.typed)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%q: got %q, %v, want %q, %v", c.typed, got, err, c.want, c.err)
		}
	}
}

// Only who has answered everything and reached the pass mark gets a code.
func TestCertificateNeedsThePassMark(t *testing.T) {
	m := content.Module{Slug: "m", Pass: 50, Words: map[string]content.ModuleWords{"vi": {Title: "Bài", Lessons: lessons()}}}
	one := answered(t, learn.Record{}, question("q1", "v1"), 1)
	weak := answered(t, answered(t, learn.Record{}, question("q1", "v1"), 0), question("q2", "v1"), 0)
	both := answered(t, one, question("q2", "v1"), 0)
	for _, c := range []struct {
		name string
		r    learn.Record
		want bool
	}{{"nothing", learn.Record{}, false}, {"not all", one, false}, {"too weak", weak, false}, {"passes", both, true}} {
		got := c.r.Certificate(m, "Hoa", "km", "Thái Nguyên", nonce(1), monday)
		if (got.Code != "") != c.want {
			t.Errorf("%s: code %q", c.name, got.Code)
		}
	}
	got := both.Certificate(m, "Hoa", "km", "Thái Nguyên", nonce(1), monday)
	if got.Right != 1 || got.Of != 2 || got.Titles.In("km") != "Bài" {
		t.Errorf("got %+v", got)
	}
}
