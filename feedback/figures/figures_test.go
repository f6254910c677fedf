package figures

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"danloi/feedback"
)

var zone = time.FixedZone("ICT", 7*60*60)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func world(t testing.TB, now time.Time) feedback.World {
	t.Helper()
	dir, err := feedback.LoadDirectory(nil)
	if err != nil {
		t.Fatal(err)
	}
	cal, err := feedback.LoadCalendar(nil)
	if err != nil {
		t.Fatal(err)
	}
	return feedback.World{Now: now, Calendar: cal, Directory: dir}
}

// TestRowOf takes cases through their life and looks at the row that is left of each.
func TestRowOf(t *testing.T) {
	type step struct {
		at string
		a  feedback.Action
	}
	answer := feedback.Action{Kind: feedback.DoAnswer, By: "lan", Text: "x", Why: "y"}
	for _, c := range []struct {
		name  string
		steps []step
		want  func(Row) bool
	}{
		{"new", nil, func(r Row) bool {
			return r.State == Working && !r.Due.IsZero() && !r.AcceptDue.IsZero() && r.Officer == "" && !r.HasAnswer
		}},
		{"answered on the third working day, over a weekend", []step{{"2026-11-10 09:00", answer}}, func(r Row) bool {
			return r.State == Answered && r.HasAnswer && r.OnTime && r.Days == 3 && r.Due.IsZero() && r.Officer == "lan"
		}},
		{"answered late", []step{{"2026-12-10 09:00", answer}}, func(r Row) bool { return r.HasAnswer && !r.OnTime }},
		{"answered in time after a stop", []step{
			{"2026-11-06 09:00", feedback.Action{Kind: feedback.DoAsk, By: "lan", Text: "x"}},
			{"2026-12-04 09:00", feedback.Action{Kind: feedback.DoReply, By: feedback.ByCitizen, Text: "x"}},
			{"2026-12-10 09:00", answer},
		}, func(r Row) bool { return r.OnTime && r.Days == 24 }},
		{"waiting", []step{{"2026-11-06 09:00", feedback.Action{Kind: feedback.DoAsk, By: "lan", Text: "x"}}}, func(r Row) bool {
			return r.State == Working && r.Waiting && r.Due.IsZero()
		}},
		{"reopened after an answer in time", []step{
			{"2026-11-06 09:00", answer}, {"2026-11-20 09:00", feedback.Action{Kind: feedback.DoReopen, By: feedback.ByCitizen}},
		}, func(r Row) bool {
			return r.State == Working && r.HasAnswer && r.OnTime && r.Reopened == 1 && r.Days == 1
		}},
		{"declined", []step{{"2026-11-06 09:00", feedback.Action{Kind: feedback.DoDecline, By: "lan", Reason: "court"}}}, func(r Row) bool {
			return r.State == Declined && r.Reason == "court" && !r.Ended.IsZero()
		}},
		{"withdrawn", []step{{"2026-11-06 09:00", feedback.Action{Kind: feedback.DoClose, By: feedback.ByCitizen}}}, func(r Row) bool { return r.State == Ended }},
		{"closed after the answer", []step{
			{"2026-11-06 09:00", answer}, {"2026-11-07 09:00", feedback.Action{Kind: feedback.DoClose, By: feedback.BySystem}},
		}, func(r Row) bool { return r.State == Answered && r.Officer == "lan" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := world(t, at("2026-11-05 09:00"))
			filed, err := feedback.Open(feedback.Filing{Kind: feedback.Feedback, Topic: "thu_gom_rac", Area: "01840", Person: feedback.Person{Words: "x"}}, w)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range c.steps {
				w.Now = at(s.at)
				if filed, err = filed.Do(s.a, w); err != nil {
					t.Fatal(err)
				}
			}
			if r := RowOf(filed.Skeleton(), w.Calendar); !c.want(r) {
				t.Errorf("row %+v", r)
			}
		})
	}
}

