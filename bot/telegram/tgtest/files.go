package tgtest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// file is a file on the server.
type file struct {
	data []byte
	path string
}

// keep stores data and returns its id. The lock is held.
func (s *Server) keep(data []byte, kind string) string {
	s.serial++
	id := fmt.Sprintf("AgACAgUAAx%s%d", kind, s.serial)
	s.files[id] = file{data, kind + "s/" + id}
	return id
}

// sizes lists a photo in two sizes, the smaller one first, as Telegram does. The small one has the same bytes. The
// lock is held.
func (s *Server) sizes(id string) []map[string]any {
	size := len(s.files[id].data)
	return []map[string]any{
		{"file_id": id, "file_unique_id": "s" + id, "width": 90, "height": 67, "file_size": size},
		{"file_id": id, "file_unique_id": "u" + id, "width": 1280, "height": 960, "file_size": size},
	}
}

// ForgetFiles makes the ids of all files unknown, as may happen to a bot with a new token.
func (s *Server) ForgetFiles() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files = map[string]file{}
}

// FileData returns the bytes of a file, or nil.
func (s *Server) FileData(id string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.files[id].data
}

func (s *Server) getFile(p params) (any, *apiError) {
	id := p.values["file_id"]
	f, ok := s.files[id]
	switch {
	case id == "":
		return nil, badRequest("file_id not specified")
	case !ok:
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	case len(f.data) > maxFetch:
		return nil, badRequest("file is too big")
	}
	return map[string]any{"file_id": id, "file_unique_id": "u" + id, "file_size": len(f.data), "file_path": f.path}, nil
}

// serveFile answers a download; rest is <token>/<path>.
func (s *Server) serveFile(w http.ResponseWriter, rest string) {
	if f, ok := s.disturbed("file"); ok {
		w.WriteHeader(f.status)
		_, _ = w.Write([]byte(f.body)) // a caller who is gone needs no answer
		return
	}
	token, path, _ := strings.Cut(rest, "/")
	if token != s.cfg.Token {
		reply(w, nil, notFound("Not Found"))
		return
	}
	s.mu.Lock()
	_, id, _ := strings.Cut(path, "/")
	f, ok := s.files[id]
	s.mu.Unlock()
	if !ok || f.path != path {
		reply(w, nil, notFound("Not Found"))
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(f.data)))
	_, _ = w.Write(f.data) // a caller who is gone needs no answer
}
