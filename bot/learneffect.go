package bot

import (
	"time"

	"danloi/learn"
)

// SetAlarm asks for an AlarmRang event at an instant. A contact has one alarm of each name: setting it again moves it,
// and the zero time takes it away. It rings at least once, and late when the program did not run: who hears it looks
// at Event.At.
type SetAlarm struct {
	What string // letters, digits, ":" and "-"
	At   time.Time
}

// AlarmRang says that the time of an alarm has come. Nobody waits for what is said then.
type AlarmRang struct{ What string }

// IssueCertificate makes a certificate public under its code, sealed under the contact's key. When the code is taken
// already, the dispatcher steps again with another nonce.
type IssueCertificate struct{ Certificate learn.Certificate }

// DropCertificate withdraws a certificate of the contact. Any other is left alone.
type DropCertificate struct{ Code string }

// FindVisits asks for the service days and classes to come of a commune, of all communes when Area is empty, or for
// the one with an id. It is answered with VisitsFound in the same transaction.
type FindVisits struct {
	For  string // the screen that shows the answer
	Area string
	ID   string
}

// VisitsFound answers FindVisits, soonest first.
type VisitsFound struct {
	Ask    FindVisits
	Visits []learn.Visit
}

// AskVisit remembers, or forgets, that the contact wants to hear of changes of a visit. Rev is the state they know.
type AskVisit struct {
	ID  string
	Rev int
	Off bool
}

// VisitChanged tells a contact who asked that a visit was moved or cancelled.
type VisitChanged struct{ Visit learn.Visit }

// Follow subscribes the contact to announcements, or ends that. Key is "area:" and the code of a commune, or "topic:" and
// a group of guides.
type Follow struct {
	Key string
	Off bool
}

// Announced brings an announcement to a contact who follows one of its keys.
type Announced struct {
	Words string
	Key   string // that the contact follows
}

func (SetAlarm) effect()         {}
func (IssueCertificate) effect() {}
func (DropCertificate) effect()  {}
func (FindVisits) effect()       {}
func (AskVisit) effect()         {}
func (Follow) effect()           {}

func (AlarmRang) input()    {}
func (VisitsFound) input()  {}
func (VisitChanged) input() {}
func (Announced) input()    {}

// Unasked tells whether an event is nothing that the citizen did, so that what is said of it waits behind replies.
func (ev Event) Unasked() bool {
	switch ev.Input.(type) {
	case LibraryRenewed, AlarmRang, VisitChanged, Announced:
		return true
	}
	return false
}

// learnInput works the events of this file, and tells whether it was one.
func (t *turn) learnInput(in Input) bool {
	switch in := in.(type) {
	case AlarmRang:
		t.rang(in.What)
	case VisitsFound:
		t.visitsFound(in)
	case VisitChanged:
		t.visitChanged(in.Visit)
	case Announced:
		t.announced(in)
	default:
		return false
	}
	return true
}

// rang works an alarm. One that nobody knows any more is passed over.
func (t *turn) rang(what string) {
	name, args := split(what)
	switch name {
	case alarmReview:
		t.remindReview()
	case alarmVisit:
		t.remindVisit(arg(args, 0))
	}
}

// The names of alarms.
const (
	alarmReview = "review"
	alarmVisit  = "visit" // and the id of the visit
)

// decent tells whether people may be disturbed at an instant: from 6 to 21 o'clock in Vietnam.
func decent(at time.Time) bool {
	hour := at.UTC().Add(7 * time.Hour).Hour()
	return hour >= 6 && hour < 21
}
