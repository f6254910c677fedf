package notify

import (
	"errors"
	"slices"
	"strings"

	"danloi/feedback"
	"danloi/store"
)

const (
	kindMailbox = "unit_mailbox"
	unitPrefix  = "unit:"
)

// reader is somebody who hears of cases: a member of staff, or the shared mailbox of a unit.
type reader struct {
	id    string // staff id, or "unit:" and the unit
	email string // empty: cannot be written to
	staff store.Staff
}

// roster is everybody, as of one transaction.
type roster struct {
	staff []store.Staff // those who may log in
	boxes map[feedback.Unit]string
}

type mailboxDoc struct {
	Email string `json:"email"`
}

func loadRoster(tx *store.Tx) (roster, error) {
	r := roster{boxes: map[feedback.Unit]string{}}
	err := tx.EachStaff(func(m store.Staff) error {
		if !m.Disabled {
			r.staff = append(r.staff, m)
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	return r, tx.EachDoc(kindMailbox, "", func(id string, read func(any) error) error {
		var d mailboxDoc
		if err := read(&d); err != nil {
			return err
		}
		r.boxes[feedback.Unit(id)] = d.Email
		return nil
	})
}

// Mailbox returns the shared mailbox of a unit, empty when it has none.
func Mailbox(tx *store.Tx, u feedback.Unit) (string, error) {
	var d mailboxDoc
	err := tx.Doc(kindMailbox, string(u), &d)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return d.Email, err
}

// SetMailbox gives a unit a shared mailbox; an empty address takes it away.
func SetMailbox(tx *store.Tx, u feedback.Unit, email string) error {
	if email == "" {
		return tx.DeleteDoc(kindMailbox, string(u))
	}
	return tx.PutDoc(kindMailbox, string(u), mailboxDoc{Email: email})
}

// UnitOf returns the unit whose shared mailbox stands in a story as the one who acted; ok is false for anybody else.
func UnitOf(by string) (u feedback.Unit, ok bool) {
	unit, ok := strings.CutPrefix(by, unitPrefix)
	return feedback.Unit(unit), ok
}

func person(m store.Staff) reader { return reader{id: m.ID, email: m.Email, staff: m} }

// shared is a unit's mailbox as a reader. What it says is the unit's.
func shared(u feedback.Unit, email string) reader {
	id := unitPrefix + string(u)
	return reader{id: id, email: email, staff: store.Staff{ID: id, Units: []string{string(u)}, Role: store.RoleOfficer}}
}

// of reports whether somebody works the cases of a unit.
func of(m store.Staff, u feedback.Unit) bool {
	return m.Role != store.RoleTrainer && slices.Contains(m.Units, string(u))
}

// officers are those who work the cases of a unit, and its shared mailbox.
func (r roster) officers(u feedback.Unit) []reader {
	var out []reader
	for _, m := range r.staff {
		if of(m, u) {
			out = append(out, person(m))
		}
	}
	if email := r.boxes[u]; email != "" {
		out = append(out, shared(u, email))
	}
	return out
}

// heads are the heads of a unit.
func (r roster) heads(u feedback.Unit) []reader {
	return slices.DeleteFunc(r.officers(u), func(p reader) bool { return !p.staff.Head })
}

// office are those of the provincial office and the coordinators.
func (r roster) office(office feedback.Unit) []reader {
	out := r.officers(office)
	for _, m := range r.staff {
		if m.Role == store.RoleCoordinator && !of(m, office) {
			out = append(out, person(m))
		}
	}
	return out
}

// hears returns who is told of a step of a case, everybody once.
func (r roster) hears(c feedback.Case, step int, office feedback.Unit) []reader {
	all := r.officers(c.Unit) // the heads of the unit are among them
	if step < feedback.RemindLate {
		all = slices.DeleteFunc(all, func(p reader) bool { return p.staff.Head && !onlyHeads(r, c.Unit) })
	}
	if step >= feedback.RemindOffice {
		all = append(all, r.office(office)...)
	}
	return unique(all)
}

// onlyHeads tells a unit in which nobody but heads would hear of anything.
func onlyHeads(r roster, u feedback.Unit) bool {
	return len(r.heads(u)) == len(r.officers(u))
}

func unique(all []reader) []reader {
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(p reader) bool {
		was := seen[p.id]
		seen[p.id] = true
		return was
	})
}

// find returns the reader with this id.
func (r roster) find(id string) (reader, bool) {
	if u, ok := strings.CutPrefix(id, unitPrefix); ok {
		email := r.boxes[feedback.Unit(u)]
		return shared(feedback.Unit(u), email), email != ""
	}
	for _, m := range r.staff {
		if m.ID == id {
			return person(m), true
		}
	}
	return reader{}, false
}

// everybody is all who may have been written to.
func (r roster) everybody() []reader {
	var out []reader
	for _, m := range r.staff {
		out = append(out, person(m))
	}
	for u, email := range r.boxes {
		out = append(out, shared(u, email))
	}
	return out
}
