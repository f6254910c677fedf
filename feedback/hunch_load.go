package feedback

import (
	"io/fs"
	"slices"
	"strings"

	"danloi/feedback/internal/linear"
)

func kindsStamp(fsys fs.FS, dir *Directory) (stamp, error) {
	return stampFor(fsys, dir, triageFile, spellingsFile, examplesFile)
}

// loadHunch takes what was learned of this data, or learns it.
func (s *Signs) loadHunch(fsys fs.FS) error {
	dir, err := loadTopics(fsys)
	if err != nil {
		return err
	}
	want, err := kindsStamp(fsys, dir)
	if err != nil {
		return err
	}
	if m, classes, ok := stored(kindsModel, want); ok {
		s.hunch.model, s.hunch.answers = m, verdictsOf(classes)
		return nil
	}
	doc, err := readExamples(fsys)
	if err != nil {
		return err
	}
	s.learn(doc, dir)
	return nil
}

// learn learns the examples, with the topics' wordings as what may be filed.
func (s *Signs) learn(doc examplesDoc, dir *Directory) {
	s.hunch.answers = doc.verdicts()
	s.learnLessons(doc.ofKinds(dir, s.hunch.answers))
}

func (s *Signs) learnLessons(list []lesson) {
	examples := linearExamples(s.reader, list, func(t text) []linear.Feature {
		_, signs := s.bySigns(t)
		return s.hunch.groups.features(t, signs)
	})
	s.hunch.model = linear.Train(examples, len(s.hunch.answers), kindsBits)
}

// linearExamples returns each lesson as it is and, when it has tone marks, also without.
func linearExamples(r reader, list []lesson, features func(text) []linear.Feature) []linear.Example {
	var all []linear.Example
	for _, l := range list {
		t := r.read(l.say)
		all = append(all, linear.Example{Features: features(t), Class: l.class, Worth: l.worth})
		if !t.plain {
			t = r.read(t.toneless())
			all = append(all, linear.Example{Features: features(t), Class: l.class, Worth: l.worth})
		}
	}
	return all
}

// names writes verdicts for a file, verdictsOf reads them.
func names(list []verdict) []string {
	var said []string
	for _, v := range list {
		said = append(said, strings.Join(append([]string{string(v.kind)}, v.numbers...), " "))
	}
	return said
}

func verdictsOf(names []string) []verdict {
	var list []verdict
	for _, n := range names {
		fields := strings.Fields(n)
		list = append(list, verdict{Kind(fields[0]), slices.Clip(fields[1:])})
	}
	return list
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
