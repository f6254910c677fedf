package eval

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"danloi/search"
	"go.yaml.in/yaml/v3"
)

// guideFacts are the parts of guide.yaml that are searched.
type guideFacts struct {
	Code    string              `yaml:"code"`
	Status  string              `yaml:"status"`
	AskedAs map[string][]string `yaml:"asked_as"`
}

// guideWords is the header of a guide's text.
type guideWords struct {
	Title     string    `yaml:"title"`
	Who       string    `yaml:"who"`
	Get       string    `yaml:"get"`
	Documents yaml.Node `yaml:"documents"`
	Fees      yaml.Node `yaml:"fees"`
	FeeNote   string    `yaml:"fee_note"`
	Time      string    `yaml:"time"`
	Where     string    `yaml:"where"`
	Changed   string    `yaml:"changed"`
	Trouble   []struct {
		If   string `yaml:"if"`
		Then string `yaml:"then"`
	} `yaml:"trouble"`
}

// ReadGuides reads a folder of guides, one folder each, as documents of the index, one a language. It reads
// what is needed for measuring and does not check the guides.
func ReadGuides(dir string) ([]search.Document, error) {
	folders, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read guides: %w", err)
	}
	var out []search.Document
	for _, f := range folders {
		if !f.IsDir() {
			continue
		}
		ds, err := readGuide(filepath.Join(dir, f.Name()))
		if err != nil {
			return nil, fmt.Errorf("read guide %s: %w", f.Name(), err)
		}
		out = append(out, ds...)
	}
	return out, nil
}

func readGuide(dir string) ([]search.Document, error) {
	var facts guideFacts
	b, err := os.ReadFile(filepath.Join(dir, "guide.yaml"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil // only half written
	}
	if err := errors.Join(err, yaml.Unmarshal(b, &facts)); err != nil {
		return nil, err
	}
	texts, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return nil, err
	}
	slices.Sort(texts)
	var out []search.Document
	for _, path := range texts {
		d := search.Document{ID: filepath.Base(dir), Kind: search.KindGuide, Code: facts.Code,
			Lang: strings.TrimSuffix(filepath.Base(path), ".md")}
		d.Asked = facts.AskedAs[d.Lang]
		if err := readText(path, &d); err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		out = append(out, d)
	}
	return out, nil
}

// readText reads a guide's header and body.
func readText(path string, d *search.Document) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	parts := bytes.SplitN(b, []byte("---\n"), 3)
	if len(parts) != 3 {
		return errors.New("no header between lines of ---")
	}
	var w guideWords
	if err := yaml.Unmarshal(parts[1], &w); err != nil {
		return err
	}
	body := string(parts[2])
	summary, steps, _ := strings.Cut(body, "\n## ")
	d.Title = w.Title
	add := func(kind string, texts ...string) {
		if t := strings.TrimSpace(strings.Join(texts, "\n")); t != "" {
			d.Sections = append(d.Sections, search.Section{Kind: kind, Text: t})
		}
	}
	add(search.SectionSummary, summary, w.Get)
	add(search.SectionWho, w.Who)
	add(search.SectionPapers, values(w.Documents)...)
	add(search.SectionCost, append(values(w.Fees), w.FeeNote)...)
	add(search.SectionTime, w.Time)
	add(search.SectionWhere, w.Where)
	add("changed", w.Changed)
	for s := range strings.SplitSeq(steps, "\n## ") {
		add(search.SectionSteps, s)
	}
	for _, t := range w.Trouble {
		add(search.SectionTrouble, t.If, t.Then)
	}
	return nil
}

// values returns the texts of a mapping in their order.
func values(n yaml.Node) (out []string) {
	for i := 1; i < len(n.Content); i += 2 {
		out = append(out, n.Content[i].Value)
	}
	return out
}
