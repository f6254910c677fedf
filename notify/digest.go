package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"danloi/feedback"
	"danloi/locales"
	"danloi/mail"
	"danloi/store"
)

const (
	kindDigest = "digest" // what waits for the next digest: reader, case, clock
	digestMost = 200      // lines of one digest
	slash      = "/"
)

type digestDoc struct {
	Step int       `json:"step"`
	At   time.Time `json:"at"`
}

// collect keeps something for the next digest of a reader. A later step of the same clock replaces an earlier one.
func (n *Notifier) collect(tx *store.Tx, p reader, c feedback.Case, r feedback.Reminder) error {
	return tx.PutDoc(kindDigest, p.id+slash+c.Ref+slash+string(r.Clock), digestDoc{Step: r.Step, At: n.c.Now()})
}

// digestLoop sends the digests of each working day.
func (n *Notifier) digestLoop(ctx context.Context) {
	for ctx.Err() == nil {
		if err := n.digests(ctx); err != nil && ctx.Err() == nil {
			n.c.Log.Error("digests cannot be written", "err", err)
		}
		pause(ctx, nil, lookMost)
	}
}

// digestDay is the day whose digests are to go now; ok is false before the hour and on days without work.
func (n *Notifier) digestDay() (day string, ok bool) {
	now := n.c.Now().In(n.c.Calendar.Zone())
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	return now.Format(time.DateOnly), n.c.Calendar.WorkDay(now) && now.Sub(midnight) >= n.c.Mail.Digest
}

// digests writes what waits, a reader at a time. Each gets one on a day: what is collected after it waits for the next.
func (n *Notifier) digests(ctx context.Context) error {
	day, ok := n.digestDay()
	if !ok {
		return nil
	}
	var readers []string
	done := false
	err := n.c.Store.View(ctx, func(tx *store.Tx) error {
		var last string
		if err := tx.Doc(kindDigest+"_day", "last", &last); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if done = last == day; done {
			return nil
		}
		readers = nil
		return tx.EachDoc(kindDigest, "", func(id string, _ func(any) error) error {
			who, _, _ := strings.Cut(id, slash)
			if len(readers) == 0 || readers[len(readers)-1] != who {
				readers = append(readers, who)
			}
			return nil
		})
	})
	if err != nil || done {
		return err
	}
	for _, who := range readers {
		if err := n.c.Store.Update(ctx, func(tx *store.Tx) error { return n.digest(tx, who, day) }); err != nil {
			return err
		}
	}
	n.c.Wake()
	return n.c.Store.Update(ctx, func(tx *store.Tx) error { return tx.PutDoc(kindDigest+"_day", "last", day) })
}

// line is one thing in a digest.
type line struct {
	c     feedback.Case
	clock feedback.ClockName
	step  int
}

// digest writes one reader's digest and removes what is in it. What is not true any more is left out.
func (n *Notifier) digest(tx *store.Tx, who, day string) error {
	var ids []string
	var lines []line
	err := tx.EachDoc(kindDigest, who+slash, func(id string, read func(any) error) error {
		ids = append(ids, id)
		var d digestDoc
		if err := read(&d); err != nil {
			return err
		}
		parts := strings.Split(strings.TrimPrefix(id, who+slash), slash)
		if len(parts) != 2 {
			return nil
		}
		c, ok, err := n.load(tx, parts[0])
		if l := (line{c, feedback.ClockName(parts[1]), d.Step}); ok && l.holds() {
			lines = append(lines, l)
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := tx.DeleteDoc(kindDigest, id); err != nil {
			return err
		}
	}
	first, err := tx.Once("digest:"+who+":"+day, n.c.Now())
	if err != nil || !first || len(lines) == 0 {
		return err
	}
	everybody, err := loadRoster(tx)
	if err != nil {
		return err
	}
	p, ok := everybody.find(who)
	lines = slices.DeleteFunc(lines, func(l line) bool { return !n.c.Sees(p.staff, l.c) && !n.oversees(p, l.step) })
	if !ok || len(lines) == 0 {
		return nil
	}
	return n.post(tx, "digest:"+who+":"+day, p, n.digestLetter(p, lines, day), false)
}

// oversees reports whether somebody hears of a step although the case is not theirs.
func (n *Notifier) oversees(p reader, step int) bool {
	return step >= feedback.RemindOffice && of(p.staff, n.c.Directory.Office())
}

// holds reports whether what was collected is still so.
func (l line) holds() bool {
	k := l.c.Answer
	if l.clock == feedback.AcceptClock {
		k = l.c.Accept
	}
	return l.c.Working() && k.Running()
}

// digestLetter lists the cases, the latest first, by how far their clocks are.
func (n *Notifier) digestLetter(p reader, lines []line, day string) mail.Letter {
	slices.SortStableFunc(lines, func(a, b line) int {
		if a.step != b.step {
			return b.step - a.step
		}
		return strings.Compare(a.c.DueKey(), b.c.DueKey())
	})
	date, _ := time.ParseInLocation(time.DateOnly, day, n.c.Calendar.Zone())
	l := mail.Letter{
		Subject: n.text("mail.digest.subject", "n", len(lines), "date", locales.Date(date)),
		Lead:    []string{n.text("mail.digest.lead", "n", len(lines))},
		Foot:    []string{n.text("mail.digest.foot")},
	}
	if n.c.BaseURL != "" {
		l.Link, l.LinkText = n.c.BaseURL+"/console/", n.text("mail.digest.open")
	}
	for i, one := range lines {
		name := n.text("mail.digest.step_" + strconv.Itoa(one.step))
		if i == digestMost {
			l.Foot = append([]string{n.text("mail.digest.more", "n", len(lines)-digestMost)}, l.Foot...)
			break
		}
		if len(l.Groups) == 0 || l.Groups[len(l.Groups)-1].Name != name {
			l.Groups = append(l.Groups, mail.Group{Name: name})
		}
		g := &l.Groups[len(l.Groups)-1]
		item := mail.Item{Text: n.digestLine(one)}
		if n.c.Sees(p.staff, one.c) {
			item.URL = n.caseURL(one.c.Ref)
		}
		g.Items = append(g.Items, item)
	}
	return l
}

func (n *Notifier) digestLine(l line) string {
	due := l.c.Answer.Due
	if l.clock == feedback.AcceptClock {
		due = l.c.Accept.Due
	}
	return n.text("mail.digest.line_"+string(l.clock), "ref", l.c.Ref, "topic", n.topic(l.c), "place", n.place(l.c),
		"due", locales.Moment(due), "unit", n.unit(l.c.Unit))
}

// ParseClock reads a time of day such as 07:30 as the time since midnight.
func ParseClock(s string) (time.Duration, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf("%q is no time of day such as 07:30", s)
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
}
