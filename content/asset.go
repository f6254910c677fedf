package content

import "strings"

// Asset returns the picture or recording at a path inside the library, such as
// "guides/dang-ky-tam-tru/media/mo-cong.webp", of what is published.
func (l *Library) Asset(path string) (Asset, bool) {
	parts := strings.Split(path, "/")
	if len(parts) != 4 || parts[2] != "media" {
		return Asset{}, false
	}
	media := map[string]Asset(nil)
	if g, ok := l.Guide(parts[1]); ok && parts[0] == "guides" {
		media = g.media
	} else if m, ok := l.Module(parts[1]); ok && parts[0] == "modules" {
		media = m.media
	}
	a, ok := media[parts[3]]
	return a, ok
}
