package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// A record is how every aggregate lies in the engine: a head sealed under the master key, and a personal part sealed
// under its owner's key. The head remembers the index entries that were made for the record, so that a change
// always finds and removes the old ones, whatever rule made them.
type record struct {
	bucket, id string
	schema     int
	version    int64
	owner      string // whose key seals the personal part; empty when there is none
	index      []entry
	doc        []byte // JSON
	personal   []byte // nil when there is none or it was forgotten
	forgotten  bool   // there was a personal part and its key is gone
}

type entry struct {
	Bucket string `json:"b"`
	Key    []byte `json:"k"`
}

func (e entry) equal(f entry) bool { return e.Bucket == f.Bucket && string(e.Key) == string(f.Key) }

type head struct {
	Schema  int             `json:"s"`
	Version int64           `json:"v,omitempty"`
	Owner   string          `json:"o,omitempty"`
	Index   []entry         `json:"i,omitempty"`
	Doc     json.RawMessage `json:"d"`
}

const (
	fieldHead     = "head"
	fieldPersonal = "personal"
)

// load reads a record, or returns ErrNotFound. A schema above the one given is ErrSchema.
func (tx *Tx) load(bucket, id string, schema int) (record, error) {
	r, sealed, err := tx.loadHead(bucket, id, schema)
	if err != nil || len(sealed) == 0 {
		return r, err
	}
	r.personal, err = tx.openOwn(r.owner, bucket, id, fieldPersonal, sealed)
	if errors.Is(err, ErrForgotten) {
		r.forgotten, err = true, nil
	}
	return r, err
}

// loadHead reads a record without opening its personal part, which it returns sealed.
func (tx *Tx) loadHead(bucket, id string, schema int) (r record, personal []byte, err error) {
	if err := checkID(id); err != nil {
		return record{}, nil, fmt.Errorf("%s: %w", bucket, err)
	}
	value, err := tx.kv.Get(bucket, []byte(id))
	if err != nil {
		return record{}, nil, fmt.Errorf("%s %s: %w", bucket, id, err)
	}
	n, skip := binary.Uvarint(value)
	if skip <= 0 || n > uint64(len(value)-skip) {
		return record{}, nil, fmt.Errorf("%s %s: %w", bucket, id, ErrCorrupt)
	}
	sealed, personal := value[skip:skip+int(n)], value[skip+int(n):]
	plain, err := tx.keys.openPlain(bucket, id, fieldHead, sealed)
	if err != nil {
		return record{}, nil, err
	}
	var h head
	if err := json.Unmarshal(plain, &h); err != nil {
		return record{}, nil, fmt.Errorf("%s %s: %w: %w", bucket, id, ErrCorrupt, err)
	}
	if h.Schema > schema {
		return record{}, nil, fmt.Errorf("%s %s: %w", bucket, id, ErrSchema)
	}
	return record{bucket: bucket, id: id, schema: h.Schema, version: h.Version, owner: h.Owner, index: h.Index, doc: h.Doc}, personal, nil
}

// save writes a record and brings its index entries up to date.
func (tx *Tx) save(r record) error {
	if err := checkID(r.id); err != nil {
		return fmt.Errorf("%s: %w", r.bucket, err)
	}
	var personal []byte
	if r.personal != nil {
		var err error
		if personal, err = tx.sealOwn(r.owner, r.bucket, r.id, fieldPersonal, r.personal); err != nil {
			return err
		}
	}
	return tx.saveSealed(r, personal)
}

// saveSealed is save with a personal part that is sealed already, or none.
func (tx *Tx) saveSealed(r record, personal []byte) error {
	plain, err := json.Marshal(head{Schema: r.schema, Version: r.version, Owner: r.owner, Index: r.index, Doc: r.doc})
	if err != nil {
		return fmt.Errorf("%s %s: %w", r.bucket, r.id, err)
	}
	sealed := tx.keys.sealPlain(r.bucket, r.id, fieldHead, plain)
	value := append(binary.AppendUvarint(nil, uint64(len(sealed))), sealed...)
	value = append(value, personal...)
	if err := tx.reindex(r); err != nil {
		return err
	}
	if err := tx.kv.Put(r.bucket, []byte(r.id), value); err != nil {
		return fmt.Errorf("%s %s: %w", r.bucket, r.id, err)
	}
	return nil
}

// reindex removes the entries of the stored record that r does not have and puts those that it newly has.
func (tx *Tx) reindex(r record) error {
	old, err := tx.index(r.bucket, r.id, r.schema)
	if err != nil {
		return err
	}
	for _, e := range old {
		if !slices.ContainsFunc(r.index, e.equal) {
			if err := tx.kv.Delete(e.Bucket, e.Key); err != nil {
				return fmt.Errorf("%s %s: %w", r.bucket, r.id, err)
			}
		}
	}
	for _, e := range r.index {
		if !slices.ContainsFunc(old, e.equal) {
			if err := tx.kv.Put(e.Bucket, e.Key, []byte(r.id)); err != nil {
				return fmt.Errorf("%s %s: %w", r.bucket, r.id, err)
			}
		}
	}
	return nil
}

// index returns the index entries of the stored record, none when there is no record.
func (tx *Tx) index(bucket, id string, schema int) ([]entry, error) {
	old, _, err := tx.loadHead(bucket, id, schema)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return old.index, err
}

// remove deletes a record with its index entries. An absent one is no error.
func (tx *Tx) remove(bucket, id string, schema int) error {
	if err := tx.reindex(record{bucket: bucket, id: id, schema: schema}); err != nil {
		return err
	}
	return tx.kv.Delete(bucket, []byte(id))
}

// decode reads the JSON of r's head, and of its personal part if there is one.
func (r record) decode(doc, personal any) error {
	if err := json.Unmarshal(r.doc, doc); err != nil {
		return fmt.Errorf("%s %s: %w: %w", r.bucket, r.id, ErrCorrupt, err)
	}
	if personal == nil || r.personal == nil {
		return nil
	}
	if err := json.Unmarshal(r.personal, personal); err != nil {
		return fmt.Errorf("%s %s: %w: personal part", r.bucket, r.id, ErrCorrupt) // the cause could quote it
	}
	return nil
}

// encode sets the JSON of r's head, and of its personal part unless that is nil.
func (r record) encode(doc, personal any) (record, error) {
	var err error
	if r.doc, err = json.Marshal(doc); err != nil {
		return r, fmt.Errorf("%s %s: %w", r.bucket, r.id, err)
	}
	if personal == nil {
		return r, nil
	}
	if r.personal, err = json.Marshal(personal); err != nil {
		return r, fmt.Errorf("%s %s: personal part is not JSON", r.bucket, r.id)
	}
	return r, nil
}

// ids collects the values of an index range: the ids of the records it names, at most limit if that is positive.
func (tx *Tx) ids(bucket string, from, to []byte, reverse bool, limit int) ([]string, error) {
	var ids []string
	err := tx.kv.Scan(bucket, from, to, reverse, func(_, id []byte) (bool, error) {
		ids = append(ids, string(id))
		return len(ids) != limit, nil
	})
	return ids, err
}

// wipe deletes all keys with a prefix.
func (tx *Tx) wipe(bucket string, prefix []byte) error {
	var keys [][]byte
	err := tx.kv.Scan(bucket, prefix, after(prefix), false, func(key, _ []byte) (bool, error) {
		keys = append(keys, key)
		return true, nil
	})
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := tx.kv.Delete(bucket, key); err != nil {
			return err
		}
	}
	return nil
}
