package bolt

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

const copySuffix = ".copy-"

// Backup implements store.Engine. The copy is first written to a file beside the store, so that the picture it is
// taken from is open only as long as the local disk needs.
func (db *DB) Backup(w io.Writer) error {
	f, err := os.CreateTemp(filepath.Dir(db.path), filepath.Base(db.path)+copySuffix+"*")
	if err != nil {
		return fmt.Errorf("back up %s: %w", db.path, err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	err = closedError(db.bolt.View(func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(f)
		return err
	}))
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err == nil {
		_, err = io.Copy(w, f)
	}
	if err != nil {
		return fmt.Errorf("back up %s: %w", db.path, err)
	}
	return nil
}

// removeStale deletes copies that a crash left behind. It is called with the store's lock held, so none is in use.
func removeStale(path string) {
	stale, err := filepath.Glob(path + copySuffix + "*")
	if err != nil {
		return // a path that is no pattern: nothing can be found, nothing is harmed
	}
	for _, name := range stale {
		os.Remove(name)
	}
}
