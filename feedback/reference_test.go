package feedback

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func nonce(n int) [16]byte { return [16]byte{byte(n), byte(n >> 8), byte(n >> 16)} }

func TestRefFindsSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ref := NewRef(nonce(rapid.IntRange(0, 1<<20).Draw(t, "nonce")))
		plain := strings.ReplaceAll(ref, "-", "")
		if got, err := ParseRef(strings.ToLower(plain)); err != nil || got != ref {
			t.Fatalf("ParseRef(%q): got %q, %v", plain, got, err)
		}
		i := rapid.IntRange(0, len(plain)-1).Draw(t, "place")
		other := refAlphabet[rapid.IntRange(0, len(refAlphabet)-1).Draw(t, "letter")]
		if other != plain[i] {
			wrong := plain[:i] + string(other) + plain[i+1:]
			if _, err := ParseRef(wrong); !errors.Is(err, ErrMistyped) {
				t.Fatalf("ParseRef(%q) for %s: got %v, want ErrMistyped", wrong, ref, err)
			}
		}
		j := rapid.IntRange(0, len(plain)-1).Draw(t, "swap")
		if plain[i] != plain[j] {
			b := []byte(plain)
			b[i], b[j] = b[j], b[i]
			if _, err := ParseRef(string(b)); !errors.Is(err, ErrMistyped) {
				t.Fatalf("ParseRef(%q) for %s: got %v, want ErrMistyped", b, ref, err)
			}
		}
	})
}

func TestParseRef(t *testing.T) {
	ref := NewRef(nonce(7))
	for _, c := range []struct {
		text string
		want error
	}{
		{ref, nil}, {" " + strings.ToLower(ref) + " ", nil}, {strings.ReplaceAll(ref, "-", " "), nil},
		{strings.Join(strings.Split(strings.ReplaceAll(ref, "-", ""), ""), " "), nil},
		{"", ErrNotRef}, {"K7F", ErrNotRef}, {"xin chào", ErrNotRef}, {"K7F-4HMM9", ErrNotRef},
		{"O0I-L1S", ErrNotRef}, {"O0I-L1S5", ErrMistyped},
	} {
		got, err := ParseRef(c.text)
		if !errors.Is(err, c.want) || err == nil && got != ref {
			t.Errorf("ParseRef(%q): got %q, %v, want %v", c.text, got, err, c.want)
		}
	}
}

func TestPIN(t *testing.T) {
	h, err := HashPIN(nonce(1))
	if err != nil {
		t.Fatal(err)
	}
	pin := NewPIN(nonce(1))
	if len(pin) != PINDigits {
		t.Errorf("NewPIN: got %d digits, want %d", len(pin), PINDigits)
	}
	for _, c := range []struct {
		pin  string
		want bool
	}{{pin, true}, {pin[:3] + " " + pin[3:], true}, {NewPIN(nonce(2)), false}, {"", false}, {pin + "0", false}} {
		if got := h.Matches(c.pin); got != c.want {
			t.Errorf("Matches: got %t, want %t for %d characters", got, c.want, len(c.pin))
		}
	}
	if (PINHash{}).Matches(pin) {
		t.Error("the zero hash matches")
	}
}
