package search

// intent returns the kind of section a question asks for: that of the longest phrase that says so, and of
// several equally long ones the last, since the asking comes at the end. The words of such phrases only ask.
func (v *reader) intent(r *reading, ws []word) string {
	name, longest := "", 0
	for i := range ws {
		e, n := v.lexicon.intents.at(ws, i)
		if n >= longest && n > 0 {
			name, longest = e.means[0].name, n
		}
		r.ask(i, n)
		for j := i; j < i+n; j++ {
			r.intended[j] = true
		}
	}
	return name
}

// name returns what a phrase is the name of, or "".
func (p *phrases) name(ws []word) string {
	if e, n := p.at(ws, 0); n > 0 && n == len(ws) {
		return e.means[0].name
	}
	return ""
}
