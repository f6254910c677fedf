package dispatch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"danloi/bot"
	"danloi/store"
)

// Upkeep does what nobody asked for at this moment: it rings alarms, tells of service days that changed, and sends
// announcements on. Everything is in effect once, whatever is killed when, and goes out behind replies. Call it every
// few seconds, from one place.
func (d *Dispatcher) Upkeep(ctx context.Context) error {
	return errors.Join(d.ringAlarms(ctx), d.tellVisits(ctx), d.announce(ctx))
}

// tellVisits tells those who asked of visits that were moved or cancelled.
func (d *Dispatcher) tellVisits(ctx context.Context) error {
	var changed []string
	err := d.c.Store.View(ctx, func(tx *store.Tx) error {
		changed = nil
		all, err := Visits(tx)
		for _, v := range all {
			if v.Rev > v.Told {
				changed = append(changed, v.ID)
			}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("look for visits that changed: %w", err)
	}
	for _, id := range changed {
		if err := d.tellVisit(ctx, id); err != nil {
			return fmt.Errorf("tell of visit %s: %w", id, err)
		}
	}
	return nil
}

func (d *Dispatcher) tellVisit(ctx context.Context, id string) error {
	var to []string
	rev := 0
	err := d.c.Store.View(ctx, func(tx *store.Tx) error {
		to = nil
		v, err := Visit(tx, id)
		rev = v.Rev
		if err != nil {
			return err
		}
		return tx.EachDoc(askedKind, id+"/", func(doc string, read func(any) error) error {
			var a asked
			if err := read(&a); err != nil || a.Rev >= rev {
				return err
			}
			to = append(to, strings.TrimPrefix(doc, id+"/"))
			return nil
		})
	})
	if err != nil {
		return err
	}
	for _, contact := range to {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := d.nudge(ctx, contact, fmt.Sprintf("visit:%s:%d:%s", id, rev, contact), func(store.Contact) (bot.Input, error) {
			return d.changedVisit(ctx, id)
		})
		if err != nil && ctx.Err() == nil {
			d.c.Log.Error("telling of a changed visit failed", "contact", contact, "visit", id, "err", err)
		}
	}
	return d.c.Store.Update(ctx, func(tx *store.Tx) error {
		v, err := Visit(tx, id)
		if err != nil {
			return err
		}
		v.Told = max(v.Told, rev)
		return tx.PutDoc(visitKind, id, v)
	})
}

func (d *Dispatcher) changedVisit(ctx context.Context, id string) (bot.Input, error) {
	var in bot.VisitChanged
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		in.Visit, err = Visit(tx, id)
		return err
	})
	return in, err
}

// Announcement is a message to those who asked for an area or a topic.
type Announcement struct {
	ID      string    `json:"id"`
	Keys    []string  `json:"keys"` // see bot.Follow
	Words   string    `json:"words"`
	By      string    `json:"by"` // staff id
	At      time.Time `json:"at"`
	Total   int       `json:"total"`             // recipients when it was sent off
	Reached int       `json:"reached"`           // those it was handed to so far
	After   string    `json:"after,omitempty"`   // the last contact it was handed to
	Done    time.Time `json:"done,omitzero"`     // when the last one was
	Stopped bool      `json:"stopped,omitempty"` // by a coordinator, before all were reached
}

const announcementKind = "announcement"

// AnnouncementID names an announcement by what it says to whom, so that the same cannot be sent twice.
func AnnouncementID(keys []string, words string) string {
	keys = slices.Sorted(slices.Values(keys))
	sum := sha256.Sum256([]byte(strings.Join(keys, "\n") + "\n\n" + strings.Join(strings.Fields(words), " ")))
	return hex.EncodeToString(sum[:12])
}

// ErrSent says that the same announcement was sent before.
var ErrSent = errors.New("the same announcement was sent before")

