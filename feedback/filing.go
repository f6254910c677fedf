package feedback

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Filing is what a citizen hands in.
type Filing struct {
	// Nonce is 16 random bytes: reference and PIN are made of it. It is a secret, do not store it.
	Nonce     [16]byte
	Kind      Kind
	Topic     string
	Unit      Unit   // empty for the unit that the topic and the commune give
	Area      string // commune code of the place, or empty
	Lang      string
	Channel   string
	Contact   string
	Anonymous bool
	Urgent    bool // beside topics that are always urgent
	Guide     string
	Step      string
	// By is the member of staff who files it for a citizen, who is no contact then; empty for the citizen.
	By     string
	Person Person // Texts is ignored
}

// Open makes a case of what was handed in, with its clocks running and the first entry in its story. The PIN to
// show the citizen is NewPIN of the same nonce. It refuses a kind that has another door (ErrNotCase), an unknown
// topic (ErrUnknown), one that is never taken as a case (ErrNotCase), a unit that does not exist (ErrNoUnit), a
// filing without words, files or step (ErrNoText) and one that is too long (ErrTooLong, ErrTooMany).
func Open(f Filing, w World) (Case, error) {
	topic, err := f.check(w.Directory)
	if err != nil {
		return Case{}, fmt.Errorf("open case: %w", err)
	}
	pin, err := HashPIN(f.Nonce)
	if err != nil {
		return Case{}, fmt.Errorf("open case: %w", err)
	}
	unit := f.Unit
	if unit == "" {
		unit = w.Directory.UnitAt(topic.ID, f.Area, w.Now)
	}
	c := Case{
		Ref: NewRef(f.Nonce), PIN: pin, Kind: f.Kind, Topic: topic.ID, Unit: unit, Area: f.Area, Lang: f.Lang,
		Channel: f.Channel, Contact: f.Contact, Anonymous: f.Anonymous, Guide: f.Guide, Step: f.Step,
		Status: Received, Urgent: f.Urgent || topic.Urgent(), Opened: w.Now, Version: 1, Person: f.Person, By: f.By,
	}
	level := w.Directory.Level(c.Topic, c.Urgent)
	c.Accept = startClock(w.Now, w.Calendar.Deadline(w.Now, level.Accept))
	c.Answer = startClock(w.Now, w.Calendar.Deadline(w.Now, level.Answer))
	c.Person.Files = slices.Clone(f.Person.Files)
	c.Person.Texts = nil
	e := Entry{At: w.Now, By: cmp.Or(f.By, ByCitizen), Kind: DoFile, Public: true, To: unit, Due: c.Answer.Due, Status: Received}
	for _, file := range c.Person.Files {
		e.Files = append(e.Files, file.ID)
	}
	c.Story = []Entry{e}
	return c, nil
}

func (f Filing) check(d *Directory) (Topic, error) {
	topic, ok := d.Topic(f.Topic)
	switch {
	case !f.Kind.Fileable():
		return Topic{}, ErrNotCase
	case !ok:
		return Topic{}, ErrUnknown
	case !topic.Fileable():
		return Topic{}, ErrNotCase
	case f.Unit != "" && !d.HasUnit(f.Unit):
		return Topic{}, ErrNoUnit
	case f.Person.Words == "" && len(f.Person.Files) == 0 && f.Step == "":
		return Topic{}, ErrNoText
	case utf8.RuneCountInString(f.Person.Words) > MaxText:
		return Topic{}, ErrTooLong
	case len(f.Person.Files) > MaxFiles:
		return Topic{}, ErrTooMany
	}
	return topic, nil
}
