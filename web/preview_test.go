package web

import (
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"danloi/content"
)

// shelf replaces the library of a house by a small one: files as in the library's folder. Faulty files keep the
// library as it was, as in the program.
func (h *house) shelf(files fstest.MapFS) {
	h.t.Helper()
	h.site.ContentFiles = func() fs.FS { return files }
	if lib, _, err := content.Load(files); err == nil {
		h.site.Library = func() *content.Library { return lib }
	}
}

// taken copies files of the embedded library.
func taken(t *testing.T, folders ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for _, folder := range folders {
		must(t, fs.WalkDir(content.EmbeddedFiles(), folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(content.EmbeddedFiles(), name)
			out[name] = &fstest.MapFile{Data: data}
			return err
		}))
	}
	return out
}

// change replaces words in a file.
func change(files fstest.MapFS, name, from, to string) {
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(files[name].Data), from, to, 1))}
}

// A draft is seen by the coordinator, marked as a draft, and by nobody else.
func TestPreviewOfDraft(t *testing.T) {
	h := newHouse(t).fill()
	files := taken(t, "guides/dang-ky-tam-tru", "guides/mat-dien-thoai")
	change(files, "guides/dang-ky-tam-tru/guide.yaml", "status: published", "status: draft")
	h.shelf(files)
	chief := h.staff("chief")
	draft := h.Texts.Text("vi", "console.content.bar_draft")
	a := chief.get("/console/content/guides/dang-ky-tam-tru")
	g, _ := h.Library().Draft("dang-ky-tam-tru")
	words, _ := g.In("vi")
	a.wants(t, http.StatusOK, draft, words.Title, words.Steps[0].Title, g.Link)
	a.lacks(t, "/?start=g-dang-ky-tam-tru")
	if a.header.Get("Cache-Control") != "no-store" {
		t.Error("a preview may be kept by caches")
	}
	chief.get("/console/content/guides/mat-dien-thoai").lacks(t, draft)
	chief.get("/console/content/guides/none").wants(t, http.StatusNotFound)
	chief.get("/console/content").wants(t, http.StatusOK, "dang-ky-tam-tru", h.Texts.Text("vi", "console.content.draft"))
	h.browser().get("/g/dang-ky-tam-tru").wants(t, http.StatusNotFound)
	h.staff("ours").get("/console/content/guides/dang-ky-tam-tru").wants(t, http.StatusNotFound)
}

// A preview in another language leaves the console in its own.
func TestPreviewLanguage(t *testing.T) {
	h := newHouse(t).fill()
	chief := h.staff("chief")
	g, _ := h.Library().Guide("dang-ky-tam-tru")
	a := chief.get("/console/content/guides/dang-ky-tam-tru?lang=en")
	a.wants(t, http.StatusOK, `<html lang="en">`, g.Words["en"].Title, h.Texts.Text("vi", "console.content.bar_published"))
	chief.get("/console/content").wants(t, http.StatusOK, `<html lang="vi">`)
}

// A module shows every screen, the right answers and what the trainer says.
func TestPreviewOfModule(t *testing.T) {
	h := newHouse(t).fill()
	m := h.Library().Modules()[0]
	words, _ := m.In("vi")
	a := h.staff("chief").get("/console/content/modules/" + m.Slug)
	a.wants(t, http.StatusOK, words.Title, h.Texts.Text("vi", "console.content.kind.trainer"))
	right := h.Texts.Text("vi", "console.content.right")
	if got, want := strings.Count(a.body, right), len(words.Exercises()); got != want || want == 0 {
		t.Errorf("%d answers are marked as right in %d exercises", got, want)
	}
	for _, l := range words.Lessons {
		for _, screen := range l.Screens {
			if !strings.Contains(a.body, `id="`+screen.ID+`"`) {
				t.Errorf("screen %s is not shown", screen.ID)
			}
		}
	}
}

// What the checker finds stands on the page with file, line and cure, also when the files are not taken over; it is
// found anew when a file changes.
func TestProblems(t *testing.T) {
	h := newHouse(t).fill()
	files := taken(t, "guides/dang-ky-tam-tru")
	h.shelf(files)
	chief := h.staff("chief")
	chief.get("/console/content").lacks(t, "guides/dang-ky-tam-tru/vi.md:")
	change(files, "guides/dang-ky-tam-tru/vi.md", "Đăng ký tạm trú", "Đăng ký nơi tạm trú")
	chief.get("/console/content").wants(t, http.StatusOK, "translation-stale", "guides/dang-ky-tam-tru/en.md:", "then write of:")
	chief.get("/console/content/guides/dang-ky-tam-tru").wants(t, http.StatusOK, "the original has changed")
	change(files, "guides/dang-ky-tam-tru/guide.yaml", "tier: commune", "tier: moon")
	chief.get("/console/content").wants(t, http.StatusOK, h.Texts.Text("vi", "console.content.error"), "guides/dang-ky-tam-tru/guide.yaml:4")
}

// onePixel is a whole lossless picture.
const onePixel = "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"

// The pictures of a draft are shown in its preview, and nowhere else.
func TestPreviewOfPictures(t *testing.T) {
	h := newHouse(t).fill()
	files := taken(t, "guides/dang-ky-tam-tru", "modules/mat-khau-otp")
	change(files, "guides/dang-ky-tam-tru/guide.yaml", "status: published", "status: draft")
	for _, name := range []string{"guides/dang-ky-tam-tru/media/mo-vneid.webp", "modules/mat-khau-otp/media/mk-1-dai.webp"} {
		files[name] = &fstest.MapFile{Data: []byte(onePixel)}
	}
	h.shelf(files)
	if _, ok := h.Library().Draft("mat-dien-thoai"); ok {
		t.Fatal("the small library is not used")
	}
	chief := h.staff("chief")
	for page, name := range map[string]string{"guides/dang-ky-tam-tru": "mo-vneid.webp", "modules/mat-khau-otp": "mk-1-dai.webp"} {
		address := previewBase + page + "/media/" + name
		chief.get(previewBase+page).wants(t, http.StatusOK, `src="`+address+`"`)
		if a := chief.get(address); a.status != http.StatusOK || a.body != onePixel || a.header.Get("Content-Type") != "image/webp" {
			t.Errorf("%s: status %d, %d bytes, %s", address, a.status, len(a.body), a.header.Get("Content-Type"))
		}
		h.staff("ours").get(address).wants(t, http.StatusNotFound)
		chief.get(previewBase+page+"/media/none.webp").wants(t, http.StatusNotFound)
	}
	h.browser().get("/g/dang-ky-tam-tru/media/mo-vneid.webp").wants(t, http.StatusNotFound)
}
