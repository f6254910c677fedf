package content

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// CheckOptions is what the checker cannot find in the files. The zero value leaves those rules out.
type CheckOptions struct {
	// Offices are the department ids a guide may name; nil lets every name pass.
	Offices []string
	// Before is an earlier state of the same library, such as what is deployed. Ids that were published
	// there and are gone now are named: bookmarks and progress hang on them.
	Before fs.FS
}

// Check holds the library in fsys to docs/writing-content.md as it stands on the day of today in Vietnam,
// and returns what it finds by file and line. It reads the lists allowed-links.yaml and officialese.yaml of
// fsys, or the embedded ones where fsys has none. A file that cannot be read is a problem like any other.
//
// In a draft, which nobody is shown, the faults of the text are warnings; only what keeps a draft from
// being read is an error. A server that takes over files while it runs calls Check first and keeps its
// library when [HasErrors].
func Check(fsys fs.FS, today time.Time, o CheckOptions) []Problem {
	var ps problems
	c, err := newChecker(fsys, DateOf(today), o, &ps)
	if err != nil {
		ps.fault(".", 1, "read", err.Error())
		return ps.sorted()
	}
	checkTranslations(c.all, &ps)
	c.checkForms()
	for _, g := range c.all.guides {
		c.relax(g.Status, func(ps *problems) { c.checkGuide(g, ps) })
	}
	for _, m := range c.all.modules {
		c.relax(m.Status, func(ps *problems) { c.checkModule(m, ps) })
	}
	c.checkOrder()
	c.checkStarts()
	c.checkRehearsals()
	if o.Before != nil {
		c.checkBefore(o.Before)
	}
	return ps.sorted()
}

type checker struct {
	fsys    fs.FS
	all     rawLibrary
	bySlug  map[string]Guide
	day     Date
	options CheckOptions
	links   allowedLinks
	stiff   map[string][]stiff
	ps      *problems
}

func newChecker(fsys fs.FS, day Date, o CheckOptions, ps *problems) (*checker, error) {
	c := &checker{fsys: fsys, day: day, options: o, ps: ps, bySlug: map[string]Guide{}}
	var err error
	if c.all, err = readAll(fsys, ps); err != nil {
		return nil, err
	}
	if c.links, err = readAllowedLinks(fsys, ps); err != nil {
		return nil, err
	}
	if c.stiff, err = readOfficialese(fsys, ps); err != nil {
		return nil, err
	}
	for _, g := range c.all.guides {
		c.bySlug[g.Slug] = g
	}
	return c, nil
}

// relax runs rules and turns their errors into warnings where the text is a draft.
func (c *checker) relax(s Status, rules func(*problems)) {
	var found problems
	rules(&found)
	for _, p := range found.list {
		if s == Draft {
			p.Severity = Warning
		}
		c.ps.add(p)
	}
}

// checkForms reports text files that are not in Unicode's form C: search and hashes would tell two equal
// words apart.
func (c *checker) checkForms() {
	for _, file := range c.all.files {
		if !strings.HasSuffix(file, ".yaml") && !strings.HasSuffix(file, ".md") {
			continue
		}
		raw, err := readLimited(c.fsys, file, maxFile)
		if err != nil {
			c.ps.fault(file, 1, "read", err.Error())
			continue
		}
		if i := norm.NFC.QuickSpan(raw); i < len(raw) && !norm.NFC.IsNormal(raw) {
			c.ps.add(Problem{File: file, Line: 1 + strings.Count(string(raw[:i]), "\n"), Severity: Error, ID: "not-nfc",
				Detail: "letters and their marks are stored apart", Cure: "save the file in Unicode form NFC"})
		}
	}
}

// facts are the parts of guide.yaml and module.yaml that follow the same rules.
type facts struct {
	file       string
	at         lines
	status     Status
	confidence Confidence
	sources    []Source
	verified   Date
	reviewBy   Date
}

