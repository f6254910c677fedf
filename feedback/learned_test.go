package feedback

import (
	"bytes"
	"io/fs"
	"runtime"
	"testing"
	"testing/fstest"
)

// maxModels is how many bytes the model files may have together.
const maxModels = 3 << 19

func TestModelsFitTheData(t *testing.T) {
	dir, err := loadTopics(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, stamped := range map[string]func(fs.FS, *Directory) (stamp, error){kindsModel: kindsStamp, topicsModel: topicsStamp} {
		want, err := stamped(nil, dir)
		if err != nil {
			t.Fatal(err)
		}
		if m, _, ok := stored(name, want); !ok {
			t.Errorf("%s was learned from other data: run go generate ./feedback", name)
		} else {
			t.Logf("%s: %d classes, %d bytes in memory", name, m.Classes(), m.Size())
		}
	}
}

func TestLearnIsTheSameEachTime(t *testing.T) {
	if testing.Short() || runtime.GOARCH != "amd64" {
		t.Skip("learns for some seconds; other machines round otherwise")
	}
	files, err := Learn()
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for name, data := range files {
		have, err := embedded.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(have, data) {
			t.Errorf("%s is not what is learned now: run go generate ./feedback", name)
		}
		total += len(have)
	}
	if total > maxModels {
		t.Errorf("the models have %d bytes, want at most %d", total, maxModels)
	}
}

func TestOperatorsExamplesAreLearnedAtStart(t *testing.T) {
	own := fstest.MapFS{examplesFile: {Data: []byte(`examples:
- {kind: feedback, say: [the lamp is dark, the lane is dark, the lamp is broken]}
- {kind: praise, topic: chieu_sang, say: [xyzzy plugh wonderful, xyzzy frobnicate lovely, plugh xyzzy good]}
`)}}
	s, err := LoadSigns(own)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Triage("xyzzy plugh, frobnicate xyzzy"); got.Kind != Praise {
		t.Errorf("got %s, want praise", got.Kind)
	}
	d, err := LoadDirectory(own)
	if err != nil {
		t.Fatal(err)
	}
	if got := NewRouter(d).Propose("xyzzy plugh frobnicate", ""); got[0].Topic.ID != "chieu_sang" && got[1].Topic.ID != "chieu_sang" {
		t.Errorf("got %s, want chieu_sang near the top", got[0].Topic.ID)
	}
}

func TestExamplesFaults(t *testing.T) {
	own := fstest.MapFS{examplesFile: {Data: []byte("examples:\n- {kind: shout, numbers: [\"911\"], say: [a b]}\n")}}
	if _, err := LoadSigns(own); err == nil {
		t.Error("an unknown kind was read without an error")
	}
}
