package search

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func sample() []Document {
	return []Document{
		{ID: "tam-tru", Kind: KindGuide, Lang: "vi", Title: "Đăng ký tạm trú", Code: "1.004194",
			Asked: []string{"ở trọ phải khai báo gì"},
			Sections: []Section{{SectionSummary, "Người ở trọ từ 30 ngày trở lên phải đăng ký tạm trú."},
				{SectionCost, "Nộp trực tuyến 7.000 đồng, nộp trực tiếp 15.000 đồng."}}},
		{ID: "tam-tru", Kind: KindGuide, Lang: "en", Title: "Register temporary residence"},
		{ID: "khai-sinh", Kind: KindGuide, Lang: "vi", Title: "Đăng ký khai sinh",
			Sections: []Section{{SectionSummary, "Khai sinh cho con trong 60 ngày."}}},
	}
}

func TestOpenBuildsOnceAndRebuildsWhatChanged(t *testing.T) {
	dir := t.TempDir()
	builds := 0
	open := func(fingerprint string) *Index {
		t.Helper()
		ix, err := Open(dir, fingerprint, func() ([]Document, error) { builds++; return sample(), nil }, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if hits := ix.Query(Query{Text: "dang ky tam tru", Lang: "vi"}).Hits; len(hits) == 0 || hits[0].ID != "tam-tru" {
			t.Fatalf("hits after opening %s: %+v", fingerprint, hits)
		}
		return ix
	}
	steps := []struct {
		name, fingerprint string
		before            func()
		builds            int
	}{
		{"first", "a", func() {}, 1},
		{"again", "a", func() {}, 1},
		{"other texts", "b", func() {}, 2},
		{"damaged table", "b", func() { damage(t, dir, catalogTables) }, 3},
		{"damaged segment", "b", func() { damage(t, dir, "*.zap") }, 4},
		{"missing manifest", "b", func() { remove(t, dir, manifestFile) }, 5},
		{"left by a crash", "b", func() { must(t, os.Mkdir(filepath.Join(dir, draftPrefix+"x"), 0o700)) }, 5},
	}
	for _, s := range steps {
		s.before()
		ix := open(s.fingerprint)
		if builds != s.builds {
			t.Errorf("%s: built %d times, want %d", s.name, builds, s.builds)
		}
		must(t, ix.Close())
	}
}

func TestOpenWhileTheOldIndexIsRead(t *testing.T) {
	dir := t.TempDir()
	docs := func() ([]Document, error) { return sample(), nil }
	old, err := Open(dir, "a", docs, Options{})
	must(t, err)
	next, err := Open(dir, "b", docs, Options{})
	must(t, err)
	for _, ix := range []*Index{old, next} {
		if hits := ix.Query(Query{Text: "khai sinh", Lang: "vi"}).Hits; len(hits) == 0 || hits[0].ID != "khai-sinh" {
			t.Errorf("hits: %+v", hits)
		}
		must(t, ix.Close())
	}
}

func TestOpenTellsWhyTheDocumentsCannotBeRead(t *testing.T) {
	broken := errors.New("broken")
	_, err := Open(t.TempDir(), "a", func() ([]Document, error) { return nil, broken }, Options{})
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}

func find(t *testing.T, dir, pattern string) string {
	t.Helper()
	for _, depth := range []string{"*", "*/*", "*/*/*"} {
		paths, err := filepath.Glob(filepath.Join(dir, depth, pattern))
		must(t, err)
		if len(paths) > 0 {
			return paths[0]
		}
	}
	t.Fatalf("no %s below %s", pattern, dir)
	return ""
}

func damage(t *testing.T, dir, pattern string) {
	t.Helper()
	path := find(t, dir, pattern)
	b, err := os.ReadFile(path)
	must(t, err)
	b[len(b)/2] ^= 0xff
	must(t, os.Chmod(path, 0o600))
	must(t, os.WriteFile(path, b, 0o600))
}

func remove(t *testing.T, dir, pattern string) {
	t.Helper()
	must(t, os.Remove(find(t, dir, pattern)))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
