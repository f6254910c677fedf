package content

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

const (
	guideFile  = "guides/lam-viec-mot/guide.yaml"
	guideVi    = "guides/lam-viec-mot/vi.md"
	guideEn    = "guides/lam-viec-mot/en.md"
	moduleFile = "modules/ky-nang-mot/module.yaml"
	moduleVi   = "modules/ky-nang-mot/vi.md"
	moduleEn   = "modules/ky-nang-mot/en.md"
	media      = "guides/lam-viec-mot/media/"
)

// spoiled lists, for every rule, what breaks it and what the checker then says: file, line, severity and rule.
// The sentence is what the rule guards.
var spoiled = []struct {
	name  string
	edits []edit
	stale bool // leave the translations with the hash of the unspoiled original
	want  []string
}{
	{"a file that is not YAML is named with the line", []edit{{guideFile, "tier: commune", "tier: a: b"}}, false,
		[]string{guideFile + ":4 error yaml"}},
	{"a header that is not YAML counts the lines of the file", []edit{{guideVi, "who: Ai cũng", "who: 'Ai cũng"}}, false,
		[]string{guideVi + ":3 error yaml"}},
	{"an open quote mark is named where it stands, not where it is noticed", []edit{{guideFile, "code: '1.000001'", "code: '1.000001"}}, false,
		[]string{guideFile + ":1 error yaml"}},
	{"words after a closed quote mark", []edit{{guideVi, "where: Ủy", "where: \"Ủy\" x"}}, false,
		[]string{guideVi + ":12 error yaml"}},
	{"an open list", []edit{{guideFile, "cho-o]", "cho-o"}}, false, []string{guideFile + ":9 error yaml"}},
	{"a tab", []edit{{guideFile, "tier: commune", "\ttier: commune"}}, false, []string{guideFile + ":4 error yaml"}},
	{"an anchor is not read", []edit{{guideFile, "tier: commune", "tier: *a"}}, false, []string{guideFile + ":4 error yaml"}},
	{"a list where a text belongs", []edit{{guideFile, "code: '1.000001'", "code: [1]"}}, false,
		[]string{guideFile + ":1 error yaml-shape"}},
	{"a text where a list belongs", []edit{{guideFile, "documents: [can-cuoc, cho-o]", "documents: can-cuoc"}}, false,
		[]string{guideFile + ":9 error yaml-shape"}},
	{"an amount with a point is not read as another amount", []edit{{guideFile, "amount: 15000", "amount: 15.000"}}, false,
		[]string{guideFile + ":12 error yaml-shape"}},
	{"a date of another order", []edit{{guideFile, "verified: 2026-11-21", "verified: 21/11/2026"}}, false,
		[]string{guideFile + ":19 error date"}},
	{"verified on a day to come", []edit{{guideFile, "verified: 2026-11-21", "verified: 2026-12-01"}}, false,
		[]string{guideFile + ":19 error date"}},
	{"reviewed before it was verified", []edit{{guideFile, "review_by: 2027-05-21", "review_by: 2026-01-01"}}, false,
		[]string{guideFile + ":20 error date"}},
	{"an unknown key is a misspelt one", []edit{{guideFile, "tier: commune", "tier: commune\nteir: commune"}}, false,
		[]string{guideFile + ":5 error key-unknown"}},
	{"a key twice", []edit{{guideFile, "tier: commune", "tier: commune\ntier: ministry"}}, false,
		[]string{guideFile + ":5 error key-twice"}},
	{"a key that must be there", []edit{{guideFile, "tier: commune\n", ""}}, false,
		[]string{guideFile + ":1 error key-missing"}},
	{"a value from a closed list", []edit{{guideFile, "group: residence", "group: houses"}}, false,
		[]string{guideFile + ":3 error value-unknown"}},
	{"a time without a number", []edit{{guideFile, "{value: 3, unit: working_days}", "{unit: working_days}"}}, false,
		[]string{guideFile + ":13 error time"}},
	{"a later amount that nobody knows the beginning of", []edit{{guideFile, "amount: 15000}", "amount: 15000, then: 1}"}}, false,
		[]string{guideFile + ":12 error fee-then"}},
	{"a waiver that has ended is named", []edit{{guideFile, "2027-02-28, then: 7000", "2026-02-28, then: 7000"}}, false,
		[]string{guideFile + ":11 warning fee-past"}},
	{"a fact without a source", []edit{{guideFile, "sources:\n  - {url: 'https://dichvucong.gov.vn/mot', date: 2026-04-30, via: bản trích}\n", ""}}, false,
		[]string{guideFile + ":1 error source-missing"}},
	{"an official link outside the list", []edit{{guideFile, "link: https://dichvucong.gov.vn", "link: https://dichvucong-gov.vn"}}, false,
		[]string{guideFile + ":15 error link"}},
	{"a source outside the list", []edit{{guideFile, "url: 'https://dichvucong.gov.vn/mot'", "url: 'https://example.com/mot'"}}, false,
		[]string{guideFile + ":18 error link"}},
	{"a link in words goes to no mere source", []edit{{guideVi, "(https://dichvucong.gov.vn)", "(https://vnexpress.net)"}}, false,
		[]string{guideVi + ":24 error link"}},
	{"a bare address in words", []edit{{guideVi, "Bấm \"Gửi\".", "Bấm\nhttps://dichvucong.gov.vn.xyz."}}, false,
		[]string{guideVi + ":38 error link"}},
	{"a link that is no web address", []edit{{guideVi, "(https://dichvucong.gov.vn)", "(javascript:alert)"}}, false,
		[]string{guideVi + ":24 error link"}},
	{"past the review date", []edit{{guideFile, "verified: 2026-11-21\nreview_by: 2027-05-21", "verified: 2026-01-01\nreview_by: 2026-11-21"}}, false,
		[]string{guideFile + ":20 warning review-past"}},
	{"low confidence is not published", []edit{{guideFile, "confidence: high", "confidence: low"}}, false,
		[]string{guideFile + ":21 error confidence"}},
	{"a draft is listed, and its faults are warnings", []edit{{guideFile, "status: published", "status: draft"}, {guideFile, "confidence: high", "confidence: low"}, {guideVi, "Điền tên và ngày sinh.", strings.Repeat("Điền tên. ", 50)}}, false,
		[]string{guideFile + ":2 warning draft", guideVi + ":33 warning step-long", moduleFile + ":6 warning guide-draft"}},
	{"a related guide that is not there", []edit{{guideFile, "related: []", "related:\n  - viec-hai"}}, false,
		[]string{guideFile + ":23 error guide-unknown"}},
	{"a guide of a module that is not there", []edit{{moduleFile, "[lam-viec-mot]", "[viec-hai]"}}, false,
		[]string{moduleFile + ":6 error guide-unknown"}},
	{"a guide nobody asks for", []edit{{guideFile, "  vi: [làm việc một ở đâu, lam viec mot]\n", ""}}, false,
		[]string{guideFile + ":6 warning asked-missing"}},
	{"an office the province does not have", []edit{{guideFile, "office: cong_an_xa", "office: so_mot"}}, false,
		[]string{guideFile + ":5 error office-unknown"}},
	{"an id in another form", []edit{{guideFile, "[can-cuoc, cho-o]", "[can_cuoc, cho-o]"}, {guideVi, "can-cuoc:", "can_cuoc:"}, {guideEn, "can-cuoc:", "can_cuoc:"}}, false,
		[]string{guideFile + ":9 error id-form"}},
	{"an id twice in the facts", []edit{{guideFile, "[can-cuoc, cho-o]", "[can-cuoc, cho-o, cho-o]"}}, false,
		[]string{guideFile + ":9 error id-twice"}},
	{"a step's id twice", []edit{{guideVi, "{#gui}", "{#dien}"}}, false,
		[]string{guideVi + ":35 error id-twice"}},
	{"a step without an id", []edit{{guideVi, "## Gửi đi {#gui}", "## Gửi đi"}}, false,
		[]string{guideVi + ":35 error id-missing"}},
	{"a heading without words", []edit{{guideVi, "## Gửi đi {#gui}", "## {#gui}"}}, false,
		[]string{guideVi + ":35 error heading-empty"}},
	{"a deeper heading", []edit{{guideVi, "## Gửi đi", "### Gửi đi"}}, false,
		[]string{guideVi + ":35 error heading-level", guideVi + ":35 error heading-level"}},
	{"a file without a header", []edit{{guideVi, "---\ntitle", "title"}}, false,
		[]string{guideVi + ":1 error header"}},
	{"an id without words", []edit{{guideVi, "  cho-o: Giấy tờ về chỗ ở\n", ""}}, false,
		[]string{guideVi + ":5 error words-missing"}},
	{"words without an id", []edit{{guideEn, "  bo: Questions", "  hai: Two\n  bo: Questions"}}, false,
		[]string{guideEn + ":14 error words-orphan"}},
	{"a text the original has", []edit{{guideEn, "time: 3 working days.\n", ""}}, false,
		[]string{guideEn + ":1 error words-missing"}},
	{"a text the original has not", []edit{{guideEn, "time: 3", "changed: New.\ntime: 3"}}, false,
		[]string{guideEn + ":11 error words-orphan"}},
	{"a text every guide has", []edit{{guideVi, "get: Một tờ giấy.\n", ""}, {guideEn, "get: One paper.\n", ""}}, false,
		[]string{guideEn + ":1 error words-missing", guideVi + ":1 error words-missing"}},
	{"other words are translated too", []edit{{guideEn, "> In other words: go to the state's page.\n", ""}}, false,
		[]string{guideEn + ":23 warning words-missing"}},
	{"steps in another order", []edit{{guideEn, "{#mo-cong}", "{#x}"}, {guideEn, "{#dien}", "{#mo-cong}"}, {guideEn, "{#x}", "{#dien}"}}, false,
		[]string{guideEn + ":23 error order", guideEn + ":32 error order", guideEn + ":32 warning words-missing"}},
	{"a step without words", []edit{{guideVi, "Bấm \"Gửi\". Bạn sẽ thấy mã hồ sơ.\n", ""}}, false,
		[]string{guideVi + ":35 error step-empty"}},
	{"too few steps", []edit{{guideVi, "\n## Gửi đi {#gui}\n\nBấm \"Gửi\". Bạn sẽ thấy mã hồ sơ.\n", ""}, {guideEn, "\n## Send it {#gui}\n\nPress \"Gửi\". You will see a number.\n", ""}}, false,
		[]string{guideEn + ":32 error step-count", guideVi + ":31 error step-count"}},
	{"too many steps", []edit{{guideVi, "## Gửi đi {#gui}", manySteps(7) + "## Gửi đi {#gui}"}, {guideEn, "## Send it {#gui}", manySteps(7) + "## Send it {#gui}"}}, false,
		[]string{guideEn + ":64 error step-count", guideVi + ":63 error step-count"}},
	{"a step that fills more than a screen", []edit{{guideVi, "Điền tên và ngày sinh.", strings.Repeat("Điền tên. ", 50)}}, false,
		[]string{guideVi + ":33 error step-long"}},
	{"a title that fits no button", []edit{{guideVi, "title: Làm việc một", "title: " + strings.Repeat("Làm việc ", 10)}}, false,
		[]string{guideVi + ":2 error title-long"}},
	{"a summary of two paragraphs", []edit{{guideVi, "một. Bạn làm", "một.\n\nBạn làm"}}, false,
		[]string{guideVi + ":21 error summary"}},
	{"a picture inside the words", []edit{{guideVi, "Điền tên", "Điền ![tên](https://vneid.gov.vn/a.png)"}}, false,
		[]string{guideVi + ":33 error markdown"}},
	{"HTML inside the words", []edit{{guideVi, "Bấm \"Gửi\".", "Bấm.\n\n<b>Gửi</b>"}}, false,
		[]string{guideVi + ":39 error markdown"}},
	{"marks in the header are not read", []edit{{guideVi, "get: Một tờ", "get: Một **tờ**"}}, false,
		[]string{guideVi + ":4 error markdown"}},
	{"a quote mark is closed", []edit{{guideVi, "nút \"Tiếp tục\".", "nút\n\"Tiếp tục."}}, false,
		[]string{guideVi + ":34 error quote-open"}},
	{"a curly quote mark is closed", []edit{{guideEn, "Press \"Gửi\".", "Press “Gửi."}}, false,
		[]string{guideEn + ":38 error quote-open"}},
	{"the worst of too long sentences is named", []edit{
		{guideVi, "Ai cũng làm được.", strings.Repeat("ai ", 90)},
		{guideVi, "Bạn làm trên mạng", strings.Repeat("đi ", 90)},
		{guideVi, "Có tài khoản", strings.Repeat("có ", 60)},
		{guideVi, "Nói cách khác:", strings.Repeat("vào ", 90)},
		{guideVi, "Điền tên và", "Đây.\n" + strings.Repeat("đi ", 110)},
		{guideVi, "Bấm \"Gửi\".", strings.Repeat("bấm ", 90)},
	}, false, []string{guideVi + ":34 warning sentences-long"}},
	{"officialese is named, but not as the name of a button", []edit{{guideVi, "Điền tên", "Bấm \"Tiến hành\".\nTiến hành điền tên"}}, false,
		[]string{guideVi + ":34 warning officialese"}},
	{"letters and marks stored apart", []edit{{guideVi, "Ủy ban nhân", "U\u0309y ban nhân"}}, false,
		[]string{guideVi + ":12 error not-nfc"}},
	{"a file in another encoding", []edit{{guideVi, "Ủy ban nhân", "\xff\xfe"}}, false,
		[]string{guideVi + ":12 error not-utf8"}},
	{"a file of a size nobody reads", []edit{{guideVi, "", strings.Repeat("x", maxFile+1)}}, false,
		[]string{guideVi + ":1 error file-size"}},
	{"a translation of an older original", []edit{{guideVi, "Một tờ giấy", "Hai tờ giấy"}}, true,
		[]string{guideEn + ":18 error translation-stale"}},
	{"a translation of a module's older original", []edit{{moduleVi, "Chỉ một ý", "Chỉ hai ý"}}, true,
		[]string{moduleEn + ":5 error translation-stale"}},
	{"a translation that does not say of what", []edit{{guideEn, "of: ", "xof: "}}, true,
		[]string{guideEn + ":1 error of-missing", guideEn + ":18 error key-unknown"}},
	{"an original is no translation", []edit{{guideVi, "time: 3", "of: abc\ntime: 3"}}, false,
		[]string{guideVi + ":11 error words-orphan"}},
	{"a file nobody reads", []edit{{"guides/lam-viec-mot/notes.txt", "", "x"}}, false,
		[]string{"guides/lam-viec-mot/notes.txt:1 error file-unknown"}},
	{"a picture of no step", []edit{{media + "gi.webp", "", onePixel}}, false,
		[]string{media + "gi.webp:1 error media-name"}},
	{"a picture that is none", []edit{{media + "gui.webp", "", "GIF89a"}}, false,
		[]string{media + "gui.webp:1 error picture"}},
	{"a voice that is none", []edit{{media + "gui.vi.ogg", "", onePixel}}, false,
		[]string{media + "gui.vi.ogg:1 error voice"}},
	{"a voice that is too long", []edit{{media + "gui.vi.ogg", "", string(recording(11 * time.Second))}}, false,
		[]string{media + "gui.vi.ogg:1 error voice"}},
	{"an exercise with two right answers", []edit{{moduleVi, "- [ ] Bỏ qua", "- [x] Bỏ qua"}, {moduleEn, "- [ ] Skip it", "- [x] Skip it"}}, false,
		[]string{moduleEn + ":20 error choice-right", moduleVi + ":19 error choice-right"}},
	{"an exercise with one answer", []edit{{moduleVi, "- [ ] Bỏ qua\n  > Bỏ qua thì không học được.\n", ""}, {moduleEn, "- [ ] Skip it\n  > Nobody learns by skipping.\n", ""}}, false,
		[]string{moduleEn + ":20 error choice-few", moduleVi + ":19 error choice-few"}},
	{"a choice without an explanation", []edit{{moduleVi, "  > Bỏ qua thì không học được.\n", ""}}, false,
		[]string{moduleVi + ":23 error choice-why"}},
	{"a choice without words", []edit{{moduleVi, "- [ ] Bỏ qua", "- [ ] "}}, false,
		[]string{moduleVi + ":23 error choice-empty"}},
	{"the right answer elsewhere in a translation", []edit{{moduleEn, "- [ ] Skip", "- [x] Skip"}, {moduleEn, "- [x] Try", "- [ ] Try"}}, false,
		[]string{moduleEn + ":20 error choice-order"}},
	{"screens in another order", []edit{{moduleEn, "{#b1-y}", "{#b1-z}"}}, false,
		[]string{moduleEn + ":12 error order"}},
	{"a lesson without a trainer's script", []edit{{moduleVi, "\n## Cho người dạy {#b1-day .trainer}\n\n5 phút. Cho xem máy.\n", ""}, {moduleEn, "\n## For the trainer {#b1-day .trainer}\n\n5 minutes. Show a phone.\n", ""}}, false,
		[]string{moduleVi + ":9 warning trainer-missing"}},
	{"a lesson without practice", []edit{{moduleVi, "{#b1-lam .practice}", "{#b1-lam}"}, {moduleEn, "{#b1-lam .practice}", "{#b1-lam}"}}, false,
		[]string{moduleVi + ":9 warning practice-missing"}},
	{"a lesson with nothing but a practice", []edit{{moduleVi, "{#b1-y}", "{#b1-y .practice}"}, {moduleEn, "{#b1-y}", "{#b1-y .practice}"}}, false,
		[]string{moduleVi + ":9 error lesson"}},
	{"an unknown kind of screen", []edit{{moduleVi, ".practice}", ".try}"}, {moduleEn, ".practice}", ".try}"}}, false,
		[]string{moduleEn + ":16 error value-unknown", moduleVi + ":9 warning practice-missing", moduleVi + ":15 error value-unknown"}},
}

