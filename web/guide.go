package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"danloi/content"
	"danloi/locales"
)

// guideView is a guide as its page shows it on one day in one language.
type guideView struct {
	Slug, Lang, Code string
	Words            content.Words
	Summary          template.HTML
	Fees             []feeView
	Documents        []string
	Office           string
	Link, Host       string
	Hotlines         []hotlineView
	Steps            []stepView
	Trouble          []troubleView
	Related          []guideLink
	Stale, Draft     bool
	Verified         string
	Legal            []string
	Sources          []sourceView
}

type (
	feeView     struct{ What, Amount, Until string }
	hotlineView struct {
		Number, Dial, What string
		Unsure             bool
	}
	stepView struct {
		ID, Title   string
		Text, Other template.HTML
		Picture     *pictureView
		Voice       string
	}
	pictureView struct {
		URL, Alt      string
		Width, Height int
	}
	troubleView struct {
		If   string
		Then template.HTML
	}
	guideLink  struct{ Slug, Title, Lang string }
	sourceView struct{ URL, Host, Date string }
	guideGroup struct {
		ID, Name string
		Guides   []guideLink
	}
)

// guides lists all guides by group.
func (s *site) guides(w http.ResponseWriter, r *http.Request) {
	lang, lib := s.langOf(r), s.Library()
	var groups []guideGroup
	for _, id := range lib.Groups() {
		groups = append(groups, guideGroup{
			ID: id, Name: s.Texts.Text(lang, "pages.group."+id), Guides: links(lib.InGroup(id), lang),
		})
	}
	s.render(w, r, http.StatusOK, "pages-guides", page{
		Lang: lang, Title: s.Texts.Text(lang, "pages.guides.title"), Nav: "guides", Index: true,
		Others: s.langChoices(lang, "/g/"), Data: groups,
	})
}

func links(guides []content.Guide, lang string) []guideLink {
	var out []guideLink
	for _, g := range guides {
		words, in := g.In(lang)
		out = append(out, guideLink{Slug: g.Slug, Title: words.Title, Lang: in})
	}
	return out
}

// guide shows one guide. Past its review date it carries a warning and search engines are asked to leave it.
func (s *site) guide(w http.ResponseWriter, r *http.Request) {
	lang := s.langOf(r)
	g, ok := s.Library().Guide(r.PathValue("slug"))
	if !ok {
		s.missing(w, r, lang)
		return
	}
	v := s.guideView(g, lang)
	w.Header().Set("Cache-Control", "public, max-age=300")
	s.render(w, r, http.StatusOK, "pages-guide", page{
		Lang: lang, Title: v.Words.Title, Nav: "guides", Index: !v.Stale && v.Lang == lang,
		Others: s.langChoices(lang, "/g/"+g.Slug), Data: v,
	})
}

func (s *site) guideView(g content.Guide, lang string) guideView {
	words, in := g.In(lang)
	v := guideView{
		Slug: g.Slug, Lang: in, Code: g.Code, Words: words, Summary: content.HTML(words.Summary), Link: g.Link,
		Host: hostOf(g.Link), Stale: g.Stale(s.Now()), Verified: locales.Date(g.Verified.Time()), Legal: g.Legal,
		Fees: s.feeViews(g, words, lang), Steps: stepViews(g, words, in), Related: links(s.Library().Related(g), lang),
	}
	if d, ok := s.Directory.Department(g.Office); ok {
		v.Office = d.Label(lang)
	}
	for _, id := range g.Documents {
		v.Documents = append(v.Documents, words.Documents[id])
	}
	for _, h := range g.Hotlines {
		v.Hotlines = append(v.Hotlines, hotlineView{
			Number: h.Number, Dial: digits(h.Number), What: words.Hotlines[h.ID], Unsure: h.NoteUnsure,
		})
	}
	for _, t := range words.Trouble {
		v.Trouble = append(v.Trouble, troubleView{If: t.If, Then: content.HTML(t.Then)})
	}
	v.Sources = sourceViews(g.Sources)
	return v
}

func sourceViews(sources []content.Source) []sourceView {
	var out []sourceView
	for _, src := range sources {
		out = append(out, sourceView{URL: src.URL, Host: hostOf(src.URL), Date: dateText(src.Date)})
	}
	return out
}

// feeViews words the fees of the day. An amount whose last day is over and that nothing follows is not told.
func (s *site) feeViews(g content.Guide, words content.Words, lang string) []feeView {
	var out []feeView
	for _, f := range g.FeesOn(s.Now()) {
		v := feeView{What: words.Fees[f.ID]}
		switch {
		case !f.Known:
			v.Amount = s.Texts.Text(lang, "pages.guide.fee_unknown")
		case f.Amount == 0:
			v.Amount = s.Texts.Text(lang, "pages.guide.free")
		default:
			v.Amount = s.Texts.Text(lang, "pages.guide.dong", "amount", locales.Dong(f.Amount))
		}
		if f.Known && !f.Until.IsZero() {
			v.Until = s.Texts.Text(lang, "pages.guide.until", "date", dateText(f.Until))
		}
		out = append(out, v)
	}
	return out
}

func stepViews(g content.Guide, words content.Words, lang string) []stepView {
	var out []stepView
	for _, step := range words.Steps {
		v := stepView{ID: step.ID, Title: step.Title, Text: content.HTML(step.Text)}
		if step.Other != "" {
			v.Other = content.HTML(step.Other)
		}
		if a, ok := g.Picture(step.ID); ok {
			v.Picture = &pictureView{URL: mediaURL(g.Slug, a), Alt: step.Title, Width: a.Width, Height: a.Height}
		}
		if a, ok := g.Voice(step.ID, lang); ok {
			v.Voice = mediaURL(g.Slug, a)
		}
		out = append(out, v)
	}
	return out
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

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

func dateText(d content.Date) string {
	if d.IsZero() {
		return ""
	}
	return locales.Date(d.Time())
}

// digits keeps what a telephone can dial.
func digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
}
