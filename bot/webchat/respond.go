package webchat

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// worthwhile is the size from which on an answer is compressed.
const worthwhile = 400

// write sends an answer that belongs to one person: compressed where the browser takes it, and never cached.
func write(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept-Encoding")
	h.Add("Vary", "Cookie")
	if len(body) >= worthwhile && takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = compress(body, gzip.DefaultCompression)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// An error means that the browser is gone; there is nobody to tell.
	_, _ = w.Write(body)
}

func compress(body []byte, level int) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		panic(err) // the level is a constant of this package
	}
	// A buffer takes everything.
	_, _ = z.Write(body)
	_ = z.Close()
	return b.Bytes()
}

// takesGzip reads Accept-Encoding: gzip or *, unless its quality is zero.
func takesGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";")
		if !strings.EqualFold(name, "gzip") && name != "*" {
			continue
		}
		weight, err := strconv.ParseFloat(strings.TrimPrefix(q, "q="), 64)
		return q == "" || err == nil && weight > 0
	}
	return false
}

func (s *chat) writeJSON(w http.ResponseWriter, r *http.Request, status int, v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // it is never read as HTML
	if err := enc.Encode(v); err != nil {
		s.Log.Error("web chat: write answer", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Add("Vary", "Accept")
	write(w, r, status, "application/json; charset=utf-8", b.Bytes())
}
