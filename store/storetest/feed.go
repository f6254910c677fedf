package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"danloi/feedback"
	"danloi/store"
)

func feedPromises() []promise {
	return []promise{
		{"feed of cases", "whoever follows the cases hears of each change once, in order", feedLines},
		{"feed keeps with the case", "a change that was not kept is not told, and one that was is", feedAtomic},
		{"feed is sealed", "the file does not tell which case changed when", feedSealed},
		{"feed is pruned", "old lines go, but none that somebody has still to read, and no number comes twice", feedPruned},
		{"follower", "a reader works each line once, goes on where it stopped, and hears of new lines at once", follower},
		{"follower that fails", "lines whose work failed come again, and nothing of the work is kept", followerFails},
	}
}

// feed returns the lines after a number as "seq ref version +entries/story".
func (k kit) feed(after int64, limit int) (lines []string) {
	k.t.Helper()
	k.view(func(tx *store.Tx) error {
		lines = nil
		got, err := tx.Feed(after, limit)
		for _, l := range got {
			lines = append(lines, fmt.Sprintf("%d:%s:v%d:+%d/%d", l.Seq, l.Ref, l.Version, l.Entries, l.Story))
		}
		return err
	})
	return lines
}

func (k kit) feedLast() (seq int64) {
	k.t.Helper()
	k.view(func(tx *store.Tx) (err error) {
		seq, err = tx.FeedLast()
		return err
	})
	return seq
}

func told(c *feedback.Case) {
	c.Story = append(c.Story, feedback.Entry{At: monday().Add(time.Duration(len(c.Story)) * time.Hour), By: feedback.BySystem})
}

func feedLines(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	want(t, "last of an empty feed", k.feedLast(), 0)
	a := k.person("telegram:1")
	first := matter("A", a, "u")
	told(&first)
	k.putCases(first, matter("B", a, "u"))
	k.changeCase("A", told)
	k.changeCase("A", func(c *feedback.Case) { told(c); told(c) })
	k.changeCase("B", func(c *feedback.Case) { c.Urgent = true })
	all := []string{"1:A:v1:+1/1", "2:B:v1:+0/0", "3:A:v2:+1/2", "4:A:v3:+2/4", "5:B:v2:+0/0"}
	wantList(t, "feed", k.feed(0, 10), all...)
	wantList(t, "from the middle", k.feed(2, 2), all[2:4]...)
	wantList(t, "behind the end", k.feed(5, 10))
	wantList(t, "before the beginning", k.feed(-3, 1), all[0])
	want(t, "last", k.feedLast(), 5)
	k.view(func(tx *store.Tx) error {
		lines, err := tx.Feed(0, 10)
		want(t, "time of a line without a story", lines[1].At.Equal(monday()), true)
		want(t, "time of a line", lines[3].At.Equal(monday().Add(3*time.Hour)), true)
		return err
	})
	k.update(func(tx *store.Tx) error { return tx.Forget(a, monday()) })
	wantList(t, "after forgetting", k.feed(5, 10), "6:B:v3:+0/0", "7:A:v4:+0/4")
}

func feedAtomic(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	boom := errors.New("boom")
	grows := k.FeedGrows()
	k.updateFails(boom, func(tx *store.Tx) error { return errors.Join(tx.PutCase(matter("A", a, "u")), boom) })
	k.update(func(tx *store.Tx) error { return tx.PutDoc("other", "thing", 1) })
	wantList(t, "feed of what was not kept", k.feed(0, 9))
	select {
	case <-grows:
		t.Error("the feed was said to grow when it did not")
	default:
	}
	k.putCases(matter("A", a, "u"))
	select {
	case <-grows:
	default:
		t.Error("the feed grew and nobody was told")
	}
	k.updateFails(store.ErrConflict, func(tx *store.Tx) error { return tx.PutCase(matter("A", a, "u")) })
	wantList(t, "feed", k.feed(0, 9), "1:A:v1:+0/0")
}

func feedSealed(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	k := newKit(t, r)
	k.putCases(matter("K7F-4HM", k.person("telegram:1"), "u"))
	for key, value := range r.dump(t, "feed") {
		want(t, "the line names its case in clear", strings.Contains(key+value, "K7F"), false)
	}
}

