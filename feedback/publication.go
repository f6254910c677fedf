package feedback

import (
	"math"
	"slices"
	"time"
)

// PublicationState says whether others than the citizen and staff may see a case.
type PublicationState string

// The states of a publication. A case is never public unless its citizen agreed and a moderator has looked at it.
const (
	NotPublic PublicationState = ""          // nobody was asked, or nobody agreed
	Wanted    PublicationState = "wanted"    // the citizen agreed; a moderator has to look
	Approved  PublicationState = "approved"  // everybody may see Published
	Refused   PublicationState = "refused"   // a moderator decided against it, with a reason the citizen sees
	Withdrawn PublicationState = "withdrawn" // the citizen took it back, or was forgotten
)

// Publication is what the citizen and a moderator decided about showing a case to others. The zero Publication is
// that of a case that nobody but the citizen and staff see.
type Publication struct {
	State PublicationState `json:"state,omitempty"`
	// Wanted is when the citizen agreed, Decided when a moderator approved or refused.
	Wanted  time.Time `json:"wanted,omitzero"`
	Decided time.Time `json:"decided,omitzero"`
	// Words are what others read, without names and numbers. They are set only while the state is Approved.
	Words string `json:"words,omitempty"`
	// Photos are ids of Person.Files that the moderator ticked, only while the state is Approved.
	Photos []string `json:"photos,omitempty"`
	// Place is the point, rounded to about a hundred metres, only while the state is Approved and the topic is about a
	// place that everybody may go to.
	Place *Place `json:"place,omitempty"`
}

// Published is a case as everybody may see it: nothing of it tells who the citizen is.
type Published struct {
	Ref      string
	Kind     Kind
	Topic    string
	Unit     Unit
	Area     string // commune code, or empty
	Status   Status
	Opened   time.Time
	Due      time.Time // of the answer
	Answered time.Time // zero while there is no answer
	Ended    time.Time // zero while it is open
	Words    string
	Photos   []string
	Place    *Place
	Rating   int
	Joined   int // how many more people reported the same
}

// Published returns what everybody may see of c; ok is false when that is nothing.
func (c Case) Published() (p Published, ok bool) {
	if c.Publication.State != Approved {
		return Published{}, false
	}
	p = Published{
		Ref: c.Ref, Kind: c.Kind, Topic: c.Topic, Unit: c.Unit, Area: c.Area, Status: c.Status, Opened: c.Opened,
		Due: c.Answer.Due, Ended: c.Ended, Words: c.Publication.Words, Photos: c.Publication.Photos,
		Place: c.Publication.Place, Rating: c.Rating, Joined: len(c.Joined),
	}
	if c.Status == Answered || c.Status == Closed {
		p.Answered = c.Answer.Done
	}
	return p, true
}

// Publishable reports whether the citizen may be asked whether others may see c: a question is about one's own
// matters, and what was declined or filed twice is not shown.
func (c Case) Publishable() bool {
	return c.Kind != Question && c.Guide == "" && c.Status != Declined && c.Status != Duplicate
}

// Forgotten returns what may stay of c when its citizen is forgotten: the skeleton without the contact, withdrawn from
// whoever could see it.
func (c Case) Forgotten() Case {
	c = c.Skeleton()
	c.Contact, c.KeyOf = "", ""
	c.withdraw()
	return c
}

// Rounded returns the point at the middle of a square of about a hundred metres.
func (p Place) Rounded() Place {
	round := func(x float64) float64 { return math.Round(x*1000) / 1000 }
	return Place{Lat: round(p.Lat), Lon: round(p.Lon)}
}

// ShownPlace returns the point of c that others would see, or nil.
func (c Case) ShownPlace(d *Directory) *Place {
	topic, ok := d.Topic(c.Topic)
	if !ok || c.Person.Place == nil || !redaction().publicPlace(topic) {
		return nil
	}
	p := c.Person.Place.Rounded()
	return &p
}

// AboutPublicPlace reports whether a topic is about a place that everybody may go to, such as a road.
func (d *Directory) AboutPublicPlace(topic string) bool {
	t, ok := d.Topic(topic)
	return ok && redaction().publicPlace(t)
}

// The functions below are rules of do.go.

// publish is the citizen's agreement. What a moderator refused stays refused.
func publish(c *Case, _ *Action, _ *Entry, w World) error {
	if !c.Publishable() || c.Publication.State != NotPublic && c.Publication.State != Withdrawn {
		return ErrNotAllowed
	}
	c.Publication = Publication{State: Wanted, Wanted: w.Now}
	return nil
}

func unpublish(c *Case, _ *Action, _ *Entry, _ World) error {
	if c.Publication.State != Wanted && c.Publication.State != Approved {
		return ErrNotAllowed
	}
	c.withdraw()
	return nil
}

func (c *Case) withdraw() {
	if c.Publication.State != NotPublic {
		c.Publication = Publication{State: Withdrawn, Wanted: c.Publication.Wanted, Decided: c.Publication.Decided}
	}
}

// approve shows the case to everybody: the words as the moderator edited them, or as Redact leaves them.
func approve(c *Case, a *Action, _ *Entry, w World) error {
	if c.Publication.State != Wanted && c.Publication.State != Approved {
		return ErrNotAllowed
	}
	if a.Text == "" {
		a.Text, _ = Redact(c.Person.Words)
	}
	for _, id := range a.Photos {
		if f, ok := c.File(id); !ok || f.Kind != "photo" || !slices.Contains(c.Story[0].Files, id) {
			return ErrUnknown
		}
	}
	c.Publication.State, c.Publication.Decided = Approved, w.Now
	c.Publication.Words, c.Publication.Photos = a.Text, slices.Clone(a.Photos)
	c.Publication.Place = c.ShownPlace(w.Directory)
	return nil
}

func refusePublication(c *Case, _ *Action, _ *Entry, w World) error {
	if c.Publication.State != Wanted && c.Publication.State != Approved {
		return ErrNotAllowed
	}
	c.Publication = Publication{State: Refused, Wanted: c.Publication.Wanted, Decided: w.Now}
	return nil
}
