package notify

import (
	"crypto/subtle"
	"encoding/base32"
	"strings"

	"danloi/feedback"
)

// A letter about a case is answered to case+REF.MAC@domain. The MAC (120 bits of an HMAC under a key made of the
// master key) binds the case and the reader: whoever has the address of one case can write to no other, and an answer
// counts only when it comes from the reader's own mail address as well.

const (
	macBytes  = 15 // 24 letters
	localPart = "case+"
)

func encode(b []byte) string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}

func (n *Notifier) mac(ref, reader string) string {
	return encode(n.c.Store.Sign("reply", ref, reader)[:macBytes])
}

// replyAddress is where a reader answers about a case, empty when letters cannot be answered.
func (n *Notifier) replyAddress(ref, reader string) string {
	if n.c.Mail == nil || n.c.Mail.Domain == "" {
		return ""
	}
	return localPart + strings.ToLower(strings.ReplaceAll(ref, "-", "")) + "." + n.mac(ref, reader) + "@" + n.c.Mail.Domain
}

// signed is a reply address as it came in. It says nothing yet of whether the signature is right.
type signed struct{ address, ref, mac string }

// signedAddress finds the first of ours among the addresses of a message.
func (n *Notifier) signedAddress(addresses []string) (signed, bool) {
	if n.c.Mail == nil || n.c.Mail.Domain == "" {
		return signed{}, false
	}
	for _, a := range addresses {
		local, domain, ok := strings.Cut(strings.ToLower(strings.TrimSpace(a)), "@")
		if !ok || domain != strings.ToLower(n.c.Mail.Domain) || !strings.HasPrefix(local, localPart) {
			continue
		}
		typed, mac, _ := strings.Cut(strings.TrimPrefix(local, localPart), ".")
		if ref, err := feedback.ParseRef(typed); err == nil {
			return signed{address: a, ref: ref, mac: mac}, true
		}
	}
	return signed{}, false
}

// signer returns the reader for whom an address was signed. All are compared, in a time that does not tell how
// much was right.
func (n *Notifier) signer(s signed, all []reader) (reader, bool) {
	var found reader
	ok := false
	for _, p := range all {
		if subtle.ConstantTimeCompare([]byte(n.mac(s.ref, p.id)), []byte(s.mac)) == 1 {
			found, ok = p, true
		}
	}
	return found, ok
}
