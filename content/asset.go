package content

// Asset returns the picture or recording at a path inside the library, such as
// "guides/dang-ky-tam-tru/media/mo-cong.webp", of what is published.
func (l *Library) Asset(path string) (Asset, bool) {
	for _, g := range l.Guides() {
		for _, a := range g.media {
			if a.Path == path {
				return a, true
			}
		}
	}
	for _, m := range l.Modules() {
		for _, a := range m.media {
			if a.Path == path {
				return a, true
			}
		}
	}
	return Asset{}, false
}