func (c *checker) checkFacts(f facts, ps *problems) {
	if f.status == Draft {
		ps.warn(f.file, f.at["status"], "draft", "a draft: not shown to citizens")
	}
	if f.confidence == Low && f.status == Published {
		ps.fault(f.file, f.at["confidence"], "confidence", "low confidence is never published")
	}
	if len(f.sources) == 0 {
		ps.fault(f.file, f.at["sources"], "source-missing", "no source: whoever doubts a fact must find where it stands")
	}
	for i, s := range f.sources {
		line := f.at[fmt.Sprintf("sources.%d", i)]
		c.links.check(f.file, line, s.URL, true, ps)
		if c.day.Before(s.Date) {
			ps.fault(f.file, line, "date", "the source is dated "+s.Date.String()+", which is to come")
		}
	}
	c.checkDates(f, ps)
}

func (c *checker) checkDates(f facts, ps *problems) {
	if c.day.Before(f.verified) {
		ps.fault(f.file, f.at["verified"], "date", "verified on a day that is to come")
	}
	switch {
	case f.reviewBy.IsZero():
	case f.reviewBy.Before(f.verified):
		ps.fault(f.file, f.at["review_by"], "date", "review_by lies before verified")
	case f.reviewBy.Before(c.day):
		ps.add(Problem{File: f.file, Line: f.at["review_by"], Severity: Warning, ID: "review-past",
			Detail: "past its review date " + f.reviewBy.String(), Cure: "read the sources again, then set verified and review_by"})
	}
}

// checkText applies the rules on language to one language file.
func (c *checker) checkText(lang, of, original string, at lines, texts []passage, ps *problems) {
	if len(texts) == 0 {
		return
	}
	for _, p := range texts {
		checkLength(p, ps)
		checkMarkdown(p, ps)
		checkQuotes(p, ps)
		checkOfficialese(p, c.stiff[baseOf(lang)], ps)
		c.links.checkPassage(p, ps)
	}
	if parted(lang) {
		checkReadability(texts, ps)
	}
	c.checkOf(texts[0].file, lang, of, original, at, ps)
}

// checkOf reports a translation that was made from another state of its original, or that does not say from
// which.
func (c *checker) checkOf(file, lang, of, original string, at lines, ps *problems) {
	if lang == Default {
		if of != "" {
			ps.fault(file, at["of"], "words-orphan", `"of" belongs in translations: this is the original`)
		}
		return
	}
	hash, err := Hash(c.fsys, original)
	if err != nil {
		return // A missing original is reported where it is missing.
	}
	cure := "compare it with " + original + ", then write of: '" + hash + "'"
	switch {
	case of == "":
		ps.add(Problem{File: file, Line: 1, Severity: Error, ID: "of-missing",
			Detail: "the translation does not say what it was made from", Cure: cure})
	case !sameHash(of, hash):
		ps.add(Problem{File: file, Line: at["of"], Severity: Error, ID: "translation-stale",
			Detail: "the original has changed since it was translated", Cure: cure})
	}
}

// checkOrder reports published modules that claim the same place in the path.
func (c *checker) checkOrder() {
	seen := map[int]string{}
	for _, m := range c.all.modules {
		if m.Status != Published || m.Order == 0 {
			continue
		}
		if other := seen[m.Order]; other != "" {
			c.ps.warn("modules/"+m.Slug+"/module.yaml", m.at["order"], "order-twice",
				fmt.Sprintf("%s has the same place %d in the path", other, m.Order))
		}
		seen[m.Order] = m.Slug
	}
}

// checkBefore names published ids that are gone.
func (c *checker) checkBefore(before fs.FS) {
	old, err := readAll(before, &problems{})
	if err != nil {
		c.ps.fault(".", 1, "read", "earlier state: "+err.Error())
		return
	}
	for _, g := range old.guides {
		if now, ok := c.bySlug[g.Slug]; ok && g.Status == Published {
			c.checkGone(now.Words[Default].file, guideIDs(g), guideIDs(now))
		}
	}
	for _, m := range old.modules {
		i := slices.IndexFunc(c.all.modules, func(n Module) bool { return n.Slug == m.Slug })
		if i >= 0 && m.Status == Published {
			now := c.all.modules[i]
			c.checkGone(now.Words[Default].file, moduleIDs(m), moduleIDs(now))
		}
	}
}

func (c *checker) checkGone(file string, old, now []string) {
	for _, id := range old {
		if !slices.Contains(now, id) {
			c.ps.add(Problem{File: file, Line: 1, Severity: Warning, ID: "id-gone",
				Detail: fmt.Sprintf("%q was published and is gone", id), Cure: "keep the id when only the words change"})
		}
	}
}
