package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"danloi/store"
)

func outboxPromises() []promise {
	return []promise{
		{"outbox round trip", "what was said is what is sent", outRoundTrip},
		{"no double in the outbox", "an event that is applied again does not say everything twice", outNoDouble},
		{"order within a contact", "a citizen reads messages in the order in which they were said, one at a time", outOrder},
		{"reply overtakes broadcast", "nobody waits for an answer behind ten thousand reminders", outReplyFirst},
		{"lease", "two senders never send one message at once, and a crashed sender loses none", outLease},
		{"retry and defer", "a message that failed goes again later, before what was said after it", outRetry},
		{"parked after many tries", "a message that cannot be sent stops nobody behind it, and is not lost", outParked},
		{"scheduled broadcasts", "a reminder for next week holds up nothing that is due today", outScheduled},
		{"next message", "the sender may sleep until something is due", outNext},
		{"drop", "a citizen who blocked the bot is left alone, and others are not", outDrop},
		{"nothing left behind in the outbox", "a busy year leaves no rubbish", outEmpty},
	}
}

func (k kit) enqueue(messages ...store.OutMessage) {
	k.t.Helper()
	k.update(func(tx *store.Tx) error {
		for _, m := range messages {
			m.Channel, m.Body = "telegram", []byte(`"body of `+m.ID+`"`)
			if err := tx.Enqueue(m); err != nil {
				return err
			}
		}
		return nil
	})
}

// due leases what may go this long after monday and returns the ids.
func (k kit) due(after time.Duration, limit int) (ids []string) {
	k.t.Helper()
	k.update(func(tx *store.Tx) error {
		messages, err := tx.DueOut(monday().Add(after), limit, time.Minute)
		ids = nil
		for _, m := range messages {
			ids = append(ids, m.ID)
		}
		return err
	})
	return ids
}

func (k kit) settle(ids ...string) {
	k.t.Helper()
	k.update(func(tx *store.Tx) error {
		for _, id := range ids {
			if err := tx.SettleOut(id); err != nil {
				return err
			}
		}
		return nil
	})
}

func reply(id, contact string) store.OutMessage {
	return store.OutMessage{ID: id, Contact: contact, Reply: true}
}

func broadcast(id, contact string, after time.Duration) store.OutMessage {
	return store.OutMessage{ID: id, Contact: contact, NotBefore: monday().Add(after)}
}

