package feedback

import (
	"os"
	"strings"
	"testing"
)

// folds is how many parts the examples are divided into; each is judged by what was learned of the others.
const folds = 4

// judgedFolds is how many of them are judged: one is enough to see harm, all of them (CROSS=all) to know how good it is.
func judgedFolds() int {
	if os.Getenv("CROSS") == "all" {
		return folds
	}
	return 1
}

// divide returns the lessons of a fold and the others. Lessons of one part stay together.
func divide(list []lesson, fold int) (in, out []lesson) {
	for _, l := range list {
		if l.part%folds == fold {
			in = append(in, l)
		} else {
			out = append(out, l)
		}
	}
	return in, out
}

func TestCrossKinds(t *testing.T) {
	if testing.Short() {
		t.Skip("learns several times")
	}
	s, dir := mustSigns(t), mustDirectory(t)
	doc, err := readExamples(nil)
	if err != nil {
		t.Fatal(err)
	}
	answers := doc.verdicts()
	all := doc.ofKinds(dir, answers)
	var marked, plain hearingOfKinds
	for fold := range judgedFolds() {
		in, out := divide(all, fold)
		other := &Signs{reader: s.reader, kinds: s.kinds, hunch: &hunch{groups: s.hunch.groups, answers: answers}}
		other.learnLessons(out)
		for _, l := range in {
			if l.worth == 1 {
				marked.judge(t, other, l.say, answers[l.class].kind)
				plain.judge(t, other, toneless(l.say), answers[l.class].kind)
			}
		}
	}
	for name, h := range map[string]hearingOfKinds{"as written": marked, "without tone marks": plain} {
		t.Logf("%s: kind %.1f %% of %d, grave as ordinary %.1f %% of %d, ordinary as grave %.1f %% of %d", name,
			100*h.kind.share(), h.kind.judged, 100*h.missed.share(), h.missed.judged, 100*h.alarmed.share(), h.alarmed.judged)
		if h.kind.share() < 0.79 || h.missed.share() > 0.2 || h.alarmed.share() > 0.1 {
			t.Errorf("%s: worse than it was", name)
		}
	}
}

// hearingOfKinds is how well kinds were understood.
type hearingOfKinds struct{ kind, missed, alarmed tally }

func (h *hearingOfKinds) judge(t *testing.T, s *Signs, say string, want Kind) {
	got := s.Triage(say).Kind
	h.kind.add(got == want)
	if grave(want) {
		h.missed.add(!grave(got))
	} else {
		h.alarmed.add(grave(got))
	}
	if got != want && os.Getenv("CROSS") == "all" {
		t.Logf("%q: got %s, want %s", say, got, want)
	}
}

func TestCrossTopics(t *testing.T) {
	if testing.Short() {
		t.Skip("learns several times")
	}
	dir := mustDirectory(t)
	doc, err := readExamples(nil)
	if err != nil {
		t.Fatal(err)
	}
	all := doc.ofTopics(dir)
	for _, c := range []struct {
		name   string
		change func(string) string
	}{{"as written", strings.TrimSpace}, {"without tone marks", toneless}} {
		var first, three tally
		for fold := range judgedFolds() {
			in, out := divide(all, fold)
			r := routerWithout(dir, in)
			r.dir.learnLessons(out)
			for _, l := range in {
				if l.worth != 1 || dir.topics[l.class].ID == dir.unclear {
					continue
				}
				at := MaxProposals
				for i, p := range r.Propose(c.change(l.say), "01912") {
					if p.Topic.ID == dir.topics[l.class].ID {
						at = i
					}
				}
				first.add(at == 0)
				three.add(at < 3)
			}
		}
		t.Logf("%s: topic first %.1f %%, in three %.1f %% of %d", c.name, 100*first.share(), 100*three.share(), first.judged)
		if first.share() < 0.6 || three.share() < 0.75 {
			t.Errorf("%s: worse than it was", c.name)
		}
	}
}

// routerWithout returns a router that never heard these lessons.
func routerWithout(dir *Directory, heard []lesson) *Router {
	not := map[string]bool{}
	for _, l := range heard {
		not[l.say] = true
	}
	d := *dir
	d.topics = nil
	for _, topic := range dir.topics {
		topic.Wordings, topic.Plain = without(topic.Wordings, not), without(topic.Plain, not)
		d.topics = append(d.topics, topic)
	}
	return NewRouter(&d)
}

func without(list []string, not map[string]bool) []string {
	var rest []string
	for _, say := range list {
		if !not[say] {
			rest = append(rest, say)
		}
	}
	return rest
}