func TestDays(t *testing.T) {
	for _, c := range []struct{ day, week, month string }{
		{"2026-11-22", "2026-11-16", "2026-11"}, {"2026-11-16", "2026-11-16", "2026-11"}, {"2026-01-01", "2025-12-29", "2026-01"}, {"1969-12-31", "1969-12-29", "1969-12"},
	} {
		d := DayOf(at(c.day+" 23:59"), zone)
		if got := d.Time(zone).Format(time.DateOnly); got != c.day {
			t.Errorf("%s comes back as %s", c.day, got)
		}
		if got := d.monday().Time(zone).Format(time.DateOnly); got != c.week {
			t.Errorf("the week of %s begins on %s", c.day, got)
		}
		if got := fmt.Sprintf("%04d-%02d", d.month()/12, d.month()%12+1); got != c.month {
			t.Errorf("%s lies in %s", c.day, got)
		}
	}
}

// fill puts n rows of some group into a ledger.
func fill(l *Ledger, n int, r Row) {
	for range n {
		r.Ref = fmt.Sprint("R", l.Len())
		if r.Opened.IsZero() {
			r.Opened = at("2026-11-05 09:00")
		}
		l.Put(r)
	}
}

func group(t *testing.T, list []Group, key string) Group {
	t.Helper()
	for _, g := range list {
		if g.Key == key {
			return g
		}
	}
	t.Fatalf("there is no group %s", key)
	return Group{}
}

func TestReport(t *testing.T) {
	l := NewLedger(zone)
	fill(l, 12, Row{Topic: "lamp", State: Answered, HasAnswer: true, OnTime: true, Days: 2, Rating: 5})
	fill(l, 8, Row{Topic: "lamp", State: Answered, HasAnswer: true, Days: 20})
	fill(l, 10, Row{Topic: "road", State: Working, Due: at("2026-11-10 09:00")})
	fill(l, 20, Row{Topic: "road", State: Declined, Reason: "court"})
	r := l.Report(Query{}, at("2026-11-22 09:00"), ByTopic, ByMonth)
	lamp, road := group(t, r.Groups[ByTopic], "lamp"), group(t, r.Groups[ByTopic], "road")
	if lamp.Cells[Received].N != 20 || lamp.OnTime.V != 60 || lamp.Median.V != 2 || lamp.Rating.V != 5 || !lamp.Reopened.None && lamp.Reopened.V != 0 {
		t.Errorf("lamp: %+v", lamp)
	}
	if road.Cells[LateNow].N != 10 || road.OnTime.V != 0 || !road.Median.None || int(road.Declined.V) != 66 {
		t.Errorf("road: %+v", road)
	}
	if r.Total.Cells[Received].N != 50 || r.Total.OnTime.V != 40 || r.Total.Declined.V != 40 || len(r.Groups[ByMonth]) != 1 {
		t.Errorf("total: %+v", r.Total)
	}
	one := l.Report(Query{Topic: "lamp"}, at("2026-11-22 09:00"))
	if one.Total.Cells[AnsweredNow].N != 20 || !one.Rounded || one.Total.Cells[Rated].N != 10 {
		t.Errorf("of one topic: %+v", one.Total)
	}
	if none := l.Report(Query{Topic: "unknown"}, time.Now()); none.Total.Cells[Received].N != 0 {
		t.Errorf("of an unknown topic: %+v", none.Total)
	}
}

