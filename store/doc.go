package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

const docSchema = 1

// PutDoc stores v as JSON under a kind and an id, replacing what was there. It is for what is not personal; use
// PutDocOf for what is.
func (tx *Tx) PutDoc(kind, id string, v any) error { return tx.PutDocOf("", kind, id, v) }

// PutDocOf is PutDoc for something personal of a contact: it is sealed under the contact's key and goes when the
// contact is forgotten. ErrForgotten means that the contact has no key.
func (tx *Tx) PutDocOf(contact, kind, id string, v any) error {
	if err := checkID(kind, id); err != nil {
		return fmt.Errorf("document: %w", err)
	}
	r := record{bucket: bucketDoc, id: docID(kind, id), schema: docSchema, owner: contact}
	doc, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("document %s %s is not JSON", kind, id)
	}
	r.doc = doc
	if contact != "" {
		r.doc, r.personal = []byte("null"), doc
		r.index = []entry{{bucketDocContact, join(contact, r.id)}}
	}
	return tx.save(r)
}

// docID separates kind and id by a byte that comes before all that stand in either, so that kinds stay together.
func docID(kind, id string) string { return kind + "\x01" + id }

// Doc reads a document into v, which is a pointer, or returns ErrNotFound.
func (tx *Tx) Doc(kind, id string, v any) error {
	r, err := tx.load(bucketDoc, docID(kind, id), docSchema)
	if err != nil {
		return err
	}
	return unmarshalDoc(r, v)
}

func unmarshalDoc(r record, v any) error {
	if r.owner == "" {
		return r.decode(v, nil)
	}
	if r.forgotten {
		return fmt.Errorf("%s %s: %w", r.bucket, r.id, ErrForgotten)
	}
	var none any
	return r.decode(&none, v)
}

// DeleteDoc deletes a document. An absent one is no error.
func (tx *Tx) DeleteDoc(kind, id string) error {
	return tx.remove(bucketDoc, docID(kind, id), docSchema)
}

// EachDoc calls fn for the documents of a kind whose id begins with prefix, in order of id, until it returns an error,
// which it returns. read decodes the document into the pointer it gets. fn may not write.
func (tx *Tx) EachDoc(kind, prefix string, fn func(id string, read func(v any) error) error) error {
	from := []byte(docID(kind, prefix))
	return tx.kv.Scan(bucketDoc, from, after(from), false, func(key, _ []byte) (bool, error) {
		r, err := tx.load(bucketDoc, string(key), docSchema)
		if err != nil {
			return false, err
		}
		_, id, _ := strings.Cut(r.id, "\x01")
		return true, fn(id, func(v any) error { return unmarshalDoc(r, v) })
	})
}

// dropDocs deletes all documents of a contact.
func (tx *Tx) dropDocs(contact string) error {
	prefix := under(contact)
	ids, err := tx.ids(bucketDocContact, prefix, after(prefix), false, 0)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := tx.remove(bucketDoc, id, docSchema); err != nil {
			return err
		}
	}
	return nil
}

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }
