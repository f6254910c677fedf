package content

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// pathFile says where a learner may begin.
const pathFile = "path.yaml"

// A Start is one answer to "where do I begin?": what somebody says of themselves, and the module that fits.
type Start struct {
	ID     string
	Label  map[string]string // by language
	Module string

	line int
}

// In returns the label in lang, or in Vietnamese.
func (s Start) In(lang string) string { return inLang(s.Label, lang) }

func inLang(words map[string]string, lang string) string {
	if w, ok := words[lang]; ok {
		return w
	}
	return words[Default]
}

// readStarts reads path.yaml. A library without one has no starts.
func readStarts(fsys fs.FS, ps *problems) (starts []Start, found bool, err error) {
	src, err := open(fsys, pathFile, ps)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	t := parseTable(src, src.text)
	for _, row := range t.tables("starts") {
		row.need("id", "label", "module")
		s := Start{ID: row.text("id"), Label: bothLanguages(row, "label"), Module: row.text("module"), line: row.line}
		row.done()
		if slices.ContainsFunc(starts, func(o Start) bool { return o.ID == s.ID }) {
			src.fault(s.line, "id-twice", fmt.Sprintf("the id %q stands twice", s.ID))
		}
		starts = append(starts, s)
	}
	t.done()
	return starts, true, nil
}

// bothLanguages reads words by language; Vietnamese and English are needed.
func bothLanguages(t *table, key string) map[string]string {
	line := t.lineOf(key)
	words := t.all(key)
	for _, lang := range []string{Default, "en"} {
		if words[lang] == "" {
			t.src.fault(line, "words-missing", fmt.Sprintf("%s%s has no words in %q", t.path, key, lang))
		}
	}
	return words
}

// checkStarts reports a start that leads nowhere.
func (c *checker) checkStarts() {
	for _, s := range c.all.starts {
		if !c.hasModule(s.Module) {
			c.ps.fault(pathFile, s.line, "module-unknown", fmt.Sprintf("there is no published module %q", s.Module))
		}
	}
}

func (c *checker) hasModule(slug string) bool {
	return slices.ContainsFunc(c.all.modules, func(m Module) bool { return m.Slug == slug && m.Status == Published })
}

// Starts returns the answers to "where do I begin?" whose modules citizens may see.
func (l *Library) Starts() []Start {
	var out []Start
	for _, s := range l.starts {
		if m, ok := l.Module(s.Module); ok && m.Audience == Citizen {
			out = append(out, s)
		}
	}
	return out
}
