package feedback

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"
)

// at reads a time in Viet Nam.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	got, err := time.ParseInLocation("2006-01-02 15:04", s, time.FixedZone("+07", 7*3600))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestCalendarAdd(t *testing.T) {
	cal := mustCalendar(t)
	for _, c := range []struct {
		name, from string
		add        time.Duration
		want       string
	}{
		{"within the morning", "2026-11-16 08:00", 2 * time.Hour, "2026-11-16 10:00"},
		{"over noon", "2026-11-16 11:00", time.Hour, "2026-11-16 14:00"},
		{"to closing time", "2026-11-16 16:00", time.Hour, "2026-11-16 17:00"},
		{"over night", "2026-11-16 16:00", 2 * time.Hour, "2026-11-17 08:30"},
		{"over a weekend", "2026-11-20 16:30", 4 * time.Hour, "2026-11-23 11:00"},
		{"from a Sunday", "2026-11-15 22:00", time.Hour, "2026-11-16 08:30"},
		{"over Tết 2026", "2026-02-13 16:00", 2 * time.Hour, "2026-02-23 08:30"},
		{"over Tết 2027", "2027-02-04 16:30", time.Hour, "2027-02-12 08:00"},
		{"on the Saturday that makes up", "2026-01-09 16:30", time.Hour, "2026-01-10 08:00"},
		{"over Hùng Kings", "2026-04-24 16:30", time.Hour, "2026-04-28 08:00"},
		{"over 30 April and 1 May", "2026-04-29 16:30", time.Hour, "2026-05-04 08:00"},
		{"over Culture Day", "2026-11-23 16:30", time.Hour, "2026-11-25 08:00"},
		{"over 2 September 2027", "2027-09-01 16:30", time.Hour, "2027-09-06 08:00"},
		{"fixed holiday of a year that is not listed", "2030-04-29 16:30", time.Hour, "2030-05-02 08:00"},
		{"nothing", "2026-11-15 22:00", 0, "2026-11-15 22:00"},
	} {
		if got := cal.Add(at(t, c.from), WorkTime(c.add)); !got.Equal(at(t, c.want)) {
			t.Errorf("%s: Add(%s, %v): got %v, want %s", c.name, c.from, c.add, got, c.want)
		}
	}
}

func TestCalendarDeadline(t *testing.T) {
	cal := mustCalendar(t)
	for _, c := range []struct{ from, period, want string }{
		{"2026-11-16 09:00", "1d", "2026-11-17 17:00"},
		{"2026-11-16 09:00", "10d", "2026-12-01 17:00"}, // with Culture Day between
		{"2026-11-21 09:00", "1d", "2026-11-23 17:00"},
		{"2026-02-12 09:00", "2d", "2026-02-23 17:00"},
		{"2026-11-16 09:00", "4h", "2026-11-16 15:00"},
		{"2026-11-16 09:00", "1d30m", "2026-11-18 08:00"},
	} {
		p, err := parsePeriod(c.period)
		if err != nil {
			t.Fatal(err)
		}
		if got := cal.Deadline(at(t, c.from), p); !got.Equal(at(t, c.want)) {
			t.Errorf("Deadline(%s, %s): got %v, want %s", c.from, c.period, got, c.want)
		}
	}
}

func TestCalendarProperties(t *testing.T) {
	cal := mustCalendar(t)
	start := at(t, "2026-01-01 00:00")
	minutes := rapid.IntRange(0, 2*365*24*60)
	rapid.Check(t, func(t *rapid.T) {
		from := start.Add(time.Duration(minutes.Draw(t, "from")) * time.Minute)
		d := WorkTime(time.Duration(rapid.IntRange(1, 200*60).Draw(t, "work")) * time.Minute)
		to := cal.Add(from, d)
		if got := cal.Between(from, to); got != d {
			t.Fatalf("Between(from, Add(from, %v)): got %v", time.Duration(d), time.Duration(got))
		}
		if cal.Working(to.Add(-time.Second)) == false {
			t.Fatalf("Add ends at %v, outside working time", to)
		}
		more := cal.Add(from, d+WorkTime(time.Minute))
		if !more.After(to) {
			t.Fatalf("a minute more: got %v, not after %v", more, to)
		}
		other := start.Add(time.Duration(minutes.Draw(t, "other")) * time.Minute)
		if got, want := cal.Between(from, other)+cal.Between(other, from), cal.Between(from, other); got < want {
			t.Fatalf("Between is negative")
		}
		mid := cal.Add(from, d/2)
		if got := cal.Between(from, mid) + cal.Between(mid, to); got != d {
			t.Fatalf("the parts: got %v, want %v", time.Duration(got), time.Duration(d))
		}
	})
}

func TestCalendarKnowsItsYears(t *testing.T) {
	cal := mustCalendar(t)
	for year, want := range map[int]bool{2025: false, 2026: true, 2027: true, 2028: false} {
		if got := cal.Known(year); got != want {
			t.Errorf("Known(%d): got %t, want %t", year, got, want)
		}
	}
	if h, ok := cal.Holiday(at(t, "2026-02-17 12:00")); !ok || h.ID != "tet" || h.Provisional {
		t.Errorf("Tết: got %+v", h)
	}
	if h, ok := cal.Holiday(at(t, "2030-09-02 12:00")); !ok || !h.Provisional {
		t.Errorf("2 September 2030: got %+v", h)
	}
}

func TestLoadCalendarNamesTheLine(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"hours", "zone: {offset: 7h}\nweek:\n  mon: [\"8-12\"]\nmake_up: [\"07:30-11:30\"]\n", "holidays.yaml:3:"},
		{"no hours", "zone: {offset: 7h}\n", "no hours"},
		{"zone", "zone: {offset: far}\n", "offset"},
		{"year", "zone: {offset: 7h}\nyears:\n  2026:\n  - {date: 2027-01-01, id: x, note: y}\n", "holidays.yaml:4:"},
		{"no note", "zone: {offset: 7h}\nyears:\n  2026:\n  - {date: 2026-01-01, id: x}\n", "holidays.yaml:4:"},
		{"unknown field", "zone: {offset: 7h}\nmoon: 1\n", "line 2"},
	} {
		_, err := LoadCalendar(fstest.MapFS{holidaysFile: {Data: []byte(c.data)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want it to say %s", c.name, err, c.want)
		}
	}
}
