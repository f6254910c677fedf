package webchat

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"time"
)

// media serves a picture or a voice of the content library, in ranges where the browser asks for them.
func (s *chat) media(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("path")
	if !fs.ValidPath(name) || name == "." {
		s.notFound(w, r)
		return
	}
	data, contentType, err := s.Asset(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.notFound(w, r)
		return
	case err != nil:
		s.broken(w, r, "read media", err, post{})
		return
	}
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "public, max-age=86400")
	h.Set("ETag", `"`+hash(data)+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
