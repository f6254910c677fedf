package web

import (
	"html/template"
	"net/http"
	"path"
	"strings"
	"time"

	"danloi/content"
	"danloi/locales"
)

// previewView is a guide or module as the citizen would see it, with a bar above it for the editor.
type previewView struct {
	Bar    page // in the language of the console; its Data is a barView
	Guide  *page
	Module *moduleView
}

type barView struct {
	Draft    bool
	Slug     string
	Problems []problemView
}

// previewBase is the path below which drafts are previewed. A language in such an address is that of the preview,
// not that of the console.
const previewBase = "/console/content/"

func (s *site) previewGuide(w http.ResponseWriter, r *http.Request, v visit) {
	g, ok := s.Library().Draft(r.PathValue("slug"))
	if !ok {
		s.notThere(w, r, v)
		return
	}
	lang := s.langOf(r)
	gv := s.guideView(g, lang)
	gv.Draft = g.Status != content.Published
	for i := range gv.Steps {
		gv.Steps[i].Voice = previewMedia("guides", gv.Steps[i].Voice)
		if p := gv.Steps[i].Picture; p != nil {
			p.URL = previewMedia("guides", p.URL)
		}
	}
	s.preview(w, r, v, "guides/"+g.Slug, gv.Words.Title, previewView{
		Bar:   page{Data: barView{Draft: gv.Draft, Slug: g.Slug}},
		Guide: &page{Lang: lang, Data: gv, texts: s.Texts},
	})
}

func (s *site) previewModule(w http.ResponseWriter, r *http.Request, v visit) {
	m, ok := s.Library().DraftModule(r.PathValue("slug"))
	if !ok {
		s.notThere(w, r, v)
		return
	}
	mv := s.moduleView(m, s.langOf(r))
	s.preview(w, r, v, "modules/"+m.Slug, mv.Title, previewView{
		Bar:    page{Data: barView{Draft: m.Status != content.Published, Slug: m.Slug}},
		Module: &mv,
	})
}

// preview shows a page in the frame that citizens see, with the bar above it. folder is the one in the library.
func (s *site) preview(w http.ResponseWriter, r *http.Request, v visit, folder, title string, view previewView) {
	lang := s.langOf(r)
	bar := view.Bar.Data.(barView)
	bar.Problems = problemViews(inFolder(s.problems(), folder))
	view.Bar = page{Lang: v.lang, Data: bar, texts: s.Texts}
	s.render(w, r, http.StatusOK, "pages-preview", page{
		Lang: lang, Title: title, Others: s.langChoices(lang, previewBase+folder), Data: view,
	})
}

// previewMedia moves the public address of a picture or recording to where drafts have theirs too.
func previewMedia(kind, address string) string {
	if address == "" {
		return ""
	}
	return previewBase + kind + "/" + strings.TrimPrefix(address, "/g/")
}

// previewFile serves a picture or a recording of a guide or module, published or not.
func (s *site) previewFile(w http.ResponseWriter, r *http.Request, v visit) {
	a, ok := s.draftMedia(r.PathValue("kind"), r.PathValue("slug"), r.PathValue("name"))
	if !ok {
		s.notThere(w, r, v)
		return
	}
	w.Header().Set("Content-Type", a.Type)
	http.ServeContent(w, r, "", time.Time{}, a.Reader())
}

func (s *site) draftMedia(kind, slug, name string) (content.Asset, bool) {
	switch kind {
	case "guides":
		if g, ok := s.Library().Draft(slug); ok {
			return mediaOf(g, name)
		}
	case "modules":
		if m, ok := s.Library().DraftModule(slug); ok {
			return mediaOf(m, name)
		}
	}
	return content.Asset{}, false
}

// moduleView is a module as its page shows it on one day in one language.
type moduleView struct {
	Slug, Lang, Title string
	Summary           template.HTML
	Outcomes          []string
	Minutes, Pass     int
	Lessons           []lessonView
	Guides            []guideLink
	Stale             bool
	Verified          string
	Sources           []sourceView
}

type (
	lessonView struct {
		ID, Title string
		Screens   []screenView
		Trainer   []screenView // never shown to a learner
	}
	screenView struct {
		ID, Title, Kind string
		Text            template.HTML
		Picture         *pictureView
		Voice           string
		Choices         []content.Choice
	}
)

func (s *site) moduleView(m content.Module, lang string) moduleView {
	words, in := m.In(lang)
	v := moduleView{
		Slug: m.Slug, Lang: in, Title: words.Title, Summary: content.HTML(words.Summary), Outcomes: words.Outcomes,
		Minutes: m.Minutes, Pass: m.Pass, Stale: m.Stale(s.Now()), Verified: locales.Date(m.Verified.Time()),
		Guides: links(s.Library().GuidesOf(m), lang), Sources: sourceViews(m.Sources),
	}
	for _, l := range words.Lessons {
		lesson := lessonView{ID: l.ID, Title: l.Title}
		for _, screen := range l.Screens {
			sv := moduleScreen(m, screen, in)
			if screen.Kind == content.Trainer {
				lesson.Trainer = append(lesson.Trainer, sv)
			} else {
				lesson.Screens = append(lesson.Screens, sv)
			}
		}
		v.Lessons = append(v.Lessons, lesson)
	}
	return v
}

func moduleScreen(m content.Module, screen content.Screen, lang string) screenView {
	v := screenView{
		ID: screen.ID, Title: screen.Title, Kind: string(screen.Kind), Text: content.HTML(screen.Text), Choices: screen.Choices,
	}
	if a, ok := m.Picture(screen.ID); ok {
		v.Picture = &pictureView{URL: moduleMedia(m, a), Alt: screen.Title, Width: a.Width, Height: a.Height}
	}
	if a, ok := m.Voice(screen.ID, lang); ok {
		v.Voice = moduleMedia(m, a)
	}
	return v
}

func moduleMedia(m content.Module, a content.Asset) string {
	return previewBase + "modules/" + m.Slug + "/media/" + path.Base(a.Path)
}
