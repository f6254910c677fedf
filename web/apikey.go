package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"danloi/store"
)

// APIKey is a key with which another program may file cases. The key itself is shown once, when it is made, and kept
// only as a hash.
type APIKey struct {
	ID      string    `json:"id"`   // begins the hash of the key; revoking asks for it
	Name    string    `json:"name"` // who holds it
	Created time.Time `json:"created"`
	Revoked bool      `json:"revoked,omitempty"`
}

const (
	kindAPIKey   = "api_key"
	apiKeyPrefix = "dl_"
	apiKeyBytes  = 20
	shownID      = 12
	maxKeyName   = 100
)

// ErrKeyName says that a key has no name, or one that is too long.
var ErrKeyName = errors.New("name is missing or too long")

func apiKeyID(key string) string {
	sum := sha256.Sum256([]byte("danloi api key\x00" + key))
	return hex.EncodeToString(sum[:])
}

// AddAPIKey makes a key for somebody and returns it. It cannot be shown again.
func AddAPIKey(ctx context.Context, s *store.Store, name string, now time.Time) (key string, err error) {
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > maxKeyName {
		return "", ErrKeyName
	}
	var raw [apiKeyBytes]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return "", fmt.Errorf("draw key: %w", err)
	}
	key = apiKeyPrefix + strings.ToLower(base32.StdEncoding.EncodeToString(raw[:]))
	id := apiKeyID(key)
	return key, s.Update(ctx, func(tx *store.Tx) error {
		return tx.PutDoc(kindAPIKey, id, APIKey{ID: id[:shownID], Name: name, Created: now.UTC()})
	})
}

// APIKeys returns all keys, the oldest first.
func APIKeys(ctx context.Context, s *store.Store) (keys []APIKey, err error) {
	err = s.View(ctx, func(tx *store.Tx) error {
		keys = []APIKey{}
		return tx.EachDoc(kindAPIKey, "", func(_ string, read func(any) error) error {
			var k APIKey
			err := read(&k)
			keys = append(keys, k)
			return err
		})
	})
	slices.SortStableFunc(keys, func(a, b APIKey) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID)) })
	return keys, err
}

// RevokeAPIKey shuts a key out, by its id as APIKeys tells it. It is store.ErrNotFound when there is no such key. What was
// filed with it stays.
func RevokeAPIKey(ctx context.Context, s *store.Store, id string) error {
	if len(id) != shownID {
		return fmt.Errorf("key %q: %w", id, store.ErrNotFound)
	}
	return s.Update(ctx, func(tx *store.Tx) error {
		full, k := "", APIKey{}
		err := tx.EachDoc(kindAPIKey, id, func(found string, read func(any) error) error {
			full = found
			return read(&k)
		})
		if err != nil {
			return err
		}
		if full == "" {
			return fmt.Errorf("key %q: %w", id, store.ErrNotFound)
		}
		k.Revoked = true
		return tx.PutDoc(kindAPIKey, full, k)
	})
}

// findAPIKey returns the key, or store.ErrNotFound.
func findAPIKey(ctx context.Context, s *store.Store, key string) (k APIKey, err error) {
	err = s.View(ctx, func(tx *store.Tx) error { return tx.Doc(kindAPIKey, apiKeyID(key), &k) })
	return k, err
}
