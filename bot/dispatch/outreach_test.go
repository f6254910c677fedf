package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"danloi/bot"
	"danloi/bot/dispatch"
	"danloi/learn"
	"danloi/store"
)

// comer brings a contact past the welcome and lets them tap.
func (d *desk) comer(channel, address string, taps ...string) {
	d.t.Helper()
	id := channel + address
	d.say(channel, address, &id, bot.Start{Lang: "vi"})
	d.say(channel, address, &id, bot.Tap{Data: "agree"})
	for _, tap := range taps {
		d.say(channel, address, &id, bot.Tap{Data: tap})
	}
}

func (d *desk) pass(at time.Time) {
	d.t.Helper()
	d.mu.Lock()
	d.now = at
	d.mu.Unlock()
	d.must(d.Upkeep(context.Background()))
}

func (d *desk) put(v learn.Visit) {
	d.t.Helper()
	d.must(d.store.Update(context.Background(), func(tx *store.Tx) error { return dispatch.PutVisit(tx, v) }))
}

// heard counts the lines of a web contact that hold words.
func (d *desk) heard(address, words string) (n int) {
	d.t.Helper()
	lines, err := d.Lines(context.Background(), "web", address, 0, 1000)
	d.must(err)
	for _, l := range lines {
		if !l.Mine && strings.Contains(l.Message.Title+l.Message.Text, words) {
			n++
		}
	}
	return n
}

func fair() learn.Visit {
	start := time.Date(2026, 12, 5, 1, 0, 0, 0, time.UTC) // 8:00 in Vietnam
	return learn.Visit{ID: "fair", Kind: learn.ServiceDay, What: "Căn cước", Areas: []string{"01912"}, Place: "UBND", Start: start, End: start.Add(3 * time.Hour), State: learn.Planned}
}

// A reminder comes once, at 18:00 the day before, however often it is looked for; not to who did not ask, and not
// after "forget me".
func TestReminderComesOnce(t *testing.T) {
	d := newDesk(t)
	d.put(fair())
	for _, who := range []string{"asks", "forgets"} {
		d.comer("web", who, "visits.remind:fair")
	}
	d.comer("web", "other")
	id := "gone"
	d.say("web", "forgets", &id, bot.Tap{Data: "forgotten"})
	d.pass(time.Date(2026, 12, 4, 10, 59, 59, 0, time.UTC))
	if d.heard("asks", "Nhắc bạn") != 0 {
		t.Error("reminded too early")
	}
	for range 3 {
		d.pass(time.Date(2026, 12, 4, 11, 0, 0, 0, time.UTC))
	}
	for who, want := range map[string]int{"asks": 1, "forgets": 0, "other": 0} {
		if n := d.heard(who, "Nhắc bạn"); n != want {
			t.Errorf("%s was reminded %d times, want %d", who, n, want)
		}
	}
}

// When the program did not run at the hour, the reminder waits for a decent one, and is dropped when the day is over.
func TestReminderAfterAnOutage(t *testing.T) {
	d := newDesk(t)
	d.put(fair())
	d.comer("web", "a", "visits.remind:fair")
	d.pass(time.Date(2026, 12, 4, 20, 0, 0, 0, time.UTC)) // 3:00 at night
	if d.heard("a", "Nhắc bạn") != 0 {
		t.Error("woken at three")
	}
	d.pass(time.Date(2026, 12, 4, 23, 30, 0, 0, time.UTC)) // 6:30
	if d.heard("a", "Nhắc bạn") != 1 {
		t.Error("not reminded in the morning")
	}
	late := newDesk(t)
	late.put(fair())
	late.comer("web", "a", "visits.remind:fair")
	late.pass(time.Date(2026, 12, 6, 3, 0, 0, 0, time.UTC))
	if late.heard("a", "Nhắc bạn") != 0 {
		t.Error("reminded of what is over")
	}
}

// A day that was moved twice at once is told of once, as it is at last; what changes nothing for people is not told.
func TestMovedVisitIsToldOnce(t *testing.T) {
	d := newDesk(t)
	d.put(fair())
	d.comer("web", "a", "visits.remind:fair")
	v := fair()
	v.Note = "Mang căn cước"
	d.put(v)
	d.pass(d.clock())
	if d.heard("a", "Lịch đã đổi") != 0 {
		t.Error("told of a new note")
	}
	for days := range 2 {
		v.Start, v.End = v.Start.AddDate(0, 0, days+1), v.End.AddDate(0, 0, days+1)
		d.put(v)
	}
	d.pass(d.clock())
	d.pass(d.clock())
	if n := d.heard("a", "Lịch đã đổi"); n != 1 || d.heard("a", "ngày 8/12/2026") != 1 {
		t.Errorf("told %d times of the last date", n)
	}
}

// An announcement reaches everybody who asked, once each, also over several rounds and a restart; who blocked the bot
// or has stopped gets none. It goes out behind replies and only at decent hours.
func TestAnnouncementReachesEachOnce(t *testing.T) {
	ch := &remembering{}
	d := newDesk(t, ch)
	const people = 130
	for i := range people {
		d.comer("telegram", fmt.Sprint(i), "follow:topic:land")
	}
	id := "x"
	d.must(d.Handle(context.Background(), bot.Event{ID: "b", Channel: "telegram", Address: "0", Input: bot.Blocked{}}))
	d.say("telegram", "1", &id, bot.Tap{Data: "unfollow:topic:land"})
	a := dispatch.Announcement{Keys: []string{"topic:land", "area:01912"}, Words: "Tin về đất", By: "chief", At: d.clock()}
	send := func() error {
		return d.store.Update(context.Background(), func(tx *store.Tx) error { return dispatch.Announce(tx, a) })
	}
	d.must(send())
	if err := send(); !errors.Is(err, dispatch.ErrSent) {
		t.Errorf("sent a second time: %v", err)
	}
	night := time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)
	d.pass(night)
	reached := func() (r, total int, done bool) {
		d.must(d.store.View(context.Background(), func(tx *store.Tx) error {
			all, err := dispatch.Announcements(tx)
			r, total, done = all[0].Reached, all[0].Total, !all[0].Done.IsZero()
			return err
		}))
		return r, total, done
	}
	if n, total, _ := reached(); n != 0 || total != people-1 {
		t.Errorf("at night %d of %d were reached", n, total)
	}
	morning := night.Add(10 * time.Hour)
	for range 5 {
		d.pass(morning)
	}
	if n, _, done := reached(); n != people-2 || !done {
		t.Errorf("%d were reached, done %v, want %d", n, done, people-2)
	}
	count := func() (n int) {
		for _, text := range ch.sent() {
			if strings.Contains(text, "Tin về đất") {
				n++
			}
		}
		return n
	}
	d.run(func() bool { return count() >= people-2 })
	if n := count(); n != people-2 {
		t.Errorf("%d messages went out, want %d", n, people-2)
	}
}

// Whoever withdraws a certificate, or is forgotten, is not found under its code any more; a code that is taken is
// never given again.
func TestCertificateLives(t *testing.T) {
	d := newDesk(t)
	cert := learn.Certificate{Code: learn.NewCode([16]byte{1}), Name: "Hòa"}
	find := func() error {
		return d.store.View(context.Background(), func(tx *store.Tx) error {
			_, err := dispatch.Certificate(tx, cert.Code)
			return err
		})
	}
	issue := func() error {
		return d.store.Update(context.Background(), func(tx *store.Tx) error { return dispatch.IssueToStaff(tx, cert) })
	}
	if err := find(); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("before: %v", err)
	}
	d.must(issue())
	d.must(find())
	if err := issue(); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the same code again: %v", err)
	}
}
