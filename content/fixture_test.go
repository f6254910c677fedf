package content

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// today is the day on which the fixtures are checked.
var today = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

// goodFiles returns the library of testdata/good in memory, to be spoiled.
func goodFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	root := os.DirFS("testdata/good")
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, path)
		files[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// edit replaces old by new once in a file. With old empty, new becomes the whole file.
type edit struct{ file, old, new string }

func (e edit) apply(t *testing.T, files fstest.MapFS) {
	t.Helper()
	if e.old == "" {
		files[e.file] = &fstest.MapFile{Data: []byte(e.new)}
		return
	}
	text := string(files[e.file].Data)
	if strings.Count(text, e.old) != 1 {
		t.Fatalf("%q stands %d times in %s, want once", e.old, strings.Count(text, e.old), e.file)
	}
	files[e.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, e.old, e.new, 1))}
}

// translated gives the translations the hash of the original they lie beside, so that an edit of an
// original is not reported as such.
func translated(t *testing.T, files fstest.MapFS) {
	t.Helper()
	for _, dir := range []string{"guides/lam-viec-mot", "modules/ky-nang-mot"} {
		hash, err := Hash(files, dir+"/vi.md")
		if err != nil {
			continue
		}
		out, err := SetOf(files[dir+"/en.md"].Data, hash)
		if err != nil {
			continue
		}
		files[dir+"/en.md"] = &fstest.MapFile{Data: out}
	}
}

// brief writes a problem as the tables of these tests want it.
func brief(p Problem) string {
	return fmt.Sprintf("%s:%d %s %s", p.File, p.Line, p.Severity, p.ID)
}
