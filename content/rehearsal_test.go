package content

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const goodRehearsal = `order: 1
title: {vi: 'Tập một việc', en: 'Practise one thing'}
about: {vi: 'Bạn tập một việc.', en: 'You practise one thing.'}
end: {vi: 'Bạn nhớ nhé.', en: 'Remember it.'}
guides: [lam-viec-mot]
modules: [ky-nang-mot]
screens:
  - id: mot
    guide: lam-viec-mot
    step: STEP
    shows: {vi: 'Một màn hình.', en: 'A screen.'}
    ask: {vi: 'Bạn làm gì?', en: 'What do you do?'}
    choices:
      - {say: {vi: 'Bỏ đi', en: 'Leave'}, why: {vi: 'Chưa xong.', en: 'Not done.'}}
      - {say: {vi: 'Bấm tiếp', en: 'Go on'}, why: {vi: 'Đúng.', en: 'Right.'}, right: true}
  - id: hai
    code: '246810'
    shows: {vi: 'Mã để tập là 246810.', en: 'The code is 246810.'}
    ask: {vi: 'Bạn gõ mã.', en: 'Type it.'}
`

const goodPath = "starts:\n  - id: moi\n    module: ky-nang-mot\n    label: {vi: 'Tôi mới học', en: 'I am new'}\n"

func practiceFiles(t *testing.T) fstest.MapFS {
	files := goodFiles(t)
	lib, _, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	g, _ := lib.Guide("lam-viec-mot")
	files["path.yaml"] = &fstest.MapFile{Data: []byte(goodPath)}
	files["rehearsals/tap-mot.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(goodRehearsal, "STEP", g.Words[Default].Steps[0].ID, 1))}
	return files
}

func TestRehearsalAndPath(t *testing.T) {
	files := practiceFiles(t)
	lib, ps, err := Load(files)
	if err != nil {
		t.Fatal(err, ps)
	}
	for _, p := range Check(files, today, CheckOptions{}) {
		if p.Severity == Error {
			t.Error(p)
		}
	}
	r, ok := lib.Rehearsal("tap-mot")
	if s, i := r.Screen("hai"); !ok || i != 1 || s.Code != "246810" || r.In(s.Ask, "en") != "Type it." || r.In(s.Ask, "km") != "Bạn gõ mã." {
		t.Errorf("read as %+v", r)
	}
	if len(lib.RehearsalsOf("lam-viec-mot")) != 1 || len(lib.RehearsalsOf("ky-nang-mot")) != 1 || len(lib.RehearsalsOf("khac")) != 0 {
		t.Error("a rehearsal is not found from its guide or module")
	}
	if s := lib.Starts(); len(s) != 1 || s[0].In("en") != "I am new" {
		t.Errorf("starts: %+v", s)
	}
}

// Whatever is wrong in a rehearsal or the path is named with its file and line.
func TestRehearsalFaults(t *testing.T) {
	const file = "rehearsals/tap-mot.yaml"
	for _, c := range []struct {
		name string
		edit edit
		want string
	}{
		{"step that is not there", edit{file, "    guide: lam-viec-mot\n    step: ", "    guide: lam-viec-mot\n    step: khong-co-"}, file + ":8 error step-unknown"},
		{"guide without step", edit{file, "    guide: lam-viec-mot\n", ""}, file + ":8 error step-unknown"},
		{"guide that is not there", edit{file, "guides: [lam-viec-mot]", "guides: [khong-co]"}, file + ":5 error guide-unknown"},
		{"module that is not there", edit{file, "modules: [ky-nang-mot]", "modules: [khong-co]"}, file + ":6 error module-unknown"},
		{"two right ways", edit{file, "en: 'Not done.'}}", "en: 'Not done.'}, right: true}"}, file + ":8 error choice-right"},
		{"no English", edit{file, ", en: 'Type it.'", ""}, file + ":19 error words-missing"},
		{"code that could be a number of somebody", edit{file, "code: '246810'", "code: '0912345678'"}, file + ":17 error rehearsal-code"},
		{"same id twice", edit{file, "id: hai", "id: mot"}, file + ":16 error id-twice"},
		{"unknown key", edit{file, "order: 1", "order: 1\nrank: 2"}, file + ":2 error key-unknown"},
		{"start that leads nowhere", edit{"path.yaml", "module: ky-nang-mot", "module: khong-co"}, "path.yaml:2 error module-unknown"},
	} {
		files := practiceFiles(t)
		c.edit.apply(t, files)
		var got []string
		for _, p := range Check(files, today, CheckOptions{}) {
			got = append(got, brief(p))
		}
		if !slices.Contains(got, c.want) {
			t.Errorf("%s: got %v, want %s", c.name, got, c.want)
		}
	}
}

// The library the program ships rehearses steps that stand in its guides under the same names.
func TestEmbeddedRehearsalsShareSteps(t *testing.T) {
	lib, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if len(lib.Rehearsals()) < 4 {
		t.Errorf("only %d rehearsals", len(lib.Rehearsals()))
	}
	for _, r := range lib.Rehearsals() {
		shared := 0
		for _, s := range r.Screens {
			g, ok := lib.Draft(s.Guide)
			if ok && slices.ContainsFunc(g.Words[Default].Steps, func(st Step) bool { return st.ID == s.Step }) {
				shared++
			}
		}
		if shared != len(r.Screens) {
			t.Errorf("%s: %d of %d screens share a step with a guide", r.Slug, shared, len(r.Screens))
		}
	}
}
