package storetest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"danloi/store"
)

func groupPromises() []promise {
	return []promise{
		{"no lost update", "two citizens who change the same thing at once both count", noLostUpdate},
		{"a failing function harms nobody", "one bad event does not undo the commits it shared a sync with", failingHarmsNobody},
		{"a panic reaches its caller only", "a bug in one request neither hangs nor fails another", panicHarmsNobody},
		{"a goroutine that ends harms nobody", "not even runtime.Goexit inside an update stops the store", goexitHarmsNobody},
	}
}

func increment(kv store.KV, key string) error {
	n := uint64(0)
	v, err := kv.Get("count", []byte(key))
	if err == nil {
		n = binary.BigEndian.Uint64(v)
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return kv.Put("count", []byte(key), binary.BigEndian.AppendUint64(nil, n+1))
}

func count(t *testing.T, e store.Engine, key string) (n uint64) {
	t.Helper()
	err := e.View(t.Context(), func(kv store.KV) error {
		v, err := kv.Get("count", []byte(key))
		if err == nil {
			n = binary.BigEndian.Uint64(v)
		}
		return err
	})
	wantError(t, err, nil)
	return n
}

func noLostUpdate(t *testing.T, e store.Engine) {
	const callers, each = 32, 20
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for range each {
				err := e.Update(t.Context(), func(kv store.KV) error { return increment(kv, "all") })
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	want(t, "count", count(t, e, "all"), callers*each)
}

func failingHarmsNobody(t *testing.T, e store.Engine) {
	const callers, each = 24, 20
	fault := errors.New("fault")
	var all sync.WaitGroup
	for c := range callers {
		fails := c%3 == 0
		all.Go(func() {
			for range each {
				err := e.Update(t.Context(), func(kv store.KV) error {
					if err := increment(kv, "all"); err != nil || !fails {
						return err
					}
					return fault
				})
				if fails != errors.Is(err, fault) || !fails && err != nil {
					t.Errorf("caller %d: %v", c, err)
				}
			}
		})
	}
	all.Wait()
	want(t, "count", count(t, e, "all"), callers*each*2/3)
}

func panicHarmsNobody(t *testing.T, e store.Engine) {
	var caught atomic.Int64
	besideTroubled(t, e, func(kv store.KV) error {
		if err := increment(kv, "all"); err != nil {
			return err
		}
		panic("trouble")
	}, func() {
		if recover() == "trouble" {
			caught.Add(1)
		}
	})
	want(t, "panics that reached their caller", caught.Load(), troubled)
}

func goexitHarmsNobody(t *testing.T, e store.Engine) {
	besideTroubled(t, e, func(kv store.KV) error {
		if err := increment(kv, "all"); err != nil {
			return err
		}
		runtime.Goexit()
		return nil
	}, func() {})
}

const troubled = 20

// besideTroubled runs functions in trouble beside healthy ones, and wants all that the healthy ones did and nothing
// of the others.
func besideTroubled(t *testing.T, e store.Engine, trouble func(store.KV) error, after func()) {
	var all sync.WaitGroup
	for i := range troubled {
		all.Go(func() {
			defer after()
			e.Update(t.Context(), trouble)
		})
		all.Go(func() {
			err := e.Update(t.Context(), func(kv store.KV) error {
				return errors.Join(increment(kv, "all"), kv.Put("b", fmt.Append(nil, "k", i), nil))
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	want(t, "count", count(t, e, "all"), troubled)
	want(t, "keys", len(scan(t, e, nil, nil, false)), troubled)
}
