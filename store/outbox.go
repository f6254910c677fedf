package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// The outbox is a lane for each contact. In a lane replies stand before broadcasts, replies in the order in which
// they were put, broadcasts by the time they are meant for. Only the first message of a lane can be leased, and
// nothing else of that lane while the lease runs: so a contact gets messages in order, one at a time. The lane's one
// entry in bucketOutDue says when its first message may go.

const (
	outSchema  = 1
	laneSchema = 1

	// MaxTries is how often a message is leased before it is parked.
	MaxTries = 12

	rankReply     = "0"
	rankBroadcast = "1"
)

// OutMessage is a message on its way to a contact.
type OutMessage struct {
	ID        string // of its event and its place among the event's messages
	Contact   string
	Channel   string
	Address   string    // personal: where the channel reaches the contact
	Seq       int64     // place in the contact's lane; Enqueue sets it
	Reply     bool      // answers something the contact did: goes before what was sent to many
	NotBefore time.Time // zero: at once
	Tries     int       // how often it was leased, this time included
	Body      json.RawMessage
}

type outDoc struct {
	Contact   string    `json:"contact"`
	Channel   string    `json:"channel"`
	Seq       int64     `json:"seq"`
	Reply     bool      `json:"reply,omitempty"`
	NotBefore time.Time `json:"not_before,omitzero"`
	Tries     int       `json:"tries,omitempty"`
	Order     []byte    `json:"order"` // its key in bucketOutOrder
}

type outPerson struct {
	ID      string          `json:"id"`
	Address string          `json:"address,omitempty"`
	Body    json.RawMessage `json:"body"`
}

// out is a message as it is stored: doc can be changed without opening what is sealed.
type out struct {
	name string
	doc  outDoc
	outPerson
	owner     string
	forgotten bool
}

// Enqueue puts m into the outbox. A message whose ID is there already is left as it is. For a contact without a key,
// such as one just forgotten, the message gets a key of its own, which is destroyed when it leaves the outbox.
func (tx *Tx) Enqueue(m OutMessage) error {
	if err := checkID(m.ID, m.Contact); err != nil {
		return fmt.Errorf("enqueue: %w", err)
	}
	name := tx.keys.name("out", m.ID)
	_, _, err := tx.loadHead(bucketOut, name, outSchema)
	if !errors.Is(err, ErrNotFound) {
		return err
	}
	owner, err := tx.outOwner(m.Contact, name)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", name, err)
	}
	l, err := tx.lane(m.Contact)
	if err != nil {
		return err
	}
	l.Last++
	doc := outDoc{Contact: m.Contact, Channel: m.Channel, Seq: l.Last, Reply: m.Reply, NotBefore: m.NotBefore, Order: orderKey(m, l.Last)}
	o := out{name: name, doc: doc, owner: owner, outPerson: outPerson{ID: m.ID, Address: m.Address, Body: m.Body}}
	if err := tx.saveOut(o); err != nil {
		return err
	}
	if err := tx.kv.Put(bucketOutOrder, doc.Order, waiting(m.NotBefore, name)); err != nil {
		return err
	}
	return tx.relane(m.Contact, l)
}

func (tx *Tx) outOwner(contact, name string) (string, error) {
	_, err := tx.ownKey(contact)
	if errors.Is(err, ErrForgotten) {
		return outKey(name), tx.makeKey(outKey(name))
	}
	return contact, err
}

func outKey(name string) string { return "out:" + name }

func orderKey(m OutMessage, seq int64) []byte {
	if m.Reply {
		return join(m.Contact, rankReply+timeKey(time.Time{})+numberKey(uint64(seq)))
	}
	return join(m.Contact, rankBroadcast+timeKey(m.NotBefore)+numberKey(uint64(seq)))
}

// waiting is a value of bucketOutOrder: when the message may go, and its name.
func waiting(notBefore time.Time, name string) []byte { return []byte(timeKey(notBefore) + name) }

func waitingName(value []byte) string { return string(value[min(8, len(value)):]) }

func waitingTime(value []byte) time.Time { return keyTime(string(value[:min(8, len(value))])) }

func (tx *Tx) saveOut(o out) error {
	r := record{bucket: bucketOut, id: o.name, schema: outSchema, owner: o.owner}
	r, err := r.encode(o.doc, o.outPerson)
	if err != nil {
		return err
	}
	return tx.save(r)
}

func (tx *Tx) loadOut(name string) (out, error) {
	r, err := tx.load(bucketOut, name, outSchema)
	if err != nil {
		return out{}, err
	}
	o := out{name: name, owner: r.owner, forgotten: r.forgotten}
	return o, r.decode(&o.doc, &o.outPerson)
}

func (o out) message() OutMessage {
	return OutMessage{
		ID: o.ID, Contact: o.doc.Contact, Channel: o.doc.Channel, Address: o.Address, Seq: o.doc.Seq,
		Reply: o.doc.Reply, NotBefore: o.doc.NotBefore, Tries: o.doc.Tries, Body: o.Body,
	}
}

