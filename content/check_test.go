package content

import (
	"os"
	"testing"
	"time"
)

// today is the day on which the fixtures are checked.
var today = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

func TestCheckGood(t *testing.T) {
	for _, p := range Check(os.DirFS("testdata/good"), today, CheckOptions{}) {
		t.Errorf("problem: %s", p)
	}
}

func TestCheckEmbedded(t *testing.T) {
	for _, p := range Check(EmbeddedFiles(), today, CheckOptions{}) {
		if p.Severity == Error {
			t.Errorf("%s", p)
		} else {
			t.Logf("%s", p)
		}
	}
}
