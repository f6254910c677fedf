package content

import (
	"fmt"
	"slices"
)

// checkTranslations reports, for every language of every guide and module, words that belong to nothing and
// words that are missing. A library with such a fault would show a citizen half a page.
func checkTranslations(all rawLibrary, ps *problems) {
	for _, g := range all.guides {
		for _, lang := range sortedKeys(g.Words) {
			checkWords(g, lang, ps)
		}
	}
	for _, m := range all.modules {
		for _, lang := range sortedKeys(m.Words) {
			if vi, ok := m.Words[Default]; ok && lang != Default {
				checkLessons(vi, m.Words[lang], ps)
			}
		}
	}
}

// checkWords compares the ids of the facts with the words of one language, and a translation with its
// original.
func checkWords(g Guide, lang string, ps *problems) {
	w := g.Words[lang]
	var fees, hotlines []string
	for _, f := range g.Fees {
		fees = append(fees, f.ID)
	}
	for _, h := range g.Hotlines {
		hotlines = append(hotlines, h.ID)
	}
	compareIDs(w.file, "documents", g.Documents, w.Documents, w.at, ps)
	compareIDs(w.file, "fees", fees, w.Fees, w.at, ps)
	compareIDs(w.file, "hotlines", hotlines, w.Hotlines, w.at, ps)
	if vi, ok := g.Words[Default]; ok && lang != Default {
		compareKeys(vi, w, ps)
		compareSteps(vi, w, ps)
	}
}

// compareIDs reports ids without words and words without an id.
func compareIDs(file, key string, ids []string, words map[string]string, at lines, ps *problems) {
	for _, id := range ids {
		if words[id] == "" {
			ps.fault(file, at[key], "words-missing", fmt.Sprintf("%s: no words for %q", key, id))
		}
	}
	for _, id := range sortedKeys(words) {
		if !slices.Contains(ids, id) {
			ps.fault(file, at[key+"."+id], "words-orphan", fmt.Sprintf("%s: words for %q, which the facts do not have", key, id))
		}
	}
}

// compareKeys reports the single texts that one of the two languages has and the other has not.
func compareKeys(vi, w Words, ps *problems) {
	for _, c := range []struct{ key, vi, w string }{
		{"who", vi.Who, w.Who}, {"get", vi.Get, w.Get}, {"summary", vi.Summary, w.Summary},
		{"fee_note", vi.FeeNote, w.FeeNote}, {"time", vi.Time, w.Time}, {"where", vi.Where, w.Where},
		{"changed", vi.Changed, w.Changed},
	} {
		comparePresence(w.file, c.key, c.vi != "", c.w != "", w.at[c.key], ps)
	}
	if len(vi.Trouble) != len(w.Trouble) {
		ps.fault(w.file, w.at["trouble"], "words-missing",
			fmt.Sprintf("trouble: %d here, %d in the original", len(w.Trouble), len(vi.Trouble)))
	}
}

func comparePresence(file, key string, there, here bool, line int, ps *problems) {
	switch {
	case there && !here:
		ps.fault(file, line, "words-missing", key+": missing here, there in the original")
	case here && !there:
		ps.fault(file, line, "words-orphan", key+": the original has no such words")
	}
}

// compareSteps reports steps that are not the original's, in its order.
func compareSteps(vi, w Words, ps *problems) {
	last := 1
	for i, s := range w.Steps {
		last = s.line
		if _, ok := vi.Step(s.ID); !ok {
			ps.fault(w.file, s.line, "words-orphan", fmt.Sprintf("the original has no step %q", s.ID))
		} else if i < len(vi.Steps) && vi.Steps[i].ID != s.ID && len(vi.Steps) == len(w.Steps) {
			ps.fault(w.file, s.line, "order", fmt.Sprintf("step %d is %q in the original, %q here", i+1, vi.Steps[i].ID, s.ID))
		}
	}
	for _, s := range vi.Steps {
		if _, ok := w.Step(s.ID); !ok {
			ps.fault(w.file, last, "words-missing", fmt.Sprintf("the step %q of the original is missing", s.ID))
		}
	}
}

// checkLessons reports lessons, screens and choices that are not the original's, in its order.
func checkLessons(vi, w ModuleWords, ps *problems) {
	comparePresence(w.file, "summary", vi.Summary != "", w.Summary != "", w.at["summary"], ps)
	if len(vi.Outcomes) != len(w.Outcomes) {
		ps.fault(w.file, w.at["outcomes"], "words-missing",
			fmt.Sprintf("outcomes: %d here, %d in the original", len(w.Outcomes), len(vi.Outcomes)))
	}
	original, here := vi.screens(), w.screens()
	for i, s := range here {
		switch {
		case i >= len(original):
			ps.fault(w.file, s.line, "words-orphan", fmt.Sprintf("the original ends before %q", s.ID))
			return
		case s.ID != original[i].ID || s.Kind != original[i].Kind:
			ps.fault(w.file, s.line, "order", fmt.Sprintf("the original has %q (%s) here, not %q (%s)",
				original[i].ID, original[i].Kind, s.ID, s.Kind))
			return
		case len(s.Choices) != len(original[i].Choices) || s.Right() != original[i].Right():
			ps.fault(w.file, s.line, "choice-order", "the choices are not the original's in its order")
		}
	}
	if len(here) < len(original) {
		ps.fault(w.file, 1, "words-missing", fmt.Sprintf("%q of the original is missing", original[len(here)].ID))
	}
}

// screens returns lessons and screens in one line, a lesson as a screen without kind.
func (w ModuleWords) screens() []Screen {
	var out []Screen
	for _, l := range w.Lessons {
		out = append(out, Screen{ID: l.ID, Kind: "lesson", line: l.line})
		out = append(out, l.Screens...)
	}
	return out
}
