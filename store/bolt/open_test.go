package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"danloi/store"
	"danloi/store/bolt"
)

// filled makes a store file of some pages and returns its path and bytes.
func filled(t *testing.T) (path string, content []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "store.db")
	db := open(t, path)
	for i := range 50 {
		err := db.Update(t.Context(), func(kv store.KV) error {
			return kv.Put("b", fmt.Append(nil, "key", i), bytes.Repeat([]byte{byte(i)}, 3000))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	const used = 100 * 4096 // the rest of the file was reserved and never written
	if err := os.Truncate(path, used); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, content
}

func TestOpenMakesPrivateFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	open(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("mode is %04o, want 0600", got)
	}
}

func TestOpenLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	open(t, path)
	_, err := bolt.Open(path, bolt.Options{Timeout: 60 * time.Millisecond})
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want ErrLocked naming the file", err)
	}
}

func TestOpenWithoutFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "absent", "store.db")
	if _, err := bolt.Open(path, bolt.Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want that the folder does not exist", err)
	}
	if _, err := bolt.Open(t.TempDir(), bolt.Options{}); err == nil {
		t.Error("a folder was opened as a store")
	}
}

// TestOpenDamaged damages a file in many ways. Opening it must say so, naming the file, and leave every byte; where the
// damage lies too deep to be seen at once, reading must return an error and not bring the process down.
func TestOpenDamaged(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func(b []byte) []byte
	}{
		{"another sort of file", func([]byte) []byte { return []byte(strings.Repeat("not a store\n", 2000)) }},
		{"a few bytes", func([]byte) []byte { return []byte("x") }},
		{"cut after the first page", func(b []byte) []byte { return b[:4096] }},
		{"cut after two pages", func(b []byte) []byte { return b[:8192] }},
		{"cut in the middle", func(b []byte) []byte { return b[:20*4096] }},
		{"cut in the middle of a page", func(b []byte) []byte { return b[:20*4096+99] }},
		{"beginning is zeros", func(b []byte) []byte { return append(make([]byte, 8192), b[8192:]...) }},
		{"all zeros", func(b []byte) []byte { return make([]byte, len(b)) }},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			path, content := filled(t)
			damaged := c.damage(bytes.Clone(content))
			if err := os.WriteFile(path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := bolt.Open(path, bolt.Options{})
			if err == nil {
				db.Close()
			}
			if !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), path) {
				t.Errorf("got %v, want ErrCorrupt naming the file", err)
			}
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, damaged) {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

func TestDamageInsideIsAnError(t *testing.T) {
	_, content := filled(t)
	folder := t.TempDir()
	for page := 2; page < len(content)/4096; page++ {
		path := filepath.Join(folder, fmt.Sprint(page))
		damaged := bytes.Clone(content)
		for i := range 4096 {
			damaged[page*4096+i] = byte(i*7 + page)
		}
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		readAll(t, path)
	}
}

// readAll opens and reads a file with damage somewhere and writes to it. Whatever comes back must be a value or an
// error.
func readAll(t *testing.T, path string) {
	t.Helper()
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		if !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("open: got %v, want ErrCorrupt", err)
		}
		return
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	read := func(kv store.KV) error {
		return kv.Scan("b", nil, nil, false, func(key, _ []byte) (bool, error) {
			_, err := kv.Get("b", key)
			return true, err
		})
	}
	db.View(t.Context(), read)
	db.Update(t.Context(), func(kv store.KV) error {
		err := read(kv)
		return errors.Join(err, kv.Put("b", []byte("key1"), []byte("x")))
	})
}

func TestBackupIsAStore(t *testing.T) {
	path, _ := filled(t)
	db := open(t, path)
	stale := path + ".copy-left-by-a-crash"
	if err := os.WriteFile(stale, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var backup bytes.Buffer
	if err := db.Backup(&backup); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(t.TempDir(), "restored.db")
	if err := bolt.Restore(target, &backup); err != nil {
		t.Fatal(err)
	}
	restored := open(t, target)
	n := 0
	err := restored.View(t.Context(), func(kv store.KV) error {
		return kv.Scan("b", nil, nil, false, func(_, _ []byte) (bool, error) { n++; return true, nil })
	})
	if err != nil || n != 50 {
		t.Errorf("restored %d keys, %v; want 50", n, err)
	}
	db.Close()
	open(t, path)
	if left, _ := filepath.Glob(path + ".*"); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRestoreRefuses(t *testing.T) {
	path, content := filled(t)
	if err := bolt.Restore(path, bytes.NewReader(content)); !errors.Is(err, os.ErrExist) {
		t.Errorf("over an existing store: got %v, want that it exists", err)
	}
	for name, b := range map[string][]byte{"empty": {}, "cut": content[:20*4096], "damaged": damageLeaf(content)} {
		target := filepath.Join(t.TempDir(), "restored.db")
		if err := bolt.Restore(target, bytes.NewReader(b)); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s backup: got %v, want ErrCorrupt", name, err)
		}
		if left, _ := filepath.Glob(target + "*"); len(left) != 0 {
			t.Errorf("%s backup: left behind %v", name, left)
		}
	}
}

// damageLeaf turns the keys of the first page that holds some into nonsense.
func damageLeaf(content []byte) []byte {
	b := bytes.Clone(content)
	at := bytes.LastIndex(b, []byte("key"))
	copy(b[at-100:], bytes.Repeat([]byte{0xee}, 300))
	return b
}