// manySteps returns n short steps.
func manySteps(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("## Step {#s" + string(rune('a'+i)) + "}\n\nPress.\n\n")
	}
	return b.String()
}

func TestCheck(t *testing.T) {
	for _, c := range spoiled {
		t.Run(c.name, func(t *testing.T) {
			files := goodFiles(t)
			for _, e := range c.edits {
				e.apply(t, files)
			}
			if !c.stale {
				translated(t, files)
			}
			expect(t, Check(files, today, CheckOptions{Offices: []string{"cong_an_xa"}}), c.want)
		})
	}
}

func expect(t *testing.T, ps []Problem, want []string) {
	t.Helper()
	var got []string
	for _, p := range ps {
		got = append(got, brief(p))
	}
	slices.Sort(got)
	want = slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		for _, p := range ps {
			t.Log(p)
		}
	}
}

func TestCheckWholeFiles(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(fstest.MapFS)
		want  []string
	}{
		{"no facts", func(f fstest.MapFS) { delete(f, guideFile) },
			[]string{"guides/lam-viec-mot:1 error file-missing"}},
		{"no Vietnamese", func(f fstest.MapFS) { delete(f, guideVi) }, []string{"guides/lam-viec-mot:1 error file-missing"}},
		{"no English", func(f fstest.MapFS) { delete(f, guideEn); delete(f, moduleEn) },
			[]string{guideVi + ":1 warning english-missing", moduleVi + ":1 warning english-missing"}},
		{"two modules at one place", func(f fstest.MapFS) {
			for _, name := range []string{"module.yaml", "vi.md", "en.md"} {
				f["modules/ky-nang-hai/"+name] = f["modules/ky-nang-mot/"+name]
			}
		}, []string{moduleFile + ":2 warning order-twice"}},
		{"a screen before the first lesson", func(f fstest.MapFS) {
			f[moduleVi] = &fstest.MapFile{Data: []byte("---\ntitle: Một\noutcomes: [một]\n---\n\nMột.\n\n## Ý {#y}\n\nMột.\n")}
			delete(f, moduleEn)
		}, []string{moduleVi + ":1 warning english-missing", moduleVi + ":6 error exercise-missing",
			moduleVi + ":6 error lesson", moduleVi + ":8 error lesson"}},
		{"a file among the folders", func(f fstest.MapFS) { f["guides/notes.md"] = &fstest.MapFile{} },
			[]string{"guides/notes.md:1 error file-unknown"}},
		{"a file in the place of the folder", func(f fstest.MapFS) {
			clear(f)
			f["guides"] = &fstest.MapFile{Data: []byte("x")}
		}, []string{".:1 error read"}},
		{"a folder in capitals", func(f fstest.MapFS) { f["guides/Viec_Hai/vi.md"] = &fstest.MapFile{} },
			[]string{"guides/Viec_Hai:1 error id-form"}},
		{"what an editor's system leaves behind is passed over", func(f fstest.MapFS) {
			f["guides/.DS_Store"], f["guides/lam-viec-mot/vi.md~"] = &fstest.MapFile{}, &fstest.MapFile{}
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := goodFiles(t)
			c.spoil(files)
			expect(t, Check(files, today, CheckOptions{}), c.want)
		})
	}
}

