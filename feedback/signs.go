package feedback

import (
	"slices"
	"strings"

	"danloi/feedback/internal/spell"
)

// Triage is what the signs say of a citizen's words.
type Triage struct {
	Kind Kind
	// Sign is the sign that decided, as it stands in the data; empty when none did and Kind is only the default.
	Sign string
	// Numbers are the emergency numbers to show first, the most fitting first. They may be there beside any kind.
	Numbers []string
	// Door is the id of the right door, empty when the words may be filed. The words are in locales: door.DOOR.
	Door string
}

// Signs are the words by which a matter's kind is recognised. They are made by LoadSigns and read-only.
type Signs struct {
	letters spell.Alphabet
	kinds   []kindSigns
}

// kindSigns are the signs of one kind. Kinds are tried in the order of the data, the ones with a door of their own
// first.
type kindSigns struct {
	kind  Kind
	door  string
	signs []sign
	less  []pattern // found anywhere, each takes one from the weight
}

// sign is a group of phrases that say the same.
type sign struct {
	weight  float64
	numbers []string
	door    string
	say     []pattern // with tone marks, and without in a text without
	marked  []pattern // only with tone marks
	plain   []pattern // only in a text without
	not     []pattern // where one of these lies over a phrase, the phrase does not count
	raw     []string  // parts of words, for scripts that do not part their words
}

// enough is the weight at which a kind is recognised.
const enough = 1

// Triage says which kind of matter the words are. Words without any sign are Feedback.
func (s *Signs) Triage(words string) Triage {
	t := readText(s.letters, words)
	result := Triage{Kind: Feedback}
	decided := false
	for _, k := range s.kinds {
		found := k.look(t)
		if found.weight < enough {
			continue
		}
		for _, n := range found.numbers {
			if !slices.Contains(result.Numbers, n) {
				result.Numbers = append(result.Numbers, n)
			}
		}
		if !decided {
			decided = true
			result.Kind, result.Sign, result.Door = k.kind, found.say, found.door
		}
	}
	return result
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
		for _, p := range k.less {
			if len(p.find(t, t.plain)) > 0 {
				f.weight--
			}
		}
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
	var not []span
	for _, p := range s.not {
		not = append(not, p.find(t, t.plain)...)
	}
	for _, list := range [][]pattern{s.say, only} {
		for _, p := range list {
			for _, at := range p.find(t, t.plain) {
				if !slices.ContainsFunc(not, at.overlaps) {
					return p.say, true
				}
			}
		}
	}
	return "", false
}

// With returns t with what the topics add: where no sign was found but the words clearly belong to a topic that has
// a door of its own, that door is taken. The router's wordings are a second net under the signs.
func (t Triage) With(proposals []Proposal) Triage {
	if t.Sign != "" || len(proposals) == 0 || proposals[0].Score < plainly {
		return t
	}
	topic := proposals[0].Topic
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
