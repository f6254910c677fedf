package webchat

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	cookieName = "danloi"
	cookieAge  = 180 * 24 * time.Hour
	tokenBytes = 16 // 128 bits
)

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// token returns the token of the request's cookie, and false when there is none that we could have made.
func token(r *http.Request) (string, bool) {
	c, err := r.Cookie(cookieName)
	if err != nil {
		return "", false
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(c.Value)
	if err != nil || len(b) != tokenBytes {
		return "", false
	}
	return c.Value, true
}

// setToken (re)sets the cookie, so that it lasts as long as the person comes back. An empty token clears it.
func (s *chat) setToken(w http.ResponseWriter, r *http.Request, token string) {
	age := int(cookieAge / time.Second)
	if token == "" {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: token, Path: "/", MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.Secure || r.TLS != nil,
	})
}

// eventID makes the id of an event: the same for the same form of the same person, whatever is sent how often.
// The token cannot be told from it.
func eventID(token, form string) string {
	sum := sha256.Sum256([]byte(token))
	return "web:" + hex.EncodeToString(sum[:12]) + ":" + form
}

// fileID makes the id of a file from that of its event.
func fileID(event string) string {
	sum := sha256.Sum256([]byte(event))
	return hex.EncodeToString(sum[:16])
}

// validForm tells whether id may be the one-time id of a form.
func validForm(id string) bool {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return len(id) >= 8 && len(id) <= 64 && strings.Trim(id, alphabet) == ""
}

// arrivals remembers for a short time which token a first post was given: a form that is sent twice before the
// cookie is set comes from one person. It is safe for concurrent use.
type arrivals struct {
	now func() time.Time

	mu     sync.Mutex
	tokens map[string]arrival // by form id
}

type arrival struct {
	token string
	until time.Time
}

const (
	arrivalAge  = 2 * time.Minute
	maxArrivals = 20_000
)

func newArrivals(now func() time.Time) *arrivals {
	return &arrivals{now: now, tokens: map[string]arrival{}}
}

// token returns the token for the first post of a form: a new one, or the one given to that form just before.
func (a *arrivals) token(form string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	if seen, ok := a.tokens[form]; ok && now.Before(seen.until) {
		return seen.token
	}
	if len(a.tokens) >= maxArrivals {
		a.sweep(now)
	}
	t := random(tokenBytes)
	if len(a.tokens) < maxArrivals {
		a.tokens[form] = arrival{token: t, until: now.Add(arrivalAge)}
	}
	return t
}

// forget drops a token: who presses the first page's button after somebody left this phone is another person.
func (a *arrivals) forget(token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for form, seen := range a.tokens {
		if seen.token == token {
			delete(a.tokens, form)
		}
	}
}

func (a *arrivals) sweep(now time.Time) {
	for form, seen := range a.tokens {
		if !now.Before(seen.until) {
			delete(a.tokens, form)
		}
	}
}