// Published ids are bookmarks: the checker names those that are gone.
func TestCheckBefore(t *testing.T) {
	files := goodFiles(t)
	edit{guideVi, "{#gui}", "{#gui-di}"}.apply(t, files)
	edit{guideEn, "{#gui}", "{#gui-di}"}.apply(t, files)
	edit{moduleVi, "{#b1-q1 ", "{#b1-q2 "}.apply(t, files)
	edit{moduleEn, "{#b1-q1 ", "{#b1-q2 "}.apply(t, files)
	translated(t, files)
	expect(t, Check(files, today, CheckOptions{Before: os.DirFS("testdata/good")}),
		[]string{guideVi + ":1 warning id-gone", moduleVi + ":1 warning id-gone"})
}

func TestCheckGood(t *testing.T) {
	for _, p := range Check(os.DirFS("testdata/good"), today, CheckOptions{}) {
		t.Errorf("problem: %s", p)
	}
}

// Every rule of the documentation is broken by a case here, and every rule broken here is documented.
func TestRulesDocumented(t *testing.T) {
	doc, err := os.ReadFile("../docs/writing-content.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)` \\|").FindAllStringSubmatch(string(doc), -1) {
		documented[m[1]] = true
	}
	tried := map[string]bool{"file-missing": true, "english-missing": true, "order-twice": true, "id-gone": true,
		"exercise-missing": true, "read": true}
	for _, c := range spoiled {
		for _, w := range c.want {
			tried[w[strings.LastIndex(w, " ")+1:]] = true
		}
	}
	if got, want := slices.Sorted(maps.Keys(documented)), slices.Sorted(maps.Keys(tried)); !slices.Equal(got, want) {
		t.Errorf("documented %v\ntried      %v", got, want)
	}
}

func TestProblemString(t *testing.T) {
	p := Problem{File: "a.md", Line: 3, Severity: Error, ID: "yaml", Detail: "bad", Cure: "mend it"}
	if got, want := p.String(), "a.md:3: error: bad (mend it) [yaml]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	out, err := json.Marshal(p)
	if want := `{"file":"a.md","line":3,"severity":"error","id":"yaml","detail":"bad","cure":"mend it"}`; err != nil || string(out) != want {
		t.Errorf("got %s, %v; want %s", out, err, want)
	}
}
