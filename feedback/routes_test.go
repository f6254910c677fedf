package feedback

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func routed(t *testing.T, data string) *Directory {
	t.Helper()
	d, err := LoadDirectory(fstest.MapFS{routesFile: {Data: []byte(data)}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const someRoutes = `
routes:
- {topic: chieu_sang, from: 2026-07-01, until: 2027-01-01, department: dien_luc, why: decision 12}
- {topic: chieu_sang, from: 2027-01-01, department: so_xay_dung, why: decision 80}
- {topic: chieu_sang, area: "01840", from: 2026-09-01, department: phong_vhxh, why: "trial"}
- {instead_of: cap_nuoc, from: 2026-08-01, department: so_xay_dung, why: "merged"}
- {topic: nuoc_sach, area: "01906", from: 2026-08-01, department: phong_kinh_te, why: "village wells"}
communes:
- {was: "01906", now: "01912", from: 2026-10-01}
- {was: "01912", now: "01840", from: 2027-06-01}
`

func TestUnitAt(t *testing.T) {
	d := routed(t, someRoutes)
	for _, c := range []struct {
		name, topic, commune, day string
		want                      Unit
		why                       string
	}{
		{"before any rule", "chieu_sang", "01912", "2026-06-30", "phong_kinh_te@01912", ""},
		{"the first day", "chieu_sang", "01912", "2026-07-01", "dien_luc", "decision 12"},
		{"the last day", "chieu_sang", "01912", "2026-12-31", "dien_luc", "decision 12"},
		{"the next rule", "chieu_sang", "01912", "2027-01-01", "so_xay_dung", "decision 80"},
		{"the commune's own before all", "chieu_sang", "01840", "2026-10-01", "phong_vhxh@01840", "trial"},
		{"not yet in the commune", "chieu_sang", "01840", "2026-08-31", "dien_luc", "decision 12"},
		{"a merged department", "nuoc_sach", "01912", "2026-09-01", "so_xay_dung", "merged"},
		{"former commune's rule before its merger", "nuoc_sach", "01906", "2026-09-01", "phong_kinh_te@01906", "village wells"},
		{"former commune's rule survives its merger", "nuoc_sach", "01906", "2026-11-01", "phong_kinh_te@01912", "village wells"},
		{"merged once more", "rac", "01906", "2027-07-01", "vp_ubnd_tinh", ""},
		{"merged twice, ordinary topic", "duong_hu_hong", "01906", "2027-07-01", "phong_kinh_te@01840", ""},
		{"no commune", "chieu_sang", "", "2026-08-01", "dien_luc", "decision 12"},
		{"no commune for a commune's rule", "duong_hu_hong", "", "2026-08-01", "vp_ubnd_tinh", ""},
	} {
		at, err := time.ParseInLocation(time.DateOnly, c.day, routeZone)
		if err != nil {
			t.Fatal(err)
		}
		for _, hour := range []time.Duration{0, 23*time.Hour + 59*time.Minute} {
			if got := d.UnitAt(c.topic, c.commune, at.Add(hour)); got != c.want {
				t.Errorf("%s: got %s, want %s", c.name, got, c.want)
			}
		}
		if rule, ok := d.RouteAt(c.topic, c.commune, at); rule.Why != c.why || ok != (c.why != "") {
			t.Errorf("%s: rule %q, %t, want %q", c.name, rule.Why, ok, c.why)
		}
	}
}

// An old case stays with its unit; only new ones follow a new rule.
func TestOpenFollowsTheRuleOfTheDay(t *testing.T) {
	w := World{Directory: routed(t, someRoutes), Calendar: mustCalendar(t)}
	f := Filing{Kind: Feedback, Topic: "chieu_sang", Area: "01912", Person: Person{Words: "tối om"}}
	for day, want := range map[string]Unit{"2026-06-30": "phong_kinh_te@01912", "2026-07-01": "dien_luc", "2027-03-01": "so_xay_dung"} {
		w.Now, _ = time.ParseInLocation(time.DateOnly, day, routeZone)
		f.Nonce = nonce(len(want))
		c, err := Open(f, w)
		if err != nil || c.Unit != want {
			t.Errorf("%s: got %s, %v, want %s", day, c.Unit, err, want)
		}
	}
}

func TestFormerCodesLeadToThePresentCommune(t *testing.T) {
	d := mustDirectory(t)
	if got := d.PresentAt("00001", time.Time{}); got != "00097" {
		t.Errorf("former ward: got %s, want 00097", got)
	}
	if got := d.PresentAt("01912", time.Time{}); got != "01912" {
		t.Errorf("present commune: got %s", got)
	}
	if got := d.UnitAt("duong_hu_hong", "00001", time.Time{}); got != "phong_kinh_te@00097" {
		t.Errorf("unit: got %s", got)
	}
}

func TestRoutesNameTheLine(t *testing.T) {
	const bad = `routes:
- {topic: moon, from: 2026-07-01, department: dien_luc, why: x}
- {topic: chieu_sang, instead_of: dien_luc, from: 2026-07-01, department: dien_luc, why: x}
- {topic: chieu_sang, from: 1 July, department: dien_luc, why: x}
- {topic: chieu_sang, from: 2026-07-01, until: 2026-07-01, department: nobody, why: " "}
- {topic: cay_xanh, area: "184", from: 2026-07-01, department: dien_luc, why: x}
- {topic: dien, from: 2026-07-01, department: dien_luc, why: x}
- {topic: dien, from: 2026-09-01, department: so_xay_dung, why: x}
communes:
- {was: "01906", now: "01906", from: 2026-10-01}
`
	_, err := LoadDirectory(fstest.MapFS{routesFile: {Data: []byte(bad)}})
	if err == nil {
		t.Fatal("got no error")
	}
	for _, want := range []string{
		"routes.yaml:2: topic", "routes.yaml:3: a route has either", "routes.yaml:4: from", "routes.yaml:5: until", "routes.yaml:5: department",
		"routes.yaml:5: why", "routes.yaml:6: area", "routes.yaml:8: two rules", "routes.yaml:10: was and now",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to name %s", err, want)
		}
	}
}
