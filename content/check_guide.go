package content

import (
	"fmt"
	"slices"
	"strings"
)

// A guide has as many steps as one can keep in view.
const minSteps, maxSteps = 3, 9

func (c *checker) checkGuide(g Guide, ps *problems) {
	file := "guides/" + g.Slug + "/guide.yaml"
	c.checkFacts(facts{file: file, at: g.at, status: g.Status, confidence: g.Confidence, sources: g.Sources,
		verified: g.Verified, reviewBy: g.ReviewBy}, ps)
	if g.Link != "" {
		c.links.check(file, g.at["link"], g.Link, false, ps)
	}
	if c.options.Offices != nil && g.Office != "" && !slices.Contains(c.options.Offices, g.Office) {
		ps.fault(file, g.at["office"], "office-unknown", fmt.Sprintf("there is no department %q", g.Office))
	}
	if len(g.AskedAs[Default]) == 0 {
		ps.warn(file, g.at["asked_as"], "asked-missing", "nobody is known to ask for it: the search has only its words")
	}
	for _, lang := range sortedKeys(g.AskedAs) {
		if !isLanguage(lang) {
			ps.fault(file, g.at["asked_as."+lang], "value-unknown", fmt.Sprintf("%q is not a language", lang))
		}
	}
	c.checkFees(g, file, ps)
	c.checkSlugs(g.Related, file, "related", g, ps)
	for _, lang := range sortedKeys(g.Words) {
		c.checkGuideWords(g, lang, ps)
	}
	if _, ok := g.Words["en"]; !ok && g.Words[Default].file != "" {
		ps.warn(g.Words[Default].file, 1, "english-missing", "there is no en.md beside it")
	}
}

// checkFees names amounts that have ended.
func (c *checker) checkFees(g Guide, file string, ps *problems) {
	for i, f := range g.Fees {
		if f.Until.IsZero() || !f.Until.Before(c.day) {
			continue
		}
		said := `"then" is told instead`
		if f.Then == nil {
			said = `citizens are told to ask before they go`
		}
		ps.warn(file, g.at[fmt.Sprintf("fees.%d", i)], "fee-past",
			fmt.Sprintf("the amount of %q held until %s: %s", f.ID, f.Until, said))
	}
}

// checkSlugs reports guides that are named and do not exist, or would not be shown.
func (c *checker) checkSlugs(slugs []string, file, key string, from Guide, ps *problems) {
	at := from.at
	for i, slug := range slugs {
		line := at[fmt.Sprintf("%s.%d", key, i)]
		other, ok := c.bySlug[slug]
		switch {
		case !ok:
			ps.fault(file, line, "guide-unknown", fmt.Sprintf("%s: there is no guide %q", key, slug))
		case slug == from.Slug:
			ps.fault(file, line, "guide-unknown", key+": a guide is not related to itself")
		case other.Status == Draft:
			ps.warn(file, line, "guide-draft", fmt.Sprintf("%s: %q is a draft and left out", key, slug))
		}
	}
}

func (c *checker) checkGuideWords(g Guide, lang string, ps *problems) {
	w := g.Words[lang]
	need(w.file, w.at, ps, "who", w.Who, "get", w.Get, "summary", w.Summary)
	checkSummary(w.file, w.at["summary"], w.Summary, ps)
	if n := len(w.Steps); n < minSteps || n > maxSteps {
		ps.fault(w.file, lastStepLine(w), "step-count", fmt.Sprintf("%d steps, a guide has %d to %d", n, minSteps, maxSteps))
	}
	c.checkText(lang, w.of, "guides/"+g.Slug+"/"+Default+".md", w.at, w.passages(), ps)
	for _, s := range w.Steps {
		if vi, ok := g.Words[Default].Step(s.ID); ok && vi.Other != "" && s.Other == "" {
			ps.warn(w.file, s.line, "words-missing", fmt.Sprintf("step %q: the original has other words (>)", s.ID))
		}
	}
}

func lastStepLine(w Words) int {
	if n := len(w.Steps); n > 0 {
		return w.Steps[n-1].line
	}
	return w.at["summary"]
}

// need reports the texts, given as name and value, that are empty.
func need(file string, at lines, ps *problems, texts ...string) {
	for i := 0; i < len(texts); i += 2 {
		if texts[i+1] == "" {
			ps.fault(file, at[texts[i]], "words-missing", fmt.Sprintf("%q is missing", texts[i]))
		}
	}
}

// checkSummary reports a summary that is more than one paragraph.
func checkSummary(file string, line int, summary string, ps *problems) {
	if i := strings.Index(summary, "\n\n"); i >= 0 {
		ps.fault(file, line+strings.Count(summary[:i], "\n")+1, "summary", "the summary is one paragraph")
	}
}

// guideIDs returns the ids that bookmarks hang on.
func guideIDs(g Guide) []string {
	var out []string
	for _, s := range g.Words[Default].Steps {
		out = append(out, s.ID)
	}
	return out
}
