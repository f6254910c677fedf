package web

import (
	"net/http"
	"net/url"
	"time"

	"danloi/content"
	"danloi/leaflet"
)

// previewView is a guide or module as the citizen would see it, with a bar above it for the editor.
type previewView struct {
	Bar    page // in the language of the console; its Data is a barView
	Guide  *page
	Module *leaflet.Module
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
	gv := s.previewFrame(lang).OfGuide(s.Library(), g)
	if g.Status != content.Published {
		gv.Chat = "" // the chat does not know it
	}
	s.preview(w, r, v, "guides/"+g.Slug, gv.Words.Title, previewView{
		Bar:   page{Data: barView{Draft: g.Status != content.Published, Slug: g.Slug}},
		Guide: &page{Lang: lang, Data: gv, texts: s.Texts},
	})
}

// previewFrame shows files where drafts have theirs too.
func (s *site) previewFrame(lang string) leaflet.Frame {
	f := s.frame(lang)
	f.Guide = func(slug string) string { return previewBase + "guides/" + slug + "?lang=" + url.QueryEscape(lang) }
	f.Media = func(a content.Asset) string { return previewBase + a.Path }
	return f
}

func (s *site) previewModule(w http.ResponseWriter, r *http.Request, v visit) {
	m, ok := s.Library().DraftModule(r.PathValue("slug"))
	if !ok {
		s.notThere(w, r, v)
		return
	}
	mv := s.previewFrame(s.langOf(r)).OfModule(s.Library(), m)
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
