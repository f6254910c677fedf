package bolt

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"

	"danloi/store"
)

// Open opens the store file at path, or makes it with mode 0600 and syncs its folder, which must exist. It fails
// with store.ErrLocked when another process has the file, and with store.ErrCorrupt, naming the file, when its
// bytes are damaged; the file is then left as it was.
func Open(path string, o Options) (*DB, error) {
	o.Timeout = cmp.Or(o.Timeout, defaultTimeout)
	o.MapSize = cmp.Or(o.MapSize, defaultMapSize)
	fresh, err := inspect(path, o)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	bolt, err := openFile(path, o, false)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	if fresh {
		if err := syncFolder(filepath.Dir(path)); err != nil {
			bolt.Close()
			return nil, fmt.Errorf("open store %s: %w", path, err)
		}
	}
	removeStale(path)
	return &DB{bolt: bolt, path: path, maxGroup: cmp.Or(o.MaxGroup, defaultMaxGroup)}, nil
}

// inspect looks at an existing file without the right to write it, because a damaged file must neither be changed
// nor bring the process down. It reports whether there is no file yet.
func inspect(path string, o Options) (fresh bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() {
		return false, errors.New("not a regular file")
	}
	if info.Size() == 0 {
		return true, nil // a start that was cut short before the first page was written
	}
	bolt, err := openFile(path, o, true)
	if err != nil {
		return false, err
	}
	defer bolt.Close()
	return false, checkSize(bolt, info.Size())
}

// checkSize compares the length the newest commit speaks of with the length of the file: touching a page beyond the
// end of a file that was cut off would be a fault.
func checkSize(bolt *bbolt.DB, have int64) error {
	return bolt.View(func(tx *bbolt.Tx) error {
		if want := tx.Size(); have < want {
			return fmt.Errorf("%w: %d bytes long, %d expected; %s", store.ErrCorrupt, have, want, cure)
		}
		return nil
	})
}

const cure = "the file was not touched; put it aside and restore the last backup"

// openFile gives the library's panics about a damaged file the shape of an error. After such a panic the file stays
// mapped, and so locked, until this process ends.
func openFile(path string, o Options, readOnly bool) (db *bbolt.DB, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			db, err = nil, fmt.Errorf("%w: %v; %s", store.ErrCorrupt, p, cure)
		}
	}()
	mapSize := o.MapSize
	if readOnly {
		mapSize = 0
	}
	db, err = bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:         o.Timeout,
		ReadOnly:        readOnly,
		InitialMmapSize: mapSize,
		FreelistType:    bbolt.FreelistMapType,
		NoStatistics:    true,
	})
	return db, openError(err)
}

// openError gives what the library says about a file the names the callers branch on.
func openError(err error) error {
	var path *os.PathError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, bbolterrors.ErrTimeout):
		return store.ErrLocked
	case errors.As(err, &path):
		return err
	}
	return fmt.Errorf("%w: %w; %s", store.ErrCorrupt, err, cure)
}

func (db *DB) damaged(p any) error {
	return fmt.Errorf("commit to %s: %w: %v", db.path, store.ErrCorrupt, p)
}

func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