// DueOut leases at most limit messages that may go now, replies before broadcasts and of each contact only the first;
// until now plus lease nobody else gets them or anything behind them. Settle each with SettleOut, RetryOut
// or DeferOut; one whose lease runs out comes back. It parks what has been tried MaxTries times.
func (tx *Tx) DueOut(now time.Time, limit int, lease time.Duration) ([]OutMessage, error) {
	due, err := tx.dueLanes(now, limit)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	messages := make([]OutMessage, 0, len(due))
	for _, contact := range due {
		o, ok, err := tx.leaseFirst(contact, now.Add(lease))
		if err != nil {
			return nil, fmt.Errorf("outbox: lane of %s: %w", contact, err)
		}
		if ok {
			messages = append(messages, o.message())
		}
	}
	return messages, nil
}

// dueLanes returns the contacts whose first message may go now.
func (tx *Tx) dueLanes(now time.Time, limit int) ([]string, error) {
	var contacts []string
	for _, rank := range []string{rankReply, rankBroadcast} {
		if limit <= len(contacts) {
			break
		}
		more, err := tx.ids(bucketOutDue, []byte(rank), []byte(rank+timeKey(now.Add(1))), false, limit-len(contacts))
		if err != nil {
			return nil, err
		}
		contacts = append(contacts, more...)
	}
	return contacts, nil
}

// leaseFirst leases the first message of a lane. It takes out what cannot be sent, and then reports false: the rest
// of the lane comes with the next call.
func (tx *Tx) leaseFirst(contact string, until time.Time) (out, bool, error) {
	l, err := tx.lane(contact)
	if err != nil {
		return out{}, false, err
	}
	first, err := tx.firstOut(contact)
	if err != nil {
		return out{}, false, err
	}
	o, err := tx.loadOut(first.name)
	switch {
	case errors.Is(err, ErrCorrupt) || errors.Is(err, ErrNotFound):
		return out{}, false, tx.skip(contact, first, l)
	case err != nil:
		return out{}, false, err
	case o.forgotten:
		return out{}, false, tx.takeOut(o)
	case o.doc.Tries >= MaxTries:
		return out{}, false, tx.parkOut(o)
	}
	o.doc.Tries++
	l.Lease, l.Held = until, o.name
	if err := tx.saveOut(o); err != nil {
		return out{}, false, err
	}
	return o, true, tx.relane(contact, l)
}

// NextOut returns when the next message may go; ok is false when the outbox is empty.
func (tx *Tx) NextOut() (at time.Time, ok bool, err error) {
	for _, rank := range []string{rankReply, rankBroadcast} {
		err := tx.kv.Scan(bucketOutDue, []byte(rank), after([]byte(rank)), false, func(key, _ []byte) (bool, error) {
			due := keyTime(string(key[1:9]))
			if !ok || due.Before(at) {
				at, ok = due, true
			}
			return false, nil
		})
		if err != nil {
			return time.Time{}, false, fmt.Errorf("outbox: %w", err)
		}
	}
	return at, ok, nil
}

// SettleOut removes a message that was sent, or that never can be. An absent one is no error.
func (tx *Tx) SettleOut(id string) error {
	return tx.withOut(id, tx.takeOut)
}

// RetryOut ends the lease of a message that could not be sent and lets it go again at notBefore. It reports whether the
// message was parked instead, having been tried MaxTries times.
func (tx *Tx) RetryOut(id string, notBefore time.Time) (parked bool, err error) {
	err = tx.withOut(id, func(o out) error {
		if o.doc.Tries >= MaxTries {
			parked = true
			return tx.parkOut(o)
		}
		return tx.postpone(o, notBefore)
	})
	return parked, err
}

// DeferOut is RetryOut for a message that nothing is wrong with, such as when the channel asks to wait: it does not
// count as a try.
func (tx *Tx) DeferOut(id string, notBefore time.Time) error {
	return tx.withOut(id, func(o out) error {
		o.doc.Tries = max(0, o.doc.Tries-1)
		return tx.postpone(o, notBefore)
	})
}

// withOut runs fn on the message with this id unless it is gone.
func (tx *Tx) withOut(id string, fn func(out) error) error {
	name := tx.keys.name("out", id)
	o, err := tx.loadOut(name)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err == nil {
		err = fn(o)
	}
	if err != nil {
		return fmt.Errorf("outbox: message %s: %w", name, err)
	}
	return nil
}

func (tx *Tx) postpone(o out, notBefore time.Time) error {
	o.doc.NotBefore = notBefore
	if err := tx.saveOut(o); err != nil {
		return err
	}
	if err := tx.kv.Put(bucketOutOrder, o.doc.Order, waiting(notBefore, o.name)); err != nil {
		return err
	}
	return tx.release(o)
}

// takeOut removes a message from the outbox.
func (tx *Tx) takeOut(o out) error {
	if err := tx.kv.Delete(bucketOut, []byte(o.name)); err != nil {
		return err
	}
	if err := tx.kv.Delete(bucketOutParked, join(o.doc.Contact, o.name)); err != nil {
		return err
	}
	if o.owner != o.doc.Contact {
		if err := tx.dropKey(o.owner); err != nil {
			return err
		}
	}
	return tx.leaveLane(o)
}

func (tx *Tx) leaveLane(o out) error {
	if err := tx.kv.Delete(bucketOutOrder, o.doc.Order); err != nil {
		return err
	}
	return tx.release(o)
}

// release ends o's lease, if it has one, and finds the lane's next message.
func (tx *Tx) release(o out) error {
	l, err := tx.lane(o.doc.Contact)
	if err != nil {
		return err
	}
	if l.Held == o.name {
		l.Held, l.Lease = "", time.Time{}
	}
	return tx.relane(o.doc.Contact, l)
}
