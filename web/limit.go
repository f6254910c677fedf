package web

import (
	"net/http"
	"time"

	"github.com/go-chi/httprate"
)

// boardPerMinute is how many public pages and answers of data one address may ask for in a minute. A whole school may
// share one address.
const boardPerMinute = 600

// newLimit bounds the requests of one address in a minute; tooMany answers the others.
func newLimit(n int, tooMany http.HandlerFunc) func(http.Handler) http.Handler {
	limiter := httprate.NewRateLimiter(n, time.Minute, httprate.WithLimitHandler(tooMany),
		httprate.WithResponseHeaders(httprate.ResponseHeaders{RetryAfter: "Retry-After"}))
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !limiter.RespondOnLimit(w, r, clientAddress(r)) {
				next.ServeHTTP(w, r)
			}
		})
	}
}
