package content

import (
	"fmt"
	"slices"
)

func (c *checker) checkModule(m Module, ps *problems) {
	file := "modules/" + m.Slug + "/module.yaml"
	c.checkFacts(facts{file: file, at: m.at, status: m.Status, confidence: m.Confidence, sources: m.Sources,
		verified: m.Verified, reviewBy: m.ReviewBy}, ps)
	if m.Order == 0 || m.Minutes == 0 {
		ps.fault(file, m.at["order"], "yaml-shape", "order and minutes are numbers from 1 up")
	}
	c.checkSlugs(m.Guides, file, "guides", Guide{at: m.at}, ps)
	c.checkHelps(m, file, ps)
	for _, lang := range sortedKeys(m.Words) {
		w := m.Words[lang]
		need(w.file, w.at, ps, "summary", w.Summary)
		checkSummary(w.file, w.at["summary"], w.Summary, ps)
		c.checkText(lang, w.of, "modules/"+m.Slug+"/"+Default+".md", w.at, w.passages(), ps)
	}
	if vi, ok := m.Words[Default]; ok {
		checkLessonParts(vi, m, ps)
		if _, ok := m.Words["en"]; !ok {
			ps.warn(vi.file, 1, "english-missing", "there is no en.md beside it")
		}
	}
}

// checkHelps reports help for an exercise that is not there, or from a guide that is not.
func (c *checker) checkHelps(m Module, file string, ps *problems) {
	for _, id := range sortedKeys(m.Helps) {
		line := m.at["helps."+id]
		if !slices.ContainsFunc(m.Words[Default].Exercises(), func(s Screen) bool { return s.ID == id }) {
			ps.fault(file, line, "exercise-unknown", fmt.Sprintf("helps: there is no exercise %q", id))
		}
		if g, ok := c.bySlug[m.Helps[id]]; !ok || g.Status == Draft {
			ps.fault(file, line, "guide-unknown", fmt.Sprintf("helps: there is no published guide %q", m.Helps[id]))
		}
	}
}

// checkLessonParts reports what a module lacks to be taught.
func checkLessonParts(w ModuleWords, m Module, ps *problems) {
	if len(w.Outcomes) == 0 {
		ps.fault(w.file, 1, "words-missing", `"outcomes" is missing`)
	}
	if len(w.Lessons) == 0 {
		ps.fault(w.file, w.at["summary"], "lesson", "a module without lessons")
	}
	if len(w.Exercises()) == 0 && m.Pass > 0 {
		ps.fault(w.file, w.at["summary"], "exercise-missing", fmt.Sprintf("nobody can pass %d per cent of no exercises", m.Pass))
	}
	for _, l := range w.Lessons {
		if len(l.Of(Idea)) == 0 {
			ps.fault(w.file, l.line, "lesson", "a lesson that teaches no idea")
		}
		for _, part := range []struct {
			kind Kind
			id   string
		}{{Practice, "practice-missing"}, {Exercise, "exercise-missing"}, {Trainer, "trainer-missing"}} {
			if len(l.Of(part.kind)) == 0 {
				ps.warn(w.file, l.line, part.id, fmt.Sprintf("the lesson has no .%s", part.kind))
			}
		}
	}
}

// moduleIDs returns the ids that progress is kept under.
func moduleIDs(m Module) []string {
	var out []string
	for _, s := range m.Words[Default].screens() {
		out = append(out, s.ID)
	}
	return out
}
