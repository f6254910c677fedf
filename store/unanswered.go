package store

import (
	"encoding/json"
	"time"
)

// Unanswered is a question that the search had no answer to: the words and nothing of the person. Prune removes it after
// two years.
type Unanswered struct {
	Words   string    `json:"words"`
	Lang    string    `json:"lang"`
	Commune string    `json:"commune,omitempty"`
	At      time.Time `json:"-"`
}

// AddUnanswered remembers a question.
func (tx *Tx) AddUnanswered(q Unanswered) error {
	_, err := tx.addLine(bucketUnanswered, q.At, q)
	return err
}

// UnansweredList returns the last questions, at most limit, the newest first.
func (tx *Tx) UnansweredList(limit int) ([]Unanswered, error) {
	var list []Unanswered
	err := tx.lines(bucketUnanswered, time.Time{}, limit, func(at time.Time, doc []byte) error {
		q := Unanswered{}
		if err := json.Unmarshal(doc, &q); err != nil {
			return ErrCorrupt
		}
		q.At = at
		list = append(list, q)
		return nil
	})
	return list, err
}
