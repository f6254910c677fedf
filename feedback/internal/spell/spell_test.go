package spell

import "testing"

func TestKeys(t *testing.T) {
	a := New()
	for _, c := range []struct{ text, exact, fold string }{
		{"Hòa Thắng", "hoa1 thăng2", "hoa thang"},
		{"Hoà Thắng", "hoa1 thăng2", "hoa thang"},
		{"Hòa", "hoa1", "hoa"}, // decomposed
		{"Đắk Lắk", "đăk2 lăk2", "dak lak"},
		{"Mỹ", "my4", "mi"},
		{"Quý", "quy2", "qui"},
		{"Thủy", "thuy3", "thuy"},
		{"P.01", "p 1", "p 1"},
		{"0", "0", "0"},
		{"Ea H'Leo", "ea hleo", "ea hleo"},
		{"Lang Biang - Đà Lạt", "lang biang đa1 lat5", "lang biang da lat"},
		{"", "", ""},
	} {
		exact, fold := a.Keys(c.text)
		if exact != c.exact || fold != c.fold {
			t.Errorf("Keys(%q): got %q and %q, want %q and %q", c.text, exact, fold, c.exact, c.fold)
		}
	}
}

func TestWordsApart(t *testing.T) {
	words := New().Words("xã A, huyện B")
	want := []bool{false, false, true, false}
	for i, w := range words {
		if w.Apart != want[i] {
			t.Errorf("word %d (%s): got apart %t, want %t", i, w.Fold, w.Apart, want[i])
		}
	}
}
