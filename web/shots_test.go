package web

import (
	"net"
	"net/http"
	"os"
	"testing"
	"time"
)

// TestServe serves the sample house for a person or a browser to look at: DANLOI_WEB_SERVE=127.0.0.1:8099
// go test ./web -v -run TestServe -timeout 1h. The log-ins are ours, theirs and chief.
func TestServe(t *testing.T) {
	addr := os.Getenv("DANLOI_WEB_SERVE")
	if addr == "" {
		t.Skip("DANLOI_WEB_SERVE is not set")
	}
	h := newHouse(t).fill()
	h.crowd(42)
	h.site.Demo = true
	listener, err := net.Listen("tcp", addr)
	must(t, err)
	for name, ref := range h.refs {
		if len(name) < 9 && name[:2] != "cr" {
			t.Log(name, ref, h.pins[name])
		}
	}
	server := &http.Server{Handler: h.handler(), ReadHeaderTimeout: 10 * time.Second}
	time.AfterFunc(time.Hour, func() { server.Close() })
	t.Log(server.Serve(listener))
}
