package learn

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Member is one person in a class: somebody with a phone, somebody who shares one, or a name on the trainer's list.
type Member struct {
	ID    string `json:"id"`
	Class string `json:"class"`
	// Contact is the opaque id of the contact whose phone it is; empty for somebody without. Up to MaxShared members
	// have the same.
	Contact string `json:"contact,omitempty"`
	// Name is personal: as the person typed it, or as it stands on the list. It may be empty.
	Name   string       `json:"name,omitempty"`
	Source MemberSource `json:"source"`
	Lang   string       `json:"lang,omitempty"`   // BCP 47, empty when not known
	Gender Gender       `json:"gender,omitempty"` // empty when not given
	Age    AgeGroup     `json:"age,omitempty"`    // empty when not given
	Joined time.Time    `json:"joined,omitzero"`  // when they were present first; zero for one on the list who has not come
	Left   time.Time    `json:"left,omitzero"`    // when they said that they leave; zero while they are there
	Late   bool         `json:"late,omitempty"`   // joined after the lobby was left
}

// MemberSource says how a member came into the class.
type MemberSource string

// The sources of members.
const (
	ByPhone MemberSource = "phone" // joined by a code or a link
	ByList  MemberSource = "list"  // written down by the trainer
	ByQR    MemberSource = "qr"    // signed in at the register's changing QR code
)

// Gender is what a person gave, or a trainer ticked.
type Gender string

// The genders of the report.
const (
	Woman Gender = "woman"
	Man   Gender = "man"
)

// AgeGroup is a rough age.
type AgeGroup string

// The age groups of the report.
const (
	Young  AgeGroup = "under30"
	Middle AgeGroup = "30to59"
	Old    AgeGroup = "60up"
)

// AgeGroups are all of them, youngest first.
func AgeGroups() []AgeGroup { return []AgeGroup{Young, Middle, Old} }

const (
	// MaxShared is how many members may share one phone.
	MaxShared = 3
	// MaxMemberName is the longest name, in characters.
	MaxMemberName = 60
)

// Present tells whether the member was in the class at any time.
func (m Member) Present() bool { return !m.Joined.IsZero() }

// There tells whether the member is in the class now.
func (m Member) There() bool { return m.Present() && m.Left.IsZero() }

// CleanName returns a name as it is kept: spaces put right, what cannot be seen left out. ErrMember means that it is
// too long or holds a long number, which is no name and perhaps a secret. An empty name is allowed.
func CleanName(name string) (string, error) {
	name = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, name)), " ")
	digits := 0
	for _, r := range name {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if utf8.RuneCountInString(name) > MaxMemberName || digits > 3 {
		return "", ErrMember
	}
	return name, nil
}

// SameName tells whether two names are the same to people: case and marks do not count.
func SameName(a, b string) bool { return plainName(a) == plainName(b) }

func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		if r == '\u0111' { // d with a stroke is a letter of its own
			return 'd'
		}
		return r
	}, norm.NFD.String(strings.ToLower(strings.Join(strings.Fields(name), " "))))
}

// Check returns ErrMember when a field holds what it may not.
func (m Member) Check() error {
	name, err := CleanName(m.Name)
	switch {
	case err != nil || name != m.Name || m.ID == "" || m.Class == "":
		return ErrMember
	case m.Source != ByPhone && m.Source != ByList && m.Source != ByQR:
		return ErrMember
	case m.Gender != "" && m.Gender != Woman && m.Gender != Man:
		return ErrMember
	case m.Age != "" && m.Age != Young && m.Age != Middle && m.Age != Old:
		return ErrMember
	}
	return nil
}

// Arrive returns m as present from now on; who comes back keeps the first time. ErrClassEnded: nobody can come any
// more.
func (c Class) Arrive(m Member, now time.Time) (Member, error) {
	if !c.Live() {
		return m, ErrClassEnded
	}
	return c.Tick(m, true, now)
}

// Tick returns m as present or absent on the trainer's register, which may be put right until the report is closed.
func (c Class) Tick(m Member, present bool, now time.Time) (Member, error) {
	if err := c.Editable(); err != nil {
		return m, err
	}
	m.Left = time.Time{}
	if !present {
		m.Joined, m.Late = time.Time{}, false
		return m, nil
	}
	if m.Joined.IsZero() {
		m.Joined, m.Late = now, m.Source != ByList && !c.Began.IsZero()
	}
	return m, nil
}
