package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"
)

// A ticket stands for a PIN that was right a moment ago. It is what the forms of the tracking page carry, so that a
// PIN stands in no page; on a phone that is shared it is worthless after a quarter of an hour or a restart.
const ticketLife = 15 * time.Minute

type tickets struct{ key []byte }

func newTickets() tickets {
	key := make([]byte, 32)
	rand.Read(key)
	return tickets{key: key}
}

// issue returns a ticket for one case.
func (t tickets) issue(ref string, now time.Time) string {
	until := binary.BigEndian.AppendUint64(nil, uint64(now.Add(ticketLife).Unix()))
	return base64.RawURLEncoding.EncodeToString(append(until, t.sign(ref, until)...))
}

// valid reports whether a ticket is one of ours, for this case, and not too old.
func (t tickets) valid(ticket, ref string, now time.Time) bool {
	raw, err := base64.RawURLEncoding.DecodeString(ticket)
	if err != nil || len(raw) != 8+sha256.Size {
		return false
	}
	fresh := now.Unix() < int64(binary.BigEndian.Uint64(raw[:8]))
	return hmac.Equal(raw[8:], t.sign(ref, raw[:8])) && fresh
}

func (t tickets) sign(ref string, until []byte) []byte {
	mac := hmac.New(sha256.New, t.key)
	mac.Write(until)
	mac.Write([]byte(ref))
	return mac.Sum(nil)
}
