// Package leaflet lays the library out for pages: a guide or a module in the words of one language, as it stands on one
// day, with its fees worded and its pictures and links where the page has them. The pages of the server and the pages
// that open from a memory stick are made of the same leaflets.
package leaflet

import (
	"embed"
	"html/template"
	"io/fs"
	"net/url"
	"strings"
	"time"

	"danloi/content"
	"danloi/locales"
)

//go:embed templates
var templates embed.FS

// Templates holds guide.html, which defines "guide". It is given a value with T (a text by its id), Lang and Data, a
// Guide. Whoever uses it brings the style sheet.
func Templates() fs.FS { return templates }

// Frame is what a leaflet takes from the page around it. It is safe for concurrent use while nobody changes it.
type Frame struct {
	Texts *locales.Catalog
	Lang  string    // of the reader; where a guide does not speak it, its words are Vietnamese
	Now   time.Time // the day on which fees and freshness are told
	// Office names a department by its id, empty for one that does not exist.
	Office func(id string) string
	// Guide returns the address of another guide, or empty where the page cannot lead there.
	Guide func(slug string) string
	// Media returns the address of a picture or recording of the library.
	Media func(a content.Asset) string
	// Chat returns the address where the guide opens in a chat, or empty.
	Chat func(slug string) string
}

// Link leads to a guide. Lang is the language of Title.
type Link struct{ Slug, Title, Lang, URL string }

// Source is where facts were read.
type Source struct{ URL, Host, Date string }

// Picture is a picture of a step or a screen.
type Picture struct {
	URL, Alt      string
	Width, Height int
}

// illustrated is a guide or a module.
type illustrated interface {
	Picture(id string) (content.Asset, bool)
	Voice(id, lang string) (content.Asset, bool)
}

// media returns the picture of a step or screen, nil when it has none, and the address of its recording, or empty.
func (f Frame) media(of illustrated, id, title, lang string) (*Picture, string) {
	var picture *Picture
	if a, ok := of.Picture(id); ok {
		picture = &Picture{URL: f.Media(a), Alt: title, Width: a.Width, Height: a.Height}
	}
	if a, ok := of.Voice(id, lang); ok {
		return picture, f.Media(a)
	}
	return picture, ""
}

// Links are the guides as links, in their order. One that the page cannot lead to is left out.
func (f Frame) Links(guides []content.Guide) []Link {
	var out []Link
	for _, g := range guides {
		if address := f.Guide(g.Slug); address != "" {
			words, in := g.In(f.Lang)
			out = append(out, Link{Slug: g.Slug, Title: words.Title, Lang: in, URL: address})
		}
	}
	return out
}

func sources(all []content.Source) []Source {
	var out []Source
	for _, s := range all {
		out = append(out, Source{URL: s.URL, Host: Host(s.URL), Date: Day(s.Date)})
	}
	return out
}

// Host returns the host of a web address as people say it, without "www.".
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// Day writes a day as people do, or nothing for an unknown one.
func Day(d content.Date) string {
	if d.IsZero() {
		return ""
	}
	return locales.Date(d.Time())
}

// html is a text of the library as HTML, empty for an empty one.
func html(text string) template.HTML {
	if text == "" {
		return ""
	}
	return content.HTML(text)
}
