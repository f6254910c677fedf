package webchat

import (
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed assets
var assetFiles embed.FS

// assets are the files of the page under the names that it loads them by. A name holds the hash of the content, so
// that a browser may keep the file for ever. It is immutable.
type assets struct {
	names map[string]string // chat.css → chat-HASH.css
	files map[string]assetFile
}

type assetFile struct {
	contentType string
	plain, gzip []byte
}

func loadAssets() (assets, error) {
	a := assets{names: map[string]string{}, files: map[string]assetFile{}}
	entries, err := fs.ReadDir(assetFiles, "assets")
	if err != nil {
		return a, fmt.Errorf("read assets: %w", err)
	}
	for _, e := range entries {
		data, err := fs.ReadFile(assetFiles, "assets/"+e.Name())
		if err != nil {
			return a, fmt.Errorf("read assets: %w", err)
		}
		ext := path.Ext(e.Name())
		name := strings.TrimSuffix(e.Name(), ext) + "-" + hash(data) + ext
		a.names[e.Name()] = name
		a.files[name] = assetFile{assetType(ext), data, compress(data, gzip.BestCompression)}
	}
	return a, nil
}

func assetType(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	}
	return "image/svg+xml"
}

// hash is short, and different for different content.
func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6])
}

func (a assets) address(name string) string { return "/assets/" + a.names[name] }

func (s *chat) asset(w http.ResponseWriter, r *http.Request) {
	f, ok := s.assets.files[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := f.plain
	if takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = f.gzip
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	// An error means that the browser is gone; there is nobody to tell.
	_, _ = w.Write(body)
}
