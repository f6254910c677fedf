package web

import (
	"bytes"
	_ "embed"
	"net/http"
	"time"
)

// openAPI describes every answer that is meant for programs.
//
//go:embed api/openapi.yaml
var openAPI []byte

const openAPIPath = "/api/openapi.yaml"

// describeAPI hands the description out.
func (s *site) describeAPI(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Header().Set("ETag", `"`+s.assets.version+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(openAPI))
}
