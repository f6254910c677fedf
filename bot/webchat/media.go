package webchat

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"danloi/bot"
)

// media serves a picture or a voice of the content library, in ranges where the browser asks for them.
func (s *chat) media(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("path")
	if !fs.ValidPath(name) || name == "." {
		s.notFound(w, r)
		return
	}
	data, contentType, keep, err := s.file(r, name)
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
	h.Set("Cache-Control", keep)
	h.Set("ETag", `"`+hash(data)+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// file returns a file of the library, which anybody may keep, or one that is for the person of this conversation.
func (s *chat) file(r *http.Request, name string) (data []byte, contentType, keep string, err error) {
	if !strings.HasPrefix(name, bot.CaseMedia) {
		data, contentType, err = s.Asset(name)
		return data, contentType, "public, max-age=86400", err
	}
	address, ok := token(r)
	if !ok {
		return nil, "", "", fs.ErrNotExist
	}
	data, contentType, err = s.Private(r.Context(), address, name)
	return data, contentType, "private, no-store", err
}
