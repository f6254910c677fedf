package storetest

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"danloi/store"
)

// recorder is an engine that remembers every byte that was given to it to keep, so that a case can look at what lies at
// rest whatever the engine.
type recorder struct {
	store.Engine
	mu    sync.Mutex
	names map[string]bool
	all   strings.Builder
}

type recordingKV struct {
	store.KV
	r *recorder
}

func (r *recorder) Update(ctx context.Context, fn func(store.KV) error) error {
	return r.Engine.Update(ctx, func(kv store.KV) error { return fn(recordingKV{kv, r}) })
}

func (kv recordingKV) Put(bucket string, key, value []byte) error {
	kv.r.mu.Lock()
	defer kv.r.mu.Unlock()
	if kv.r.names == nil {
		kv.r.names = map[string]bool{}
	}
	kv.r.names[bucket] = true
	kv.r.all.WriteString(bucket + "\n" + string(key) + "\n" + string(value) + "\n")
	return kv.KV.Put(bucket, key, value)
}

// buckets returns all buckets that were ever written.
func (r *recorder) buckets() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for name := range r.names {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// written returns everything that was ever written.
func (r *recorder) written() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all.String()
}

// dump returns what is in a bucket now.
func (r *recorder) dump(t *testing.T, bucket string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := r.View(t.Context(), func(kv store.KV) error {
		return kv.Scan(bucket, nil, nil, false, func(key, value []byte) (bool, error) {
			found[string(key)] = string(value)
			return true, nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
