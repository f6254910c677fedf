package content

import (
	"os"
	"testing"
)

// loadGood loads the small library every test of this package starts from.
func loadGood(t *testing.T) *Library {
	t.Helper()
	lib, ps, err := Load(os.DirFS("testdata/good"))
	for _, p := range ps {
		t.Errorf("problem: %s", p)
	}
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func TestLoad(t *testing.T) {
	lib := loadGood(t)
	if got := len(lib.Guides()); got != 1 {
		t.Errorf("got %d guides, want 1", got)
	}
	g, ok := lib.Guide("lam-viec-mot")
	if !ok {
		t.Fatal("no guide lam-viec-mot")
	}
	w, lang := g.In("km")
	if lang != "vi" || len(w.Steps) != 3 {
		t.Errorf("in km: got %q with %d steps, want vi with 3", lang, len(w.Steps))
	}
	if got, want := w.Steps[0].Other, "Nói cách khác: vào trang của nhà nước."; got != want {
		t.Errorf("other words: got %q, want %q", got, want)
	}
	m, _ := lib.Module("ky-nang-mot")
	mw, _ := m.In("en")
	if got := mw.Exercises(); len(got) != 1 || got[0].Right() != 1 || got[0].Version == "" {
		t.Errorf("exercises: got %+v", got)
	}
}
