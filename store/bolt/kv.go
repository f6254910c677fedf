package bolt

import (
	"bytes"
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"danloi/store"
)

// kv is one function's view of a transaction. A writing one remembers what it replaced, so that its writes can be
// taken back without touching those of the others in its group.
type kv struct {
	ctx      context.Context
	tx       *bbolt.Tx
	write    bool
	scanning int
	bytes    int
	undos    []undo
	broken   error // damage met on the way; the function's writes are not kept whatever it returns
}

type undo struct {
	bucket     string
	key, value []byte // a nil value: the key was absent
}

func (k *kv) guard(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", store.ErrCorrupt, p)
		k.broken = *err
	}
}

// Get implements store.KV.
func (k *kv) Get(bucket string, key []byte) (value []byte, err error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	defer k.guard(&err)
	b := k.tx.Bucket([]byte(bucket))
	if b == nil {
		return nil, store.ErrNotFound
	}
	v := b.Get(key)
	if v == nil {
		return nil, store.ErrNotFound
	}
	return copied(v), nil
}

// Put implements store.KV.
func (k *kv) Put(bucket string, key, value []byte) (err error) {
	if err := k.mayWrite(key); err != nil {
		return err
	}
	defer k.guard(&err)
	b, err := k.tx.CreateBucketIfNotExists([]byte(bucket))
	if err != nil {
		return fmt.Errorf("bucket %s: %w", bucket, err)
	}
	key = copied(key)
	k.remember(b, bucket, key)
	k.bytes += len(key) + len(value)
	return b.Put(key, copied(value))
}

// Delete implements store.KV.
func (k *kv) Delete(bucket string, key []byte) (err error) {
	if err := k.mayWrite(key); err != nil {
		return err
	}
	defer k.guard(&err)
	b := k.tx.Bucket([]byte(bucket))
	if b == nil || b.Get(key) == nil {
		return nil
	}
	k.remember(b, bucket, copied(key))
	return b.Delete(key)
}

func (k *kv) mayWrite(key []byte) error {
	switch {
	case !k.write:
		return store.ErrReadOnly
	case k.scanning > 0:
		return store.ErrScanning
	}
	return checkKey(key)
}

func (k *kv) remember(b *bbolt.Bucket, bucket string, key []byte) {
	u := undo{bucket: bucket, key: key}
	if old := b.Get(key); old != nil {
		u.value = copied(old)
	}
	k.undos = append(k.undos, u)
}

// undo takes back what was written, last first. An error means the transaction is not to be trusted any more.
func (k *kv) undo() (err error) {
	defer k.guard(&err)
	if k.broken != nil {
		return k.broken
	}
	for i := len(k.undos) - 1; i >= 0; i-- {
		u := k.undos[i]
		b := k.tx.Bucket([]byte(u.bucket))
		if u.value == nil {
			err = b.Delete(u.key)
		} else {
			err = b.Put(u.key, u.value)
		}
		if err != nil {
			return fmt.Errorf("take back a failed update: %w", err)
		}
	}
	return nil
}

// Scan implements store.KV.
func (k *kv) Scan(bucket string, from, to []byte, reverse bool, fn func(key, value []byte) (bool, error)) error {
	k.scanning++
	defer func() { k.scanning-- }()
	w, err := k.walk(bucket, from, to, reverse)
	for ; err == nil && w.key != nil; err = w.next() {
		if err := k.ctx.Err(); err != nil {
			return err
		}
		more, err := fn(copied(w.key), copied(w.value))
		if err != nil || !more {
			return err
		}
	}
	return err
}

// walker stands on one pair of a range; key is nil past its end.
type walker struct {
	kv         *kv
	cursor     *bbolt.Cursor
	from, to   []byte
	reverse    bool
	key, value []byte
}

func (k *kv) walk(bucket string, from, to []byte, reverse bool) (w *walker, err error) {
	defer k.guard(&err)
	w = &walker{kv: k, from: from, to: to, reverse: reverse}
	b := k.tx.Bucket([]byte(bucket))
	if b == nil {
		return w, nil
	}
	w.cursor = b.Cursor()
	switch {
	case reverse && !w.below(to):
		w.stand(nil, nil)
	case reverse && to == nil:
		w.stand(w.cursor.Last())
	case reverse:
		if key, _ := w.cursor.Seek(to); key == nil {
			w.stand(w.cursor.Last())
		} else {
			w.stand(w.before(to))
		}
	case from == nil:
		w.stand(w.cursor.First())
	default:
		w.stand(w.cursor.Seek(from))
	}
	return w, nil
}

func (w *walker) next() (err error) {
	defer w.kv.guard(&err)
	if w.reverse {
		w.stand(w.before(w.key))
	} else {
		w.stand(w.cursor.Next())
	}
	return nil
}

// below reports whether the bucket has a key below limit, any key when limit is nil. It keeps bbolt's cursor off a
// bucket whose pages were all emptied in this transaction: Last goes round them for ever (bbolt 1.5.0).
func (w *walker) below(limit []byte) bool {
	first, _ := w.cursor.Bucket().Cursor().First()
	return first != nil && (limit == nil || bytes.Compare(first, limit) < 0)
}

// before moves to the pair before limit. A page that was emptied in this transaction looks to Prev like the beginning
// of the bucket, so it goes on as long as there is a key below.
func (w *walker) before(limit []byte) (key, value []byte) {
	if !w.below(limit) {
		return nil, nil
	}
	for key == nil {
		key, value = w.cursor.Prev()
	}
	return key, value
}

func (w *walker) stand(key, value []byte) {
	past := !w.reverse && w.to != nil && bytes.Compare(key, w.to) >= 0
	before := w.reverse && w.from != nil && bytes.Compare(key, w.from) < 0
	if key == nil || past || before {
		key, value = nil, nil
	}
	w.key, w.value = key, value
}

func checkKey(key []byte) error {
	if len(key) == 0 || len(key) > store.MaxKey {
		return store.ErrKey
	}
	return nil
}

// copied returns b's bytes in memory of their own, never nil.
func copied(b []byte) []byte {
	return append([]byte{}, b...)
}