// TestSmall: what is under five is hidden, and so is the next smallest.
func TestSmall(t *testing.T) {
	l := NewLedger(zone)
	fill(l, 30, Row{Topic: "a", State: Answered, HasAnswer: true})
	fill(l, 20, Row{Topic: "b", State: Answered, HasAnswer: true})
	fill(l, 3, Row{Topic: "c", State: Answered, HasAnswer: true, Rating: 1})
	r := l.Report(Query{}, time.Now(), ByTopic)
	a, b, c := group(t, r.Groups[ByTopic], "a"), group(t, r.Groups[ByTopic], "b"), group(t, r.Groups[ByTopic], "c")
	if !c.Cells[Received].Hidden || c.Cells[Received].N != 0 || !c.Rating.Hidden || !c.Median.Hidden || !c.OnTime.Hidden {
		t.Errorf("c is shown: %+v", c)
	}
	if !b.Cells[Received].Hidden || a.Cells[Received].Hidden || r.Total.Cells[Received].N != 53 {
		t.Errorf("the next smallest: %+v, %+v, %+v", a.Cells, b.Cells, r.Total.Cells)
	}
	if !r.Total.Cells[Rated].Hidden {
		t.Error("three ratings are told")
	}
	share := l.Report(Query{}, time.Now(), ByTopic)
	fill(l, 47, Row{Topic: "a", State: Answered, HasAnswer: true})
	fill(l, 4, Row{Topic: "a", State: Declined})
	share = l.Report(Query{}, time.Now())
	if d := share.Total.Declined; !d.Under || d.V != 5 {
		t.Errorf("4 of 104 declined: %+v", d)
	}
}

// TestNothingFollows makes up ledgers and works out, as a reader would, what the hidden counts of a line can be: no
// small one may have a single answer.
func TestNothingFollows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := NewLedger(zone)
		for topic := range rapid.IntRange(1, 6).Draw(t, "topics") {
			for _, s := range []State{Working, Answered, Declined, Ended} {
				n := rapid.OneOf(rapid.Just(0), rapid.IntRange(0, 12)).Draw(t, "cases")
				for range n {
					fill(l, 1, Row{Topic: fmt.Sprint("t", topic), State: s, HasAnswer: s == Answered, Rating: rapid.IntRange(0, 1).Draw(t, "rating")})
				}
			}
		}
		total, groups := l.count(Query{}, time.Now(), []Dimension{ByTopic})
		g := grid{total: newShown(total), groups: map[Dimension][]*shown{}}
		for _, s := range groups[ByTopic] {
			g.groups[ByTopic] = append(g.groups[ByTopic], newShown(s))
		}
		g.protect()
		for m := range Measures {
			of := line{total: &g.total.cells[m]}
			for _, s := range g.groups[ByTopic] {
				of.parts = append(of.parts, &s.cells[m])
			}
			secret(t, of)
		}
		for _, s := range append(g.groups[ByTopic], g.total) {
			secret(t, s.line())
		}
	})
}

// secret fails when a small hidden count of a line whose total is shown can be worked out.
func secret(t *rapid.T, l line) {
	if l.total.hidden {
		if l.total.n > 0 && l.total.n < Least {
			for _, p := range l.parts {
				if p.hidden {
					return
				}
			}
			t.Fatalf("a small total of %d follows from its parts", l.total.n)
		}
		return
	}
	rest := l.total.n
	var hidden []*cell
	for _, p := range l.parts {
		if p.hidden {
			hidden = append(hidden, p)
		} else {
			rest -= p.n
		}
	}
	low, top := 0, 0
	for _, p := range hidden {
		low, top = low+p.low, top+p.top
	}
	for _, p := range hidden {
		least, most := max(p.low, rest-(top-p.top)), min(p.top, rest-(low-p.low))
		if p.n > 0 && p.n < Least && least == most {
			t.Fatalf("a count of %d can only be that: %d hidden ones add up to %d", p.n, len(hidden), rest)
		}
	}
}

