package feedback

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// watch reminds every half hour from one time to another, keeping what was told as JSON as the store does, and returns
// what was told, and wants that nothing is told before the time that was announced.
func watch(t *testing.T, c Case, told *Reminded, w World, from, to string) []string {
	t.Helper()
	var out []string
	next := at(t, from)
	for now := at(t, from); !now.After(at(t, to)); now = now.Add(30 * time.Minute) {
		due, after, then := c.Remind(*told, now, w.Calendar)
		for _, r := range due {
			out = append(out, fmt.Sprintf("%s %s %d", now.Format("01-02 15:04"), r.Clock, r.Step))
		}
		if len(due) > 0 && now.Before(next) {
			t.Errorf("told at %v, announced for %v", now, next)
		}
		if !then.IsZero() && !then.After(now) {
			t.Errorf("at %v the next is announced for %v", now, then)
		}
		next = then
		data, err := json.Marshal(after)
		if err != nil {
			t.Fatal(err)
		}
		*told = Reminded{}
		if err := json.Unmarshal(data, told); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func wantTold(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("told:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A working day has 7.5 hours, 07:30 to 11:30 and 13:30 to 17:00, and the 24th is a holiday; accepting takes 8 hours,
// answering ten days.
func TestRemindWholeLife(t *testing.T) {
	w := world(t, "2026-11-16 09:00") // a Monday
	c, told := open1(t, w, "chieu_sang"), Reminded{}
	wantTold(t, watch(t, c, &told, w, "2026-11-16 09:00", "2026-11-17 17:00"),
		"11-16 15:00 accept 50", // 2.5 hours in the morning, 1.5 in the afternoon
		"11-17 08:00 accept 80", // 6 hours on Monday, 0.4 on Tuesday
		"11-17 09:30 accept 100",
		"11-17 15:30 accept 150")
	c = run(t, c, w, step{"2026-11-17 17:00", doAccept})
	wantTold(t, watch(t, c, &told, w, "2026-11-17 17:00", "2026-12-09 17:00"),
		"11-23 14:00 answer 50", "11-27 16:00 answer 80", "12-01 17:00 answer 100", "12-09 10:30 answer 150")
	wantTold(t, watch(t, c, &told, w, "2026-12-09 17:30", "2027-03-01 17:00"))
}

// The clock stands while the citizen is asked, over Tết too, and what was told is not told again.
func TestRemindStopsAndGoesOn(t *testing.T) {
	w := world(t, "2026-02-09 07:30")
	c, told := open1(t, w, "chieu_sang"), Reminded{}
	c = run(t, c, w, step{"2026-02-09 08:00", doAccept}, step{"2026-02-13 11:30", doAsk})
	wantTold(t, watch(t, c, &told, w, "2026-02-13 11:30", "2026-02-26 17:00"))
	c = run(t, c, w, step{"2026-02-27 07:30", doReply})
	got := watch(t, c, &told, w, "2026-02-27 07:30", "2026-03-31 17:00")
	if len(got) != 4 || !strings.HasSuffix(got[0], "answer 50") || !strings.HasPrefix(got[2], c.Answer.Due.Format("01-02 15:04")) {
		t.Errorf("told %v with the answer due %v", got, c.Answer.Due)
	}
}

// Whoever gets the case has a clock of their own for accepting; an extension does not repeat what was told.
func TestRemindRuns(t *testing.T) {
	w := world(t, "2026-11-16 07:30")
	c, told := open1(t, w, "chieu_sang"), Reminded{}
	wantTold(t, watch(t, c, &told, w, "2026-11-16 07:30", "2026-11-16 17:00"), "11-16 11:30 accept 50", "11-16 16:00 accept 80")
	c = run(t, c, w, step{"2026-11-16 17:00", passOnTo("so_xay_dung")})
	wantTold(t, watch(t, c, &told, w, "2026-11-16 17:00", "2026-11-17 15:00"), "11-17 11:30 accept 50")
	c = run(t, c, w, step{"2026-11-17 15:00", doAccept})
	wantTold(t, watch(t, c, &told, w, "2026-11-17 15:30", "2026-11-27 17:00"), "11-23 11:30 answer 50", "11-27 15:30 answer 80")
	c = run(t, c, w, step{"2026-11-27 17:00", Action{Kind: DoExtend, By: "s1", Until: at(t, "2026-12-11 17:00"), Why: "chờ vật tư"}})
	wantTold(t, watch(t, c, &told, w, "2026-11-27 17:00", "2026-12-12 17:00"), "12-11 17:00 answer 100")
}

// A server that was away tells the highest step only, and nothing of what is done.
func TestRemindAfterALongWhile(t *testing.T) {
	w := world(t, "2026-11-16 07:30")
	c := open1(t, w, "chieu_sang")
	due, after, next := c.Remind(Reminded{}, at(t, "2027-01-20 08:00"), w.Calendar)
	if fmt.Sprint(due) != "[{accept 150} {answer 150}]" || !next.IsZero() {
		t.Errorf("told %v, next %v", due, next)
	}
	if again, _, _ := c.Remind(after, at(t, "2027-01-21 08:00"), w.Calendar); len(again) > 0 {
		t.Errorf("told again: %v", again)
	}
	done := run(t, c, w, step{"2026-11-16 08:00", doAnswer})
	if due, _, next := done.Remind(Reminded{}, at(t, "2027-01-20 08:00"), w.Calendar); len(due) > 0 || !next.IsZero() {
		t.Errorf("an answered case: told %v, next %v", due, next)
	}
}

// A clock that was stopped when it was late already keeps its limit.
func TestRemindLateAndStopped(t *testing.T) {
	w := world(t, "2026-11-16 07:30")
	c, told := open1(t, w, "chieu_sang"), Reminded{}
	c = run(t, c, w, step{"2026-11-16 08:00", doAccept})
	watch(t, c, &told, w, "2026-11-16 08:00", "2026-12-02 07:30")
	c = run(t, c, w, step{"2026-12-02 07:30", doAsk}, step{"2026-12-04 07:30", doReply})
	if c.Answer.Share(at(t, "2026-12-04 07:30"), w.Calendar) < 1 {
		t.Errorf("share %v of a clock that is over", c.Answer.Share(at(t, "2026-12-04 07:30"), w.Calendar))
	}
	wantTold(t, watch(t, c, &told, w, "2026-12-04 07:30", "2026-12-12 17:00"), "12-11 11:30 answer 150")
}

func TestRemindIsTheSystems(t *testing.T) {
	w := world(t, "2026-11-16 07:30")
	c := open1(t, w, "chieu_sang")
	late := Action{Kind: DoRemind, By: BySystem, Reminder: Reminder{Clock: AnswerClock, Step: RemindLate}}
	c = run(t, c, w, step{"2026-12-01 08:00", late})
	if e := c.Story[1]; e.Public || e.Reminder != late.Reminder {
		t.Errorf("entry %+v", e)
	}
	half := late
	half.Reminder.Step = RemindHalf
	byStaff := late
	byStaff.By = "s1"
	for _, a := range []Action{half, byStaff} {
		if _, err := c.Do(a, w); err == nil {
			t.Errorf("%+v is taken", a)
		}
	}
}
