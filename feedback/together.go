package feedback

import (
	"slices"
	"time"
)

// Several people may report one matter. The case belongs to the one who filed it; the others follow it: they hear the
// same news, may add, rate and say that it is not solved, and none of them sees what another has written.

// MaxJoined is how many people may follow one case beside the one who filed it.
const MaxJoined = 200

// Follower is somebody who reported the same matter.
type Follower struct {
	Contact string    `json:"contact"` // opaque id
	PIN     PINHash   `json:"pin"`     // their own, for the case's reference
	At      time.Time `json:"at"`
	Rating  int       `json:"rating,omitempty"` // 1 to 5, or 0 when not rated
}

// Together returns how many people reported the matter.
func (c Case) Together() int { return 1 + len(c.Joined) }

// FollowedBy reports whether a contact follows c without having filed it.
func (c Case) FollowedBy(contact string) bool { return contact != "" && c.follower(contact) >= 0 }

func (c Case) follower(contact string) int {
	return slices.IndexFunc(c.Joined, func(f Follower) bool { return f.Contact == contact })
}

// FollowerByPIN returns the contact of the follower whose PIN this is; ok is false when it is nobody's.
func (c Case) FollowerByPIN(pin string) (contact string, ok bool) {
	for _, f := range c.Joined {
		if f.PIN.Matches(pin) {
			return f.Contact, true
		}
	}
	return "", false
}

// Hearers returns the contacts that hear the news of c: the one who filed it first.
func (c Case) Hearers() []string {
	var all []string
	if c.Contact != "" {
		all = append(all, c.Contact)
	}
	for _, f := range c.Joined {
		all = append(all, f.Contact)
	}
	return all
}

// ForOwner returns c as the one who filed it may see it: without what followers wrote.
func (c Case) ForOwner() Case { return c.seen("") }

// ForFollower returns c as a follower may see it: without what others wrote, except what everybody may read.
func (c Case) ForFollower(contact string) Case {
	c = c.seen(contact)
	c.Person.Words, c.Person.Place, c.Person.Name, c.Person.Phone = c.Publication.Words, nil, "", ""
	c.Anonymous, c.Rating = false, 0
	if i := c.follower(contact); i >= 0 {
		c.Rating = c.Joined[i].Rating
	}
	return c
}

// Another stands in Entry.Contact of what a citizen other than the one who looks has done.
const Another = "?"

// common are the entries of one citizen that the others see, too, without their words: they tell how the case stands.
var common = []ActionKind{DoFile, DoJoin, DoReopen, DoClose, DoNotDone}

// ownersOnly are what staff tell the one who filed the case alone.
var ownersOnly = []ActionKind{DoApprove, DoRefuse}

// seen takes out the words and files of citizens other than who; the empty who is the one who filed the case.
func (c Case) seen(who string) Case {
	c.Story = slices.Clone(c.Story)
	var texts []Words
	files := map[string]bool{}
	for i := range c.Story {
		e := &c.Story[i]
		citizens := e.By == ByCitizen || e.Kind == DoFile
		switch {
		case citizens && e.Contact == who:
			e.Contact = ""
			fallthrough
		case !citizens && (who == "" || !slices.Contains(ownersOnly, e.Kind)):
			if w := c.Text(i); w.Text != "" || w.Why != "" {
				texts = append(texts, w)
			}
			for _, id := range e.Files {
				files[id] = true
			}
		default:
			e.Files, e.Stars, e.Contact = nil, 0, Another
			e.Public = e.Public && slices.Contains(common, e.Kind)
		}
	}
	c.Person.Texts = texts
	shown := func(f File) bool {
		return files[f.ID] || who != "" && slices.Contains(c.Publication.Photos, f.ID)
	}
	c.Person.Files = slices.DeleteFunc(slices.Clone(c.Person.Files), func(f File) bool { return !shown(f) })
	return c
}

// gone stands in a story for a follower who was forgotten.
const gone = "-"

// WithoutFollower returns c without a follower who is to be forgotten: neither the contact nor anything that they wrote
// stays. files are the ids of their files, to be deleted. The version is one higher.
func (c Case) WithoutFollower(contact string) (next Case, files []string) {
	c.Joined = slices.DeleteFunc(slices.Clone(c.Joined), func(f Follower) bool { return f.Contact == contact })
	c.Story = slices.Clone(c.Story)
	c.Person.Texts = slices.Clone(c.Person.Texts)
	for i := range c.Story {
		e := &c.Story[i]
		if e.Contact != contact {
			continue
		}
		files = append(files, e.Files...)
		e.Contact, e.Files = gone, nil
		c.Person.Texts = slices.DeleteFunc(c.Person.Texts, func(w Words) bool { return w.Entry == i })
	}
	c.Person.Files = slices.DeleteFunc(slices.Clone(c.Person.Files), func(f File) bool { return slices.Contains(files, f.ID) })
	c.Version++
	return c, files
}

// followerMay is what a follower may do; closing, withdrawing and publishing are for the one who filed the case.
var followerMay = []ActionKind{DoReply, DoAdd, DoRate, DoReopen, DoNotDone, DoAskVoice, DoLeave}

// actor checks which citizen acts: it clears the contact of the one who filed the case, and refuses strangers.
func (c *Case) actor(a *Action) error {
	if a.By != ByCitizen {
		if a.Kind != DoLink {
			a.Contact = ""
		}
		return nil
	}
	switch {
	case a.Kind == DoJoin || a.Kind == DoClaim:
		if a.Contact == "" || a.Contact == c.Contact {
			return ErrNotYours
		}
	case a.Contact == "" || a.Contact == c.Contact:
		a.Contact = ""
	case !c.FollowedBy(a.Contact) || !slices.Contains(followerMay, a.Kind):
		return ErrNotYours
	}
	return nil
}

// The functions below are rules of do.go.

// join adds a follower with what they told.
func join(c *Case, a *Action, _ *Entry, w World) error {
	switch {
	case c.FollowedBy(a.Contact):
		return ErrNotAllowed
	case len(c.Joined) >= MaxJoined:
		return ErrTooMany
	}
	c.Joined = append(slices.Clip(c.Joined), Follower{Contact: a.Contact, PIN: a.PIN, At: w.Now})
	return nil
}

func leave(c *Case, a *Action, _ *Entry, _ World) error {
	i := c.follower(a.Contact)
	if i < 0 {
		return ErrNotAllowed
	}
	c.Joined = slices.Delete(slices.Clone(c.Joined), i, i+1)
	return nil
}

// link is the other side of a duplicate: who filed that one hears the news of this one, with the PIN they have.
func link(c *Case, a *Action, e *Entry, w World) error {
	of, err := ParseRef(a.Of)
	if err != nil || of == c.Ref {
		return ErrBadOriginal
	}
	e.Of, e.Contact = of, ""
	for _, f := range append([]Follower{{Contact: a.Contact, PIN: a.PIN}}, a.Others...) {
		if f.Contact == "" || f.Contact == c.Contact || c.FollowedBy(f.Contact) || len(c.Joined) >= MaxJoined {
			continue
		}
		c.Joined = append(slices.Clip(c.Joined), Follower{Contact: f.Contact, PIN: f.PIN, At: w.Now})
	}
	return nil
}

// claim gives a case that was filed at a counter to the citizen whose it is.
func claim(c *Case, a *Action, e *Entry, _ World) error {
	if c.By == "" || c.Contact != "" || c.Person.Words == "" && len(c.Person.Files) == 0 {
		return ErrNotAllowed
	}
	c.Contact, e.Contact = a.Contact, ""
	if a.Lang != "" {
		c.Lang = a.Lang
	}
	return nil
}