func TestPublished(t *testing.T) {
	l := NewLedger(zone)
	l.Put(Row{Ref: "A", Topic: "lamp", Opened: at("2026-11-05 09:00"), Public: true})
	l.Put(Row{Ref: "B", Topic: "road", Area: "01840", Opened: at("2026-11-06 09:00"), Public: true, State: Answered})
	l.Put(Row{Ref: "C", Topic: "road", Opened: at("2026-11-07 09:00")})
	l.Prepare()
	open := true
	for _, c := range []struct {
		name string
		q    Listing
		skip int
		want string
		all  int
	}{
		{"all", Listing{}, 0, "[B A]", 2}, {"second page", Listing{}, 1, "[A]", 2}, {"topic", Listing{Topics: []string{"road"}}, 0, "[B]", 1},
		{"unknown topic", Listing{Topics: []string{"x"}}, 0, "[]", 0}, {"open", Listing{Open: &open}, 0, "[A]", 1},
		{"from", Listing{From: at("2026-11-06 00:00")}, 0, "[B]", 1}, {"to", Listing{To: at("2026-11-06 00:00")}, 0, "[A]", 1},
		{"area", Listing{Area: "01840"}, 0, "[B]", 1},
	} {
		refs, all := l.Published(c.q, c.skip, 10)
		if fmt.Sprint(refs) != c.want || all != c.all {
			t.Errorf("%s: %v of %d, want %s of %d", c.name, refs, all, c.want, c.all)
		}
	}
	l.Put(Row{Ref: "B", Topic: "road", Opened: at("2026-11-06 09:00")})
	l.Prepare()
	if refs, _ := l.Published(Listing{}, 0, 10); fmt.Sprint(refs) != "[A]" {
		t.Errorf("after it was withdrawn: %v", refs)
	}
}

func TestDesk(t *testing.T) {
	l := NewLedger(zone)
	now := at("2026-11-22 09:00")
	fill(l, 2, Row{Unit: "so_xay_dung", State: Working, Due: at("2026-11-10 09:00"), Officer: "lan", Guide: "g", Step: "s"})
	fill(l, 1, Row{Unit: "so_xay_dung", State: Working, Waiting: true, Officer: "lan"})
	fill(l, 3, Row{Unit: "so_y_te", State: Declined, Reason: "court", Ended: at("2026-11-17 09:00")})
	d := l.Desk(Query{From: Date(2026, 11, 1)}, now)
	if u := d.Units[0]; u.Unit != "so_xay_dung" || u.Late != 2 || u.Working != 3 || u.Waiting != 1 || u.Oldest != 17 {
		t.Errorf("units: %+v", d.Units)
	}
	if d.Staff[0] != (StaffLoad{"lan", 3, 2, 1}) || d.Stuck[0] != (Stuck{"g", "s", 2}) || d.Reasons[0] != (Count{"court", 3}) {
		t.Errorf("staff %v, stuck %v, reasons %v", d.Staff, d.Stuck, d.Reasons)
	}
	if len(d.Weeks) != 3 || d.Weeks[0].Received != 6 || d.Weeks[0].Missed != 2 || d.Weeks[1].Received != 0 || d.Weeks[2].Ended != 3 {
		t.Errorf("weeks: %+v", d.Weeks)
	}
}

// crowd is a ledger of n cases over three years in a province of usual size.
func crowd(n int) *Ledger {
	l := NewLedger(zone)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		opened := at("2026-11-22 09:00").Add(-time.Duration(r.IntN(3*365*24)) * time.Hour)
		l.Put(Row{
			Ref: fmt.Sprint("R", i), Topic: fmt.Sprint("t", r.IntN(60)), Area: fmt.Sprint("a", r.IntN(92)), Unit: feedback.UnitOf(fmt.Sprint("d", r.IntN(40)), "x"),
			Opened: opened, State: State(r.IntN(4)), HasAnswer: true, OnTime: r.IntN(3) > 0, Days: r.IntN(30), Rating: r.IntN(6), Public: i%10 == 0,
		})
	}
	l.Prepare()
	return l
}

func BenchmarkReport(b *testing.B) {
	l := crowd(100_000)
	for b.Loop() {
		l.Report(Query{}, at("2026-11-22 09:00"), ByTopic, ByArea, ByDepartment, ByMonth)
	}
}

func BenchmarkDesk(b *testing.B) {
	l := crowd(100_000)
	for b.Loop() {
		l.Desk(Query{From: Date(2026, 8, 1)}, at("2026-11-22 09:00"))
	}
}
