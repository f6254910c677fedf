package content

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

//go:embed *.yaml guides modules rehearsals
var embedded embed.FS

// ErrFaulty is returned by [Load] when the files can be read but hold an [Error].
var ErrFaulty = errors.New("the library has errors")

// A Library is everything a citizen is led and taught by. It is immutable and safe for concurrent reads. The
// zero Library is empty.
type Library struct {
	guides      map[string]Guide
	modules     map[string]Module
	guideOrder  []string // all slugs, by group and title
	moduleOrder []string // all slugs, by Order
	starts      []Start
	rehearsals  []Rehearsal // by Order
	fingerprint string
}

// Embedded returns the library the program was built with. The error names its first fault; the tests of
// this package prove that there is none.
func Embedded() (*Library, error) {
	lib, ps, err := Load(embedded)
	if errors.Is(err, ErrFaulty) {
		first := ps[slices.IndexFunc(ps, func(p Problem) bool { return p.Severity == Error })]
		return nil, fmt.Errorf("%w: %s", err, first)
	}
	return lib, err
}

// EmbeddedFiles returns the files of the embedded library, for [Check] and for export.
func EmbeddedFiles() fs.FS { return embedded }

// Load reads path.yaml and the folders guides, modules and rehearsals of fsys, all or nothing: the library is nil exactly when the
// error is not, which is [ErrFaulty] when the files hold an [Error]. The problems come in either case,
// by file and line. Load finds what makes files unreadable or contradictory; whether they are fit for
// citizens is the question of [Check].
func Load(fsys fs.FS) (*Library, []Problem, error) {
	var ps problems
	all, err := readAll(fsys, &ps)
	if err != nil {
		return nil, ps.sorted(), err
	}
	checkTranslations(all, &ps)
	if HasErrors(ps.list) {
		return nil, ps.sorted(), ErrFaulty
	}
	sum, err := fingerprint(fsys, all.files)
	if err != nil {
		return nil, ps.sorted(), err
	}
	return newLibrary(all, sum), ps.sorted(), nil
}

func newLibrary(all rawLibrary, sum string) *Library {
	vietnamese := collate.New(language.Vietnamese)
	l := &Library{guides: map[string]Guide{}, modules: map[string]Module{}, fingerprint: sum}
	slices.SortStableFunc(all.guides, func(a, b Guide) int {
		return cmp.Or(cmp.Compare(slices.Index(groups, a.Group), slices.Index(groups, b.Group)),
			vietnamese.CompareString(a.Words[Default].Title, b.Words[Default].Title), cmp.Compare(a.Slug, b.Slug))
	})
	slices.SortStableFunc(all.modules, func(a, b Module) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Slug, b.Slug))
	})
	slices.SortStableFunc(all.rehearsals, func(a, b Rehearsal) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Slug, b.Slug))
	})
	l.starts, l.rehearsals = all.starts, all.rehearsals
	for _, g := range all.guides {
		l.guides[g.Slug], l.guideOrder = g, append(l.guideOrder, g.Slug)
	}
	for _, m := range all.modules {
		l.modules[m.Slug], l.moduleOrder = m, append(l.moduleOrder, m.Slug)
	}
	return l
}

// fingerprint hashes the names and bytes of files.
func fingerprint(fsys fs.FS, files []string) (string, error) {
	h := sha256.New()
	for _, name := range files {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return "", fmt.Errorf("read library file: %w", err)
		}
		fmt.Fprintf(h, "%q %d\n", name, len(data))
		h.Write(data)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Guide returns the published guide with that slug.
func (l *Library) Guide(slug string) (Guide, bool) {
	g, ok := l.guides[slug]
	return g, ok && g.Status == Published
}

// Draft returns the guide with that slug whether it is published or not, for an editor's preview.
func (l *Library) Draft(slug string) (Guide, bool) {
	g, ok := l.guides[slug]
	return g, ok
}

// Guides returns the published guides by group and Vietnamese title.
func (l *Library) Guides() []Guide { return l.guidesOf(Published) }

// Drafts returns the guides that are not shown to citizens, in the same order.
func (l *Library) Drafts() []Guide { return l.guidesOf(Draft) }

func (l *Library) guidesOf(s Status) []Guide {
	var out []Guide
	for _, slug := range l.guideOrder {
		if g := l.guides[slug]; g.Status == s {
			out = append(out, g)
		}
	}
	return out
}

// Groups returns the groups that have a published guide, in the order in which they are shown. Their names
// stand in the locales.
func (l *Library) Groups() []string {
	var out []string
	for _, g := range l.Guides() {
		if !slices.Contains(out, g.Group) {
			out = append(out, g.Group)
		}
	}
	return out
}

// InGroup returns the published guides of one group by Vietnamese title.
func (l *Library) InGroup(group string) []Guide {
	return slices.DeleteFunc(l.Guides(), func(g Guide) bool { return g.Group != group })
}

// Related returns the published guides that g names as related, in its order.
func (l *Library) Related(g Guide) []Guide { return l.published(g.Related) }

// GuidesOf returns the published guides that belong to m, in its order.
func (l *Library) GuidesOf(m Module) []Guide { return l.published(m.Guides) }

func (l *Library) published(slugs []string) []Guide {
	var out []Guide
	for _, slug := range slugs {
		if g, ok := l.Guide(slug); ok {
			out = append(out, g)
		}
	}
	return out
}

// Module returns the published module with that slug.
func (l *Library) Module(slug string) (Module, bool) {
	m, ok := l.modules[slug]
	return m, ok && m.Status == Published
}

// DraftModule returns the module with that slug whether it is published or not, for an editor's preview.
func (l *Library) DraftModule(slug string) (Module, bool) {
	m, ok := l.modules[slug]
	return m, ok
}

// Modules returns the published modules in the recommended order.
func (l *Library) Modules() []Module { return l.modulesOf(Published) }

// ModuleDrafts returns the modules that are not shown to citizens, in the same order.
func (l *Library) ModuleDrafts() []Module { return l.modulesOf(Draft) }

func (l *Library) modulesOf(s Status) []Module {
	var out []Module
	for _, slug := range l.moduleOrder {
		if m := l.modules[slug]; m.Status == s {
			out = append(out, m)
		}
	}
	return out
}

// Fingerprint returns a hash over all files of the library. An index built from a library with the same
// fingerprint is still good.
func (l *Library) Fingerprint() string { return l.fingerprint }
