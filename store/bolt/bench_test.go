package bolt_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"danloi/store"
	"danloi/store/bolt"
)

// The benchmarks commit one value of 400 bytes at a time, as a conversation does, on the disk of the temporary
// folder, beside what the library can do by itself there.
//
//	go test -run '^$' -bench Commit -benchtime 2s ./store/bolt

func BenchmarkCommit(b *testing.B) {
	for _, callers := range []int{1, 64} {
		for _, way := range []struct {
			name string
			open func(b *testing.B) func(key, value []byte) error
		}{
			{"store", commitStore},
			{"bbolt-update", commitUpdate},
			{"bbolt-batch-2ms", commitBatch},
		} {
			b.Run(fmt.Sprintf("%s/callers=%d", way.name, callers), func(b *testing.B) {
				commitAll(b, callers, way.open(b))
			})
		}
	}
}

// commitAll shares b.N commits among callers and reports the rate and the mean wait of a caller.
func commitAll(b *testing.B, callers int, commit func(key, value []byte) error) {
	value := make([]byte, 400)
	rand.Read(value)
	var next, waited atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	begin := time.Now()
	for range callers {
		all.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				start := time.Now()
				if err := commit(fmt.Appendf(nil, "%016x", uint64(n)*0x9e3779b97f4a7c15), value); err != nil {
					b.Error(err)
					return
				}
				waited.Add(int64(time.Since(start)))
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/time.Since(begin).Seconds(), "commits/s")
	b.ReportMetric(float64(waited.Load())/float64(b.N)/1e6, "ms/commit")
}

func commitStore(b *testing.B) func(key, value []byte) error {
	db, err := bolt.Open(filepath.Join(b.TempDir(), "bench.db"), bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return func(key, value []byte) error {
		return db.Update(context.Background(), func(kv store.KV) error { return kv.Put("bench", key, value) })
	}
}

func commitUpdate(b *testing.B) func(key, value []byte) error {
	db := plain(b)
	return func(key, value []byte) error { return db.Update(put(key, value)) }
}

func commitBatch(b *testing.B) func(key, value []byte) error {
	db := plain(b)
	db.MaxBatchDelay = 2 * time.Millisecond
	return func(key, value []byte) error { return db.Batch(put(key, value)) }
}

func plain(b *testing.B) *bbolt.DB {
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "plain.db"), 0o600, &bbolt.Options{
		Timeout: time.Second, InitialMmapSize: 1 << 30, FreelistType: bbolt.FreelistMapType, NoStatistics: true,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}

func put(key, value []byte) func(*bbolt.Tx) error {
	return func(tx *bbolt.Tx) error {
		bucket, err := tx.CreateBucketIfNotExists([]byte("bench"))
		if err != nil {
			return err
		}
		return bucket.Put(key, value)
	}
}
