package feedback

import (
	"slices"
	"strings"
)

// Triage is what the signs say of a citizen's words.
type Triage struct {
	Kind Kind
	// Sign is the sign that decided, as it stands in the data, or the words that speak most for the kind; empty when
	// Kind is only a guess or the default.
	Sign string
	// Heard says that no sign decided but what the words as a whole sound like, which may be mistaken: where the words
	// also are a question that has an answer, the answer comes first.
	Heard bool
	// Numbers are the emergency numbers to show first, the most fitting first. They may be there beside any kind.
	Numbers []string
	// Door is the id of the right door, empty when the words may be filed. The words are in locales: door.DOOR.
	Door string
}

// Signs are the words by which a matter's kind is recognised. They are made by LoadSigns and read-only.
type Signs struct {
	reader reader
	kinds  []kindSigns
	hunch  *hunch
}

// kindSigns are the signs of one kind. Kinds are tried in the order of the data, the ones with a door of their own
// first.
type kindSigns struct {
	kind  Kind
	door  string
	signs []sign
	less  phrases // found anywhere, each takes one from the weight
}

// sign is a group of phrases that say the same.
type sign struct {
	weight  float64
	numbers []string
	door    string
	say     phrases   // with tone marks, and without in a text without
	marked  phrases   // only with tone marks
	plain   phrases   // only in a text without
	all     []phrases // one of each list, near each other
	not     phrases   // where one of these lies over a phrase, the phrase does not count
	raw     []string  // parts of words, for scripts that do not part their words
}

// enough is the weight at which a kind is recognised.
const enough = 1

// How sure the hunch must be.
const (
	// graveFrom is from when words without a grave sign are taken as something that may not be filed: in doubt the
	// grave door is shown, from which the citizen can go on.
	graveFrom = 0.34
	// graveShort is the same for a few words, of which one alone could decide.
	graveShort = 0.5
	// harmlessFrom is from when a grave sign is passed over, because the rest of a story is harmless.
	harmlessFrom = 0.88
	// otherFrom is from when the hunch decides against a sign of as much weight.
	otherFrom = 0.85
	// feedbackShare holds back what everything else is, which most examples are of.
	feedbackShare = 0.7
	// plainFrom is from when a kind without any sign is more than the best guess.
	plainFrom = 0.5
	// alsoFrom is from when a further emergency number is shown.
	alsoFrom = 0.2
	// calmFrom is from when words that ask for a procedure are grave all the same.
	calmFrom = 0.7
	// aStory is from how many telling words the hunch has enough to go by.
	aStory = 4
	// aWord is from how many it decides at all.
	aWord = 2
)

// Triage says which kind of matter the words are. The signs are asked first, then what the words as a whole sound
// like: a grave matter without a sign is found, a sign in a harmless story is passed over only when nothing else
// speaks for it. Words that say nothing are Feedback. Numbers holds all emergency numbers that fit, also where
// there are two kinds of danger in one text.
func (s *Signs) Triage(words string) Triage {
	t := s.reader.read(words)
	result, signs := s.bySigns(t)
	if len(t.words) < 2 {
		return result
	}
	return s.weigh(result, s.hunch.of(t, signs, s.reader.common))
}

// weigh joins what the signs found with the hunch.
func (s *Signs) weigh(found Triage, l likely) Triage {
	signed, story := found.Sign != "", l.words >= aStory
	graveNow := l.words >= aWord && l.grave >= graveShort || story && l.grave >= graveFrom
	if found.Kind == ProcedureQuestion && l.grave < calmFrom {
		graveNow = false
	}
	kind, p := l.best(grave)
	switch {
	case grave(found.Kind) && story && 1-l.grave >= harmlessFrom:
		return s.taken(l, Kind.open)
	case grave(found.Kind) && kind != found.Kind && p >= otherFrom, !grave(found.Kind) && graveNow:
		return s.taken(l, grave)
	case grave(found.Kind):
		if found.Kind == Emergency {
			found.addNumbers(l.numbersFor(alsoFrom))
		}
	case !signed && l.words >= aWord, signed && l.p >= otherFrom && l.kind != found.Kind:
		taken := s.taken(l, Kind.open)
		if l.kinds[taken.Kind] < plainFrom {
			taken.Sign = ""
		}
		return taken
	}
	return found
}

func grave(k Kind) bool { return !k.open() }

// taken is the most likely of some kinds.
func (s *Signs) taken(l likely, of func(Kind) bool) Triage {
	kind, _ := l.best(of)
	t := Triage{Kind: kind, Sign: l.say, Heard: true}
	for _, k := range s.kinds {
		if k.kind == kind {
			t.Door = k.door
		}
	}
	if kind == Emergency {
		t.Numbers = l.numbersFor(min(alsoFrom, l.kinds[Emergency]/3))
	}
	if kind == Feedback {
		t.Sign = ""
	}
	return t
}

