package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// Passwords are hashed with argon2id, two passes over 19 MiB, about 50 ms on a small server. The parameters stand in
// each hash, so that they can be raised later without locking anybody out.
const (
	passwordPasses = 2
	passwordMemory = 19 * 1024 // KiB
	passwordKey    = 32
	passwordSalt   = 16
)

// MinPassword and MaxPassword bound a password, in characters.
const (
	MinPassword = 10
	MaxPassword = 200
)

// hashers bounds how many passwords are hashed at once: each takes 19 MiB.
const hashers = 4

// ErrPasswordLength says that a password is shorter than MinPassword or longer than MaxPassword.
var ErrPasswordLength = errors.New("password length is out of bounds")

// HashPassword hashes a new password with a fresh salt, in the usual text form ($argon2id$v=19$m=…,t=…,p=…$salt$key).
// It returns ErrPasswordLength for one of the wrong length.
func HashPassword(password string) (string, error) {
	if n := utf8.RuneCountInString(password); n < MinPassword || n > MaxPassword {
		return "", ErrPasswordLength
	}
	salt := make([]byte, passwordSalt)
	rand.Read(salt)
	key := argon2.IDKey([]byte(password), salt, passwordPasses, passwordMemory, 1, passwordKey)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, passwordMemory, passwordPasses,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// CheckPassword reports whether hash was made of password. It takes the same time whether the answer is yes or no,
// and answers no for a hash it cannot read.
func CheckPassword(hash, password string) bool {
	h, err := parseHash(hash)
	if err != nil || len(password) > 4*MaxPassword {
		return false
	}
	got := argon2.IDKey([]byte(password), h.salt, h.passes, h.memory, 1, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(got, h.key) == 1
}

type passwordHash struct {
	passes, memory uint32
	salt, key      []byte
}

func parseHash(s string) (passwordHash, error) {
	var h passwordHash
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, errors.New("read password hash: unknown form")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &h.memory, &h.passes); err != nil {
		return h, fmt.Errorf("read password hash: %w", err)
	}
	if h.passes < 1 || h.passes > 16 || h.memory < 8 || h.memory > 1<<18 {
		return h, errors.New("read password hash: parameters out of range")
	}
	var err error
	if h.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return h, fmt.Errorf("read password hash: %w", err)
	}
	if h.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
		return h, fmt.Errorf("read password hash: %w", err)
	}
	if len(h.key) < 16 || len(h.key) > 64 {
		return h, errors.New("read password hash: key length out of range")
	}
	return h, nil
}

// checker checks passwords, a bounded number at a time.
type checker struct {
	slots  chan struct{}
	nobody string // a hash that no password fits, for log-ins that do not exist
}

func newChecker() (*checker, error) {
	var secret [24]byte
	rand.Read(secret[:])
	nobody, err := HashPassword(base64.RawStdEncoding.EncodeToString(secret[:]))
	if err != nil {
		return nil, err
	}
	return &checker{slots: make(chan struct{}, hashers), nobody: nobody}, nil
}

// do runs a piece of hashing when there is room for it. It returns the error of ctx when that ends first.
func (c *checker) do(ctx context.Context, hashing func()) error {
	select {
	case c.slots <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("wait to check a password: %w", ctx.Err())
	}
	defer func() { <-c.slots }()
	hashing()
	return nil
}

// check is CheckPassword with a bound. An empty hash stands for a log-in that does not exist and takes as long.
func (c *checker) check(ctx context.Context, hash, password string) (bool, error) {
	known := hash != ""
	if !known {
		hash = c.nobody
	}
	ok := false
	err := c.do(ctx, func() { ok = CheckPassword(hash, password) })
	return ok && known, err
}
