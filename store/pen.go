package store

import (
	"errors"
	"fmt"
	"time"
)

const (
	penSchema = 1
	keepPen   = 90 * 24 * time.Hour
)

// Penned is a mail that came in and was not acted upon, kept for a person to look at. Body and Subject are sealed under a
// key of their own, which is destroyed when the mail leaves the pen.
type Penned struct {
	ID      string // PutPen makes it of Once
	Once    string // what tells the mail from all others; the same one again replaces it
	At      time.Time
	Why     string // a fixed word
	Ref     string // the case that it seemed to be about, or empty
	Staff   string // who seemed to have sent it, or empty
	From    string // personal: the sender's address
	Subject string // personal
	Text    string // personal
	Files   int    // how many attachments it had; they are not kept
}

type penDoc struct {
	At    time.Time `json:"at"`
	Why   string    `json:"why"`
	Ref   string    `json:"ref,omitempty"`
	Staff string    `json:"staff,omitempty"`
	Files int       `json:"files,omitempty"`
}

type penPerson struct {
	From    string `json:"from,omitempty"`
	Subject string `json:"subject,omitempty"`
	Text    string `json:"text,omitempty"`
}

// PutPen keeps a mail and returns it with its id. Prune removes it after 90 days.
func (tx *Tx) PutPen(p Penned) (Penned, error) {
	if p.Once == "" || p.At.IsZero() {
		return p, errors.New("pen: a mail without a name or a time")
	}
	p.ID = tx.keys.name("pen", p.Once)
	if err := tx.makeKey(penKey(p.ID)); err != nil {
		return p, fmt.Errorf("pen %s: %w", p.ID, err)
	}
	r := record{
		bucket: bucketPen, id: p.ID, schema: penSchema, owner: penKey(p.ID),
		index: []entry{{bucketPenTime, join(timeKey(p.At), p.ID)}},
	}
	r, err := r.encode(
		penDoc{At: p.At, Why: p.Why, Ref: p.Ref, Staff: p.Staff, Files: p.Files},
		penPerson{From: p.From, Subject: p.Subject, Text: p.Text},
	)
	if err != nil {
		return p, err
	}
	return p, tx.save(r)
}

func penKey(id string) string { return "pen:" + id }

// Pen returns one mail, or ErrNotFound.
func (tx *Tx) Pen(id string) (Penned, error) {
	r, err := tx.load(bucketPen, id, penSchema)
	if err != nil {
		return Penned{}, err
	}
	if r.forgotten {
		return Penned{}, fmt.Errorf("pen %s: %w", id, ErrNotFound)
	}
	var d penDoc
	var p penPerson
	if err := r.decode(&d, &p); err != nil {
		return Penned{}, err
	}
	return Penned{
		ID: id, At: d.At, Why: d.Why, Ref: d.Ref, Staff: d.Staff, Files: d.Files, From: p.From, Subject: p.Subject, Text: p.Text,
	}, nil
}

// Pens returns at most limit mails, the newest first.
func (tx *Tx) Pens(limit int) ([]Penned, error) {
	ids, err := tx.ids(bucketPenTime, nil, nil, true, limit)
	if err != nil {
		return nil, fmt.Errorf("pen: %w", err)
	}
	list := make([]Penned, 0, len(ids))
	for _, id := range ids {
		p, err := tx.Pen(id)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// DropPen removes a mail and destroys its key. An absent one is no error.
func (tx *Tx) DropPen(id string) error {
	if err := tx.dropKey(penKey(id)); err != nil {
		return fmt.Errorf("pen %s: %w", id, err)
	}
	return tx.remove(bucketPen, id, penSchema)
}

// prunePen removes the first mails that were kept long enough.
func (tx *Tx) prunePen(now time.Time) (more bool, err error) {
	ids, err := tx.ids(bucketPenTime, nil, []byte(timeKey(now.Add(-keepPen))), false, pruneStep)
	if err != nil {
		return false, err
	}
	for _, id := range ids {
		if err := tx.DropPen(id); err != nil {
			return false, err
		}
	}
	return len(ids) == pruneStep, nil
}
