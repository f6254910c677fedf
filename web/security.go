package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// policy lets a page load nothing from elsewhere and run no script that stands in it.
const policy = "default-src 'none'; connect-src 'self'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard sets the headers that every answer carries, bounds what is read of a request, and refuses forms that were sent
// from another site. The referrer
// stays within the site and is not dropped altogether: a browser that sends none also hides the origin of a form,
// which would then be refused.
func (s *site) guard(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.AddInsecureBypassPattern("/open311/") // no cookie counts there: a key does
	next = protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
		next.ServeHTTP(w, r)
	})
}

// private keeps a page out of every cache and search engine.
func private(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Robots-Tag", "noindex, nofollow")
		next.ServeHTTP(w, r)
	})
}

// clientAddress returns the address a request came from. Behind a proxy on this machine or in the private network
// it is the last one that the proxy added; IPv6 addresses count by their network of 64 bits.
func clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	peer, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if peer.IsLoopback() || peer.IsPrivate() {
		parts := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last, err := netip.ParseAddr(strings.TrimSpace(parts[len(parts)-1])); err == nil {
			peer = last
		}
	}
	peer = peer.Unmap()
	if peer.Is6() {
		network, err := peer.Prefix(64)
		if err == nil {
			return network.String()
		}
	}
	return peer.String()
}
