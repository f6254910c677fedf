package content

import (
	"testing"
	"time"
)

// The library the program ships has no error, neither for Load nor for the checker.
func TestEmbedded(t *testing.T) {
	lib, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if len(lib.Guides()) == 0 || len(lib.Modules()) == 0 {
		t.Errorf("got %d guides and %d modules", len(lib.Guides()), len(lib.Modules()))
	}
	for _, p := range Check(EmbeddedFiles(), time.Now(), CheckOptions{}) {
		if p.Severity == Error {
			t.Error(p)
		} else {
			t.Log(p)
		}
	}
}
