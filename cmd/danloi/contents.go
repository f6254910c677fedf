package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"danloi/content"
	"danloi/locales"
)

// contentCmd is for editors.
type contentCmd struct {
	Check contentCheckCmd `cmd:"" help:"Check guides, modules and texts; faults as file:line."`
	Stats contentStatsCmd `cmd:"" help:"Count guides, modules and texts by language and status."`
	Hash  contentHashCmd  `cmd:"" help:"Print the hash of an original, or write it into its translations."`
}

type contentCheckCmd struct {
	place
	Before string `help:"An earlier state of the library: names ids that were published there and are gone." type:"existingdir"`
}

// Run prints every problem and fails when one is an error.
func (c *contentCheckCmd) Run(std streams) error {
	k, err := knowFeedback(c.place)
	if err != nil {
		return err
	}
	o := content.CheckOptions{}
	for _, d := range k.directory.Departments() {
		o.Offices = append(o.Offices, d.ID)
	}
	if c.Before != "" {
		o.Before = os.DirFS(c.Before)
	}
	problems := content.Check(k.files(), time.Now(), o)
	for _, p := range problems {
		fmt.Fprintln(std.out, p)
	}
	lib, _, err := content.Load(k.files())
	if err != nil {
		return err
	}
	n := len(slices.DeleteFunc(slices.Clone(problems), func(p content.Problem) bool { return p.Severity != content.Error }))
	fmt.Fprintf(std.out, "%d errors, %d warnings in %d guides (%d drafts) and %d modules\n",
		n, len(problems)-n, len(lib.Guides())+len(lib.Drafts()), len(lib.Drafts()), len(lib.Modules()))
	if n > 0 {
		return errors.New("content has errors")
	}
	return nil
}

// knowFeedback reads what the checker needs, without the library itself, which may be broken.
func knowFeedback(p place) (*knowledge, error) {
	full := p
	full.Content = ""
	k, err := know(full)
	if err != nil {
		return nil, err
	}
	k.place = p
	return k, nil
}

type contentStatsCmd struct {
	place
	JSON bool `help:"One JSON object."`
}

type textStats struct {
	Language string            `json:"language"`
	Endonym  string            `json:"endonym"`
	State    locales.State     `json:"state"`
	Texts    map[string][2]int `json:"texts"` // of each audience: own and all
}

// Run prints the counts.
func (c *contentStatsCmd) Run(std streams) error {
	k, err := know(c.place)
	if err != nil {
		return err
	}
	stats := k.lib().Stats()
	var texts []textStats
	for _, l := range k.texts.Languages() {
		n, err := locales.Coverage(locales.Files(), l.Tag)
		if err != nil {
			return err
		}
		texts = append(texts, textStats{Language: l.Tag, Endonym: l.Endonym, State: l.State, Texts: n})
	}
	if c.JSON {
		return json.NewEncoder(std.out).Encode(map[string]any{"content": stats, "texts": texts})
	}
	data, err := json.MarshalIndent(stats, "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s\n", data)
	for _, t := range texts {
		fmt.Fprintf(std.out, "%-3s %-10s", t.Language, t.State)
		for _, audience := range []string{"chat", "web", "console"} {
			fmt.Fprintf(std.out, "  %s %d/%d", audience, t.Texts[audience][0], t.Texts[audience][1])
		}
		fmt.Fprintln(std.out)
	}
	return nil
}

type contentHashCmd struct {
	Write bool   `help:"Write the hash into the translations beside the original."`
	File  string `arg:"" help:"The original, such as content/guides/SLUG/vi.md." type:"existingfile"`
}

// Run prints the hash, or writes it.
func (c *contentHashCmd) Run(std streams) error {
	dir, name := filepath.Split(c.File)
	if dir == "" {
		dir = "."
	}
	hash, err := content.Hash(os.DirFS(dir), name)
	if err != nil {
		return err
	}
	if !c.Write {
		_, err := fmt.Fprintln(std.out, hash)
		return err
	}
	translations, err := fs.Glob(os.DirFS(dir), "*.md")
	if err != nil {
		return err
	}
	for _, t := range translations {
		if t == name {
			continue
		}
		path := filepath.Join(dir, t)
		data, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read translation: %w", err)
		}
		if data, err = content.SetOf(data, hash); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return fmt.Errorf("write translation: %w", err)
		}
		fmt.Fprintf(std.out, "%s of: %s\n", path, hash)
	}
	return nil
}
