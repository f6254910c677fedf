package kit_test

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"danloi/content"
	"danloi/kit"
	"danloi/locales"
)

var made = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func makeKit(t *testing.T, o kit.Options) (kit.Kit, error) {
	t.Helper()
	lib, err := content.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := locales.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	o.Made, o.Office = made, func(id string) string { return id }
	return kit.Make(lib, texts, o)
}

var address = regexp.MustCompile(`(?:href|src)="([^"]*)"`)

// TestEveryWayLeadsSomewhere follows every link of every page: a stick has nobody to ask when one is broken.
func TestEveryWayLeadsSomewhere(t *testing.T) {
	for _, lang := range []string{"vi", "en", "km"} {
		k, err := makeKit(t, kit.Options{Lang: lang, Address: "https://danloi.example.vn"})
		if err != nil {
			t.Fatal(err)
		}
		if k.Guides < 50 || k.Modules < 12 || k.Sheets < 30 {
			t.Errorf("%s: %d guides, %d modules, %d sheets", lang, k.Guides, k.Modules, k.Sheets)
		}
		for name, page := range k.Files {
			if path.Ext(name) != ".html" {
				continue
			}
			for _, m := range address.FindAllStringSubmatch(string(page), -1) {
				follow(t, k, lang, name, m[1])
			}
		}
	}
}

func follow(t *testing.T, k kit.Kit, lang, from, to string) {
	t.Helper()
	switch {
	case strings.HasPrefix(to, "https://"), strings.HasPrefix(to, "http://"), strings.HasPrefix(to, "tel:"), strings.HasPrefix(to, "#"):
	case strings.HasPrefix(to, "/"):
		t.Errorf("%s: %s leads to %q, which a file cannot", lang, from, to)
	default:
		if target := path.Join(path.Dir(from), to); k.Files[target] == nil {
			t.Errorf("%s: %s leads to %q, which is not in the kit", lang, from, to)
		}
	}
}

// TestNothingIsLoadedFromElsewhere sees that a page without a network waits for nothing.
func TestNothingIsLoadedFromElsewhere(t *testing.T) {
	k, err := makeKit(t, kit.Options{Lang: "vi"})
	if err != nil {
		t.Fatal(err)
	}
	loads := regexp.MustCompile(`(?:src="|<link[^>]*href=")(https?:)?//`)
	for name, page := range k.Files {
		if path.Ext(name) == ".html" && loads.Match(page) {
			t.Errorf("%s loads something from elsewhere", name)
		}
	}
}

func TestWrongWishes(t *testing.T) {
	if _, err := makeKit(t, kit.Options{Lang: "fr"}); !errors.Is(err, kit.ErrLanguage) {
		t.Errorf("a language without texts: %v", err)
	}
	_, err := makeKit(t, kit.Options{Lang: "vi", Modules: []string{"mat-khau-otp", "nau-an"}})
	if !errors.Is(err, kit.ErrModule) || !strings.Contains(err.Error(), "nau-an") || !strings.Contains(err.Error(), "mat-khau-otp") {
		t.Errorf("a module that does not exist: %v", err)
	}
}

// TestWriteReplacesAnEarlierKitAndNothingElse is what a trainer trusts when giving the folder of a stick.
func TestWriteReplacesAnEarlierKitAndNothingElse(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "so-tay")
	whole, err := makeKit(t, kit.Options{Lang: "vi"})
	if err != nil {
		t.Fatal(err)
	}
	small, err := makeKit(t, kit.Options{Lang: "vi", Modules: []string{"mat-khau-otp"}})
	if err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(dir, "modules", "wifi-4g-du-lieu.html")
	if err := whole.Write(dir, "vi", made); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(gone); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, "anh-gia-dinh.jpg")
	if err := os.WriteFile(own, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := small.Write(dir, "vi", made); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(gone); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a page of the earlier kit is still there: %v", err)
	}
	if _, err := os.Stat(own); err != nil {
		t.Errorf("a file of somebody's own is gone: %v", err)
	}

	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "thu.docx"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := small.Write(foreign, "vi", made); !errors.Is(err, kit.ErrNotKit) {
		t.Errorf("a folder with something else: %v", err)
	}
	if entries, _ := os.ReadDir(foreign); len(entries) != 1 {
		t.Errorf("something was written into it: %v", entries)
	}
}

// TestWriteGoesOnAfterACut makes a kit again where the first try ended in the middle.
func TestWriteGoesOnAfterACut(t *testing.T) {
	dir := t.TempDir()
	k, err := makeKit(t, kit.Options{Lang: "vi", Modules: []string{"mat-khau-otp"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "guides"), []byte("in the way"), 0o600); err != nil { // a folder cannot be made here
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "kit.json"), []byte(`{"files":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := k.Write(dir, "vi", made); err == nil {
		t.Fatal("no error although a page could not be written")
	}
	if err := os.Remove(filepath.Join(dir, "guides")); err != nil {
		t.Fatal(err)
	}
	if err := k.Write(dir, "vi", made); err != nil {
		t.Fatalf("again: %v", err)
	}
	for name, data := range k.Files {
		if got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil || string(got) != string(data) {
			t.Errorf("%s is not whole: %v", name, err)
		}
	}
}
