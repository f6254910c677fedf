// Package feedback knows what becomes of a citizen's words: which kind of matter they are, whom they concern, which
// department answers and by when, and everything that may be done to a case until it is closed. It is pure: time
// and chance come in as arguments, data is embedded or read from a folder that the caller opens. All its values
// may be read by several goroutines at once; none of its methods changes its receiver.
package feedback

import "time"

// Status says where a case stands.
type Status string

// The statuses of a case. A case is open until it is closed, declined or a duplicate.
const (
	Received   Status = "received"
	Accepted   Status = "accepted"
	InProgress Status = "in_progress"
	Waiting    Status = "waiting_for_citizen"
	PassedOn   Status = "passed_on"
	Answered   Status = "answered"
	Closed     Status = "closed"
	Declined   Status = "declined"
	Duplicate  Status = "duplicate"
)

// The ones besides staff who act on a case. Everyone else in Entry.By and Action.By is a staff id.
const (
	ByCitizen = "citizen"
	BySystem  = "system"
)

// Case is one matter of one citizen. Everything personal is in Person; the rest is the skeleton that stays
// countable after the person was forgotten. Do returns a changed case and never changes the one it is called on.
type Case struct {
	Ref  string  `json:"ref"` // as NewRef writes it
	PIN  PINHash `json:"pin"`
	Kind Kind    `json:"kind"` // Feedback, Suggestion, Question or Praise

	Topic string `json:"topic"` // id of Directory.Topic
	Unit  Unit   `json:"unit"`  // who handles it now
	Area  string `json:"area"`  // commune code of the place, or empty
	Lang  string `json:"lang"`  // BCP 47, the citizen's language

	Channel   string `json:"channel"`
	Contact   string `json:"contact"` // opaque id
	Anonymous bool   `json:"anonymous,omitempty"`

	Status Status    `json:"status"`
	Urgent bool      `json:"urgent,omitempty"`
	Opened time.Time `json:"opened"`
	Ended  time.Time `json:"ended,omitzero"` // when it was closed, declined or found a duplicate

	Guide string `json:"guide,omitempty"` // the guide in which the citizen was stuck, or empty
	Step  string `json:"step,omitempty"`

	Accept Clock `json:"accept"`
	Answer Clock `json:"answer"`

	PassedOn    int    `json:"passed_on,omitempty"` // how often it was passed on
	Reopened    int    `json:"reopened,omitempty"`  // how often the citizen said that it is not solved
	Rating      int    `json:"rating,omitempty"`    // 1 to 5, or 0 when not rated
	DuplicateOf string `json:"duplicate_of,omitempty"`
	Reason      string `json:"reason,omitempty"` // id of Directory.Reason when declined

	// By is the id of the member of staff who filed it for a citizen, at a counter or on the telephone; else empty.
	By string `json:"by,omitempty"`
	// Joined are others who reported the same.
	Joined []Follower `json:"joined,omitempty"`
	// Promised is the beginning of the day by which the unit says the work is done, and PromiseAsked when the citizen
	// was asked whether it is.
	Promised     time.Time `json:"promised,omitzero"`
	PromiseAsked time.Time `json:"promise_asked,omitzero"`
	// VoiceWanted says that the citizen would like to hear the answer.
	VoiceWanted bool `json:"voice_wanted,omitempty"`

	Publication Publication `json:"publication,omitzero"`

	Parts  []Part `json:"parts,omitempty"`  // what other departments have to do for it
	Parent string `json:"parent,omitempty"` // the case of which this is a part, seen by staff only
	// KeyOf is under whose key what is personal in a part is sealed: that of the whole.
	KeyOf string `json:"key_of,omitempty"`

	// Version counts the changes: 1 for a new case, one more for each action.
	Version int     `json:"version"`
	Story   []Entry `json:"story"`

	Person Person `json:"person"`
}

