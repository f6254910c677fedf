package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const (
	masterSize = 32
	idSize     = 16 // bytes of an opaque id: no two of a province's contacts will ever meet
)

// Keys holds the master key and what is derived from it. Whoever has the master key and the store can read
// everything that was not forgotten; whoever has the store alone can read nothing. It is safe for concurrent use.
type Keys struct {
	seal  cipher.AEAD // wraps the contacts' keys and seals what is not personal
	names []byte      // makes opaque ids
	signs []byte      // proves that something was said by us
}

// NewKeys makes Keys of a master key of 32 bytes.
func NewKeys(master []byte) (*Keys, error) {
	if len(master) != masterSize {
		return nil, fmt.Errorf("master key has %d bytes, %d expected", len(master), masterSize)
	}
	sealing, err := hkdf.Key(sha256.New, master, nil, "danloi store: seal", masterSize)
	if err != nil {
		return nil, fmt.Errorf("derive sealing key: %w", err)
	}
	names, err := hkdf.Key(sha256.New, master, nil, "danloi store: names", masterSize)
	if err != nil {
		return nil, fmt.Errorf("derive naming key: %w", err)
	}
	signs, err := hkdf.Key(sha256.New, master, nil, "danloi store: sign", masterSize)
	if err != nil {
		return nil, fmt.Errorf("derive signing key: %w", err)
	}
	seal, err := newAEAD(sealing)
	if err != nil {
		return nil, err
	}
	return &Keys{seal: seal, names: names, signs: signs}, nil
}

// LoadOrCreateKeys reads the master key from the file at path. When there is none it makes one with mode 0600 and
// returns only after file and folder are synced. A file of another size, or one that others may read, is refused.
// The file is the one thing besides the store that must be backed up, and it must be kept apart from the backups.
func LoadOrCreateKeys(path string) (*Keys, error) {
	master, err := readMaster(path)
	if errors.Is(err, os.ErrNotExist) {
		if err = createMaster(path); err == nil || errors.Is(err, os.ErrExist) {
			master, err = readMaster(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("master key %s: %w", path, err)
	}
	return NewKeys(master)
}

func readMaster(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, fmt.Errorf("mode is %04o; others could read it, make it 0600", mode)
	}
	if info.Size() != masterSize {
		return nil, fmt.Errorf("%d bytes long, %d expected; put back the right file", info.Size(), masterSize)
	}
	master := make([]byte, masterSize)
	_, err = io.ReadFull(f, master)
	return master, err
}

// createMaster writes the new key beside path and links it into place whole, so that neither a crash nor a second
// process can leave or see half a key. It returns os.ErrExist when another process was first.
func createMaster(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	master := make([]byte, masterSize)
	rand.Read(master)
	if _, err := f.Write(master); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// ContactID returns the opaque id of an address such as "telegram:123": the same for the same address and master
// key, and of no use to whoever lacks the key.
func (k *Keys) ContactID(address string) string { return k.name("contact", address) }

// Sign returns 32 bytes that only who has the master key can make of these parts, whatever they are.
func (k *Keys) Sign(parts ...string) []byte {
	mac := hmac.New(sha256.New, k.signs)
	for _, p := range parts {
		fmt.Fprintf(mac, "%d:%s", len(p), p)
	}
	return mac.Sum(nil)
}

// name returns an opaque id for something of a kind; equal only for equal kind and text.
func (k *Keys) name(kind, text string) string {
	mac := hmac.New(sha256.New, k.names)
	io.WriteString(mac, kind+"\x00"+text)
	id := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:idSize])
	return strings.ToLower(id)
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	return aead, nil
}
