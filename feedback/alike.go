package feedback

import (
	"cmp"
	"math"
	"slices"
	"time"

	"danloi/feedback/internal/spell"
)

// Match is an open case that may be about the same thing as a new one.
type Match struct {
	Case  Case
	Score float64 // 0 to 1: how sure
	// Metres is the distance of the two points, or negative when one of the cases has none.
	Metres float64
}

// far is the distance, without end when it is not known.
func (m Match) far() float64 {
	if m.Metres < 0 {
		return math.Inf(1)
	}
	return m.Metres
}

// Limits of what may be the same matter.
const (
	// AlikeFrom is the score from which Candidates offers a case.
	AlikeFrom = 0.5
	// alikeWindow is how long before the new case an open one may have been filed.
	alikeWindow = 120 * 24 * time.Hour
	// alikeRunes is how much of a story is compared.
	alikeRunes = 400
	// besideMetres is up to where two points of different communes may still be one place, at a border.
	besideMetres = 300
)

// What speaks for one matter, in parts of the score.
const (
	sameTopic = 0.32
	sameGroup = 0.08
	sameWords = 0.5
	sameName  = 0.2  // a lane, hamlet, school that both name
	otherName = -0.4 // both name one of a kind, but not the same: lane 12, lane 15
	// besides is the share that one place keeps when the topics differ: a lamp and a drain in one lane are two matters.
	besides = 0.6
)

// nearTable says what the distance of two points adds, by the metres up to which it holds.
var nearTable = [...]struct{ metres, adds float64 }{
	{60, 0.4}, {150, 0.34}, {300, 0.26}, {600, 0}, {1200, -0.4}, {math.Inf(1), -0.6},
}

// Candidates returns the open cases that may be about the same thing as c, best first, at most limit. It compares
// topic, words (Person.Words, without tone marks, dialect and chat spelling written in full, rare words counting
// most), names of lanes and hamlets, the points, the commune and the time. Of c, Topic, Area, Opened and Person.Place
// may be empty: it is less sure then. Nothing is returned for topics that are each citizen's own matter
// (Topic.Own), nor for questions and praise: those are answered one by one.
//
// open may hold any cases: those that are not open, are c itself, or lie in another commune are passed over. Two
// thousand of one commune take some milliseconds.
func (r *Router) Candidates(c Case, open []Case, limit int) []Match {
	one, ok := r.trace(c)
	if !ok {
		return nil
	}
	var list []Match
	for _, o := range open {
		if !r.comparable(one, o) {
			continue
		}
		other, ok := r.trace(o)
		if !ok {
			continue
		}
		if m := (Match{o, r.alike(one, other), metres(c.Person.Place, o.Person.Place)}); m.Score >= AlikeFrom {
			list = append(list, m)
		}
	}
	slices.SortStableFunc(list, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.far(), b.far()), cmp.Compare(a.Case.Ref, b.Case.Ref))
	})
	return list[:min(max(limit, 0), len(list))]
}

// Alike returns how sure it is that two cases are about the same thing, 0 to 1: see Candidates. It does not look
// whether they are open.
func (r *Router) Alike(a, b Case) float64 {
	one, ok := r.trace(a)
	other, also := r.trace(b)
	if !ok || !also || !r.sameWhere(one, b) {
		return 0
	}
	return r.alike(one, other)
}

// comparable reports whether it is worth while to read o's words.
func (r *Router) comparable(one trace, o Case) bool {
	c := one.of
	if !o.Open() || c.Ref != "" && c.Ref == o.Ref || !r.sameWhere(one, o) {
		return false
	}
	topic, ok := r.dir.Topic(o.Topic)
	if ok && topic.Group != one.topic.Group && nearby(metres(c.Person.Place, o.Person.Place)) <= 0 {
		return false
	}
	if c.Opened.IsZero() || o.Opened.IsZero() {
		return true
	}
	return c.Opened.Sub(o.Opened).Abs() <= alikeWindow
}

// sameWhere reports whether both may be in one place: one commune, or two points close by.
func (r *Router) sameWhere(one trace, o Case) bool {
	far := metres(one.of.Person.Place, o.Person.Place)
	return one.of.Area == o.Area || one.of.Area == "" || o.Area == "" || far >= 0 && far <= besideMetres
}

// trace is what of a case is compared.
type trace struct {
	of     Case
	topic  Topic
	weight map[string]float64 // words and pairs, folded → how telling
	total  float64
	names  map[string][]string // kind of place → names: "ngo" → "12"
}

