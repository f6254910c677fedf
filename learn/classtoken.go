package learn

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"time"
)

// RegisterEvery is how often the register's code changes.
const RegisterEvery = 20 * time.Second

// RegisterToken returns the code of the register at an instant: eight letters and digits that only those see who are
// in the room. It changes every RegisterEvery.
func (c Class) RegisterToken(at time.Time) string {
	mac := hmac.New(sha256.New, c.Secret)
	mac.Write([]byte(c.ID))
	var window [8]byte
	binary.BigEndian.PutUint64(window[:], uint64(at.Unix()/int64(RegisterEvery/time.Second)))
	mac.Write(window[:])
	return base32.NewEncoding(classLetters).WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:5])
}

// Fits tells whether a register's code is the present one, or the one or two before it: a phone takes a while to open
// the page.
func (c Class) Fits(token string, at time.Time) bool {
	for back := range 3 {
		want := c.RegisterToken(at.Add(-time.Duration(back) * RegisterEvery))
		if hmac.Equal([]byte(want), []byte(token)) {
			return true
		}
	}
	return false
}
