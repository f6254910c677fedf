package eval

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRunCountsWhatWasFound(t *testing.T) {
	answers := map[string][]Scored{
		"a": {{"1", 3}, {"2", 2}},
		"b": {{"9", 3}, {"2", 2}},
		"c": nil,
	}
	ask := func(text string, _ int) []Scored { return answers[text] }
	qs := []Question{{"qa", "a", []string{"1"}}, {"qb", "b", []string{"2", "3"}}, {"qc", "c", []string{"1"}}}
	var run strings.Builder
	f, err := Run(ask, qs, &run)
	if err != nil {
		t.Fatal(err)
	}
	if f.Questions != 3 || f.Success1 != 1.0/3 || f.MRR10 != 0.5 || f.Recall3 != 0.5 || f.Recall10 != 0.5 {
		t.Errorf("%+v", f)
	}
	want := "qa\t1\t1\t3\nqa\t2\t2\t2\nqb\t1\t9\t3\nqb\t2\t2\t2\n"
	if run.String() != want {
		t.Errorf("run file %q, want %q", run.String(), want)
	}
	if _, err := Run(ask, nil, nil); err == nil {
		t.Error("no error without questions")
	}
}

func TestReadLinesNamesTheLine(t *testing.T) {
	got, err := ReadLines[Question](strings.NewReader(`{"id":"a","text":"b","relevant":["c"]}` + "\n\n"))
	if err != nil || len(got) != 1 || got[0].Relevant[0] != "c" {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := ReadLines[Question](strings.NewReader("{}\n\nx\n")); err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("error %v, want one that names line 3", err)
	}
}

func TestDistort(t *testing.T) {
	const text = "Đăng ký tạm trú cần giấy tờ gì?"
	for _, c := range []struct{ condition, want string }{
		{"plain", text},
		{"nodia", "Dang ky tam tru can giay to gi?"},
	} {
		if got, ok := Distort(c.condition, 1, "q", text); !ok || got != c.want {
			t.Errorf("%s: %q, want %q", c.condition, got, c.want)
		}
	}
	for _, c := range Conditions() {
		a, ok := Distort(c, 1, "q", text)
		b, _ := Distort(c, 1, "q", text)
		if !ok || a != b {
			t.Errorf("%s: %q, then %q", c, a, b)
		}
		if c != "plain" && c != "dialect" && c != "south" && a == text {
			t.Errorf("%s changes nothing", c)
		}
	}
	if _, ok := Distort("other", 1, "q", text); ok {
		t.Error("an unknown condition is known")
	}
}

func TestSlipsChangeAsManyWords(t *testing.T) {
	const text = "đăng ký thường trú cho người thuê nhà trong thành phố"
	for _, n := range []int{1, 3} {
		condition := map[int]string{1: "typo", 3: "typo3"}[n]
		got, _ := Distort(condition, 7, "q", text)
		changed := 0
		for i, w := range strings.Fields(got) {
			if w != strings.Fields(text)[i] {
				changed++
			}
		}
		if changed > n {
			t.Errorf("%s: %d words changed in %q", condition, changed, got)
		}
	}
}

func TestReadJudgements(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j.txt")
	if err := os.WriteFile(path, []byte("# note\n\nmột => a | b\nhai\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	js, err := ReadJudgements(path)
	if err != nil || len(js) != 2 || js[0].Name != "j.txt:3" || !slices.Equal(js[0].Answers, []string{"a", "b"}) || js[1].Answers != nil {
		t.Fatalf("%+v %v", js, err)
	}
	known, missing := Known(js, map[string]bool{"b": true})
	if len(known) != 1 || len(missing) != 1 || known[0].Typed != "một" {
		t.Errorf("known %+v, missing %+v", known, missing)
	}
}
