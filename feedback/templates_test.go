package feedback

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestTemplates(t *testing.T) {
	dir, err := LoadDirectory(nil)
	if err != nil {
		t.Fatal(err)
	}
	all, err := LoadTemplates(nil, dir)
	if err != nil {
		t.Fatal(err)
	}
	topics := map[string]bool{}
	kinds := map[ActionKind]int{}
	for _, one := range all.All() {
		kinds[one.For]++
		for _, id := range one.Topics {
			topics[id] = true
		}
		for lang := range one.Texts {
			text := one.Text(lang, Fill{Ref: "K7F-4HM", Date: "3/12/2026", Unit: "UNIT"})
			if strings.ContainsAny(text, "{}") {
				t.Errorf("%s in %s keeps a place: %s", one.ID, lang, text)
			}
			if lang == "vi" && !one.Unchanged(strings.ReplaceAll(text, "\n", "\r\n")+" ", Fill{Ref: "K7F-4HM", Date: "3/12/2026", Unit: "UNIT"}) {
				t.Errorf("%s is taken for changed when a browser sends it back", one.ID)
			}
		}
	}
	if len(all.All()) < 25 || len(topics) < 15 || len(kinds) != len(templateKinds) {
		t.Errorf("%d templates for %d topics and %d actions", len(all.All()), len(topics), len(kinds))
	}
	got := all.Fitting(DoAnswer, "chieu_sang")
	if len(got) < 3 || got[0].ID != "lamp_fixed" || got[len(got)-1].Topics != nil {
		t.Errorf("for an answer about a street lamp: %v", got)
	}
	for _, one := range all.Fitting(DoAnswer, "cay_xanh") {
		if one.ID == "lamp_fixed" {
			t.Error("words about lamps are offered for trees")
		}
	}
}

// TestTemplateFaults: what an operator gets wrong is told with file and line.
func TestTemplateFaults(t *testing.T) {
	dir, err := LoadDirectory(nil)
	if err != nil {
		t.Fatal(err)
	}
	const bad = `templates:
- id: a
  for: answer
  topics: [no_such]
  labels: {vi: "a"}
  texts: {vi: "Xong {ref}"}
- id: a
  for: rate
  reasons: [no_such]
  labels: {vi: "a"}
  texts: {vi: "Xong {when} [… gì]", en: "done"}
- id: c
  for: answer
  labels: {en: "c"}
  texts: {vi: "x"}
`
	_, err = LoadTemplates(fstest.MapFS{"templates.yaml": {Data: []byte(bad)}}, dir)
	if err == nil {
		t.Fatal("taken")
	}
	for _, want := range []string{
		`templates.yaml:2: template a: topic "no_such" is unknown`, `templates.yaml:7: template "a" is there twice`,
		`templates.yaml:7: template a: for "rate"`, `templates.yaml:7: template a: reason "no_such" is unknown`,
		`templates.yaml:7: template a: the place {when} in vi`, `templates.yaml:7: template a: a text with a gap`,
		`templates.yaml:12: template c: the Vietnamese label`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no word of %q in:\n%v", want, err)
		}
	}
	if _, err := LoadTemplates(fstest.MapFS{"templates.yaml": {Data: []byte("templates:\n- id: a\n  tect: x\n")}}, dir); err == nil || !strings.Contains(err.Error(), "templates.yaml") {
		t.Errorf("a field that is not known: %v", err)
	}
}
