package feedback

import (
	"fmt"
	"slices"
	"time"
)

// A case may need several departments. The unit that has it splits off parts: each is a case of its own with its own unit
// and clocks, seen by staff only. The citizen keeps one reference and one department, which words the answer when the
// parts are done; they see how each part stands.

// MaxParts is how many parts one case may have.
const MaxParts = 6

// Part is what a case remembers of one of its parts.
type Part struct {
	Ref      string    `json:"ref"`
	Unit     Unit      `json:"unit"`
	Status   Status    `json:"status"`
	Due      time.Time `json:"due,omitzero"` // when the part has to be answered
	Answered bool      `json:"answered,omitempty"`
}

// Open reports whether the part is still to be done.
func (p Part) Open() bool { return p.Status != Closed && p.Status != Declined }

// State is how the part stands, as a word of its own: received, working, answered, declined or dropped.
func (p Part) State() string {
	switch {
	case p.Status == Received || p.Status == PassedOn:
		return "received"
	case p.Status == Declined:
		return "declined"
	case p.Open():
		return "working"
	case p.Answered:
		return "answered"
	}
	return "dropped"
}

// partOf returns what the whole remembers of c, which is a part.
func (c Case) partOf() Part {
	return Part{Ref: c.Ref, Unit: c.Unit, Status: c.Status, Due: c.Answer.Due, Answered: c.wasAnswered()}
}

// PartsOpen returns how many parts are still to be done.
func (c Case) PartsOpen() (n int) {
	for _, p := range c.Parts {
		if p.Open() {
			n++
		}
	}
	return n
}

// partMay is what staff may do to a part: the citizen knows nothing of it, so nothing that speaks to them.
var partMay = []ActionKind{DoAccept, DoUpdate, DoAnswer, DoPassOn, DoDecline, DoNote, DoExtend, DoClose}

// splitting checks whether an action is refused because of parts.
func (c *Case) splitting(kind ActionKind, by string) error {
	switch {
	case c.Parent != "" && !slices.Contains(partMay, kind):
		return ErrNotAllowed
	case by == ByCitizen || by == BySystem || c.PartsOpen() == 0:
		return nil
	case kind == DoAnswer || kind == DoDecline || kind == DoDuplicate:
		return ErrPartsOpen
	}
	return nil
}

// OpenPart makes a part of c for a.To out of a split; a.Text is what that unit has to do. Reference and date come from
// nonce and w; it is due when the whole is, or sooner. It refuses what Do refuses of the same split.
func OpenPart(c Case, a Action, nonce [16]byte, w World) (Case, error) {
	a = a.trimmed()
	if err := c.maySplit(a, w); err != nil {
		return Case{}, fmt.Errorf("split case %s: %w", c.Ref, err)
	}
	level := w.Directory.Level(c.Topic, c.Urgent)
	due := w.Calendar.Deadline(w.Now, level.Answer)
	if c.Answer.Running() && c.Answer.Due.After(w.Now) && c.Answer.Due.Before(due) {
		due = c.Answer.Due
	}
	part := Case{
		Ref: NewRef(nonce), Kind: c.Kind, Topic: c.Topic, Unit: a.To, Area: c.Area, Lang: NativeLang, Channel: ChannelPart,
		Anonymous: true, Status: Received, Urgent: c.Urgent, Opened: w.Now, Version: 1, Parent: c.Ref, Person: Person{Words: a.Text},
	}
	part.Accept = startClock(w.Now, w.Calendar.Deadline(w.Now, level.Accept))
	part.Answer = startClock(w.Now, due)
	part.Story = []Entry{{At: w.Now, By: a.By, Kind: DoFile, To: a.To, Due: due, Status: Received}}
	return part, nil
}

// ChannelPart is the channel of a case that is a part of another.
const ChannelPart = "part"

func (c *Case) maySplit(a Action, w World) error {
	switch {
	case c.Parent != "":
		return ErrNotAllowed
	case len(c.Parts) >= MaxParts:
		return ErrTooMany
	case a.Text == "":
		return ErrNoText
	case !w.Directory.HasUnit(a.To):
		return ErrNoUnit
	case a.To == c.Unit, slices.ContainsFunc(c.Parts, func(p Part) bool { return p.Open() && p.Unit == a.To }):
		return ErrSameUnit
	}
	return nil
}

// The functions below are rules of do.go.

// splitOff adds the part a.Of for the unit a.To. What that unit has to do stands in the part, not here.
func splitOff(c *Case, a *Action, e *Entry, w World) error {
	if err := c.maySplit(*a, w); err != nil {
		return err
	}
	of, err := ParseRef(a.Of)
	if err != nil || of == c.Ref {
		return ErrBadOriginal
	}
	c.accepted(w)
	if c.Status != Waiting {
		c.Status = InProgress
	}
	e.Of, e.To = of, a.To
	c.Parts = append(slices.Clip(c.Parts), Part{Ref: of, Unit: a.To, Status: Received})
	a.Text = ""
	return nil
}

// part takes in how a part stands. The citizen hears of it when the part is done or goes to another unit.
func part(c *Case, a *Action, e *Entry, _ World) error {
	i := slices.IndexFunc(c.Parts, func(p Part) bool { return a.Part != nil && p.Ref == a.Part.Ref })
	if i < 0 {
		return ErrBadOriginal
	}
	old := c.Parts[i]
	c.Parts = slices.Clone(c.Parts)
	c.Parts[i] = *a.Part
	e.Of, e.To, e.Part = a.Part.Ref, a.Part.Unit, a.Part.State()
	e.Public = old.Open() && !a.Part.Open() || old.Unit != a.Part.Unit
	return nil
}

// PartNews returns the action that tells the whole how c, one of its parts, stands.
func (c Case) PartNews() Action {
	p := c.partOf()
	return Action{Kind: DoPart, By: BySystem, Part: &p}
}
