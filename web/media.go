package web

import (
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"danloi/content"
)

// mediaURL is the public address of a picture or recording of a guide.
func mediaURL(a content.Asset) string {
	slug := path.Base(path.Dir(path.Dir(a.Path)))
	return "/g/" + slug + "/media/" + path.Base(a.Path)
}

// media serves a picture or a recording of a step of a published guide: STEP.webp or STEP.LANG.ogg.
func (s *site) media(w http.ResponseWriter, r *http.Request) {
	g, ok := s.Library().Guide(r.PathValue("slug"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	servePublic(w, r, g, 24*time.Hour)
}

// servePublic answers with the file that {name} names, which may be kept for so long.
func servePublic(w http.ResponseWriter, r *http.Request, of illustrated, keep time.Duration) {
	a, ok := mediaOf(of, r.PathValue("name"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.Type)
	w.Header().Set("Cache-Control", "public, max-age="+strconv.Itoa(int(keep/time.Second)))
	http.ServeContent(w, r, "", time.Time{}, a.Reader())
}

// illustrated is a guide or a module.
type illustrated interface {
	Picture(id string) (content.Asset, bool)
	Voice(id, lang string) (content.Asset, bool)
}

func mediaOf(g illustrated, name string) (content.Asset, bool) {
	parts := strings.Split(name, ".")
	switch {
	case len(parts) == 2 && parts[1] == "webp":
		return g.Picture(parts[0])
	case len(parts) == 3 && parts[2] == "ogg":
		return g.Voice(parts[0], parts[1])
	}
	return content.Asset{}, false
}
