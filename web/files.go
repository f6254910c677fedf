package web

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"

	"danloi/feedback"
	"danloi/store"
)

// What staff may attach.
const (
	maxFile   = 10 << 20
	maxUpload = 25 << 20 // a whole form
	inMemory  = 4 << 20  // of a form; the rest waits on disk while it is read
)

var (
	errFileType = errors.New("file is of a type that is not taken")
	errFileSize = errors.New("file is too large or empty")
)

// takenTypes are looked for in the bytes, whatever the file is called.
var takenTypes = []string{"image/jpeg", "image/png", "image/webp", "application/pdf", "audio/ogg", "audio/mpeg", "audio/mp4"}

// mediaType looks at the bytes. Voice notes are Ogg, MP3 or M4A: what telephones record and Telegram plays.
func mediaType(data []byte) string {
	switch kind := http.DetectContentType(data); {
	case kind == "application/ogg":
		return "audio/ogg"
	case len(data) > 12 && string(data[4:11]) == "ftypM4A":
		return "audio/mp4"
	case len(data) > 2 && data[0] == 0xff && data[1]&0xe6 == 0xe2: // a frame of layer III without a tag before it
		return "audio/mpeg"
	default:
		return kind
	}
}

// parseUpload reads a form with or without files.
func parseUpload(r *http.Request) error {
	err := r.ParseMultipartForm(inMemory)
	if errors.Is(err, http.ErrNotMultipart) {
		return r.ParseForm()
	}
	return err
}

// readFiles returns the files of a form, to be sealed under the key of owner.
func readFiles(r *http.Request, owner string) ([]store.File, error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	var files []store.File
	for _, h := range r.MultipartForm.File["files"] {
		if h.Size == 0 && h.Filename == "" {
			continue
		}
		f, err := readFile(h, owner)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	if len(files) > feedback.MaxFiles {
		return nil, feedback.ErrTooMany
	}
	return files, nil
}

// AttachmentType returns the media type of what staff attach to a case, from its bytes, and an error for what is not taken:
// only pictures, PDF and voice are, up to 10 MiB.
func AttachmentType(data []byte) (string, error) {
	if len(data) == 0 || len(data) > maxFile {
		return "", errFileSize
	}
	kind := mediaType(data)
	if !slices.Contains(takenTypes, kind) {
		return "", errFileType
	}
	return kind, nil
}

func readFile(h *multipart.FileHeader, owner string) (store.File, error) {
	if h.Size == 0 || h.Size > maxFile {
		return store.File{}, errFileSize
	}
	in, err := h.Open()
	if err != nil {
		return store.File{}, fmt.Errorf("read attachment: %w", err)
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		return store.File{}, fmt.Errorf("read attachment: %w", err)
	}
	kind, err := AttachmentType(data)
	if err != nil {
		return store.File{}, err
	}
	return store.File{ID: strings.ToLower(rand.Text()), Contact: owner, Type: kind, Name: h.Filename, Data: data}, nil
}

func fileKind(media string) string {
	switch {
	case strings.HasPrefix(media, "image/"):
		return "photo"
	case strings.HasPrefix(media, "audio/"):
		return "voice"
	}
	return "document"
}

// shownInline are the types that a browser shows or plays safely; everything else is only saved.
var shownInline = []string{"image/jpeg", "image/png", "image/webp", "image/gif", "audio/ogg", "audio/mpeg", "audio/mp4",
	"audio/webm", "audio/wav", "audio/aac"}

// file serves one attachment of the case and leaves an audit line, once for a whole playing of a voice.
func (s *site) file(w http.ResponseWriter, r *http.Request, v visit, c feedback.Case) {
	about, ok := c.File(r.PathValue("id"))
	if !ok {
		whole, is, err := s.wholeOf(r.Context(), c)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if is {
			about, ok = whole.File(r.PathValue("id"))
		}
		if ok = ok && slices.Contains(whole.Story[0].Files, about.ID); !ok {
			s.notThere(w, r, v)
			return
		}
	}
	var f store.File
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		f, err = tx.File(about.ID)
		return err
	})
	if isNotFound(err) || errors.Is(err, store.ErrForgotten) {
		s.notThere(w, r, v)
		return
	}
	if err == nil && (r.Header.Get("Range") == "" || strings.HasPrefix(r.Header.Get("Range"), "bytes=0-")) {
		err = s.audit(r.Context(), v.staff, AuditFile, c.Ref, string(c.Unit))
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	serveFile(w, r, f)
}

func serveFile(w http.ResponseWriter, r *http.Request, f store.File) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; media-src 'self'; img-src 'self'; sandbox")
	h.Set("Content-Type", f.Type)
	if base, _, _ := strings.Cut(f.Type, ";"); !slices.Contains(shownInline, base) {
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", `attachment; filename="`+f.ID+extension(f.Type)+`"`)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Data))
}

func extension(media string) string {
	if media == "application/pdf" {
		return ".pdf"
	}
	return ""
}
