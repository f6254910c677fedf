package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// rawLibrary is everything that could be read of a folder, faulty or not. The checker works on it.
type rawLibrary struct {
	guides     []Guide
	modules    []Module
	starts     []Start
	rehearsals []Rehearsal
	files      []string // all paths, sorted
}

// readAll reads the folders guides and modules of fsys. It returns an error only where the files cannot be
// read at all; what is wrong in them goes to ps.
func readAll(fsys fs.FS, ps *problems) (rawLibrary, error) {
	var lib rawLibrary
	guides, err := slugs(fsys, "guides", ps)
	if err != nil {
		return lib, err
	}
	modules, err := slugs(fsys, "modules", ps)
	if err != nil {
		return lib, err
	}
	if len(guides)+len(modules) == 0 {
		ps.fault(".", 1, "file-missing", "no guides and no modules: is this the right folder?")
	}
	for _, slug := range guides {
		f := folder{fsys: fsys, dir: "guides/" + slug, ps: ps}
		g, err := f.guide(slug)
		if err != nil {
			return lib, err
		}
		lib.guides, lib.files = append(lib.guides, g), append(lib.files, f.files...)
	}
	for _, slug := range modules {
		f := folder{fsys: fsys, dir: "modules/" + slug, ps: ps}
		m, err := f.module(slug)
		if err != nil {
			return lib, err
		}
		lib.modules, lib.files = append(lib.modules, m), append(lib.files, f.files...)
	}
	return lib, lib.readExtras(fsys, ps)
}

// readExtras reads what a library may do without.
func (lib *rawLibrary) readExtras(fsys fs.FS, ps *problems) error {
	starts, found, err := readStarts(fsys, ps)
	if err != nil {
		return err
	}
	if found {
		lib.files = append(lib.files, pathFile)
	}
	rehearsals, files, err := readRehearsals(fsys, ps)
	if err != nil {
		return err
	}
	lib.starts, lib.rehearsals, lib.files = starts, rehearsals, append(lib.files, files...)
	slices.Sort(lib.files)
	return nil
}

// slugs returns the folders below dir. A missing dir has none.
func slugs(fsys fs.FS, dir string, ps *problems) ([]string, error) {
	entries, err := fs.ReadDir(fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read library folder: %w", err)
	}
	var out []string
	for _, e := range entries {
		switch name := e.Name(); {
		case hidden(name):
		case !e.IsDir():
			ps.fault(dir+"/"+name, 1, "file-unknown", "only folders stand here, one for each slug")
		case !idForm.MatchString(name):
			ps.fault(dir+"/"+name, 1, "id-form", fmt.Sprintf("%q: a slug is a-z, 0-9 and single hyphens", name))
		default:
			out = append(out, name)
		}
	}
	return out, nil
}

// hidden reports whether a name is an editor's or system's own, such as .DS_Store.
func hidden(name string) bool {
	return name[0] == '.' || name[0] == '_' || strings.HasSuffix(name, "~")
}

// folder is one guide's or module's folder while it is read.
type folder struct {
	fsys  fs.FS
	dir   string
	ps    *problems
	files []string // what was read
	langs []string // of the language files
}

func (f *folder) guide(slug string) (Guide, error) {
	src, err := f.facts("guide.yaml")
	if err != nil {
		return Guide{}, err
	}
	g := readGuide(src, slug)
	err = f.eachLanguage("guide.yaml", func(lang string, src *source) { g.Words[lang] = readWords(src) })
	if err != nil {
		return Guide{}, err
	}
	var ids []string
	for _, s := range g.Words[Default].Steps {
		ids = append(ids, s.ID)
	}
	g.media, err = f.media(ids)
	return g, err
}

func (f *folder) module(slug string) (Module, error) {
	src, err := f.facts("module.yaml")
	if err != nil {
		return Module{}, err
	}
	m := readModule(src, slug)
	err = f.eachLanguage("module.yaml", func(lang string, src *source) { m.Words[lang] = readModuleWords(src) })
	if err != nil {
		return Module{}, err
	}
	setVersions(m.Words)
	var ids []string
	for _, l := range m.Words[Default].Lessons {
		for _, s := range l.Screens {
			ids = append(ids, s.ID)
		}
	}
	m.media, err = f.media(ids)
	return m, err
}

