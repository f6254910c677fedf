package feedback

import (
	"strings"
	"testing"
	"testing/fstest"

	"danloi/feedback/area"
)

func mustDirectory(t testing.TB) *Directory {
	t.Helper()
	d, err := LoadDirectory(nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustCalendar(t testing.TB) *Calendar {
	t.Helper()
	c, err := LoadCalendar(nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEmbeddedDataLoads(t *testing.T) {
	d := mustDirectory(t)
	mustCalendar(t)
	if got, want := len(d.Departments()), 46; got < want {
		t.Errorf("departments: got %d, want at least %d", got, want)
	}
	if got, want := len(d.Topics()), 53; got < want {
		t.Errorf("topics: got %d, want at least %d", got, want)
	}
}

func TestLoadDirectoryNamesTheLine(t *testing.T) {
	broken := fstest.MapFS{departmentsFile: {Data: []byte("office: nobody\nunclear: khac\nlevels: {khan: {accept: 4h, answer: 1d}, binh_thuong: {accept: 8h, answer: x}}\ndepartments:\n- id: a\n  tier: moon\n  labels: {vi: A}\n")}}
	_, err := LoadDirectory(broken)
	if err == nil {
		t.Fatal("got no error")
	}
	for _, want := range []string{"departments.yaml:1: office", "departments.yaml:3: level", "departments.yaml:5: department a: tier"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %q, want it to say %q", err, want)
		}
	}
}

func TestUnitLabel(t *testing.T) {
	d := mustDirectory(t)
	areas, err := area.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		unit       Unit
		lang, want string
	}{
		{"phong_kinh_te@01912", "vi", "Phòng Kinh tế, xã Chợ Rã"},
		{"phong_kinh_te@01840", "vi", "Phòng Kinh tế, Hạ tầng và Đô thị, phường Đức Xuân"},
		{"phong_kinh_te@01912", "en-GB", "Economic Division, xã Chợ Rã"},
		{"ubnd_xa@01912", "km", "Ủy ban nhân dân xã Chợ Rã"},
		{"so_xay_dung", "vi", "Sở Xây dựng"},
		{"moon", "vi", "moon"},
	} {
		if got := d.UnitLabel(c.unit, c.lang, areas); got != c.want {
			t.Errorf("UnitLabel(%s, %s): got %q, want %q", c.unit, c.lang, got, c.want)
		}
	}
}

func TestUnits(t *testing.T) {
	d := mustDirectory(t)
	for _, c := range []struct {
		unit Unit
		want bool
	}{
		{"so_xay_dung", true}, {"phong_kinh_te@01912", true}, {"phong_kinh_te", false}, {"so_xay_dung@01912", false},
		{"thanh_tra_tinh", false}, {"toa_vks", false}, {"", false},
	} {
		if got := d.HasUnit(c.unit); got != c.want {
			t.Errorf("HasUnit(%q): got %t, want %t", c.unit, got, c.want)
		}
	}
	u := UnitOf("phong_kinh_te", "01912")
	if u.Department() != "phong_kinh_te" || u.Commune() != "01912" {
		t.Errorf("UnitOf: got %s and %s", u.Department(), u.Commune())
	}
}
