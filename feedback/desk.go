package feedback

// This file has the rules of what staff do to a case besides answering it.

// Elsewhere reports whether words have a door of their own, so that they may not be filed as they are. Emergencies have
// numbers to call first and may be filed after.
func (t Triage) Elsewhere() bool {
	return t.Door != "" && !t.Kind.Fileable() && t.Kind != ProcedureQuestion && t.Kind != Emergency
}

// newPIN gives a case a new PIN. Only one that nobody holds on a channel needs that: who filed it at a counter has the
// slip and nothing else.
func newPIN(c *Case, a *Action, _ *Entry, _ World) error {
	if c.Contact != "" || len(a.PIN.Hash) == 0 {
		return ErrNotAllowed
	}
	c.PIN = a.PIN
	return nil
}

// translate keeps a working version in Vietnamese of what the citizen told in entry About. Earlier versions stay in the
// story, and the words and the voice are what counts.
func translate(c *Case, a *Action, e *Entry, _ World) error {
	if a.About < 0 || a.About >= len(c.Story) || c.Story[a.About].By != ByCitizen {
		return ErrUnknown
	}
	e.About = a.About
	return nil
}

// Translation returns the latest working version of what the citizen told in an entry: the number of the entry that holds
// it, and false when there is none.
func (c Case) Translation(entry int) (number int, ok bool) {
	for i := len(c.Story) - 1; i > 0; i-- {
		if e := c.Story[i]; e.Kind == DoTranslate && e.About == entry && c.Text(i).Text != "" {
			return i, true
		}
	}
	return 0, false
}
