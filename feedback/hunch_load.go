package feedback

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"danloi/feedback/internal/linear"
)

// The shape of examples.yaml.
type (
	examplesDoc struct {
		Groups   map[string][]string
		Examples []lined[exampleDoc]
	}
	exampleDoc struct {
		Kind    Kind
		Numbers []string
		Say     []string
	}
)

// emergencyNumbers are all there are.
var emergencyNumbers = [...]string{"111", "112", "113", "114", "115"}

// kindsInOrder are all kinds, the gravest first.
var kindsInOrder = [...]Kind{
	Emergency, Denunciation, CrimeReport, Complaint, Court, ProcedureQuestion, Suggestion, Feedback, Praise, Question,
}

func compareDown(a, b float64) int { return cmp.Compare(b, a) }

// wordingWorth is how much a wording of a topic counts beside an example of a kind: it names a matter only.
const wordingWorth = 0.3

// loadHunch reads the examples and learns them, with the topics' wordings as what may be filed.
func loadHunch(fsys fs.FS, r reader, words map[string][]string) (*hunch, error) {
	data, err := readData(fsys, examplesFile)
	if err != nil {
		return nil, err
	}
	var doc examplesDoc
	if err := decodeStrict(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", examplesFile, err)
	}
	dir, err := LoadDirectory(fsys)
	if err != nil {
		return nil, err
	}
	f := &faults{file: examplesFile}
	h := &hunch{groups: newGroups(r, words, doc.Groups, f)}
	var list []linear.Example
	for _, l := range doc.Examples {
		class := h.class(l, f)
		for _, say := range l.value.Say {
			list = append(list, h.examples(r, say, class, 1)...)
		}
	}
	for _, t := range dir.Topics() {
		if class := h.classOf(t); class >= 0 {
			for _, say := range slices.Concat(t.Wordings, t.Plain) {
				list = append(list, h.examples(r, say, class, wordingWorth)...)
			}
		}
	}
	if len(list) == 0 {
		f.add(nil, "no examples")
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	h.model = linear.Train(list, len(h.answers))
	return h, nil
}

func newGroups(r reader, words, more map[string][]string, f *faults) groups {
	g := groups{of: map[string]string{}}
	var parsed []pattern
	for _, from := range []map[string][]string{words, more} {
		for name, list := range from {
			patterns, err := parsePatterns(r, list, nil)
			if err != nil {
				f.add(nil, "group %s: %v", name, err)
			}
			for _, p := range patterns {
				p.say = name + "|" + p.say
				g.of[p.say] = name
				parsed = append(parsed, p)
			}
		}
	}
	g.list = newPhrases(parsed)
	return g
}

// class returns the number of a class, which it makes where there is none yet.
func (h *hunch) class(l lined[exampleDoc], f *faults) int {
	d := l.value
	if !d.Kind.Known() {
		f.add(l.node, "kind %q is unknown", d.Kind)
	}
	for _, n := range d.Numbers {
		if !slices.Contains(emergencyNumbers[:], n) {
			f.add(l.node, "number %q is not an emergency number", n)
		}
	}
	for i, a := range h.answers {
		if a.kind == d.Kind && slices.Equal(a.numbers, d.Numbers) {
			return i
		}
	}
	h.answers = append(h.answers, verdict{d.Kind, d.Numbers})
	return len(h.answers) - 1
}

// classOf returns what the wordings of a topic are examples of, or -1 when of nothing.
func (h *hunch) classOf(t Topic) int {
	kind := Feedback
	switch t.Handling {
	case DenunciationEnd:
		kind = Denunciation
	case ComplaintOnly:
		kind = Complaint
	case PoliceFirst:
		kind = CrimeReport
	case NumbersFirst:
		return -1 // some of it is past danger
	}
	return slices.IndexFunc(h.answers, func(a verdict) bool { return a.kind == kind })
}

// examples returns a wording as it is and, when it has tone marks, also without.
func (h *hunch) examples(r reader, say string, class int, worth float64) []linear.Example {
	t := r.read(say)
	list := []linear.Example{{Features: h.groups.features(t), Class: class, Worth: worth}}
	if !t.plain {
		t = r.read(t.toneless())
		list = append(list, linear.Example{Features: h.groups.features(t), Class: class, Worth: worth})
	}
	return list
}
