// Package kit makes a folder of plain pages out of the library: guides, lessons with a self-test, and sheets to print.
// It opens from a memory stick or from a phone's files, without a server and without a network.
package kit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"danloi/content"
	"danloi/leaflet"
	"danloi/locales"
)

// Errors of Make and Write. Test with errors.Is.
var (
	ErrLanguage = errors.New("no texts in this language")
	ErrModule   = errors.New("no such module")
	ErrNotKit   = errors.New("the folder holds something else")
)

// Options say what goes into a kit.
type Options struct {
	Lang    string    // BCP 47; must be one that has texts. A guide without it is Vietnamese
	Modules []string  // slugs; all published modules for citizens when empty
	Made    time.Time // the day on which fees and freshness are told
	// Office names a department by its id, empty for one that does not exist.
	Office func(id string) string
	// Address is where the assistant is on the network, such as https://danloi.example.vn, or empty. Sheets then carry
	// it with a QR code.
	Address string
}

// Kit is a folder in the making: the files by path, with forward slashes.
type Kit struct {
	Files                   map[string][]byte
	Guides, Modules, Sheets int
}

// maker is a Kit being made.
type maker struct {
	Options
	lib   *content.Library
	texts *locales.Catalog
	pages pages
	kit   Kit
}

// Make makes the pages of a kit in memory. ErrLanguage and ErrModule name what is wrong and what there is.
func Make(lib *content.Library, texts *locales.Catalog, o Options) (Kit, error) {
	m := &maker{Options: o, lib: lib, texts: texts, kit: Kit{Files: map[string][]byte{}}}
	modules, err := m.chosen()
	if err != nil {
		return Kit{}, err
	}
	if m.pages, err = loadPages(); err != nil {
		return Kit{}, err
	}
	if err := m.addAssets(); err != nil {
		return Kit{}, err
	}
	for _, g := range lib.Guides() {
		if err := m.guide(g); err != nil {
			return Kit{}, err
		}
	}
	for _, mod := range modules {
		if err := m.module(mod); err != nil {
			return Kit{}, err
		}
	}
	if err := m.index(modules); err != nil {
		return Kit{}, err
	}
	return m.kit, nil
}

// chosen checks the language and returns the modules that were asked for, in the recommended order.
func (m *maker) chosen() ([]content.Module, error) {
	var tags []string
	for _, l := range m.texts.Written() {
		tags = append(tags, l.Tag)
	}
	if !slices.Contains(tags, m.Lang) {
		return nil, fmt.Errorf("%w: %q (there are %s)", ErrLanguage, m.Lang, strings.Join(tags, ", "))
	}
	var out []content.Module
	var slugs []string
	for _, mod := range m.lib.Modules() {
		if mod.Audience != content.Citizen {
			continue
		}
		slugs = append(slugs, mod.Slug)
		if len(m.Modules) == 0 || slices.Contains(m.Modules, mod.Slug) {
			out = append(out, mod)
		}
	}
	for _, want := range m.Modules {
		if !slices.Contains(slugs, want) {
			return nil, fmt.Errorf("%w: %q (there are %s)", ErrModule, want, strings.Join(slugs, ", "))
		}
	}
	return out, nil
}

// frame is what a page at this depth below the kit's folder lends to a guide or a module.
func (m *maker) frame(root string) leaflet.Frame {
	return leaflet.Frame{
		Texts: m.texts, Lang: m.Lang, Now: m.Made, Office: m.Office,
		Guide: func(slug string) string { return root + "guides/" + slug + ".html" },
		Media: func(a content.Asset) string { return root + m.media(a) },
		Chat:  func(string) string { return "" }, // a stick has no chat
	}
}

// media puts a picture or recording into the kit and returns its path.
func (m *maker) media(a content.Asset) string {
	path := "media/" + a.Path
	m.kit.Files[path] = a.Bytes()
	return path
}
