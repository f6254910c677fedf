package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

// The same words have the same hash however an editor saved them.
func TestHash(t *testing.T) {
	files := fstest.MapFS{
		"unix":    {Data: []byte("Đăng ký\nở đây\n")},
		"windows": {Data: []byte("\ufeffĐăng ký\r\nở đây\r\n")},
		"apart":   {Data: []byte("Đa\u0306ng ky\u0301\no\u031b\u0309 đa\u0302y\n")},
		"other":   {Data: []byte("Đăng kí\nở đây\n")},
	}
	want, err := Hash(files, "unix")
	if err != nil || len(want) != hashDigits {
		t.Fatal(want, err)
	}
	for name, same := range map[string]bool{"windows": true, "apart": true, "other": false} {
		if got, err := Hash(files, name); err != nil || (got == want) != same {
			t.Errorf("%s: got %s, %v; unix has %s", name, got, err, want)
		}
	}
	if _, err := Hash(files, "none"); err == nil {
		t.Error("a missing file has a hash")
	}
	if !sameHash(strings.ToUpper(want)+"00ff", want) || sameHash(want[:6], want) {
		t.Error("more digits name the same original, fewer do not")
	}
}

func TestSetOf(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"new", "---\ntitle: x\n---\n\nof: no\n", "---\ntitle: x\nof: 'abc'\n---\n\nof: no\n"},
		{"in place of another", "---\nof: old\ntitle: x\n---\n", "---\nof: 'abc'\ntitle: x\n---\n"},
		{"with another system's line ends", "---\r\ntitle: x\r\n---\r\n", "---\r\ntitle: x\r\nof: 'abc'\r\n---\r\n"},
	} {
		got, err := SetOf([]byte(c.in), "abc")
		if err != nil || string(got) != c.want {
			t.Errorf("%s: got %q, %v; want %q", c.name, got, err, c.want)
		}
	}
	if _, err := SetOf([]byte("title: x\n"), "abc"); err == nil {
		t.Error("a file without header was taken")
	}
}
