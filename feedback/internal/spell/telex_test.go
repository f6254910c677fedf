package spell

import "testing"

func TestUntyped(t *testing.T) {
	a := New()
	for _, c := range []struct{ typed, meant string }{
		{"dduwowngf trong xoms tooi hongr heets roofi", "đường trong xóm tôi hỏng hết rồi"},
		{"ddwowngf hongr nuwowcs ngaapj", "đường hỏng nước ngập"},
		{"nhà tôi bị ngaapj nuowcs", "nhà tôi bị ngập nước"},
		{"nhà tôi ddang cháy, cuwus với", "nhà tôi đang cháy, cứu với"},
		{"xe bus và car đỗ ở cổng", "xe bus và car đỗ ở cổng"},
		{"There is a big pothole in front of the school", "There is a big pothole in front of the school"},
		{"my father fell down and does not answer", "my father fell down and does not answer"},
		{"duong vao xom toi lay loi qua", "duong vao xom toi lay loi qua"},
		{"", ""},
	} {
		got, want := Untyped(a.Words(c.typed)), a.Words(c.meant)
		if JoinExact(got) != JoinExact(want) || JoinFold(got) != JoinFold(want) {
			t.Errorf("Untyped(%q): got %q, want %q", c.typed, JoinExact(got), JoinExact(want))
		}
	}
}
