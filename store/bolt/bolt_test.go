package bolt_test

import (
	"path/filepath"
	"testing"

	"danloi/store"
	"danloi/store/bolt"
	"danloi/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Engine {
		return open(t, filepath.Join(t.TempDir(), "store.db"))
	})
}

func open(t *testing.T, path string) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
