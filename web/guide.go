package web

import (
	"net/http"
	"net/url"

	"danloi/leaflet"
	"danloi/locales"
)

type guideGroup struct {
	ID, Name string
	Guides   []leaflet.Link
}

// guides lists all guides by group.
func (s *site) guides(w http.ResponseWriter, r *http.Request) {
	lang, lib := s.langOf(r), s.Library()
	frame := s.frame(lang)
	var groups []guideGroup
	for _, id := range lib.Groups() {
		groups = append(groups, guideGroup{
			ID: id, Name: s.Texts.Text(lang, "pages.group."+id), Guides: frame.Links(lib.InGroup(id)),
		})
	}
	s.render(w, r, http.StatusOK, "pages-guides", page{
		Lang: lang, Title: s.Texts.Text(lang, "pages.guides.title"), Nav: "guides", Index: true,
		Others: s.langChoices(lang, "/g/"), Data: groups,
	})
}

// guide shows one guide. Past its review date it carries a warning and search engines are asked to leave it.
func (s *site) guide(w http.ResponseWriter, r *http.Request) {
	lang := s.langOf(r)
	g, ok := s.Library().Guide(r.PathValue("slug"))
	if !ok {
		s.missing(w, r, lang)
		return
	}
	v := s.frame(lang).OfGuide(s.Library(), g)
	w.Header().Set("Cache-Control", "public, max-age=300")
	s.render(w, r, http.StatusOK, "pages-guide", page{
		Lang: lang, Title: v.Words.Title, Nav: "guides", Index: !v.Stale && v.Lang == lang,
		Others: s.langChoices(lang, "/g/"+g.Slug), Data: v,
	})
}

// frame is what the public pages lend to a guide.
func (s *site) frame(lang string) leaflet.Frame {
	return leaflet.Frame{
		Texts: s.Texts, Lang: lang, Now: s.Now(), Media: mediaURL,
		Office: func(id string) string {
			d, ok := s.Directory.Department(id)
			if !ok {
				return ""
			}
			return d.Label(lang)
		},
		Guide: func(slug string) string { return "/g/" + slug + "?lang=" + url.QueryEscape(lang) },
		Chat:  func(slug string) string { return "/?start=g-" + slug + "&lang=" + url.QueryEscape(lang) },
	}
}

// langOf returns the language that the address asks for, else Vietnamese.
func (s *site) langOf(r *http.Request) string {
	if l, ok := s.Texts.Language(r.FormValue("lang")); ok {
		return l.Tag
	}
	return locales.Default
}

// langChoices offers a page in every language of the picker.
func (s *site) langChoices(present, path string) []langChoice {
	var out []langChoice
	for _, l := range s.Texts.Written() {
		c := langChoice{Tag: l.Tag, Name: l.Endonym}
		if l.Tag != present {
			c.URL = path + "?lang=" + url.QueryEscape(l.Tag)
		}
		out = append(out, c)
	}
	return out
}

func (s *site) missing(w http.ResponseWriter, r *http.Request, lang string) {
	s.render(w, r, http.StatusNotFound, "pages-message", page{
		Lang: lang, Title: s.Texts.Text(lang, "pages.error.404_title"), Data: s.Texts.Text(lang, "pages.error.404"),
	})
}
