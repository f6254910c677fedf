package bolt

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"danloi/store"
)

// Restore makes a store file at path of a backup. The backup is checked to the last page before it takes its place, so
// that a damaged one (store.ErrCorrupt) leaves nothing behind. An existing file is never replaced (os.ErrExist): the
// operator puts it aside first.
func Restore(path string, backup io.Reader) error {
	if err := restore(path, backup); err != nil {
		return fmt.Errorf("restore store %s: %w", path, err)
	}
	return nil
}

func restore(path string, backup io.Reader) error {
	if _, err := os.Lstat(path); err == nil {
		return os.ErrExist
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+copySuffix+"*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := io.Copy(f, backup); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := checkFile(f.Name()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil { // unlike Rename, never over a file that came meanwhile
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// checkFile reads every page of a store file.
func checkFile(path string) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", store.ErrCorrupt, p)
		}
	}()
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return fmt.Errorf("%w: the backup is empty", store.ErrCorrupt)
	}
	bolt, err := openFile(path, Options{Timeout: defaultTimeout}, true)
	if err != nil {
		return err
	}
	defer bolt.Close()
	if err := checkSize(bolt, info.Size()); err != nil {
		return err
	}
	return bolt.View(readEverything)
}

// readEverything walks all buckets on the caller's goroutine, where a fault can be caught (bbolt's own check runs on
// another one).
func readEverything(tx *bbolt.Tx) error {
	return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
		var last []byte
		return b.ForEach(func(key, value []byte) error {
			if last != nil && string(key) <= string(last) {
				return fmt.Errorf("%w: keys of bucket %q are out of order", store.ErrCorrupt, name)
			}
			last = copied(key)
			copied(value)
			return nil
		})
	})
}