func (t *Triage) addNumbers(numbers []string) {
	for _, n := range numbers {
		if !slices.Contains(t.Numbers, n) {
			t.Numbers = append(t.Numbers, n)
		}
	}
}

// bySigns says what the signs alone tell, and of which kinds there are signs: "kind", or "kind?" where they do not
// suffice.
func (s *Signs) bySigns(t text) (result Triage, signs []string) {
	result = Triage{Kind: Feedback}
	decided := false
	for _, k := range s.kinds {
		found := k.look(t)
		if found.weight < enough {
			if found.weight > 0 {
				signs = append(signs, string(k.kind)+"?")
			}
			continue
		}
		signs = append(signs, string(k.kind))
		result.addNumbers(found.numbers)
		if !decided {
			decided = true
			result.Kind, result.Sign, result.Door = k.kind, found.say, found.door
		}
	}
	return result, signs
}

// finding is what the signs of one kind make of a text.
type finding struct {
	weight  float64
	say     string
	door    string
	numbers []string
}

func (k kindSigns) look(t text) finding {
	var f finding
	best := 0.0
	for _, s := range k.signs {
		say, ok := s.in(t)
		if !ok {
			continue
		}
		f.weight += s.weight
		f.numbers = append(f.numbers, s.numbers...)
		if s.weight > best {
			best, f.say, f.door = s.weight, say, s.door
		}
	}
	if f.door == "" {
		f.door = k.door
	}
	if f.weight > 0 {
		f.weight -= float64(len(k.less.spans(t)))
	}
	return f
}

// in returns the first phrase of the group that stands in the text.
func (s sign) in(t text) (say string, ok bool) {
	for _, part := range s.raw {
		if strings.Contains(t.raw, part) {
			return part, true
		}
	}
	only := s.marked
	if t.plain {
		only = s.plain
	}
	for _, p := range []phrases{s.say, only} {
		if say, ok = s.phrase(t, p); ok {
			return say, true
		}
	}
	return s.together(t)
}

// phrase returns the first of the phrases that stands in the text and does not lie under an exception.
func (s sign) phrase(t text, list phrases) (say string, ok bool) {
	var except func(span) bool
	list.find(t, func(p pattern, at span) bool {
		if except == nil {
			except = s.exceptions(t)
		}
		if except(at) {
			return true
		}
		say, ok = p.say, true
		return false
	})
	return say, ok
}

// exceptions returns what tells whether an exception lies over a place.
func (s sign) exceptions(t text) func(span) bool {
	not := s.not.spans(t)
	return func(at span) bool { return slices.ContainsFunc(not, at.overlaps) }
}

// together looks for one phrase of each list of all, near each other. The first of the first list is returned.
func (s sign) together(t text) (say string, ok bool) {
	if len(s.all) == 0 {
		return "", false
	}
	found := make([][]span, len(s.all))
	for n, list := range s.all {
		if found[n] = list.spans(t); len(found[n]) == 0 {
			return "", false
		}
	}
	except := s.exceptions(t)
	for n := range found {
		found[n] = slices.DeleteFunc(found[n], except)
	}
	for _, first := range found[0] {
		if nearEach(found[1:], []span{first}) {
			return t.say(first), true
		}
	}
	return "", false
}

// nearness is how many words the phrases that must stand together may take up.
const nearness = 16

// nearEach reports whether one span of each list can be added to those taken, without overlap and near each other.
func nearEach(lists [][]span, taken []span) bool {
	if len(lists) == 0 {
		return true
	}
	for _, at := range lists[0] {
		near := func(o span) bool { return !at.overlaps(o) && max(at.to, o.to)-min(at.from, o.from) <= nearness }
		if !slices.ContainsFunc(taken, func(o span) bool { return !near(o) }) && nearEach(lists[1:], append(slices.Clip(taken), at)) {
			return true
		}
	}
	return false
}

// With returns t with what the topics add: where no sign was found but the words clearly belong to a topic that has
// a door of its own, that door is taken. The router's wordings are a second net under the signs.
func (t Triage) With(proposals []Proposal) Triage {
	if t.Sign != "" || len(proposals) == 0 {
		return t
	}
	topic, score := proposals[0].Topic, proposals[0].Score
	least := plainly
	if topic.Handling != PoliceFirst {
		least = veryPlainly
	}
	if score < least {
		return t
	}
	kinds := map[Handling]Kind{
		DenunciationEnd: Denunciation, ComplaintOnly: Complaint, PoliceFirst: CrimeReport, NumbersFirst: Emergency,
	}
	kind, ok := kinds[topic.Handling]
	if !ok {
		return t
	}
	return Triage{Kind: kind, Sign: topic.ID, Numbers: topic.Numbers, Door: topic.Door}
}

// plainly is the score from which a topic alone may decide the kind.
const plainly = 0.3

// veryPlainly is the same for the other doors, whose words are also those of everyday matters: a decision, the money
// of a fund, a river bank.
const veryPlainly = 0.5
