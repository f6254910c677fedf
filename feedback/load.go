package feedback

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v3"
)

// embedded is the product's own data. An operator's folder may replace any of its files by one of the same name.
//
//go:embed departments.yaml wordings.yaml spellings.yaml triage.yaml examples.yaml holidays.yaml publication.yaml templates.yaml routes.yaml former.txt kinds.model topics.model
var embedded embed.FS

// The data files.
const (
	departmentsFile = "departments.yaml"
	wordingsFile    = "wordings.yaml"
	spellingsFile   = "spellings.yaml"
	triageFile      = "triage.yaml"
	examplesFile    = "examples.yaml"
	routesFile      = "routes.yaml"
	formerFile      = "former.txt"
	holidaysFile    = "holidays.yaml"

	templatesFile   = "templates.yaml"
	publicationFile = "publication.yaml"
)

// readData returns a data file: the operator's where fsys has it, else the embedded one. fsys may be nil.
func readData(fsys fs.FS, name string) ([]byte, error) {
	if fsys != nil {
		data, err := fs.ReadFile(fsys, name)
		if err == nil {
			return data, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return embedded.ReadFile(name)
}

// faults collects what is wrong in one data file, each with its line.
type faults struct {
	file string
	list []error
}

func (f *faults) add(at *yaml.Node, format string, args ...any) {
	line := 0
	if at != nil {
		line = at.Line
	}
	f.list = append(f.list, fmt.Errorf("%s:%d: %s", f.file, line, fmt.Sprintf(format, args...)))
}

func (f *faults) err() error { return errors.Join(f.list...) }
