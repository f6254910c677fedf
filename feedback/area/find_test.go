package area

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"danloi/feedback/internal/spell"
)

func mustLoad(t testing.TB) *Areas {
	t.Helper()
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// brief writes the readings in short: code and why, "*" for a place elsewhere, the first few only.
func brief(list []Match) string {
	var parts []string
	for _, m := range list {
		code := m.Area.Code
		if code == "" {
			code = m.Province
		}
		if m.Elsewhere {
			code = "*" + code
		}
		parts = append(parts, fmt.Sprintf("%s %s", code, m.Why))
	}
	return strings.Join(parts, ", ")
}

// Each want is how the readings begin; one that ends with "." is all of them.
func TestFind(t *testing.T) {
	a := mustLoad(t)
	for _, c := range []struct{ text, province, want string }{
		// Names of Bắc Kạn in Thái Nguyên.
		{"Chợ Rã", "19", "01912 current."},
		{"cho ra", "19", "01912 current."},
		{"xã Chợ Rã huyện Ba Bể tỉnh Bắc Kạn", "19", "01912 current."},
		{"huyện Ba Bể, xã Chợ Rã", "19", "01912 current."},
		{"tt cho ra, ba be", "19", "01912 former."},
		{"Đức Xuân", "19", "01840 current."},
		{"P. Đức Xuân, TP Bắc Kạn", "19", "01840 current."},
		{"phường Sông Cầu", "19", "01843 former."},
		{"xã Nông Thượng, TP Bắc Kạn", "19", "01843 former."},
		{"Sông Cầu", "19", "01843 former, 05692 former."},
		{"xã Sĩ Bình", "19", "01981 former."},
		{"xã Sỹ Bình, Bạch Thông", "19", "01981 former."},
		{"si binh", "19", "01981 former."},
		{"yen lac na ri", "19", "02155 former."},
		{"TT Yến Lạc, Na Rì", "19", "02155 former."},
		{"huyện Ba Bể", "19", "01894 district, 01906 district, 01912 district, 01921 district, 01933 district."},
		{"ba bể", "19", "01906 current, 01894 district, 01912 district"},
		{"tỉnh Bắc Kạn", "19", "01840 old_province, 01843 old_province"},
		{"Bắc Cạn", "19", "01843 current"},
		{"toi o bac kan", "19", "01843 current, 01840 old_province"},
		{"Quan Triều", "19", "05482 current."},
		{"thôn Nà Ngoà, xã Thượng Minh", "19", "01921 current."},
		// Names of Kiên Giang in An Giang.
		{"P. Vĩnh Thanh, TP Rạch Giá", "91", "30742 former."},
		{"phường Bình San Hà Tiên", "91", "30769 former."},
		{"dương đông", "91", "31078 former."},
		{"Thổ Châu", "91", "31105 current"},
		{"xã Hòn Tre Kiên Hải", "91", "31108 former."},
		{"TT Kiên Lương", "91", "30787 former."},
		{"đặc khu phú quốc", "91", "31078 current."},
		{"An Phú", "91", "30337 current, 30520 former"},
		{"phường An Phú, Tịnh Biên", "91", "30520 former."},
		// Names of Bình Thuận in Lâm Đồng.
		{"P. Phú Trinh, TP Phan Thiết", "68", "22945 former."},
		{"phường Hàm Tiến", "68", "22918 former."},
		{"mui ne", "68", "22918 current."},
		{"xã Ngũ Phụng, Phú Quý", "68", "23272 former."},
		{"thị trấn Liên Hương Tuy Phong", "68", "22969 former."},
		{"Hoà Thắng, Bắc Bình", "68", "23053 current."},
		{"phường bình tân la gi", "68", "23235 former."},
		{"phường 1 đà lạt", "68", "24781 former."},
		{"P01, Đà Lạt", "68", "24781 former."},
		// The name trap.
		{"Lạc Dương", "68", "24848 current, 24846 former"},
		{"thị trấn Lạc Dương", "68", "24846 former."},
		{"tt. lac duong", "68", "24846 former."},
		{"xã Lạc Dương", "68", "24848 current."},
		// Old and new places of the tone mark, slips, missing spaces.
		{"Hòa Thắng", "68", "23053 current."},
		{"Hoà Thắng", "68", "23053 current."},
		{"chợ rả", "19", "01912 current."},
		{"chora", "19", "01912 current."},
		{"xa cho raa", "19", "01912 current."},
		{"duc xuna", "19", "01840 current."},
		{"Quy Đức", "79", "27628 former"},
		// Elsewhere in the country.
		{"Hà Nội", "19", "*01 province_name."},
		{"phường 1 tp vũng tàu", "79", "26506 former."},
		{"xã Chợ Rã", "91", "*01912 current."},
		{"Sài Gòn", "19", "*26740 current, *79 province_name."},
		{"Kiên Giang", "19", "*91 province_name."},
		// Nothing.
		{"", "19", "."},
		{"không biết", "19", "."},
		{"xyz abc", "19", "."},
		{"1", "19", "."},
	} {
		got := brief(a.Find(c.text, c.province))
		want, whole := strings.CutSuffix(c.want, ".")
		if whole && got != want || !strings.HasPrefix(got, want) {
			t.Errorf("Find(%q, %s): got %s, want %s", c.text, c.province, got, c.want)
		}
	}
}

func TestFindSaysWhatItWasCalled(t *testing.T) {
	list := mustLoad(t).Find("thị trấn Lạc Dương", "68")
	if len(list) != 1 {
		t.Fatalf("got %d readings, want 1", len(list))
	}
	if got, want := list[0].Former, "thị trấn Lạc Dương, huyện Lạc Dương, tỉnh Lâm Đồng"; got != want {
		t.Errorf("former: got %q, want %q", got, want)
	}
	if got, want := list[0].Area.Full(), "phường Lang Biang - Đà Lạt"; got != want {
		t.Errorf("now: got %q, want %q", got, want)
	}
}

// Every name of today must be found in its own province, with tone marks first and without among the readings.
func TestFindKnowsEveryCommune(t *testing.T) {
	a := mustLoad(t)
	for _, c := range a.communes {
		if list := a.Find(c.Full(), c.Province); len(list) == 0 || list[0].Area != c {
			t.Errorf("Find(%q, %s): got %s", c.Full(), c.Province, brief(list))
		}
		_, fold := a.letters.Keys(c.Name)
		found := false
		for _, m := range a.Find(string(c.Type[0])+" "+fold, c.Province) {
			found = found || m.Area == c
		}
		for _, m := range a.Find(fold, c.Province) {
			found = found || m.Area == c
		}
		if !found {
			t.Errorf("Find(%q, %s): %s is missing", fold, c.Province, c.Full())
		}
	}
}

func TestAt(t *testing.T) {
	a := mustLoad(t)
	for _, c := range []struct {
		name     string
		lat, lon float64
		province string
		want     string
		none     bool
	}{
		{name: "Chợ Rã", lat: 22.4395, lon: 105.7262, province: "19", want: "01912"},
		{name: "Chợ Rã, whole country", lat: 22.4395, lon: 105.7262, want: "01912"},
		{name: "Phú Quốc", lat: 10.22, lon: 103.96, province: "91", want: "31078"},
		{name: "Hà Nội asked in Thái Nguyên", lat: 21.0385, lon: 105.8381, province: "19", none: true},
		{name: "Paris", lat: 48.85, lon: 2.35, none: true},
		{name: "out of the world", lat: 95, lon: 10, none: true},
		{name: "unknown province", lat: 21, lon: 105, province: "xx", none: true},
	} {
		list := a.At(c.lat, c.lon, c.province)
		found := c.none && len(list) == 0
		for _, area := range list {
			found = found || area.Code == c.want
		}
		if !found {
			t.Errorf("%s: got %v, want %s", c.name, list, c.want)
		}
	}
}

// Every commune's own point must lead back to it.
func TestAtKnowsEveryCommune(t *testing.T) {
	a := mustLoad(t)
	for _, c := range a.communes {
		found := false
		for _, area := range a.At(c.Lat, c.Lon, c.Province) {
			found = found || area == c
		}
		if !found {
			t.Errorf("At(%v, %v): %s is missing", c.Lat, c.Lon, c.Full())
		}
	}
}

func TestLoadCounts(t *testing.T) {
	start := time.Now()
	a := mustLoad(t)
	t.Logf("loaded in %v", time.Since(start))
	if got, want := len(a.Provinces()), 34; got != want {
		t.Errorf("provinces: got %d, want %d", got, want)
	}
	if got, want := len(a.communes), 3321; got != want {
		t.Errorf("communes: got %d, want %d", got, want)
	}
	if got, want := len(a.Communes("19")), 92; got != want {
		t.Errorf("communes of Thái Nguyên: got %d, want %d", got, want)
	}
	if p, ok := a.Province("19"); !ok || p.Full() != "tỉnh Thái Nguyên" {
		t.Errorf("province 19: got %q", p.Full())
	}
}

func TestReadRefusesBrokenData(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"version", "areas\t9\n"},
		{"field count", "areas\t1\nP\t19\n"},
		{"number", "areas\t1\nP\t19\tX\ttỉnh\nC\t1\tA\txã\tx\t1\t1\t1\t1\t1\n"},
		{"commune without province", "areas\t1\nC\t1\tA\txã\t1\t1\t1\t1\t1\t1\n"},
		{"alias", "areas\t1\nA\tX\t99\n"},
		{"target", "areas\t1\nP\t19\tX\ttỉnh\nO\tX\tTỉnh\t19\nD\tY\tHuyện\t00001f\n"},
		{"former without province", "areas\t1\nF\tY\tXã\t00001f\n"},
		{"unknown line", "areas\t1\nZ\tY\n"},
	} {
		a := &Areas{letters: spell.New(), names: map[string][]int32{}, communeCode: map[string]int32{}, provinceCode: map[string]int16{}}
		if err := a.read(c.text); err == nil {
			t.Errorf("%s: got no error", c.name)
		}
	}
}

func FuzzFind(f *testing.F) {
	a := mustLoad(f)
	f.Add("xã Chợ Rã huyện Ba Bể")
	f.Add("P.1, Q. 3 ''’ \n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range a.Find(text, "19") {
			if m.Province == "" || m.Score <= 0 || m.Score > 1 {
				t.Errorf("bad reading %+v", m)
			}
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	a := mustLoad(b)
	for b.Loop() {
		a.Find("xa cho raa huyen ba be", "19")
	}
}
