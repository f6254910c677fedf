package feedback

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// The shape of examples.yaml.
type (
	examplesDoc struct {
		Frames   []string // what says nothing of a matter, before or behind it
		Examples []lined[exampleDoc]
	}
	exampleDoc struct {
		Kind    Kind
		Numbers []string
		Topic   string
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

// readExamples reads the examples and reports what is wrong in them.
func readExamples(fsys fs.FS) (examplesDoc, error) {
	var doc examplesDoc
	data, err := readData(fsys, examplesFile)
	if err != nil {
		return doc, err
	}
	if err := decodeStrict(data, &doc); err != nil {
		return doc, fmt.Errorf("%s: %w", examplesFile, err)
	}
	f := &faults{file: examplesFile}
	for _, l := range doc.Examples {
		d := l.value
		if !d.Kind.Known() {
			f.add(l.node, "kind %q is unknown", d.Kind)
		}
		for _, n := range d.Numbers {
			if !slices.Contains(emergencyNumbers[:], n) {
				f.add(l.node, "number %q is not an emergency number", n)
			}
		}
	}
	if len(doc.Examples) == 0 {
		f.add(nil, "no examples")
	}
	return doc, f.err()
}

// lesson is a text and what it teaches.
type lesson struct {
	say   string
	class int
	worth float64
	part  int // lessons of one part are alike: they are learned or judged together
}

// How much a lesson counts beside an example of a kind.
const (
	wordingWorth = 0.1 // a wording of a topic names a matter only
	framedWorth  = 0.3 // an example said once more, with something around it
	labelLesson  = 2   // the label of a topic, for the topic
)

// siblings is how many examples that follow each other in the data are taken to be alike.
const siblings = 4

// verdicts returns what the examples say there is, in their order.
func (d examplesDoc) verdicts() []verdict {
	var list []verdict
	for _, l := range d.Examples {
		if v := (verdict{l.value.Kind, l.value.Numbers}); v.in(list) < 0 {
			list = append(list, v)
		}
	}
	return list
}

func (v verdict) in(list []verdict) int {
	return slices.IndexFunc(list, func(o verdict) bool { return v.kind == o.kind && slices.Equal(v.numbers, o.numbers) })
}

// ofKinds returns what is learned of kinds: the examples, and the topics' wordings as what may be filed.
func (d examplesDoc) ofKinds(dir *Directory, answers []verdict) []lesson {
	var list []lesson
	part := 0
	for _, l := range d.Examples {
		class := verdict{l.value.Kind, l.value.Numbers}.in(answers)
		for i, say := range l.value.Say {
			if i%siblings == 0 {
				part++
			}
			list = append(list, lesson{say, class, 1, part})
			if len(d.Frames) > 0 {
				list = append(list, lesson{d.framed(say, len(list)), class, framedWorth, part})
			}
		}
	}
	for _, t := range dir.Topics() {
		part++
		if class := classOf(t, answers); class >= 0 {
			for _, say := range slices.Concat(t.Wordings, t.Plain) {
				list = append(list, lesson{say, class, wordingWorth, part})
			}
		}
	}
	return list
}

// framed returns an example with a frame before or behind it.
func (d examplesDoc) framed(say string, n int) string {
	frame := d.Frames[n/2%len(d.Frames)]
	if n%4 < 2 {
		return frame + ", " + say
	}
	return say + ", " + frame
}

// classOf returns what the wordings of a topic are examples of, or -1 when of nothing.
func classOf(t Topic, answers []verdict) int {
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
	return verdict{kind: kind}.in(answers)
}

// ofTopics returns what is learned of topics: their wordings and labels, and the examples that name one.
func (d examplesDoc) ofTopics(dir *Directory) []lesson {
	var list []lesson
	part := 0
	for class, t := range dir.Topics() {
		for _, label := range t.Labels {
			list = append(list, lesson{label, class, labelLesson, 0})
		}
		for i, say := range slices.Concat(t.Wordings, t.Plain) {
			if i%siblings == 0 {
				part++
			}
			list = append(list, lesson{say, class, 1, part})
		}
	}
	for _, l := range d.Examples {
		class, ok := dir.topic[l.value.Topic]
		if !ok {
			continue
		}
		for i, say := range l.value.Say {
			if i%siblings == 0 {
				part++
			}
			list = append(list, lesson{say, class, 1, part})
		}
	}
	slices.SortStableFunc(list, func(a, b lesson) int { return cmp.Or(cmp.Compare(a.part, b.part), strings.Compare(a.say, b.say)) })
	return list
}