func outRoundTrip(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	m := store.OutMessage{ID: "telegram:1/0", Contact: a, Channel: "telegram", Address: "1", Reply: true, Body: []byte(`{"t":"xin chào"}`)}
	k.update(func(tx *store.Tx) error { return tx.Enqueue(m) })
	k.update(func(tx *store.Tx) error {
		got, err := tx.DueOut(monday(), 10, time.Minute)
		m.Seq, m.Tries = 1, 1
		want(t, "messages", fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", []store.OutMessage{m}))
		return err
	})
	k.updateFails(store.ErrKey, func(tx *store.Tx) error { return tx.Enqueue(store.OutMessage{Contact: a}) })
}

func outNoDouble(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	k.enqueue(reply("1", a), reply("1", a))
	k.enqueue(reply("1", a))
	wantList(t, "due", k.due(0, 10), "1")
	k.settle("1")
	wantList(t, "due", k.due(0, 10))
}

func outOrder(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a, b := k.person("telegram:1"), k.person("telegram:2")
	var got []string
	for i := range 12 {
		k.enqueue(reply(fmt.Sprint("a", i), a))
	}
	k.enqueue(reply("b0", b))
	ids := k.due(0, 10)
	slices.Sort(ids)
	wantList(t, "first of each", ids, "a0", "b0")
	wantList(t, "while they are leased", k.due(0, 10))
	k.settle("b0")
	for range 12 {
		k.settle(fmt.Sprint("a", len(got)))
		got = append(got, k.due(0, 10)...)
		if len(got) == 11 {
			break
		}
	}
	wantList(t, "the rest", got, "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11")
}

func outReplyFirst(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	for i := range 5 {
		k.enqueue(broadcast(fmt.Sprint("b", i), k.person(fmt.Sprint("telegram:", i)), -time.Hour))
	}
	last := k.ContactID("telegram:4")
	k.enqueue(broadcast("b5", last, -time.Hour), reply("r0", last))
	wantList(t, "first of all", k.due(0, 1), "r0")
	want(t, "the others", len(k.due(0, 10)), 4)
	k.settle("r0")
	wantList(t, "then what the reply overtook", k.due(0, 10), "b4")
	k.enqueue(reply("r1", last))
	wantList(t, "a reply while a broadcast is being sent", k.due(0, 10))
	k.settle("b4")
	wantList(t, "once it is sent", k.due(0, 10), "r1")
}

func outLease(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	k.enqueue(reply("1", a), reply("2", a))
	wantList(t, "first lease", k.due(0, 10), "1")
	wantList(t, "before it ends", k.due(59*time.Second, 10))
	wantList(t, "when it ends", k.due(time.Minute, 10), "1")
	k.settle("1", "1")
	wantList(t, "the next, at once", k.due(time.Minute, 10), "2")
}

func outRetry(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	k.enqueue(reply("1", a), reply("2", a))
	k.due(0, 10)
	k.update(func(tx *store.Tx) error {
		parked, err := tx.RetryOut("1", monday().Add(time.Hour))
		want(t, "parked", parked, false)
		return err
	})
	wantList(t, "before its time", k.due(59*time.Minute, 10))
	wantList(t, "at its time", k.due(time.Hour, 10), "1")
	for range store.MaxTries * 2 {
		k.update(func(tx *store.Tx) error { return tx.DeferOut("1", monday().Add(2*time.Hour)) })
		wantList(t, "deferred", k.due(2*time.Hour, 10), "1")
	}
	k.update(func(tx *store.Tx) error {
		_, err := tx.RetryOut("absent", monday())
		return err
	})
}

func outParked(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a, b := k.person("telegram:1"), k.person("telegram:2")
	k.enqueue(reply("failing", a), reply("behind", a), reply("crashing", b))
	for i := range store.MaxTries {
		at := time.Duration(i) * time.Hour
		want(t, "leased", len(k.due(at, 10)), 2)
		k.update(func(tx *store.Tx) error { // "crashing" is never settled
			parked, err := tx.RetryOut("failing", monday().Add(at+time.Minute))
			want(t, "parked", parked, i == store.MaxTries-1)
			return err
		})
	}
	const later = 100 * time.Hour
	wantList(t, "what was behind", k.due(later, 10), "behind")
	k.update(func(tx *store.Tx) error {
		parked, err := tx.ParkedOut(10)
		want(t, "parked messages", len(parked), 2)
		if err != nil {
			return err
		}
		if err := tx.UnparkOut("crashing"); err != nil {
			return err
		}
		return tx.UnparkOut("behind") // which is not parked: nothing changes
	})
	wantList(t, "after unparking", k.due(later, 10), "crashing")
	k.settle("failing", "crashing", "behind")
	k.view(func(tx *store.Tx) error {
		parked, err := tx.ParkedOut(10)
		want(t, "parked messages left", len(parked), 0)
		return err
	})
}

func outScheduled(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a := k.person("telegram:1")
	k.enqueue(broadcast("next week", a, 7*24*time.Hour), broadcast("today", a, time.Hour))
	wantList(t, "now", k.due(0, 10))
	wantList(t, "today", k.due(time.Hour, 10), "today")
	k.settle("today")
	wantList(t, "tomorrow", k.due(24*time.Hour, 10))
	wantList(t, "next week", k.due(7*24*time.Hour, 10), "next week")
}

func outNext(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	next := func(wantOK bool, wantAfter time.Duration) {
		t.Helper()
		k.view(func(tx *store.Tx) error {
			at, ok, err := tx.NextOut()
			want(t, "anything there", ok, wantOK)
			if ok {
				want(t, "when", at, monday().Add(wantAfter))
			}
			return err
		})
	}
	next(false, 0)
	k.enqueue(broadcast("1", k.person("telegram:1"), time.Hour))
	next(true, time.Hour)
	k.enqueue(store.OutMessage{ID: "2", Contact: k.person("telegram:2"), Reply: true, NotBefore: monday().Add(time.Second)})
	next(true, time.Second)
	k.due(time.Second, 1)
	next(true, time.Minute+time.Second)
	k.settle("1", "2")
	next(false, 0)
}

func outDrop(t *testing.T, e store.Engine) {
	k := newKit(t, e)
	a, b := k.person("telegram:1"), k.person("telegram:2")
	k.enqueue(reply("1", a), reply("2", b), reply("3", a), broadcast("4", a, time.Hour))
	k.due(0, 1)
	k.update(func(tx *store.Tx) error {
		n, err := tx.DropOut(a)
		want(t, "dropped", n, 3)
		return err
	})
	got := append(k.due(2*time.Hour, 10), k.due(4*time.Hour, 10)...)
	for _, id := range got {
		want(t, "message of the other", id, "2")
	}
	k.enqueue(reply("5", a))
	k.settle("2")
	wantList(t, "a new message afterwards", k.due(6*time.Hour, 10), "5")
}

func outEmpty(t *testing.T, e store.Engine) {
	r := &recorder{Engine: e}
	k := newKit(t, r)
	a := k.person("telegram:1")
	k.enqueue(reply("1", a), broadcast("2", a, 0), reply("3", a), reply("4", "nobody"))
	for at := time.Duration(0); at < 10*time.Minute; at += time.Minute {
		for _, id := range k.due(at, 10) {
			if at > 3*time.Minute {
				k.settle(id)
			}
		}
	}
	k.update(func(tx *store.Tx) error {
		_, err := tx.DropOut(a)
		return err
	})
	for _, bucket := range []string{"out", "out_lane", "out_order", "out_due", "out_parked"} {
		want(t, "entries in "+bucket, len(r.dump(t, bucket)), 0)
	}
	want(t, "keys: the contact's alone", len(r.dump(t, "key")), 1)
}
