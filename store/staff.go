package store

import (
	"fmt"
	"strings"
	"time"
)

const staffSchema = 1

// The roles of staff.
const (
	RoleOfficer     = "officer"     // sees the cases of their units
	RoleCoordinator = "coordinator" // sees all cases, the staff, the audit trail and all classes
	RoleTrainer     = "trainer"     // holds classes, sees no cases
)

// Staff is somebody who may log in to the console.
type Staff struct {
	ID    string   `json:"-"`
	Login string   `json:"login"` // unique, whatever its case
	Name  string   `json:"name"`
	Role  string   `json:"role"`
	Units []string `json:"units,omitempty"` // whose cases they see
	Head  bool     `json:"head,omitempty"`  // head of the units they belong to: hears of what is late
	Email string   `json:"email,omitempty"` // where mail about their cases goes, or empty
	// Telegram is the opaque id (ContactID) of the account that is bound to them, or empty.
	Telegram     string    `json:"telegram,omitempty"`
	PasswordHash string    `json:"password_hash"`
	Disabled     bool      `json:"disabled,omitempty"`
	Created      time.Time `json:"created"`
}

// Staff returns a member of staff, or ErrNotFound.
func (tx *Tx) Staff(id string) (Staff, error) {
	r, err := tx.load(bucketStaff, id, staffSchema)
	if err != nil {
		return Staff{}, err
	}
	return staffOf(r)
}

func staffOf(r record) (Staff, error) {
	s := Staff{}
	err := r.decode(&s, nil)
	s.ID = r.id
	return s, err
}

// StaffByLogin returns the member of staff with this login, or ErrNotFound.
func (tx *Tx) StaffByLogin(login string) (Staff, error) {
	if login == "" || len(login) > MaxKey {
		return Staff{}, fmt.Errorf("staff by login: %w", ErrNotFound)
	}
	id, err := tx.kv.Get(bucketStaffLogin, loginKey(login))
	if err != nil {
		return Staff{}, fmt.Errorf("staff by login: %w", err)
	}
	return tx.Staff(string(id))
}

func loginKey(login string) []byte { return []byte(strings.ToLower(login)) }

// PutStaff stores s. ErrLoginTaken means that another id has the login.
func (tx *Tx) PutStaff(s Staff) error {
	if err := checkID(s.ID, s.Login); err != nil {
		return fmt.Errorf("staff: %w", err)
	}
	other, err := tx.StaffByLogin(s.Login)
	if err == nil && other.ID != s.ID {
		return fmt.Errorf("staff %s: %w", s.ID, ErrLoginTaken)
	}
	if err != nil && !isNotFound(err) {
		return err
	}
	r := record{
		bucket: bucketStaff, id: s.ID, schema: staffSchema,
		index: []entry{{bucketStaffLogin, loginKey(s.Login)}},
	}
	if r, err = r.encode(s, nil); err != nil {
		return err
	}
	return tx.save(r)
}

// EachStaff calls fn for everybody in order of id until it returns an error, which it returns. fn may not write.
func (tx *Tx) EachStaff(fn func(Staff) error) error {
	return tx.each(bucketStaff, staffSchema, func(r record) error {
		s, err := staffOf(r)
		if err != nil {
			return err
		}
		return fn(s)
	})
}
