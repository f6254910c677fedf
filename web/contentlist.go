package web

import (
	"io/fs"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"danloi/content"
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

type problemView struct {
	Place, Detail, Cure, Rule string
	Error                     bool
	Folder                    string // of the guide or module, or empty
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
		Verified: dateText(f.verified), ReviewBy: dateText(f.reviewBy), Problems: len(inFolder(problems, folder)),
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

// inFolder keeps the problems of one guide or module.
func inFolder(problems []content.Problem, folder string) []content.Problem {
	var out []content.Problem
	for _, p := range problems {
		if strings.HasPrefix(p.File, folder+"/") {
			out = append(out, p)
		}
	}
	return out
}

// problemViews puts errors before warnings, else keeps the order.
func problemViews(problems []content.Problem) []problemView {
	sorted := slices.Clone(problems)
	slices.SortStableFunc(sorted, func(a, b content.Problem) int { return int(b.Severity) - int(a.Severity) })
	var out []problemView
	for _, p := range sorted {
		v := problemView{
			Place: p.File + ":" + strconv.Itoa(p.Line), Detail: p.Detail, Cure: p.Cure, Rule: p.ID, Error: p.Severity == content.Error,
		}
		if parts := strings.Split(p.File, "/"); len(parts) > 2 {
			v.Folder = previewBase + parts[0] + "/" + parts[1]
		}
		out = append(out, v)
	}
	return out
}

// checked keeps what the checker found until the files or the day change: reading them all takes a second or two.
// The zero value has found nothing yet. Safe for concurrent use.
type checked struct {
	mu       sync.Mutex
	state    string
	problems []content.Problem
}

// problems returns what the checker finds in the files of the library as they are now. That may be more than what
// is in use: a change with errors is not taken over, and this is where its editor sees why.
func (s *site) problems() []content.Problem {
	files := s.ContentFiles()
	state := stateOf(files) + s.Now().In(locales.Zone).Format(" 2006-01-02")
	s.checked.mu.Lock()
	defer s.checked.mu.Unlock()
	if s.checked.state != state {
		o := content.CheckOptions{}
		for _, d := range s.Directory.Departments() {
			o.Offices = append(o.Offices, d.ID)
		}
		s.checked.problems, s.checked.state = content.Check(files, s.Now(), o), state
	}
	return s.checked.problems
}

// stateOf changes when a file comes, goes or is written. Files that cannot be listed are for the checker to report.
func stateOf(files fs.FS) string {
	var b strings.Builder
	_ = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			b.WriteString(name + "!")
			return nil
		}
		if info, err := d.Info(); err == nil && !d.IsDir() {
			b.WriteString(name + " " + strconv.FormatInt(info.Size(), 10) + " " + strconv.FormatInt(info.ModTime().UnixNano(), 10) + "\n")
		}
		return nil
	})
	return b.String()
}
