package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

const fileSchema = 1

// File is a photo, voice note or document. All of it is sealed under the key of Contact.
type File struct {
	ID      string // letters and digits; what names it in feedback.File
	Contact string // whose key seals it: a contact, or CaseOwner of its case
	Type    string // media type
	Name    string // file name as it came, or empty
	Size    int64  // bytes; PutFile sets it
	SHA256  string // hexadecimal; PutFile sets it
	Data    []byte
}

// PutFile stores f with its size and hash. Storing it again replaces it. ErrForgotten means that f.Contact has no
// key, ErrConflict that the id belongs to somebody else's file.
func (tx *Tx) PutFile(f File) error {
	old, _, err := tx.loadHead(bucketFile, f.ID, fileSchema)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if err == nil && old.owner != f.Contact {
		return fmt.Errorf("file %s: %w", f.ID, ErrConflict)
	}
	sum := sha256.Sum256(f.Data)
	data := f.Data
	f.Size, f.SHA256, f.Data = int64(len(data)), hex.EncodeToString(sum[:]), nil
	about, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("file %s: %w", f.ID, err)
	}
	personal := binary.AppendUvarint(make([]byte, 0, len(about)+len(data)+binary.MaxVarintLen64), uint64(len(about)))
	personal = append(append(personal, about...), data...)
	return tx.save(record{
		bucket: bucketFile, id: f.ID, schema: fileSchema, owner: f.Contact, doc: []byte("{}"), personal: personal,
		index: []entry{{bucketFileContact, join(f.Contact, f.ID)}},
	})
}

// File returns a file with its bytes, or ErrNotFound.
func (tx *Tx) File(id string) (File, error) {
	r, err := tx.load(bucketFile, id, fileSchema)
	if err != nil {
		return File{}, err
	}
	if r.forgotten {
		return File{}, fmt.Errorf("file %s: %w", id, ErrForgotten)
	}
	n, skip := binary.Uvarint(r.personal)
	if skip <= 0 || n > uint64(len(r.personal)-skip) {
		return File{}, fmt.Errorf("file %s: %w", id, ErrCorrupt)
	}
	about, data := r.personal[skip:skip+int(n)], r.personal[skip+int(n):]
	var f File
	if err := json.Unmarshal(about, &f); err != nil {
		return File{}, fmt.Errorf("file %s: %w", id, ErrCorrupt)
	}
	f.Data = data
	return f, nil
}

// DeleteFile deletes a file. An absent one is no error.
func (tx *Tx) DeleteFile(id string) error { return tx.remove(bucketFile, id, fileSchema) }

// dropFiles deletes all files sealed under an owner's key.
func (tx *Tx) dropFiles(owner string) error {
	prefix := under(owner)
	ids, err := tx.ids(bucketFileContact, prefix, after(prefix), false, 0)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := tx.DeleteFile(id); err != nil {
			return err
		}
	}
	return nil
}