// Entry is one thing that happened to a case. It holds no words: those are in Person.Texts under the entry's
// number, the index in Case.Story.
type Entry struct {
	At     time.Time  `json:"at"`
	By     string     `json:"by"` // ByCitizen, BySystem or a staff id
	Kind   ActionKind `json:"kind"`
	Public bool       `json:"public,omitempty"` // the citizen sees it
	Files  []string   `json:"files,omitempty"`  // ids of Person.Files
	From   Unit       `json:"from,omitempty"`
	To     Unit       `json:"to,omitempty"`
	Reason string     `json:"reason,omitempty"` // id of Directory.Reason
	Of     string     `json:"of,omitempty"`     // reference of the case that this one repeats
	Stars  int        `json:"stars,omitempty"`

	Contact  string    `json:"contact,omitempty"` // which citizen, when it is not the one who filed the case
	Lang     string    `json:"lang,omitempty"`    // language of staff's words, empty for Vietnamese
	Promised time.Time `json:"promised,omitzero"` // day that this entry promises or asks about

	Due    time.Time `json:"due,omitzero"` // the date of the answer after this entry, when it changed
	Status Status    `json:"status"`       // after this entry

	Template string `json:"template,omitempty"` // id of the Template that the words were made of
	About    int    `json:"about,omitempty"`    // number of the entry of which this is a working translation
	Part     string `json:"part,omitempty"`     // how the part Of stands: Part.State
	// Reminder is the step of a clock that others than the unit's officers were told of.
	Reminder Reminder `json:"reminder,omitzero"`
}

// Person is all that tells of the citizen, and all words. The store seals it as one under the contact's key, apart
// from the skeleton; when the contact is forgotten it is gone.
type Person struct {
	Words string  `json:"words,omitempty"`
	Files []File  `json:"files,omitempty"`
	Place *Place  `json:"place,omitempty"`
	Name  string  `json:"name,omitempty"`
	Phone string  `json:"phone,omitempty"`
	Texts []Words `json:"texts,omitempty"`
}

// Place is a point in degrees (WGS 84).
type Place struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// File describes a photo, voice note or document. Its bytes are in the store under ID.
type File struct {
	ID   string `json:"id"`
	Kind string `json:"kind"` // photo, voice or document
	Type string `json:"type"` // media type
	Size int    `json:"size"` // bytes
}

// Words are the words of one entry of the story: Text is the message itself, Why the reason that was given.
type Words struct {
	Entry int    `json:"entry"`
	Text  string `json:"text,omitempty"`
	Why   string `json:"why,omitempty"`

	// Told is Text in other languages (BCP 47), where ready words had it: who reads one of them is told that.
	Told map[string]string `json:"told,omitempty"`
}

// In returns the message as a reader of a language gets it. own says that it is in that language though it was typed in
// another.
func (w Words) In(lang string) (text string, own bool) {
	if told := w.Told[lang]; told != "" {
		return told, true
	}
	return w.Text, false
}

// Open reports whether something is still to be done: by the department, or by the citizen who may rate the
// answer.
func (c Case) Open() bool {
	return c.Status != Closed && c.Status != Declined && c.Status != Duplicate
}

// Working reports whether a department still owes the citizen something.
func (c Case) Working() bool { return c.Open() && c.Status != Answered }

// Text returns the words of the entry with this number, empty when it has none or the person was forgotten.
func (c Case) Text(entry int) Words {
	for _, w := range c.Person.Texts {
		if w.Entry == entry {
			return w
		}
	}
	return Words{Entry: entry}
}

// File returns the description of the file with this id, of the filing or of any entry.
func (c Case) File(id string) (File, bool) {
	for _, f := range c.Person.Files {
		if f.ID == id {
			return f, true
		}
	}
	return File{}, false
}

// Skeleton returns the case without its person: what may be stored in clear and counted.
func (c Case) Skeleton() Case {
	c.Person = Person{}
	return c
}

// Public returns the story as the citizen may see it, with the numbers of the entries.
func (c Case) Public() []int {
	var numbers []int
	for i, e := range c.Story {
		if e.Public {
			numbers = append(numbers, i)
		}
	}
	return numbers
}
