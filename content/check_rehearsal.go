package content

import (
	"fmt"
	"slices"
	"strconv"
)

// The lengths that fit one screen of a rehearsal, in characters.
const (
	maxMock = 350
	maxWay  = 70 // a choice is a button
)

// checkRehearsals reports rehearsals that speak of steps, guides or modules that are not there, and words that do not
// fit.
func (c *checker) checkRehearsals() {
	for _, r := range c.all.rehearsals {
		c.checkSlugs(r.Guides, r.file, "guides", Guide{at: r.at}, c.ps)
		for i, slug := range r.Modules {
			if !c.hasModule(slug) {
				c.ps.fault(r.file, r.at["modules."+strconv.Itoa(i)], "module-unknown", fmt.Sprintf("there is no published module %q", slug))
			}
		}
		for _, s := range r.Screens {
			if s.Guide != "" && !c.hasStep(s.Guide, s.Step) {
				c.ps.fault(r.file, s.line, "step-unknown", fmt.Sprintf("the guide %q has no step %q", s.Guide, s.Step))
			}
		}
		for _, lang := range sortedKeys(r.Title) {
			for _, p := range r.passages(lang) {
				checkLength(p, c.ps)
				checkQuotes(p, c.ps)
				checkOfficialese(p, c.stiff[baseOf(lang)], c.ps)
				c.links.checkPassage(p, c.ps)
			}
		}
	}
}

func (c *checker) hasStep(guide, step string) bool {
	g, ok := c.bySlug[guide]
	return ok && slices.ContainsFunc(g.Words[Default].Steps, func(s Step) bool { return s.ID == step })
}

// passages are everything that is read of a rehearsal in one language.
func (r Rehearsal) passages(lang string) []passage {
	out := []passage{
		{file: r.file, line: r.at["title"], name: "title", text: r.Title[lang], title: true, limit: maxTitle},
		{file: r.file, line: r.at["about"], name: "about", text: r.About[lang], limit: maxSummary},
		{file: r.file, line: r.at["end"], name: "end", text: r.End[lang], limit: maxSummary},
	}
	for _, s := range r.Screens {
		out = append(out, passage{file: r.file, line: s.line, name: "shows of " + s.ID, text: s.Shows[lang], limit: maxMock},
			passage{file: r.file, line: s.line, name: "ask of " + s.ID, text: s.Ask[lang], limit: maxMock})
		for _, w := range s.Choices {
			out = append(out, passage{file: r.file, line: w.line, name: "choice of " + s.ID, text: w.Say[lang], limit: maxWay},
				passage{file: r.file, line: w.line, name: "why of " + s.ID, text: w.Why[lang], limit: maxMock})
		}
	}
	return out
}
