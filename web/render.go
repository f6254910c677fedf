package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"danloi/leaflet"
	"danloi/locales"
)

//go:embed templates
var templateFiles embed.FS

// page is what every template gets. T gives the texts in the language of the page.
type page struct {
	Lang   string
	Title  string
	Flash  string // good news, shown once
	Fault  string // what went wrong
	Nav    string // which entry of the menu is the present one
	Me     *me    // who is logged in, nil on public pages
	Demo   bool
	Wide   bool         // a public page with tables
	Index  bool         // search engines may keep the page
	Others []langChoice // the languages in which the page can be read
	Data   any

	texts *locales.Catalog
	ver   string
}

// me is the member of staff as the frame of the page needs it.
type me struct{ Name, Role string }

// langChoice is one entry of the choice of languages. URL is empty for the present one.
type langChoice struct{ Tag, Name, URL string }

// T returns a text in the language of the page.
func (p page) T(id string, pairs ...any) string { return p.texts.Text(p.Lang, id, pairs...) }

// With returns the page as P beside one group of figures as G, for the template that shows them.
func (p page) With(g groupView) any {
	return struct {
		P page
		G groupView
	}{p, g}
}

// Part is the page with other data, for a part that is also sent by itself.
func (p page) Part(data any) page {
	p.Data = data
	return p
}

// shortcut is a key that saves steps in the console.
type shortcut struct{ Key, Does string }

// shortcuts are the keys in order; pages.js knows what each does.
var shortcuts = []struct{ key, id string }{
	{"j", "down"}, {"k", "up"}, {"x", "choose"}, {"/", "find"}, {"i", "inbox"}, {"g", "new"}, {"n", "next"}, {"r", "answer"}, {"?", "help"},
}

// Keys returns the keys of the console with what they do.
func (p page) Keys() (keys []shortcut) {
	for _, s := range shortcuts {
		keys = append(keys, shortcut{s.key, p.T("console.keys." + s.id)})
	}
	return keys
}

// Asset returns the address of a file of assets, which changes with its contents.
func (p page) Asset(name string) string { return assetPath + name + "?v=" + p.ver }

// templates are all pages, each parsed together with the frame that it names in its file's name: console-inbox.html
// stands in console.html.
type templates map[string]*template.Template

func loadTemplates() (templates, error) {
	files, err := fs.Glob(templateFiles, "templates/*-*.html")
	if err != nil {
		return nil, fmt.Errorf("load templates: %w", err)
	}
	all := templates{}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		frame, _, _ := strings.Cut(name, "-")
		t, err := template.New(frame+".html").Option("missingkey=error").Funcs(template.FuncMap{"next": func(i int) int { return i + 1 }}).
			ParseFS(templateFiles, "templates/parts.html", "templates/"+frame+".html", file)
		if err == nil {
			t, err = t.ParseFS(leaflet.Templates(), "templates/guide.html")
		}
		if err != nil {
			return nil, fmt.Errorf("load template %s: %w", name, err)
		}
		all[name] = t
	}
	return all, nil
}

// render writes a page. A template that fails is a fault of ours: it is logged and the reader gets a plain 500.
func (s *site) render(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	p.texts, p.ver, p.Demo = s.Texts, s.assets.version, s.Demo
	var b bytes.Buffer
	if err := s.pages[name].Execute(&b, p); err != nil {
		s.Log.ErrorContext(r.Context(), "render page", "page", name, "err", err)
		http.Error(w, s.Texts.Text(p.Lang, "pages.error.500"), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", p.Lang)
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		b.WriteTo(w)
	}
}
