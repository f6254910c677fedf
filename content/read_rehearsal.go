package content

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

const rehearsalFolder = "rehearsals"

// readRehearsals reads rehearsals/SLUG.yaml. A library without the folder has none.
func readRehearsals(fsys fs.FS, ps *problems) (all []Rehearsal, files []string, err error) {
	entries, err := fs.ReadDir(fsys, rehearsalFolder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read library folder: %w", err)
	}
	for _, e := range entries {
		file := rehearsalFolder + "/" + e.Name()
		slug, isYAML := strings.CutSuffix(e.Name(), ".yaml")
		switch {
		case hidden(e.Name()):
		case e.IsDir() || !isYAML || !idForm.MatchString(slug):
			ps.fault(file, 1, "file-unknown", "only files SLUG.yaml stand here; a slug is a-z, 0-9 and single hyphens")
		default:
			src, err := open(fsys, file, ps)
			if err != nil {
				return nil, nil, err
			}
			all, files = append(all, readRehearsal(src, slug)), append(files, file)
		}
	}
	return all, files, nil
}

func readRehearsal(src *source, slug string) Rehearsal {
	t := parseTable(src, src.text)
	t.need("order", "title", "about", "end", "screens")
	r := Rehearsal{
		Slug: slug, Order: int(t.number("order")), file: src.path, at: t.at,
		Title: bothLanguages(t, "title"), About: bothLanguages(t, "about"), End: bothLanguages(t, "end"),
		Guides: t.texts("guides"), Modules: t.texts("modules"),
	}
	for _, row := range t.tables("screens") {
		m := readMock(row)
		if slices.ContainsFunc(r.Screens, func(o Mock) bool { return o.ID == m.ID }) {
			src.fault(m.line, "id-twice", fmt.Sprintf("the id %q stands twice", m.ID))
		}
		r.Screens = append(r.Screens, m)
	}
	t.done()
	return r
}

// practiceCode is what may be typed in a rehearsal: digits that nobody takes for a number of their own.
var practiceCode = regexp.MustCompile(`^[0-9]{4,8}$`)

func readMock(t *table) Mock {
	t.need("id", "shows", "ask")
	m := Mock{
		ID: t.text("id"), Guide: t.text("guide"), Step: t.text("step"), Code: t.text("code"),
		Shows: bothLanguages(t, "shows"), Ask: bothLanguages(t, "ask"), line: t.line,
	}
	right := 0
	for _, row := range t.tables("choices") {
		row.need("say", "why")
		w := Way{Say: bothLanguages(row, "say"), Why: bothLanguages(row, "why"), Right: row.truth("right"), line: row.line}
		row.done()
		if w.Right {
			right++
		}
		m.Choices = append(m.Choices, w)
	}
	t.done()
	switch {
	case !idForm.MatchString(m.ID):
		t.src.fault(t.line, "id-form", fmt.Sprintf("%q: an id is a-z, 0-9 and single hyphens", m.ID))
	case (m.Guide == "") != (m.Step == ""):
		t.src.fault(t.line, "step-unknown", "guide and step belong together")
	case m.Code != "" && (len(m.Choices) > 0 || !practiceCode.MatchString(m.Code)):
		t.src.fault(t.lineOf("code"), "rehearsal-code", "a code is 4 to 8 digits, and its screen has no choices")
	case m.Code == "" && (len(m.Choices) < 2 || right != 1):
		t.src.fault(t.line, "choice-right", fmt.Sprintf("%d choices, %d of them right: at least two are needed, exactly one right", len(m.Choices), right))
	}
	return m
}
