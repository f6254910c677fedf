package search

// intent returns the kind of section a question asks for: that of the longest phrase that says so, and of
// several equally long ones the last, since the asking comes at the end.
func (v *reader) intent(r reading, ws []word) string {
	name, longest := "", 0
	note := func(ws []word) {
		for i := range ws {
			if e, n := v.lexicon.intents.at(ws, i); n >= longest && n > 0 {
				name, longest = e.means[0].name, n
			}
		}
	}
	note(ws)
	if name == "" {
		for _, a := range r.asides {
			note(a.words)
		}
	}
	return name
}