func feedPruned(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	const day = 24 * time.Hour
	at := func(ref string, days int) feedback.Case {
		c := matter(ref, a, "u")
		c.Opened = monday().Add(time.Duration(days) * day)
		return c
	}
	k.putCases(at("A", 0), at("B", 1), at("C", 2), at("D", 60), at("E", 61))
	prune := func(days int) []string {
		k.t.Helper()
		if err := k.Prune(t.Context(), monday().Add(time.Duration(days)*day)); err != nil {
			t.Fatal(err)
		}
		return k.feed(0, 10)
	}
	set := func(name string, seq int64, days int) {
		k.update(func(tx *store.Tx) error { return tx.SetCursor(name, seq, monday().Add(time.Duration(days)*day)) })
	}
	want(t, "after 89 days", len(prune(89)), 5)
	set("mail", 2, 90)
	set("hook", 1, 90)
	wantList(t, "one has read one line", prune(100), "2:B:v1:+0/0", "3:C:v1:+0/0", "4:D:v1:+0/0", "5:E:v1:+0/0")
	set("mail", 2, 121)
	wantList(t, "the slowest is gone for 31 days", prune(121), "3:C:v1:+0/0", "4:D:v1:+0/0", "5:E:v1:+0/0")
	wantList(t, "nobody reads", prune(400), "5:E:v1:+0/0")
	k.putCases(at("F", 401))
	wantList(t, "numbers go on", k.feed(0, 10), "5:E:v1:+0/0", "6:F:v1:+0/0")
	k.view(func(tx *store.Tx) error {
		seq, err := tx.Cursor("mail")
		want(t, "cursor", seq, 2)
		_, absent := tx.Cursor("nobody")
		wantError(t, absent, store.ErrNotFound)
		return err
	})
}

// follow runs a follower until stop is called, which returns when it has ended.
func (k kit) follow(f store.Follower) (stop func()) {
	ctx, cancel := context.WithCancel(k.t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		k.Follow(ctx, f)
	}()
	return func() { cancel(); <-done }
}

func follower(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	k.putCases(matter("A", a, "u"))
	seen := make(chan string, 100)
	f := store.Follower{
		Name: "test", FromStart: true, Now: monday, Poll: time.Hour,
		Work: func(tx *store.Tx, lines []store.FeedLine) error {
			for _, l := range lines {
				seen <- l.Ref
			}
			return nil
		},
		Failed: func(err error) { t.Errorf("follow: %v", err) },
	}
	stop := k.follow(f)
	want(t, "first", <-seen, "A")
	k.putCases(matter("B", a, "u"), matter("C", a, "u"))
	want(t, "second", <-seen, "B")
	want(t, "third", <-seen, "C")
	stop()
	k.putCases(matter("D", a, "u"))
	late := f
	late.Name, late.FromStart = "late", false
	stopLate := k.follow(late)
	for cursor := int64(0); cursor != 4; { // it has looked once
		k.update(func(tx *store.Tx) (err error) {
			if cursor, err = tx.Cursor("late"); errors.Is(err, store.ErrNotFound) {
				err = nil
			}
			return err
		})
	}
	stopLate()
	want(t, "lines for one that begins at the end", len(seen), 0)
	stop = k.follow(f)
	want(t, "after a restart", <-seen, "D")
	stop()
	want(t, "lines that came twice", len(seen), 0)
}

func followerFails(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	k.putCases(matter("A", k.person("telegram:1"), "u"))
	boom := errors.New("boom")
	failed, done := make(chan error, 9), make(chan struct{}, 9)
	tries := 0
	stop := k.follow(store.Follower{
		Name: "test", FromStart: true, Now: monday, Poll: time.Millisecond,
		Work: func(tx *store.Tx, lines []store.FeedLine) error {
			tries++
			if err := tx.PutDoc("work", fmt.Sprint(tries), tries); err != nil {
				return err
			}
			if tries == 1 {
				return boom
			}
			done <- struct{}{}
			return nil
		},
		Failed: func(err error) { failed <- err },
	})
	wantError(t, <-failed, boom)
	<-done
	stop()
	k.view(func(tx *store.Tx) error {
		var n int
		wantError(t, tx.Doc("work", "1", &n), store.ErrNotFound)
		return nil
	})
}
