package feedback

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"strings"
)

// PINDigits is the length of a PIN. Six digits are what people know from banks and can copy from a slip. The
// store locks a reference after a few wrong ones, and the hash is only a second fence: a million guesses are
// too many at a door that locks, not for someone who has stolen the store.
const PINDigits = 6

// pinRounds makes a guess cost about a millisecond.
const pinRounds = 4096

// PINHash is a PIN as it is stored: salted and hashed. The PIN itself is shown once and kept nowhere.
type PINHash struct {
	Salt []byte `json:"salt"`
	Hash []byte `json:"hash"`
}

// NewPIN makes the PIN that belongs to a nonce.
func NewPIN(nonce [16]byte) string {
	sum := derive("pin", nonce)
	n := uint64(0)
	for _, b := range sum[:8] {
		n = n<<8 | uint64(b)
	}
	return fmt.Sprintf("%0*d", PINDigits, n%1_000_000)
}

// HashPIN hashes the PIN that belongs to a nonce.
func HashPIN(nonce [16]byte) (PINHash, error) {
	salt := derive("salt", nonce)
	hash, err := pinKey(NewPIN(nonce), salt[:16])
	if err != nil {
		return PINHash{}, err
	}
	return PINHash{Salt: salt[:16], Hash: hash}, nil
}

// Matches reports whether this is the PIN, in time that does not depend on how much of it is right. Spaces and
// hyphens do not count. The zero PINHash matches nothing.
func (h PINHash) Matches(pin string) bool {
	pin = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -.\t\n", r) {
			return -1
		}
		return r
	}, pin)
	if len(pin) != PINDigits || len(h.Hash) == 0 {
		return false
	}
	got, err := pinKey(pin, h.Salt)
	return err == nil && subtle.ConstantTimeCompare(got, h.Hash) == 1
}

func pinKey(pin string, salt []byte) ([]byte, error) {
	key, err := pbkdf2.Key(sha256.New, pin, salt, pinRounds, sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("hash pin: %w", err)
	}
	return key, nil
}
