package search

import "errors"

// actionKinds is how many kinds of action there may be: one bit each.
const actionKinds = 64

var errActionKinds = errors.New("too many kinds of action")

// Actions are what can be done with a thing, and for whom: procedures for one thing often differ in that alone.
type actions struct {
	phrases
	kinds  map[string]uint64 // name → its bit
	starts map[string]bool   // folded first words of the phrases
}

// line reads "kind = phrase | phrase".
func (a *actions) line(line string) error {
	if err := a.named(line); err != nil {
		return err
	}
	for _, es := range a.byFold {
		for _, e := range es {
			name := e.means[0].name
			if _, ok := a.kinds[name]; !ok {
				a.kinds[name] = 1 << len(a.kinds)
			}
			a.starts[e.typed[0].fold] = true
		}
	}
	if len(a.kinds) > actionKinds {
		return errActionKinds
	}
	return nil
}

// of returns the set of the kinds of action that words name. Words without marks match any marks where the whole
// question has none. Those at places in passed ask for something else.
func (a *actions) of(ws []word, folded bool, passed []bool) (set uint64) {
	for i := 0; i < len(ws); {
		e, n := entry{}, 0
		if a.starts[ws[i].fold] && (passed == nil || !passed[i]) {
			e, n = a.longestAt(ws, i, folded)
		}
		if n > 0 {
			set |= a.kinds[e.means[0].name]
		}
		i += max(1, n)
	}
	return set
}

// longestAt is at for words whose marks may all have been left out.
func (a *actions) longestAt(ws []word, i int, folded bool) (entry, int) {
	if !folded {
		return a.at(ws, i)
	}
	for n := min(a.longest, len(ws)-i); n > 0; n-- {
		if es := a.byFold[foldedPhrase(ws[i:i+n])]; len(es) > 0 {
			return es[0], n
		}
	}
	return entry{}, 0
}