// trace reads a case, and reports false for one that is answered on its own.
func (r *Router) trace(c Case) (trace, bool) {
	if c.Kind == Praise || c.Kind == Question {
		return trace{}, false
	}
	if known, ok := r.dir.Topic(c.Topic); ok && known.Own {
		return trace{}, false
	}
	words := r.dir.reader.readAtMost(c.Person.Words, alikeRunes)
	if c.Topic == "" {
		c.Topic = r.Propose(c.Person.Words, c.Area)[0].Topic.ID
	}
	topic, ok := r.dir.Topic(c.Topic)
	if !ok || topic.Own {
		return trace{}, false
	}
	t := trace{of: c, topic: topic, weight: map[string]float64{}, names: map[string][]string{}}
	for i, w := range words.words {
		t.add(w.Fold, r.telling(feat{w.Fold, foldedWord}))
		if i == 0 || w.Apart {
			continue
		}
		pair := words.words[i-1].Fold + " " + w.Fold
		t.add(pair, r.telling(feat{pair, foldedPair}))
	}
	r.learnNames(words, t.names)
	return t, true
}

// learnNames finds "ngõ 12", "thôn Nà Pết", "thôn Bản Cám".
func (r *Router) learnNames(t text, names map[string][]string) {
	var kinds []string // place words that stand before this word
	for _, w := range t.words {
		if w.Apart {
			kinds = nil
		}
		switch {
		case r.place(w, t.plain):
			kinds = append(kinds, w.Fold)
			continue
		case r.name(w, t.plain):
			for _, kind := range kinds {
				names[kind] = append(names[kind], w.Fold)
			}
		}
		kinds = nil
	}
}

func (t *trace) add(key string, weight float64) {
	if _, twice := t.weight[key]; !twice {
		t.weight[key] = weight
		t.total += weight
	}
}

// telling is how much a feature says about whether two texts mean one thing: little when common, most when no
// wording has it, as a name.
func (r *Router) telling(f feat) float64 {
	if r.common(f) {
		return 0.05
	}
	if w, ok := r.weight[f]; ok {
		return w
	}
	return r.worth(f) * math.Log(1+float64(len(r.docs)))
}

// place reports whether a word stands before the name of a lane, a hamlet and the like.
func (r *Router) place(w spell.Word, plain bool) bool {
	if plain {
		return r.dir.reader.places[w.Fold]
	}
	return r.dir.reader.places[w.Exact]
}

// name reports whether a word behind "ngõ" or "thôn" is its name or number: no wording of any topic has it.
func (r *Router) name(w spell.Word, plain bool) bool {
	if digits(w.Fold) {
		return true
	}
	f := feat{w.Exact, exactWord}
	if plain {
		f = feat{w.Fold, foldedWord}
	}
	_, known := r.weight[f]
	return !known && !r.common(f)
}

func (r *Router) alike(a, b trace) float64 {
	name, near := a.named(b), nearby(metres(a.of.Person.Place, b.of.Person.Place))
	if a.topic.ID != b.topic.ID {
		name = min(name, name*besides)
	}
	if a.topic.Group != b.topic.Group {
		near = min(near, near*besides)
	}
	return min(1, max(0, sameWords*a.overlap(b)+a.about(b)+name+near))
}

// about is what the topics add.
func (a trace) about(b trace) float64 {
	switch {
	case a.topic.ID == b.topic.ID:
		return sameTopic
	case a.topic.Group == b.topic.Group:
		return sameGroup
	}
	return 0
}

// nearby is what the distance of two points adds, nothing when it is not known.
func nearby(metres float64) float64 {
	for _, near := range nearTable {
		if metres >= 0 && metres <= near.metres {
			return near.adds
		}
	}
	return 0
}

// overlap is how much of what the shorter text says the other says too, 0 to 1, the longer one counting a little.
func (a trace) overlap(b trace) float64 {
	if a.total == 0 || b.total == 0 {
		return 0
	}
	if len(a.weight) > len(b.weight) {
		a, b = b, a
	}
	keys := make([]string, 0, len(a.weight))
	for key := range a.weight {
		if _, ok := b.weight[key]; ok {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys) // sums are the same each time
	shared := 0.0
	for _, key := range keys {
		shared += a.weight[key]
	}
	return shared / (math.Pow(min(a.total, b.total), 0.75) * math.Pow(max(a.total, b.total), 0.25))
}

// named says what the names of lanes, hamlets and the like add.
func (a trace) named(b trace) float64 {
	same, other := false, false
	for kind, names := range a.names {
		theirs := b.names[kind]
		if len(theirs) == 0 {
			continue
		}
		if slices.ContainsFunc(names, func(n string) bool { return slices.Contains(theirs, n) }) {
			same = true
		} else {
			other = true
		}
	}
	switch {
	case other:
		return otherName
	case same:
		return sameName
	}
	return 0
}

// metres returns the distance of two points, or -1 when one is missing.
func metres(a, b *Place) float64 {
	if a == nil || b == nil {
		return -1
	}
	const perDegree, radians = 111_195, math.Pi / 180
	lat := (a.Lat - b.Lat) * perDegree
	lon := (a.Lon - b.Lon) * perDegree * math.Cos((a.Lat+b.Lat)/2*radians)
	return math.Hypot(lat, lon)
}
