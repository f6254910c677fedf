package bot

import (
	"maps"
	"slices"
	"time"

	"danloi/feedback"
	"danloi/learn"
)

// State is everything that is kept of one conversation. It is personal: the store seals it under the contact's
// key. The zero State is someone who has never written. It survives a change of language and of the library:
// what no longer exists is passed over.
type State struct {
	Lang    string  `json:"lang,omitempty"`  // what the person reads; empty until chosen
	Hears   string  `json:"hears,omitempty"` // what the person would rather hear; empty for Lang
	Consent Consent `json:"consent,omitzero"`
	// TextOnly means no pictures and no voice are sent.
	TextOnly bool `json:"text_only,omitempty"`

	At    string   `json:"at,omitempty"`    // address of the screen that is shown
	Trail []string `json:"trail,omitempty"` // addresses that "back" returns to, newest last
	// Offered is what a typed number or label stands for.
	Offered []Choice `json:"offered,omitempty"`
	// Pending is what a newcomer typed before the welcome was done, or the code of the link that was followed.
	Pending string `json:"pending,omitempty"`

	Asked string `json:"asked,omitempty"` // the last question, for "none of these"
	// Waiting are questions without an answer, whose asker wants to be told when there is one.
	Waiting []Waiting `json:"waiting,omitempty"`
	// Message is the message that was looked at last for "is this real?", without secrets.
	Message string `json:"message,omitempty"`
	Area    string `json:"area,omitempty"` // code of the commune the person named last
	Land    string `json:"land,omitempty"` // "here" or "other": where the land lies that questions are about

	Guides map[string]Bookmark     `json:"guides,omitempty"`
	Learn  map[string]learn.Record `json:"learn,omitempty"`

	Review       learn.Review        `json:"review,omitzero"`
	Certificates []learn.Certificate `json:"certificates,omitempty"`
	CertName     string              `json:"cert_name,omitempty"` // typed for a certificate that is not issued yet
	Rehearsed    []string            `json:"rehearsed,omitempty"` // slugs of rehearsals that were gone through
	Visits       []string            `json:"visits,omitempty"`    // ids of service days and classes to be reminded of
	Follows      []string            `json:"follows,omitempty"`   // whose announcements they asked for: "area:01840", "topic:land"

	Draft *Draft          `json:"draft,omitempty"`
	Loose []feedback.File `json:"loose,omitempty"` // files that came when none was expected, until it is said what for
	// LooseWords is what was typed with those files.
	LooseWords string `json:"loose_words,omitempty"`
	// LooseSince is when the first of those files came.
	LooseSince time.Time `json:"loose_since,omitzero"`
	// Proven are references whose PIN was right in this conversation; behind "=" stands whose PIN it was, when it was
	// that of somebody who joined the case.
	Proven  []string `json:"proven,omitempty"`
	Booth   *Booth   `json:"booth,omitempty"` // a translator's work
	Class   *Seat    `json:"class,omitempty"` // the class the person sits in
	Teaches bool     `json:"teaches,omitempty"`
}

// Consent is the answer to the two sentences of the welcome.
type Consent struct {
	Given   bool      `json:"given,omitempty"`
	Version string    `json:"version,omitempty"` // of the text that was shown; empty when never asked
	At      time.Time `json:"at,omitzero"`
	Channel string    `json:"channel,omitempty"`
}

// Asked tells whether the question was ever answered.
func (c Consent) Asked() bool { return c.Version != "" }

// Choice is a quick reply that was offered.
type Choice struct {
	Label string `json:"label"`
	Data  string `json:"data"`
	// Past says that other buttons have come below it: its label still stands for it, a number does not.
	Past bool `json:"past,omitempty"`
}

// Bookmark is how far a person is in a guide.
type Bookmark struct {
	Step string    `json:"step,omitempty"` // id of the step; empty at the summary
	At   time.Time `json:"at"`
	Done bool      `json:"done,omitempty"`
}

// Draft is a report that is not sent yet.
type Draft struct {
	Kind    feedback.Kind   `json:"kind,omitempty"`
	Words   []string        `json:"words,omitempty"`
	Files   []feedback.File `json:"files,omitempty"`
	Place   *feedback.Place `json:"place,omitempty"`
	Area    string          `json:"area,omitempty"`
	NoArea  bool            `json:"no_area,omitempty"` // the citizen does not know the commune
	Topic   string          `json:"topic,omitempty"`
	Chosen  bool            `json:"chosen,omitempty"` // the topic was chosen by the citizen, not proposed
	Urgent  bool            `json:"urgent,omitempty"`
	Doors   []feedback.Kind `json:"doors,omitempty"` // doors that were shown and passed by
	Private bool            `json:"private,omitempty"`
	Guide   string          `json:"guide,omitempty"`
	Step    string          `json:"step,omitempty"`
	Begun   time.Time       `json:"begun"`
	Called  []string        `json:"called,omitempty"` // emergencies and their numbers that were shown
	Alike   []Alike         `json:"alike,omitempty"`  // cases that may be the same, to be looked at one by one
	Looked  bool            `json:"looked,omitempty"` // whether there are such cases was asked
}

// Alike is a case that may be about the same thing as a draft: nothing of it tells who has filed it.
type Alike struct {
	Ref      string          `json:"ref"`
	Topic    string          `json:"topic"`
	Area     string          `json:"area,omitempty"`
	Status   feedback.Status `json:"status"`
	Opened   time.Time       `json:"opened"`
	Metres   int             `json:"metres,omitempty"` // about how far away, in steps of fifty; zero when not known
	Together int             `json:"together"`
	Words    string          `json:"words,omitempty"` // as everybody may read them
	Mine     bool            `json:"mine,omitempty"`
}

// Empty tells whether nothing would be lost with the draft.
func (d *Draft) Empty() bool {
	return d == nil || len(d.Words) == 0 && len(d.Files) == 0 && d.Place == nil && d.Guide == ""
}

// clone copies what a Step may change in place.
func (s State) clone() State {
	s.Trail = slices.Clone(s.Trail)
	s.Waiting = slices.Clone(s.Waiting)
	s.Offered = slices.Clone(s.Offered)
	s.Guides = maps.Clone(s.Guides)
	s.Learn = maps.Clone(s.Learn)
	s.Certificates = slices.Clone(s.Certificates)
	s.Rehearsed = slices.Clone(s.Rehearsed)
	s.Visits = slices.Clone(s.Visits)
	s.Follows = slices.Clone(s.Follows)
	s.Loose = slices.Clone(s.Loose)
	s.Proven = slices.Clone(s.Proven)
	if s.Draft != nil {
		d := *s.Draft
		d.Words, d.Files, d.Doors = slices.Clone(d.Words), slices.Clone(d.Files), slices.Clone(d.Doors)
		d.Alike, d.Called = slices.Clone(d.Alike), slices.Clone(d.Called)
		s.Draft = &d
	}
	if s.Class != nil {
		c := *s.Class
		c.People = slices.Clone(c.People)
		s.Class = &c
	}
	if s.Booth != nil {
		b := *s.Booth
		b.Skipped = slices.Clone(b.Skipped)
		s.Booth = &b
	}
	return s
}

// Label returns what stands on the button that was offered with this data, or empty.
func (s State) Label(data string) string {
	i := slices.IndexFunc(s.Offered, func(c Choice) bool { return c.Data == data })
	if i < 0 {
		return ""
	}
	return s.Offered[i].Label
}
