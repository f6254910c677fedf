package feedback

// Handler returns the id of the member of staff who works the case: who last did something to it that the citizen sees,
// since the unit got it. It is empty while nobody of the unit has.
func (c Case) Handler() string {
	for i := len(c.Story) - 1; i >= 0; i-- {
		e := c.Story[i]
		switch {
		case e.Kind == DoPassOn:
			return ""
		case e.By != ByCitizen && e.By != BySystem && e.Public:
			return e.By
		}
	}
	return ""
}
