package content

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"
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

func TestLoadGuide(t *testing.T) {
	lib := loadGood(t)
	g, ok := lib.Guide("lam-viec-mot")
	if !ok {
		t.Fatal("no guide lam-viec-mot")
	}
	w, lang := g.In("km")
	if lang != "vi" || len(w.Steps) != 3 {
		t.Errorf("in km: got %q with %d steps, want vi with 3", lang, len(w.Steps))
	}
	if w, lang = g.In("en"); lang != "en" || w.Documents["cho-o"] != "A paper about your home" {
		t.Errorf("in en: got %q, %v", lang, w.Documents)
	}
	vi := g.Words["vi"]
	for _, c := range []struct{ name, got, want string }{
		{"code", g.Code, "1.000001"},
		{"asked as", strings.Join(g.AskedAs["vi"], "|"), "làm việc một ở đâu|lam viec mot"},
		{"time", g.Time.Unit, "working_days"},
		{"source", g.Sources[0].Date.String() + g.Sources[0].Via, "2026-04-30bản trích"},
		{"hotline", vi.Hotlines[g.Hotlines[0].ID], "Hỏi về việc một"},
		{"summary", vi.Summary, "Đây là việc một. Bạn làm trên mạng hoặc tại xã."},
		{"step", vi.Steps[1].Text, `Điền tên và ngày sinh. Bạn sẽ thấy nút "Tiếp tục".`},
		{"other words", vi.Steps[0].Other, "Nói cách khác: vào trang của nhà nước."},
		{"trouble", vi.Trouble[0].If + vi.Trouble[0].Then, "Cổng báo lỗi.Mang giấy tờ đến xã."},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestLoadModule(t *testing.T) {
	lib := loadGood(t)
	m, ok := lib.Module("ky-nang-mot")
	if !ok || m.Order != 1 || m.Pass != 70 || m.Audience != Citizen {
		t.Fatalf("got %+v, %t", m, ok)
	}
	en, _ := m.In("en")
	vi, _ := m.In("km")
	q, original := en.Exercises()[0], vi.Exercises()[0]
	if q.Right() != 1 || q.Choices[1].Why != "Right. Trying is the best way." {
		t.Errorf("exercise: got %+v", q)
	}
	if q.Version == "" || q.Version != original.Version {
		t.Errorf("version: en %q, vi %q, want the same", q.Version, original.Version)
	}
	if got, want := original.Choices[1].Why, "Đúng. Làm thử là cách tốt nhất."; got != want {
		t.Errorf("explanation over two lines: got %q, want %q", got, want)
	}
	if l, ok := vi.Lesson("b1"); !ok || len(l.Of(Trainer)) != 1 || len(l.Screens) != 4 {
		t.Errorf("lesson: got %+v", l)
	}
	if got := lib.GuidesOf(m); len(got) != 1 || got[0].Slug != "lam-viec-mot" {
		t.Errorf("guides of the module: got %d", len(got))
	}
}

// An attempt belongs to the question as it was: the version follows the question, not its explanation.
func TestExerciseVersion(t *testing.T) {
	version := func(e edit) string {
		files := goodFiles(t)
		e.apply(t, files)
		lib, ps, err := Load(files)
		if err != nil {
			t.Fatal(err, ps)
		}
		m, _ := lib.Module("ky-nang-mot")
		return m.Words["en"].Exercises()[0].Version
	}
	before := version(edit{moduleVi, "Chỉ một ý.", "Chỉ một ý."})
	if got := version(edit{moduleVi, "> Bỏ qua thì", "> Bỏ thì"}); got != before {
		t.Error("another explanation made another version")
	}
	if got := version(edit{moduleEn, "- [ ] Skip it", "- [ ] Pass by"}); got != before {
		t.Error("another translation made another version")
	}
	if got := version(edit{moduleVi, "- [ ] Bỏ qua", "- [ ] Đi qua"}); got == before {
		t.Error("another choice made no other version")
	}
}

// Load is all or nothing.
func TestLoadFaulty(t *testing.T) {
	files := goodFiles(t)
	edit{guideFile, "tier: commune", "tier: village"}.apply(t, files)
	lib, ps, err := Load(files)
	if lib != nil || !errors.Is(err, ErrFaulty) || !HasErrors(ps) {
		t.Errorf("got %v, %v, %v", lib, ps, err)
	}
	if lib, _, err = Load(fstest.MapFS{"guides": {Data: []byte("x")}}); lib != nil || err == nil || errors.Is(err, ErrFaulty) {
		t.Errorf("a file as folder: got %v, %v", lib, err)
	}
	if lib, ps, err = Load(fstest.MapFS{}); lib != nil || !errors.Is(err, ErrFaulty) {
		t.Errorf("an empty folder, which must not replace a full one: got %v, %v, %v", lib, ps, err)
	}
}

func TestDrafts(t *testing.T) {
	files := goodFiles(t)
	edit{guideFile, "status: published", "status: draft"}.apply(t, files)
	edit{moduleFile, "status: published", "status: draft"}.apply(t, files)
	lib, _, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := lib.Guide("lam-viec-mot"); ok || len(lib.Guides()) != 0 || len(lib.Groups()) != 0 || len(lib.Modules()) != 0 {
		t.Error("a draft is shown")
	}
	if _, ok := lib.Module("ky-nang-mot"); ok {
		t.Error("a draft module is shown")
	}
	g, ok := lib.Draft("lam-viec-mot")
	if !ok || len(lib.Drafts()) != 1 || len(lib.Related(Guide{Related: []string{g.Slug}})) != 0 {
		t.Error("a draft cannot be previewed, or is related")
	}
	if _, ok := lib.DraftModule("ky-nang-mot"); !ok {
		t.Error("a draft module cannot be previewed")
	}
}

func TestOrder(t *testing.T) {
	files := goodFiles(t)
	copyGuide := func(slug, group, title string) {
		for _, name := range []string{"guide.yaml", "vi.md", "en.md"} {
			text := string(files["guides/lam-viec-mot/"+name].Data)
			text = strings.Replace(text, "group: residence", "group: "+group, 1)
			text = strings.Replace(text, "title: Làm việc một", "title: "+title, 1)
			files["guides/"+slug+"/"+name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	copyGuide("c", "residence", "Đổi")
	copyGuide("b", "residence", "Dời")
	copyGuide("a", "feedback", "An")
	lib, ps, err := Load(files)
	if err != nil {
		t.Fatal(err, ps)
	}
	var got []string
	for _, g := range lib.Guides() {
		got = append(got, g.Slug)
	}
	if want := "b c lam-viec-mot a"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if got := strings.Join(lib.Groups(), " "); got != "residence feedback" {
		t.Errorf("groups: got %s", got)
	}
	if got := lib.InGroup("feedback"); len(got) != 1 || got[0].Slug != "a" {
		t.Errorf("in feedback: got %v", got)
	}
}

// A fact past its last day is not told.
func TestFeesOn(t *testing.T) {
	then := int64(7000)
	g := Guide{Fees: []Fee{
		{ID: "waived", Amount: 0, Until: Date{2027, 2, 28}, Then: &then},
		{ID: "ending", Amount: 5, Until: Date{2027, 2, 28}},
		{ID: "fixed", Amount: 15000},
	}}
	vietnam := time.FixedZone("", 7*3600)
	for _, c := range []struct {
		name string
		at   time.Time
		want [3]FeeLine
	}{
		{"on the last day, one minute to midnight in Vietnam", time.Date(2027, 2, 28, 23, 59, 0, 0, vietnam), [3]FeeLine{
			{"waived", 0, true, Date{2027, 2, 28}}, {"ending", 5, true, Date{2027, 2, 28}}, {"fixed", 15000, true, Date{}}}},
		{"the day after in Vietnam, still the last day in Greenwich", time.Date(2027, 2, 28, 17, 0, 0, 0, time.UTC), [3]FeeLine{
			{"waived", 7000, true, Date{}}, {"ending", 0, false, Date{}}, {"fixed", 15000, true, Date{}}}},
	} {
		if got := g.FeesOn(c.at); [3]FeeLine(got) != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestStale(t *testing.T) {
	g := Guide{ReviewBy: Date{2026, 11, 22}}
	if g.Stale(today) || !g.Stale(today.AddDate(0, 0, 1)) || (Guide{}).Stale(today) {
		t.Error("a guide is stale from the day after its review date on")
	}
	if m := (Module{ReviewBy: Date{2026, 11, 21}}); !m.Stale(today) {
		t.Error("a module is stale from the day after its review date on")
	}
}

func TestFingerprint(t *testing.T) {
	first := loadGood(t).Fingerprint()
	if again := loadGood(t).Fingerprint(); again != first {
		t.Error("the same files have two fingerprints")
	}
	files := goodFiles(t)
	edit{guideFile, "lam viec mot", "lam viec hai"}.apply(t, files)
	lib, _, err := Load(files)
	if err != nil || lib.Fingerprint() == first {
		t.Errorf("changed files have the old fingerprint, or %v", err)
	}
}

func TestStats(t *testing.T) {
	s := loadGood(t).Stats()
	if s.Guides.Published != 1 || s.Modules.Published != 1 || s.Lessons != 1 || s.Exercises != 1 || s.Trainer != 1 {
		t.Errorf("got %+v", s)
	}
	vi := s.Languages["vi"]
	if vi.Guides != 1 || vi.Steps != 3 || vi.Readability.Sentences == 0 || vi.Readability.Worst.Words < 7 {
		t.Errorf("vi: got %+v", vi)
	}
	if out, err := json.Marshal(s); err != nil || !strings.Contains(string(out), `"high":1`) {
		t.Errorf("as JSON: %s, %v", out, err)
	}
}

func TestLibraryIsSafeForConcurrentReads(t *testing.T) {
	lib := loadGood(t)
	done := make(chan bool)
	for range 4 {
		go func() {
			for range 50 {
				for _, g := range lib.Guides() {
					w, _ := g.In("en")
					_ = Plain(w.Steps[0].Text)
					_ = g.FeesOn(today)
				}
				_ = lib.Stats()
			}
			done <- true
		}()
	}
	for range 4 {
		<-done
	}
}
