package store

import (
	"encoding/json"
	"time"
)

// AuditLine says that somebody did something. It names people of the staff and things by their ids, and never holds a
// citizen's words, name or address.
type AuditLine struct {
	At   time.Time `json:"-"`
	Who  string    `json:"who"`            // staff id, or feedback.ByCitizen or BySystem
	Did  string    `json:"did"`            // what, as a fixed word
	What string    `json:"what,omitempty"` // to what: a case reference, a staff id
	Unit string    `json:"unit,omitempty"`
}

// Audit adds a line. Lines are never changed or removed. Two of the same time stand a nanosecond apart.
func (tx *Tx) Audit(line AuditLine) error {
	_, err := tx.addLine(bucketAudit, line.At, line)
	return err
}

// AuditLines returns at most limit lines before a time, the newest first; the zero time has all before it. Pass the
// At of the last line to go on.
func (tx *Tx) AuditLines(before time.Time, limit int) ([]AuditLine, error) {
	var lines []AuditLine
	err := tx.lines(bucketAudit, before, limit, func(at time.Time, doc []byte) error {
		l := AuditLine{}
		if err := json.Unmarshal(doc, &l); err != nil {
			return ErrCorrupt
		}
		l.At = at
		lines = append(lines, l)
		return nil
	})
	return lines, err
}
