package feedback

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"danloi/feedback/internal/spell"
)

func mustSigns(t testing.TB) *Signs {
	t.Helper()
	s, err := LoadSigns(nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// judgement is one line of a file in testdata.
type judgement struct{ text, want string }

func judgements(t testing.TB, name string) []judgement {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // only read
	var list []judgement
	for lines := bufio.NewScanner(f); lines.Scan(); {
		text, want, ok := strings.Cut(lines.Text(), "=>")
		if ok && !strings.HasPrefix(text, "#") {
			list = append(list, judgement{strings.TrimSpace(text), strings.TrimSpace(want)})
		}
	}
	return list
}

// toneless returns a text as many people type it. Text in another script stays as it is.
func toneless(s string) string {
	var words []string
	for _, w := range spell.New().Words(s) {
		words = append(words, w.Fold)
	}
	if len(words) == 0 || strings.ContainsRune(s, 'ំ') || strings.ContainsRune(s, 'ភ') {
		return s
	}
	return strings.Join(words, " ")
}

func TestTriage(t *testing.T) {
	s := mustSigns(t)
	r := NewRouter(mustDirectory(t))
	list := judgements(t, "testdata/triage.txt")
	if got, want := len(list), 120; got < want {
		t.Fatalf("judgements: got %d, want at least %d", got, want)
	}
	right, rightPlain := 0, 0
	for _, j := range list {
		want := strings.Fields(j.want)
		check := func(text string) bool {
			got := s.Triage(text).With(r.Propose(text, ""))
			ok := string(got.Kind) == want[0]
			if len(want) > 1 && ok {
				ok = slices.Contains(got.Numbers, want[1]) && (want[0] != "emergency" || got.Numbers[0] == want[1])
			}
			if !ok {
				t.Logf("Triage(%q): got %s %v by %q, want %s", text, got.Kind, got.Numbers, got.Sign, j.want)
			}
			if grave := want[0] == "emergency" || want[0] == "denunciation"; grave && got.Kind.Fileable() {
				t.Errorf("Triage(%q): %s taken as %s", text, want[0], got.Kind)
			}
			return ok
		}
		if check(j.text) {
			right++
		}
		if check(toneless(j.text)) {
			rightPlain++
		}
	}
	share, plain := float64(right)/float64(len(list)), float64(rightPlain)/float64(len(list))
	t.Logf("kind right: %.1f %%, without tone marks %.1f %%, of %d", 100*share, 100*plain, len(list))
	if share < 0.97 || plain < 0.95 {
		t.Errorf("kind right: got %.3f and %.3f, want 0.97 and 0.95", share, plain)
	}
}

func TestLoadSignsNamesTheLine(t *testing.T) {
	data := "kinds:\n- kind: emergency\n  signs:\n  - say: [\"*\"]\n- kind: moon\n"
	_, err := LoadSigns(fstest.MapFS{triageFile: {Data: []byte(data)}})
	if err == nil {
		t.Fatal("got no error")
	}
	for _, want := range []string{"triage.yaml:4:", "triage.yaml:5:"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %q, want it to name %s", err, want)
		}
	}
}
