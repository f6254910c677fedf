package store

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
)

// A field is sealed with its place (bucket, record id, field name) as additional data, so that nobody who can
// write the file can move a sealed value to another record. Each owner, which is a contact or a case or message
// without one, has a key of its own that lies wrapped by the master key in bucketKeys. Deleting that entry is
// forgetting: what was sealed under it stays noise, in every backup taken later too. (Pages of the file that the engine
// has freed but not yet reused, and older backups, may hold the wrapped key a while longer; both need the master
// key to be of use.)

const ownerTag = 8 // bytes naming an owner's key, so that a later key of the same owner is told apart

type ownerKey struct {
	tag  []byte
	aead cipher.AEAD
}

func place(bucket, id, field string) []byte {
	return []byte(bucket + "\x00" + id + "\x00" + field)
}

func (k *Keys) sealPlain(bucket, id, field string, plain []byte) []byte {
	return k.seal.Seal(nil, nil, plain, place(bucket, id, field))
}

func (k *Keys) openPlain(bucket, id, field string, sealed []byte) ([]byte, error) {
	plain, err := k.seal.Open(nil, nil, sealed, place(bucket, id, field))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w: %s does not open", bucket, id, ErrCorrupt, field)
	}
	return plain, nil
}

// ownKey returns the key of an owner, or ErrForgotten.
func (tx *Tx) ownKey(owner string) (ownerKey, error) {
	if k, ok := tx.opened[owner]; ok {
		return k, nil
	}
	wrapped, err := tx.kv.Get(bucketKeys, []byte(owner))
	if errors.Is(err, ErrNotFound) {
		return ownerKey{}, ErrForgotten
	}
	if err != nil {
		return ownerKey{}, err
	}
	raw, err := tx.keys.openPlain(bucketKeys, owner, "key", wrapped)
	if err != nil {
		return ownerKey{}, err
	}
	return tx.remember(owner, raw)
}

// makeKey gives an owner a key if it has none.
func (tx *Tx) makeKey(owner string) error {
	_, err := tx.ownKey(owner)
	if !errors.Is(err, ErrForgotten) {
		return err
	}
	raw := make([]byte, ownerTag+masterSize)
	rand.Read(raw)
	if err := tx.kv.Put(bucketKeys, []byte(owner), tx.keys.sealPlain(bucketKeys, owner, "key", raw)); err != nil {
		return err
	}
	_, err = tx.remember(owner, raw)
	return err
}

// dropKey destroys an owner's key.
func (tx *Tx) dropKey(owner string) error {
	delete(tx.opened, owner)
	return tx.kv.Delete(bucketKeys, []byte(owner))
}

func (tx *Tx) remember(owner string, raw []byte) (ownerKey, error) {
	if len(raw) != ownerTag+masterSize {
		return ownerKey{}, fmt.Errorf("key of %s: %w", owner, ErrCorrupt)
	}
	aead, err := newAEAD(raw[ownerTag:])
	if err != nil {
		return ownerKey{}, err
	}
	k := ownerKey{tag: raw[:ownerTag], aead: aead}
	tx.opened[owner] = k
	return k, nil
}

// sealOwn seals plain under the owner's key, or returns ErrForgotten.
func (tx *Tx) sealOwn(owner, bucket, id, field string, plain []byte) ([]byte, error) {
	k, err := tx.ownKey(owner)
	if err != nil {
		return nil, fmt.Errorf("seal %s %s: %w", bucket, id, err)
	}
	return k.aead.Seal(bytes.Clone(k.tag), nil, plain, place(bucket, id, field)), nil
}

// openOwn opens what sealOwn sealed. ErrForgotten means that the key it was sealed under is gone.
func (tx *Tx) openOwn(owner, bucket, id, field string, sealed []byte) ([]byte, error) {
	k, err := tx.ownKey(owner)
	if err != nil {
		return nil, fmt.Errorf("open %s %s: %w", bucket, id, err)
	}
	if len(sealed) < ownerTag {
		return nil, fmt.Errorf("%s %s: %w: %s is cut short", bucket, id, ErrCorrupt, field)
	}
	if !bytes.Equal(sealed[:ownerTag], k.tag) {
		return nil, fmt.Errorf("open %s %s: %w", bucket, id, ErrForgotten)
	}
	plain, err := k.aead.Open(nil, nil, sealed[ownerTag:], place(bucket, id, field))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w: %s does not open", bucket, id, ErrCorrupt, field)
	}
	return plain, nil
}