// Announce stores an announcement to be sent by Upkeep, or returns ErrSent.
func Announce(tx *store.Tx, a Announcement) error {
	a.ID = AnnouncementID(a.Keys, a.Words)
	var old Announcement
	err := tx.Doc(announcementKind, a.ID, &old)
	if err == nil {
		return ErrSent
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	to, err := Followers(tx, a.Keys)
	if err != nil {
		return err
	}
	a.Total = len(to)
	return tx.PutDoc(announcementKind, a.ID, a)
}

// StopAnnouncement ends one that is under way. Who was reached keeps it.
func StopAnnouncement(tx *store.Tx, id string) error {
	var a Announcement
	if err := tx.Doc(announcementKind, id, &a); err != nil || !a.Done.IsZero() {
		return err
	}
	a.Stopped = true
	return tx.PutDoc(announcementKind, id, a)
}

// Announcements returns all announcements, the newest first.
func Announcements(tx *store.Tx) ([]Announcement, error) {
	var all []Announcement
	err := tx.EachDoc(announcementKind, "", func(_ string, read func(any) error) error {
		var a Announcement
		if err := read(&a); err != nil {
			return err
		}
		all = append(all, a)
		return nil
	})
	slices.SortFunc(all, func(a, b Announcement) int { return b.At.Compare(a.At) })
	return all, err
}

// Followers returns the contacts who asked for one of the keys, each once with the first key of theirs, sorted by
// contact.
func Followers(tx *store.Tx, keys []string) ([]Follower, error) {
	first := map[string]string{}
	for _, key := range keys {
		err := tx.EachDoc(followKind, key+"/", func(id string, _ func(any) error) error {
			contact := strings.TrimPrefix(id, key+"/")
			if first[contact] == "" {
				first[contact] = key
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	var all []Follower
	for contact, key := range first {
		all = append(all, Follower{contact, key})
	}
	slices.SortFunc(all, func(a, b Follower) int { return strings.Compare(a.Contact, b.Contact) })
	return all, nil
}

// Follower is a contact who asked for news, and the key they asked for.
type Follower struct{ Contact, Key string }

// announceBatch is how many contacts an announcement is handed to before others have their turn.
const announceBatch = 50

// announce hands the announcements that are under way to their next contacts.
func (d *Dispatcher) announce(ctx context.Context) error {
	var all []Announcement
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		all, err = Announcements(tx)
		return err
	})
	if err != nil {
		return fmt.Errorf("look for announcements: %w", err)
	}
	for _, a := range all {
		if a.Done.IsZero() && !a.Stopped && decentHour(d.c.Now()) {
			if err := d.announceSome(ctx, a); err != nil {
				return fmt.Errorf("announcement %s: %w", a.ID, err)
			}
		}
	}
	return nil
}

// decentHour tells whether people may be disturbed: from 6 to 21 o'clock in Vietnam.
func decentHour(at time.Time) bool {
	hour := at.UTC().Add(7 * time.Hour).Hour()
	return hour >= 6 && hour < 21
}

func (d *Dispatcher) announceSome(ctx context.Context, a Announcement) error {
	var to []Follower
	err := d.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		to, err = Followers(tx, a.Keys)
		return err
	})
	if err != nil {
		return err
	}
	to = slices.DeleteFunc(to, func(f Follower) bool { return f.Contact <= a.After })
	last := len(to) <= announceBatch
	reached, after := 0, a.After
	for _, f := range to[:min(len(to), announceBatch)] {
		if err := ctx.Err(); err != nil {
			return err
		}
		told := false
		err := d.nudge(ctx, f.Contact, "announcement:"+a.ID+":"+f.Contact, func(c store.Contact) (bot.Input, error) {
			if c.Blocked {
				return nil, nil
			}
			told = true
			return bot.Announced{Words: a.Words, Key: f.Key}, nil
		})
		if err != nil && ctx.Err() == nil {
			d.c.Log.Error("announcement failed", "contact", f.Contact, "announcement", a.ID, "err", err)
		} else if told {
			reached++
		}
		after = f.Contact
	}
	return d.c.Store.Update(ctx, func(tx *store.Tx) error {
		var now Announcement
		if err := tx.Doc(announcementKind, a.ID, &now); err != nil {
			return err
		}
		now.Reached, now.After = now.Reached+reached, after
		if last {
			now.Done = d.c.Now()
		}
		return tx.PutDoc(announcementKind, a.ID, now)
	})
}

// AskedOf returns how many contacts want to hear of a visit.
func AskedOf(tx *store.Tx, id string) (n int, err error) {
	err = tx.EachDoc(askedKind, id+"/", func(string, func(any) error) error {
		n++
		return nil
	})
	return n, err
}
