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
		for j := i; j < i+n; j++ {
			r.about[j] = false
		}
	}
	for _, a := range r.asides {
		if e, n := v.lexicon.intents.at(a.words, 0); name == "" && n == len(a.words) {
			return e.means[0].name
		}
	}
	return name
}
