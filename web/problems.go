package web

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"danloi/content"
	"danloi/locales"
)

// problemView is one finding of the checker, for an editor.
type problemView struct {
	Place, Detail, Cure, Rule string
	Error                     bool
	Folder                    string // of the guide or module, or empty
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
