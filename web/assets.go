package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
)

//go:embed assets
var assetFiles embed.FS

const assetPath = "/pages/"

// assets are the style sheet and the script of the pages, with one version for all of them.
type assets struct {
	version string
	files   map[string][]byte
}

func loadAssets() (assets, error) {
	a := assets{files: map[string][]byte{}}
	names, err := fs.Glob(assetFiles, "assets/*")
	if err != nil {
		return a, fmt.Errorf("load assets: %w", err)
	}
	sum := sha256.New()
	for _, name := range names {
		data, err := assetFiles.ReadFile(name)
		if err != nil {
			return a, fmt.Errorf("load assets: %w", err)
		}
		a.files[path.Base(name)] = data
		sum.Write(data)
	}
	sum.Write(openAPI)
	a.version = hex.EncodeToString(sum.Sum(nil)[:6])
	return a, nil
}

// ServeHTTP answers with one file. Its address carries the version, so it may be kept for a year.
func (a assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	data, ok := a.files[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(r.PathValue("name"))))
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	if r.Method != http.MethodHead {
		w.Write(data)
	}
}
