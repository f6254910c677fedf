package content

import (
	"testing"
)

func TestEmbedded(t *testing.T) {
	lib, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if len(lib.Guides()) == 0 {
		t.Error("the embedded library has no guides")
	}
}
