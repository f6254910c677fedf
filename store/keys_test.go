package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/alexedwards/scs/v2"

	"danloi/store"
)

var _ scs.CtxStore = (*store.Sessions)(nil)

func TestKeysAreMadeOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	ids := make([]string, 8)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() { // several first starts at once agree on one key
			k, err := store.LoadOrCreateKeys(path)
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = k.ContactID("telegram:1")
		})
	}
	all.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("got ids %q and %q of one address", id, ids[0])
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 || info.Size() != 32 {
		t.Errorf("key file has mode %04o and %d bytes", info.Mode().Perm(), info.Size())
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestKeyFileRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		size int
		mode os.FileMode
		want string
	}{
		{"short", 31, 0o600, "31 bytes"},
		{"empty", 0, 0o600, "0 bytes"},
		{"long", 33, 0o600, "33 bytes"},
		{"readable by others", 32, 0o644, "0644"},
		{"readable by the group", 32, 0o640, "0640"},
	} {
		path := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(path, bytes.Repeat([]byte("k"), c.size), c.mode); err != nil {
			t.Fatal(err)
		}
		_, err := store.LoadOrCreateKeys(path)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want an error with %q and the path", c.name, err, c.want)
		}
	}
	if _, err := store.LoadOrCreateKeys(t.TempDir()); err == nil {
		t.Error("a folder was taken for a key")
	}
}
