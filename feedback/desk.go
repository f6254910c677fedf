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