// setVersions gives every exercise the version of its Vietnamese original.
func setVersions(words map[string]ModuleWords) {
	versions := map[string]string{}
	for _, s := range words[Default].Exercises() {
		versions[s.ID] = s.version()
	}
	for _, w := range words {
		for _, l := range w.Lessons {
			for i, s := range l.Screens {
				if s.Kind == Exercise {
					l.Screens[i].Version = versions[s.ID]
				}
			}
		}
	}
}

// facts opens the folder's YAML file. A missing one is reported and read as empty.
func (f *folder) facts(name string) (*source, error) {
	file := f.dir + "/" + name
	src, err := open(f.fsys, file, f.ps)
	if errors.Is(err, fs.ErrNotExist) {
		f.ps.fault(f.dir, 1, "file-missing", name+" is missing")
		return &source{path: file, ps: &problems{}}, nil
	}
	f.files = append(f.files, file)
	return src, err
}

// eachLanguage calls read for every LANG.md, and reports what else lies in the folder.
func (f *folder) eachLanguage(facts string, read func(lang string, src *source)) error {
	entries, err := fs.ReadDir(f.fsys, f.dir)
	if err != nil {
		return fmt.Errorf("read library folder: %w", err)
	}
	for _, e := range entries {
		name := e.Name()
		lang, isWords := strings.CutSuffix(name, ".md")
		switch {
		case hidden(name) || name == facts || name == "media" && e.IsDir():
		case isWords && isLanguage(lang) && !e.IsDir():
			if err := f.language(lang, read); err != nil {
				return err
			}
		default:
			f.ps.fault(f.dir+"/"+name, 1, "file-unknown",
				"the folder holds "+facts+", LANG.md such as en.md, and media")
		}
	}
	if !slices.Contains(f.langs, Default) {
		f.ps.fault(f.dir, 1, "file-missing", Default+".md is missing: every other language falls back to it")
	}
	return nil
}

func (f *folder) language(lang string, read func(string, *source)) error {
	file := f.dir + "/" + lang + ".md"
	src, err := open(f.fsys, file, f.ps)
	if err != nil {
		return err
	}
	f.files, f.langs = append(f.files, file), append(f.langs, lang)
	read(lang, src)
	return nil
}

// isLanguage reports whether s is a language tag in its usual spelling.
func isLanguage(s string) bool {
	tag, err := language.Parse(s)
	return err == nil && tag.String() == s
}

// media reads the pictures and voices that belong to the steps with these ids.
func (f *folder) media(ids []string) (map[string]Asset, error) {
	dir := f.dir + "/media"
	entries, err := fs.ReadDir(f.fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read library folder: %w", err)
	}
	out := map[string]Asset{}
	for _, e := range entries {
		if hidden(e.Name()) {
			continue
		}
		if !f.mediaName(e.Name(), ids) {
			f.ps.fault(dir+"/"+e.Name(), 1, "media-name",
				"expected STEP.webp or STEP.LANG.ogg, with the id of a step and a language of this folder")
			continue
		}
		a, err := f.asset(dir + "/" + e.Name())
		if err != nil {
			return nil, err
		}
		out[e.Name()] = a
	}
	return out, nil
}

func (f *folder) mediaName(name string, ids []string) bool {
	if step, ok := strings.CutSuffix(name, ".webp"); ok {
		return slices.Contains(ids, step)
	}
	rest, ok := strings.CutSuffix(name, ".ogg")
	step, lang, both := strings.Cut(rest, ".")
	return ok && both && slices.Contains(ids, step) && isLanguage(lang)
}

// asset reads one picture or voice; a faulty one is reported.
func (f *folder) asset(file string) (Asset, error) {
	data, err := readLimited(f.fsys, file, max(MaxPicture, MaxVoice)+1)
	if err != nil {
		return Asset{}, fmt.Errorf("read library file: %w", err)
	}
	read, rule := NewPicture, "picture"
	if path.Ext(file) == ".ogg" {
		read, rule = NewVoice, "voice"
	}
	a, fault := read(file, data)
	if fault != nil {
		f.ps.fault(file, 1, rule, fault.Error())
	}
	f.files = append(f.files, file)
	return a, nil
}
