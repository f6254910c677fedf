package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"danloi/store"
)

func enginePromises() []promise {
	return []promise{
		{"absent key", "what is not there is ErrNotFound, never an empty value", absentKey},
		{"keys order by bytes", "indexes are read in the same order on every engine", byteOrder},
		{"scan bounds", "a range holds its first key and not its end, forwards and backwards", scanBounds},
		{"scan over deleted keys", "a scan ends, and finds what is left, after much was deleted in the same transaction", scanDeleted},
		{"values outlive the transaction", "nobody reads memory that the engine has taken back", valuesOutlive},
		{"put keeps its own copy", "a caller may use its buffer again", putCopies},
		{"bad keys", "keys that one engine could not take are refused by all", badKeys},
		{"read-only view", "a page that only shows something cannot change it", readOnly},
		{"no write inside a scan", "a scan never skips or repeats because of a write", scanRefusesWrites},
		{"view is a picture", "a reader never sees half of somebody's commit", picture},
		{"error keeps nothing", "an update is all or nothing", errorKeepsNothing},
		{"cancelled context", "a request that was given up does no work", cancelled},
		{"backup does not hold up", "a slow download of the backup holds up no citizen", backupSlow},
		{"closed", "after Close every call says so", closedEngine},
	}
}

func put(t *testing.T, e store.Engine, keys ...string) {
	t.Helper()
	err := e.Update(t.Context(), func(kv store.KV) error {
		for _, key := range keys {
			if err := kv.Put("b", []byte(key), []byte("v"+key)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func scan(t *testing.T, e store.Engine, from, to []byte, reverse bool) (keys []string) {
	t.Helper()
	err := e.View(t.Context(), func(kv store.KV) error {
		keys = nil
		return kv.Scan("b", from, to, reverse, func(key, _ []byte) (bool, error) {
			keys = append(keys, string(key))
			return true, nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func absentKey(t *testing.T, e store.Engine) {
	put(t, e, "here")
	err := e.Update(t.Context(), func(kv store.KV) error {
		_, err := kv.Get("nobucket", []byte("k"))
		wantError(t, err, store.ErrNotFound)
		_, err = kv.Get("b", []byte("gone"))
		wantError(t, err, store.ErrNotFound)
		if err := kv.Put("b", []byte("empty"), nil); err != nil {
			return err
		}
		v, err := kv.Get("b", []byte("empty"))
		want(t, "length of an empty value", len(v), 0)
		if err != nil {
			return err
		}
		return errors.Join(kv.Delete("b", []byte("gone")), kv.Delete("nobucket", []byte("k")))
	})
	wantError(t, err, nil)
}

func byteOrder(t *testing.T, e store.Engine) {
	keys := []string{"a", "A", "\xff\xff", "\x00", "a\x00", "\xff", "Đ", "d", "đ", "a\x00b", "ab", "e", "\x00\x00", "10", "9", "_", " "}
	put(t, e, keys...)
	slices.Sort(keys)
	wantList(t, "forwards", scan(t, e, nil, nil, false), keys...)
	slices.Reverse(keys)
	wantList(t, "backwards", scan(t, e, nil, nil, true), keys...)
}

func scanBounds(t *testing.T, e store.Engine) {
	put(t, e, "b", "d", "f")
	for _, c := range []struct {
		from, to string
		want     []string
	}{
		{"b", "f", []string{"b", "d"}}, {"a", "c", []string{"b"}}, {"c", "z", []string{"d", "f"}},
		{"d", "d", nil}, {"z", "", nil}, {"", "b", nil}, {"", "a", nil}, {"", "c", []string{"b"}}, {"f", "", []string{"f"}},
		{"e", "c", nil},
	} {
		name := fmt.Sprintf("from %q to %q", c.from, c.to)
		wantList(t, name, scan(t, e, bound(c.from), bound(c.to), false), c.want...)
		slices.Reverse(c.want)
		wantList(t, name+" reversed", scan(t, e, bound(c.from), bound(c.to), true), c.want...)
	}
}

func bound(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}

func scanDeleted(t *testing.T, e store.Engine) {
	const all, kept = 2000, 100 // enough for many pages
	name := func(i int) string { return fmt.Sprintf("key%05d", i) }
	var keys []string
	for i := range all {
		keys = append(keys, name(i))
	}
	put(t, e, keys...)
	for _, left := range []int{kept, 0} {
		var got []string
		err := e.Update(t.Context(), func(kv store.KV) error {
			got = nil
			for i := left; i < all; i++ {
				if err := kv.Delete("b", []byte(name(i))); err != nil {
					return err
				}
			}
			return kv.Scan("b", nil, nil, true, func(key, _ []byte) (bool, error) {
				got = append(got, string(key))
				return true, nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Clone(keys[:left])
		slices.Reverse(want)
		if !slices.Equal(got, want) {
			t.Errorf("after deleting all but %d, scanning backwards finds %d keys", left, len(got))
		}
	}
}

func valuesOutlive(t *testing.T, e store.Engine) {
	put(t, e, "k")
	var got, key, value []byte
	err := e.View(t.Context(), func(kv store.KV) (err error) {
		if got, err = kv.Get("b", []byte("k")); err != nil {
			return err
		}
		return kv.Scan("b", nil, nil, false, func(k, v []byte) (bool, error) {
			key, value = k, v
			return true, nil
		})
	})
	wantError(t, err, nil)
	for i := range 200 {
		put(t, e, fmt.Sprint("k", i))
	}
	want(t, "value of Get", string(got), "vk")
	want(t, "key of Scan", string(key), "k")
	want(t, "value of Scan", string(value), "vk")
	got[0], key[0], value[0] = 'x', 'x', 'x' // and they are the caller's to change
	wantList(t, "first key", scan(t, e, nil, []byte("k0"), false), "k")
}

func putCopies(t *testing.T, e store.Engine) {
	err := e.Update(t.Context(), func(kv store.KV) error {
		key, value := []byte("key"), []byte("value")
		if err := kv.Put("b", key, value); err != nil {
			return err
		}
		key[0], value[0] = 'x', 'x'
		return nil
	})
	wantError(t, err, nil)
	err = e.View(t.Context(), func(kv store.KV) error {
		v, err := kv.Get("b", []byte("key"))
		want(t, "value", string(v), "value")
		return err
	})
	wantError(t, err, nil)
}

func badKeys(t *testing.T, e store.Engine) {
	err := e.Update(t.Context(), func(kv store.KV) error {
		for _, key := range [][]byte{nil, {}, bytes.Repeat([]byte("k"), store.MaxKey+1)} {
			wantError(t, kv.Put("b", key, []byte("v")), store.ErrKey)
			_, err := kv.Get("b", key)
			wantError(t, err, store.ErrKey)
			wantError(t, kv.Delete("b", key), store.ErrKey)
		}
		return kv.Put("b", bytes.Repeat([]byte("k"), store.MaxKey), []byte("v"))
	})
	wantError(t, err, nil)
}

func readOnly(t *testing.T, e store.Engine) {
	put(t, e, "k")
	err := e.View(t.Context(), func(kv store.KV) error {
		wantError(t, kv.Put("b", []byte("k"), []byte("x")), store.ErrReadOnly)
		wantError(t, kv.Delete("b", []byte("k")), store.ErrReadOnly)
		return nil
	})
	wantError(t, err, nil)
	wantList(t, "keys", scan(t, e, nil, nil, false), "k")
}

func scanRefusesWrites(t *testing.T, e store.Engine) {
	put(t, e, "k", "l")
	err := e.Update(t.Context(), func(kv store.KV) error {
		err := kv.Scan("b", nil, nil, false, func(key, _ []byte) (bool, error) {
			wantError(t, kv.Delete("b", key), store.ErrScanning)
			wantError(t, kv.Put("b", key, key), store.ErrScanning)
			_, err := kv.Get("b", []byte("l"))
			return true, err
		})
		if err != nil {
			return err
		}
		return kv.Delete("b", []byte("k"))
	})
	wantError(t, err, nil)
	wantList(t, "keys after the scan", scan(t, e, nil, nil, false), "l")
}

func picture(t *testing.T, e store.Engine) {
	put(t, e, "a")
	err := e.View(t.Context(), func(kv store.KV) error {
		done := make(chan struct{})
		go func() {
			defer close(done)
			put(t, e, "b", "c")
		}()
		<-done
		_, err := kv.Get("b", []byte("b"))
		wantError(t, err, store.ErrNotFound)
		return nil
	})
	wantError(t, err, nil)
	wantList(t, "keys afterwards", scan(t, e, nil, nil, false), "a", "b", "c")
}

func errorKeepsNothing(t *testing.T, e store.Engine) {
	put(t, e, "kept", "replaced", "deleted")
	fault := errors.New("fault")
	err := e.Update(t.Context(), func(kv store.KV) error {
		err := errors.Join(
			kv.Put("b", []byte("new"), []byte("x")),
			kv.Put("new bucket", []byte("new"), []byte("x")),
			kv.Put("b", []byte("replaced"), []byte("x")),
			kv.Put("b", []byte("replaced"), []byte("y")),
			kv.Delete("b", []byte("deleted")),
			kv.Put("b", []byte("deleted"), []byte("z")),
			kv.Delete("b", []byte("new")),
			kv.Put("b", []byte("new"), []byte("z")),
		)
		return errors.Join(fault, err)
	})
	wantError(t, err, fault)
	wantList(t, "keys", scan(t, e, nil, nil, false), "deleted", "kept", "replaced")
	err = e.View(t.Context(), func(kv store.KV) error {
		for _, key := range []string{"kept", "replaced", "deleted"} {
			v, err := kv.Get("b", []byte(key))
			want(t, key, string(v), "v"+key)
			wantError(t, err, nil)
		}
		_, err := kv.Get("new bucket", []byte("new"))
		wantError(t, err, store.ErrNotFound)
		return nil
	})
	wantError(t, err, nil)
}

func cancelled(t *testing.T, e store.Engine) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ran := func(store.KV) error { t.Error("a function ran"); return nil }
	wantError(t, e.View(ctx, ran), context.Canceled)
	wantError(t, e.Update(ctx, ran), context.Canceled)
	put(t, e, "k")
}

// backupSlow reads the backup one step at a time and commits between the steps.
func backupSlow(t *testing.T, e store.Engine) {
	put(t, e, "k")
	r, w := io.Pipe()
	go func() { w.CloseWithError(e.Backup(w)) }()
	if _, err := io.ReadFull(r, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		put(t, e, fmt.Sprint("during", i))
	}
	if n, err := io.Copy(io.Discard, r); err != nil || n == 0 {
		t.Errorf("rest of the backup: %d bytes, %v", n, err)
	}
}

func closedEngine(t *testing.T, e store.Engine) {
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	nothing := func(store.KV) error { return nil }
	wantError(t, e.View(t.Context(), nothing), store.ErrClosed)
	wantError(t, e.Update(t.Context(), nothing), store.ErrClosed)
	wantError(t, e.Backup(io.Discard), store.ErrClosed)
	wantError(t, e.Close(), nil)
}
