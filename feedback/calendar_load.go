package feedback

import (
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// The shapes of holidays.yaml.
type (
	calendarDoc struct {
		Zone   struct{ Name, Offset string }
		Week   map[string]lined[[]string]
		MakeUp lined[[]string] `yaml:"make_up"`
		Fixed  []lined[fixedDoc]
		Years  map[int][]lined[holidayDoc]
	}
	fixedDoc   struct{ Day, ID string }
	holidayDoc struct {
		Date, ID, Note     string
		Works, Provisional bool
	}
)

// LoadCalendar reads when offices work. fsys is an operator's folder whose holidays.yaml replaces the embedded
// one, or nil. All faults are reported at once, each with file and line.
func LoadCalendar(fsys fs.FS) (*Calendar, error) {
	data, err := readData(fsys, holidaysFile)
	if err != nil {
		return nil, err
	}
	var doc calendarDoc
	if err := decodeStrict(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", holidaysFile, err)
	}
	f := &faults{file: holidaysFile}
	c := doc.build(f)
	if err := f.err(); err != nil {
		return nil, err
	}
	return c, nil
}

func (doc calendarDoc) build(f *faults) *Calendar {
	c := &Calendar{days: map[string]Holiday{}, fixed: map[string]string{}, years: map[int]bool{}}
	offset, err := time.ParseDuration(doc.Zone.Offset)
	if err != nil || offset < -14*time.Hour || offset > 14*time.Hour {
		f.add(nil, "zone: offset %q is not a time such as 7h", doc.Zone.Offset)
	}
	c.zone = time.FixedZone(doc.Zone.Name, int(offset.Seconds()))
	doc.buildWeek(c, f)
	for _, l := range doc.Fixed {
		if _, err := time.Parse("01-02", l.value.Day); err != nil || l.value.ID == "" {
			f.add(l.node, "day %q is not month and day, or has no id", l.value.Day)
		}
		c.fixed[l.value.Day] = l.value.ID
	}
	for year, days := range doc.Years {
		c.years[year] = true
		for _, l := range days {
			c.addDay(year, l, f)
		}
	}
	return c
}

func (doc calendarDoc) buildWeek(c *Calendar, f *faults) {
	names := map[string]time.Weekday{
		"sun": time.Sunday, "mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday,
		"thu": time.Thursday, "fri": time.Friday, "sat": time.Saturday,
	}
	for name, l := range doc.Week {
		day, ok := names[name]
		if !ok {
			f.add(l.node, "week: %q is not a day such as mon", name)
			continue
		}
		c.week[day] = parseHours(l, f)
	}
	c.make = parseHours(doc.MakeUp, f)
	// Some day must be worked: an empty week would let Add search for ever.
	worked := 0
	for _, h := range c.week {
		if len(h) > 0 {
			worked++
		}
	}
	if worked == 0 || len(c.make) == 0 {
		f.add(nil, "week or make_up has no hours")
	}
}

func (c *Calendar) addDay(year int, l lined[holidayDoc], f *faults) {
	day := l.value
	t, err := time.Parse(time.DateOnly, day.Date)
	switch _, twice := c.days[day.Date]; {
	case err != nil:
		f.add(l.node, "date %q is not such as 2026-02-17", day.Date)
	case t.Year() != year:
		f.add(l.node, "date %s is not in %d", day.Date, year)
	case twice:
		f.add(l.node, "date %s is there twice", day.Date)
	case day.ID == "" || day.Note == "":
		f.add(l.node, "date %s has no id or no note that says where it comes from", day.Date)
	}
	c.days[day.Date] = Holiday{Date: day.Date, ID: day.ID, Works: day.Works, Provisional: day.Provisional}
}

// parseHours reads stretches such as "07:30-11:30"; they must follow each other.
func parseHours(l lined[[]string], f *faults) []hours {
	var list []hours
	var last time.Duration
	for _, s := range l.value {
		from, to, ok := strings.Cut(s, "-")
		start, errFrom := parseClock(from)
		end, errTo := parseClock(to)
		if !ok || errFrom != nil || errTo != nil || start < last || end <= start {
			f.add(l.node, "hours %q are not such as 07:30-11:30, or not after the ones before", s)
			continue
		}
		list, last = append(list, hours{start, end}), end
	}
	return list
}

func parseClock(s string) (time.Duration, error) {
	t, err := time.Parse("15:04", s)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err
}
