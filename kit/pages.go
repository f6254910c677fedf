package kit

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"

	qrcode "github.com/skip2/go-qrcode"

	"danloi/content"
	"danloi/leaflet"
	"danloi/locales"
)

//go:embed templates assets
var files embed.FS

// pages are the templates by name, each parsed together with the frame.
type pages map[string]*template.Template

func loadPages() (pages, error) {
	all := pages{}
	for _, name := range []string{"index", "guide", "module", "sheet"} {
		t, err := template.New("frame.html").Option("missingkey=error").ParseFS(files, "templates/frame.html", "templates/kit-"+name+".html")
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

// page is what every template gets.
type page struct {
	Lang, Title string
	Root        string // the way from the page to the kit's folder: "" or "../"
	Made        string
	Address, QR string // of the assistant on the network, and the picture of it; both may be empty
	Data        any

	texts *locales.Catalog
}

// T returns a text in the language of the page.
func (p page) T(id string, pairs ...any) string { return p.texts.Text(p.Lang, id, pairs...) }

// add renders a page into the kit.
func (m *maker) add(path, template, title string, data any) error {
	p := page{
		Lang: m.Lang, Title: title, Root: strings.Repeat("../", strings.Count(path, "/")), Made: locales.Date(m.Made),
		Address: m.Address, Data: data, texts: m.texts,
	}
	if _, ok := m.kit.Files[qrFile]; ok {
		p.QR = p.Root + qrFile
	}
	var b bytes.Buffer
	if err := m.pages[template].Execute(&b, p); err != nil {
		return fmt.Errorf("render %s: %w", path, err)
	}
	m.kit.Files[path] = b.Bytes()
	return nil
}

const qrFile = "qr.png"

// addAssets adds what all pages share.
func (m *maker) addAssets() error {
	for _, name := range []string{"kit.css", "kit.js"} {
		data, err := files.ReadFile("assets/" + name)
		if err != nil {
			return err
		}
		m.kit.Files[name] = data
	}
	if m.Address == "" {
		return nil
	}
	picture, err := qrcode.Encode(m.Address, qrcode.Medium, 240)
	if err != nil {
		return fmt.Errorf("draw the address as a QR code: %w", err)
	}
	m.kit.Files[qrFile] = picture
	return nil
}

// guideView is a guide with the last day on which it counts as current.
type guideView struct {
	page
	Until string // 2006-01-02
}

func (m *maker) guide(g content.Guide) error {
	path := "guides/" + g.Slug + ".html"
	v := m.frame("../").OfGuide(m.lib, g)
	m.kit.Guides++
	return m.add(path, "guide", v.Words.Title, guideView{page: page{Lang: m.Lang, Data: v, texts: m.texts}, Until: g.ReviewBy.String()})
}

// moduleView is a module with its exercises numbered through.
type moduleView struct {
	leaflet.Module
	Lessons []lessonView
	Until   string
	Count   int // of exercises
}

type lessonView struct {
	leaflet.Lesson
	Sheet  string // path of its sheet from the module's page
	Ideas  []leaflet.Screen
	Checks []check
}

// check is an exercise. N counts from 1 through the whole module.
type check struct {
	leaflet.Screen
	N int
}

// Letter names the choice at an index, as it is called out in a class.
func (check) Letter(i int) string { return string(rune('A' + i)) }

// Right is the letter of the right choice.
func (c check) Right() string {
	for i, choice := range c.Choices {
		if choice.Right {
			return c.Letter(i)
		}
	}
	return ""
}

func (m *maker) module(mod content.Module) error {
	v := moduleView{Module: m.frame("../").OfModule(m.lib, mod), Until: mod.ReviewBy.String()}
	for _, l := range v.Module.Lessons {
		lesson := lessonView{Lesson: l, Sheet: "../sheets/" + mod.Slug + "-" + l.ID + ".html"}
		for _, s := range l.Screens {
			if s.Kind != string(content.Exercise) {
				lesson.Ideas = append(lesson.Ideas, s)
				continue
			}
			v.Count++
			lesson.Checks = append(lesson.Checks, check{s, v.Count})
		}
		v.Lessons = append(v.Lessons, lesson)
		if err := m.sheet(mod, v.Module, lesson); err != nil {
			return err
		}
	}
	m.kit.Modules++
	return m.add("modules/"+mod.Slug+".html", "module", v.Title, v)
}

// sheetView is one lesson on paper.
type sheetView struct {
	Module leaflet.Module
	lessonView
}

func (m *maker) sheet(mod content.Module, v leaflet.Module, l lessonView) error {
	m.kit.Sheets++
	return m.add("sheets/"+mod.Slug+"-"+l.ID+".html", "sheet", l.Title, sheetView{v, l})
}

// indexView is the first page.
type indexView struct {
	Modules []entryView
	Groups  []groupView
}

type groupView struct {
	Name   string
	Guides []entryView
}

// entryView is a line of the first page. Find is what people may type for it.
type entryView struct{ Title, Lang, URL, Find string }

func (m *maker) index(modules []content.Module) error {
	var v indexView
	for _, mod := range modules {
		w, lang := mod.In(m.Lang)
		v.Modules = append(v.Modules, entryView{Title: w.Title, Lang: lang, URL: "modules/" + mod.Slug + ".html"})
	}
	for _, id := range m.lib.Groups() {
		group := groupView{Name: m.texts.Text(m.Lang, "pages.group."+id)}
		for _, g := range m.lib.InGroup(id) {
			w, lang := g.In(m.Lang)
			asked := append(append([]string{}, g.AskedAs[m.Lang]...), g.AskedAs[content.Default]...)
			group.Guides = append(group.Guides, entryView{
				Title: w.Title, Lang: lang, URL: "guides/" + g.Slug + ".html", Find: strings.Join(asked, " | "),
			})
		}
		v.Groups = append(v.Groups, group)
	}
	return m.add("index.html", "index", m.texts.Text(m.Lang, "kit.title"), v)
}
