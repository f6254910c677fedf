package search

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// A lexicon holds what cannot be learnt from the texts: how people shorten words, what the regions call
// things, which phrases mean the same, and which ask for a cost, a time or a place. It is data: see the files.
type lexicon struct {
	short    phrases
	synonyms phrases
	intents  phrases // the one meaning of each is the name of a section kind
	actions  actions
	asking   map[string]bool
	askingF  map[string]bool
}

// phrases finds the longest phrase of a table that begins at a place.
type phrases struct {
	byFold  map[string][]entry
	longest int
}

// An entry is a phrase and what it means.
type entry struct {
	typed  []word
	means  []meaning
	strict bool // its marks must be as they are written here
}

type meaning struct {
	words  []word
	name   string // as it stands in the file
	weight float64
}

// Weights of what is looked up beside the words typed.
const (
	calledNow   = 0.7  // what it is called now
	sameThing   = 0.35 // another word for it
	saidThere   = 0.5  // the word of another region
	onceRemoved = 0.6  // what a meaning means in its turn, times its own weight
)

func loadLexicon() (*lexicon, error) {
	l := &lexicon{asking: map[string]bool{}, askingF: map[string]bool{}, actions: actions{kinds: map[string]uint64{}, starts: map[string]bool{}}}
	for _, f := range []struct {
		name string
		line func(string) error
	}{
		{"short", func(s string) error { return l.short.oneWay(s, "=", 1, true) }},
		{"dialect", func(s string) error { return l.synonyms.oneWay(s, "=", saidThere, false) }},
		{"synonyms", l.synonyms.line},
		{"intents", l.intents.named},
		{"actions", l.actions.line},
		{"asking", l.ask},
	} {
		if err := eachLine("lexicon/"+f.name+".txt", f.line); err != nil {
			return nil, err
		}
	}
	l.synonyms.chain()
	return l, nil
}

func eachLine(name string, f func(string) error) error {
	b, err := lexiconFiles.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read lexicon: %w", err)
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := f(line); err != nil {
			return fmt.Errorf("read lexicon: %s:%d: %w", name, n, err)
		}
	}
	return nil
}

func (l *lexicon) ask(line string) error {
	for _, w := range words(line) {
		l.asking[w.exact], l.askingF[w.fold] = true, true
	}
	return nil
}

// asks tells whether a word belongs to the question rather than to what it is about.
func (l *lexicon) asks(w word, folded bool) bool {
	return l.asking[w.exact] || folded && l.askingF[w.fold]
}

// onlyAsks tells whether a phrase of a region means nothing but words that ask: mần răng, làm sao.
func (l *lexicon) onlyAsks(e entry) bool {
	if len(e.means) == 0 || e.means[0].weight != saidThere {
		return false
	}
	return !slices.ContainsFunc(e.means[0].words, func(w word) bool { return !l.asks(w, false) })
}

// oneWay reads "typed = meaning | meaning".
func (p *phrases) oneWay(line, sign string, weight float64, strict bool) error {
	typed, means, ok := strings.Cut(line, sign)
	if !ok {
		return fmt.Errorf("no %q", sign)
	}
	for m := range strings.SplitSeq(means, "|") {
		p.add(typed, m, weight, strict)
	}
	return nil
}

// line reads "a = b = c", "a > b" or, where b is the name in use now and a one of old or of the street, "a >> b".
func (p *phrases) line(line string) error {
	if strings.Contains(line, ">>") {
		return p.oneWay(line, ">>", calledNow, false)
	}
	if strings.Contains(line, ">") {
		return p.oneWay(line, ">", sameThing, false)
	}
	all := strings.Split(line, "=")
	if len(all) < 2 {
		return fmt.Errorf("neither = nor >")
	}
	for i, a := range all {
		for j, b := range all {
			if i != j {
				p.add(a, b, sameThing, false)
			}
		}
	}
	return nil
}

// named reads "name = phrase | phrase".
func (p *phrases) named(line string) error {
	name, list, ok := strings.Cut(line, "=")
	if !ok {
		return fmt.Errorf("no =")
	}
	for phrase := range strings.SplitSeq(list, "|") {
		p.add(phrase, name, 1, false)
	}
	return nil
}

func (p *phrases) add(typed, means string, weight float64, strict bool) {
	ws := words(typed)
	if len(ws) == 0 {
		return
	}
	if p.byFold == nil {
		p.byFold = map[string][]entry{}
	}
	p.longest = max(p.longest, len(ws))
	m := meaning{words: words(means), name: strings.TrimSpace(means), weight: weight}
	key := foldedPhrase(ws)
	for i, e := range p.byFold[key] {
		if slices.EqualFunc(e.typed, ws, sameExact) {
			p.byFold[key][i].means = append(e.means, m)
			return
		}
	}
	p.byFold[key] = append(p.byFold[key], entry{typed: ws, means: []meaning{m}, strict: strict || len(ws) == 1})
}

func sameExact(a, b word) bool { return a.exact == b.exact }

func foldedPhrase(ws []word) string {
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.fold)
	}
	return b.String()
}

// chain adds what meanings mean in their turn: who gives birth has a child, who has a child registers it.
func (p *phrases) chain() {
	added := map[string][][]meaning{}
	for key, es := range p.byFold {
		for _, e := range es {
			var more []meaning
			for _, m := range e.means {
				for _, next := range p.exactly(m.words) {
					if !slices.EqualFunc(next.words, e.typed, sameExact) && !hasMeaning(append(e.means, more...), next.words) {
						more = append(more, meaning{words: next.words, name: next.name, weight: m.weight * onceRemoved})
					}
				}
			}
			added[key] = append(added[key], more)
		}
	}
	for key, lists := range added {
		for i, more := range lists {
			p.byFold[key][i].means = append(p.byFold[key][i].means, more...)
		}
	}
}

func hasMeaning(ms []meaning, ws []word) bool {
	return slices.ContainsFunc(ms, func(m meaning) bool { return slices.EqualFunc(m.words, ws, sameExact) })
}

// exactly returns the meanings of a phrase with its very marks.
func (p *phrases) exactly(ws []word) []meaning {
	for _, e := range p.byFold[foldedPhrase(ws)] {
		if slices.EqualFunc(e.typed, ws, sameExact) {
			return e.means
		}
	}
	return nil
}

// at returns the longest entry that matches at place i, and its length. A word typed without marks matches any
// marks in a phrase of several words; a single word must be as it is.
func (p *phrases) at(ws []word, i int) (entry, int) {
	for n := min(p.longest, len(ws)-i); n > 0; n-- {
		for _, e := range p.byFold[foldedPhrase(ws[i:i+n])] {
			if e.matches(ws[i : i+n]) {
				return e, n
			}
		}
	}
	return entry{}, 0
}

func (e entry) matches(ws []word) bool {
	for i, w := range ws {
		if w.exact != e.typed[i].exact && (e.strict || w.marked()) {
			return false
		}
	}
	return true
}
