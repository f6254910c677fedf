package webchat

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/go-chi/httprate"
)

// What one person and one network address may do in a minute. A whole hall may share one address: three hundred phones
// that come in and answer within a minute make some five requests each.
const (
	postsPerMinute    = 60
	requestsPerMinute = 6000
)

type limits struct {
	person, network *httprate.RateLimiter
}

func newLimits(tooMany http.HandlerFunc) limits {
	make := func(n int) *httprate.RateLimiter {
		return httprate.NewRateLimiter(n, time.Minute, httprate.WithLimitHandler(tooMany),
			httprate.WithResponseHeaders(httprate.ResponseHeaders{RetryAfter: "Retry-After"}))
	}
	return limits{person: make(postsPerMinute), network: make(requestsPerMinute)}
}

func (l limits) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ip := clientIP(r); ip != "" && l.network.RespondOnLimit(w, r, ip) {
			return
		}
		if t, ok := token(r); ok && r.Method == http.MethodPost && l.person.RespondOnLimit(w, r, t) {
			return
		}
		next.ServeHTTP(w, r)
	})
}

// clientIP returns the network address to count a request under, or "" for this machine itself, which is not
// counted. Only a proxy on this machine or in a private network is believed when it names the client.
func clientIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	peer, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	peer = peer.Unmap()
	if peer.IsLoopback() || peer.IsPrivate() {
		if named, ok := lastForwarded(r.Header.Values("X-Forwarded-For")); ok {
			return httprate.CanonicalizeIP(named.String())
		}
	}
	if peer.IsLoopback() {
		return ""
	}
	return httprate.CanonicalizeIP(peer.String())
}

// lastForwarded returns the last address of the header: the one that the nearest proxy saw itself.
func lastForwarded(headers []string) (netip.Addr, bool) {
	if len(headers) == 0 {
		return netip.Addr{}, false
	}
	list := strings.Split(headers[len(headers)-1], ",")
	a, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1]))
	return a.Unmap(), err == nil
}
