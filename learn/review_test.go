package learn_test

import (
	"encoding/json"
	"testing"
	"time"

	"danloi/content"
	"danloi/learn"
)

// seven is 7 o'clock in Vietnam n days after Monday.
func seven(n int) time.Time { return time.Date(2026, 11, 23+n, 0, 0, 0, 0, time.UTC) }

func library(screens ...content.Screen) learn.FindExercise {
	return func(_, id string) (content.Screen, bool) {
		for _, s := range screens {
			if s.ID == id {
				return s, true
			}
		}
		return content.Screen{}, false
	}
}

func ids(cards []learn.Card) string {
	out := ""
	for _, c := range cards {
		out += c.Exercise + " "
	}
	return out
}

// A wrong answer comes back the next day, a right one after gaps that grow.
func TestReviewGapsGrow(t *testing.T) {
	r := learn.Review{}.Add("m", question("q1", "v1"), learn.Wrong, seven(0))
	day, last := 0, 0
	for n := range 5 {
		due := r.Cards[0].Memory.Due
		gap := int(due.Sub(seven(day)).Hours()) / 24
		if n == 0 && gap != 1 {
			t.Errorf("a wrong answer comes back after %d days, want 1", gap)
		}
		if gap <= last {
			t.Errorf("gap %d is %d days after one of %d", n, gap, last)
		}
		day, last = day+gap, gap
		r, _ = r.Answer("m", "q1", true, seven(day))
	}
	again, _ := r.Answer("m", "q1", false, seven(day))
	if gap := int(again.Cards[0].Memory.Due.Sub(seven(day)).Hours()) / 24; gap > last/4 {
		t.Errorf("forgotten after a gap of %d days, it comes back after %d", last, gap)
	}
}

// What is weak comes first, what was never tried before it; no more than a few on one day.
func TestReviewOrderAndMost(t *testing.T) {
	r := learn.Review{}.
		Add("m", question("knows", "v"), learn.Right, seven(-9)).
		Add("m", question("weak", "v"), learn.Wrong, seven(-9)).
		Add("m", question("new", "v"), learn.Untried, seven(0))
	if got := ids(r.Due(seven(0))); got != "new weak knows " {
		t.Errorf("asked in the order %q", got)
	}
	for i := range 9 {
		r = r.Add("m", question(string(rune('a'+i)), "v"), learn.Untried, seven(0))
	}
	asked := 0
	for due := r.Due(seven(0)); len(due) > 0; due = r.Due(seven(0)) {
		r, _ = r.Answer("m", due[0].Exercise, false, seven(0))
		asked++
	}
	if asked != learn.MostADay {
		t.Errorf("asked %d questions on one day, want %d", asked, learn.MostADay)
	}
	if len(r.Due(seven(1))) != learn.MostADay {
		t.Errorf("the next day asks %d", len(r.Due(seven(1))))
	}
}

// An exercise that changed is asked anew, one that is gone is dropped.
func TestReviewFollowsTheLibrary(t *testing.T) {
	r := learn.Review{}.Add("m", question("q1", "v1"), learn.Right, seven(0)).Add("m", question("q2", "v1"), learn.Right, seven(0))
	r = r.Refresh(library(question("q1", "v2")), seven(1))
	if len(r.Cards) != 1 || r.Cards[0].Version != "v2" || len(r.Due(seven(1))) != 1 {
		t.Errorf("after the library changed: %+v", r.Cards)
	}
}

func TestReviewReminders(t *testing.T) {
	weak := learn.Review{}.Add("m", question("q", "v"), learn.Wrong, seven(0)) // due on Tuesday
	for _, c := range []struct {
		name string
		edit func(*learn.Review)
		now  time.Time
		want string // empty for none
	}{
		{"off", func(r *learn.Review) { r.On = false }, seven(0), ""},
		{"nothing to review", func(r *learn.Review) { r.Cards = nil }, seven(0), ""},
		{"not due today", func(*learn.Review) {}, seven(0).Add(-time.Minute), "2026-11-24 07:00"},
		{"the evening", func(r *learn.Review) { r.Hour = 19 }, seven(0), "2026-11-24 19:00"},
		{"today's hour is over", func(*learn.Review) {}, seven(1), "2026-11-25 07:00"},
		{"Monday, Wednesday, Friday", func(r *learn.Review) { r.Days = learn.MonWedFri }, seven(0), "2026-11-25 07:00"},
		{"weekends", func(r *learn.Review) { r.Days = learn.OnWeekends }, seven(0), "2026-11-28 07:00"},
		{"ignored", func(r *learn.Review) { r.Missed, r.Reminded = 3, seven(1) }, seven(1), "2026-12-01 07:00"},
	} {
		r := weak
		r.On, r.Hour = true, 7
		c.edit(&r)
		at, ok := r.Next(c.now)
		got := ""
		if ok {
			got = at.Add(7 * time.Hour).Format("2006-01-02 15:04")
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// Reminders that nobody answers end; an answer starts the count again.
func TestReviewEndsByItself(t *testing.T) {
	r := learn.Review{On: true}.Add("m", question("q", "v"), learn.Wrong, seven(0))
	for range 5 {
		r = r.Remind(seven(1))
	}
	if !r.On {
		t.Error("ended after five reminders")
	}
	if answered, _ := r.Answer("m", "q", true, seven(2)); answered.Missed != 0 {
		t.Error("an answer does not start the count again")
	}
	if r = r.Remind(seven(9)); r.On {
		t.Error("goes on after six reminders without an answer")
	}
}

// A wrong first answer is weak, also when it was right later; adding the weak twice changes nothing.
func TestReviewTakesTheWeak(t *testing.T) {
	rec := answered(t, learn.Record{}, question("q1", "v1"), 0)
	rec = answered(t, rec, question("q1", "v1"), 1)
	rec = answered(t, rec, question("q2", "v1"), 1)
	r, n := learn.Review{}.AddWeak("m", lessons(), rec, seven(0))
	if n != 1 || ids(r.Cards) != "q1 " {
		t.Errorf("%d weak: %s", n, ids(r.Cards))
	}
	again, _ := r.AddWeak("m", lessons(), rec, seven(3))
	if len(again.Cards) != 1 || again.Cards[0].Memory.Lapses != r.Cards[0].Memory.Lapses {
		t.Errorf("added again: %+v", again.Cards)
	}
}

// A review survives JSON as the store keeps it.
func TestReviewIsData(t *testing.T) {
	r := learn.Review{On: true, Hour: 19}.Add("m", question("q", "v"), learn.Wrong, seven(0))
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back learn.Review
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	a, _ := r.Next(seven(0))
	if b, ok := back.Next(seven(0)); !ok || !b.Equal(a) {
		t.Errorf("after JSON reminded at %v, before at %v", b, a)
	}
}
