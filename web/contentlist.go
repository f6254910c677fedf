package web

import (
	"net/http"
	"slices"
	"strings"

	"danloi/content"
	"danloi/leaflet"
	"danloi/locales"
)

// contentView is the state of the library for its editors.
type contentView struct {
	Guides, Modules  []contentRow
	Reach            []reachRow
	Errors, Warnings int
	Problems         []problemView // the gravest first
	More             int           // how many problems are left out
}

type contentRow struct {
	URL, Slug, Title, Group string
	Draft, Stale            bool
	Langs                   []string
	Verified, ReviewBy      string
	Problems                int
}

// reachRow says how far a language goes in what is published.
type reachRow struct {
	Name, Tag           string
	Guides, AllGuides   int
	Modules, AllModules int
}

// maxProblems is how many problems are listed.
const maxProblems = 200

// contentPage lists all guides and modules, drafts too, and what is wrong with them.
func (s *site) contentPage(w http.ResponseWriter, r *http.Request, v visit) {
	s.console(w, r, v, http.StatusOK, "console-content", page{
		Title: s.Texts.Text(v.lang, "console.content.title"), Nav: "content", Data: s.contentView(v.lang),
	})
}

func (s *site) contentView(lang string) contentView {
	lib, problems := s.Library(), s.problems()
	var out contentView
	for _, g := range slices.Concat(lib.Drafts(), lib.Guides()) {
		words, _ := g.In(locales.Default)
		out.Guides = append(out.Guides, s.contentRow("guides/"+g.Slug, words.Title, contentFacts{
			g.Status, g.Stale(s.Now()), g.Verified, g.ReviewBy, s.Texts.Text(lang, "pages.group."+g.Group), tagsOf(s, g.Words),
		}, problems))
	}
	for _, m := range slices.Concat(lib.ModuleDrafts(), lib.Modules()) {
		words, _ := m.In(locales.Default)
		out.Modules = append(out.Modules, s.contentRow("modules/"+m.Slug, words.Title, contentFacts{
			m.Status, m.Stale(s.Now()), m.Verified, m.ReviewBy, "", tagsOf(s, m.Words),
		}, problems))
	}
	out.Reach = s.reach(lib)
	for _, p := range problems {
		if p.Severity == content.Error {
			out.Errors++
		} else {
			out.Warnings++
		}
	}
	out.Problems = problemViews(problems)
	if out.More = len(out.Problems) - maxProblems; out.More > 0 {
		out.Problems = out.Problems[:maxProblems]
	}
	return out
}

// contentFacts are what guides and modules have in common.
type contentFacts struct {
	status             content.Status
	stale              bool
	verified, reviewBy content.Date
	group              string
	langs              []string
}

func (s *site) contentRow(folder, title string, f contentFacts, problems []content.Problem) contentRow {
	return contentRow{
		URL: previewBase + folder, Slug: folder[strings.Index(folder, "/")+1:], Title: title, Group: f.group,
		Draft: f.status != content.Published, Stale: f.stale, Langs: f.langs,
		Verified: leaflet.Day(f.verified), ReviewBy: leaflet.Day(f.reviewBy), Problems: len(inFolder(problems, folder)),
	}
}

// tagsOf returns the languages of words in the order of the picker.
func tagsOf[W any](s *site, words map[string]W) []string {
	var tags []string
	for _, l := range s.Texts.Languages() {
		if _, ok := words[l.Tag]; ok {
			tags = append(tags, l.Tag)
		}
	}
	return tags
}

// reach counts what is published in each language that anything is written in.
func (s *site) reach(lib *content.Library) []reachRow {
	stats := lib.Stats()
	var rows []reachRow
	for _, l := range s.Texts.Written() {
		n := stats.Languages[l.Tag]
		rows = append(rows, reachRow{
			Name: l.Endonym, Tag: l.Tag, Guides: n.Guides, AllGuides: stats.Guides.Published,
			Modules: n.Modules, AllModules: stats.Modules.Published,
		})
	}
	return rows
}
