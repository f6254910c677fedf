package telegram

import (
	"bytes"
	"strings"

	"danloi/bot"
)

// signature is what a type of file begins with.
type signature struct {
	mediaType string
	offset    int
	magic     string
}

// signatures lists the types that are taken: those that every browser of the staff can show or play. HEIC is not
// among them, nor is anything that can carry a program.
func signatures() []signature {
	return []signature{
		{"image/jpeg", 0, "\xff\xd8\xff"},
		{"image/png", 0, "\x89PNG\r\n\x1a\n"},
		{"image/webp", 8, "WEBP"},
		{"audio/ogg", 0, "OggS\x00"},
		{"audio/mpeg", 0, "ID3"},
		{"audio/mpeg", 0, "\xff\xfb"},
		{"audio/mpeg", 0, "\xff\xf3"},
		{"audio/mp4", 4, "ftypM4A"},
		{"application/pdf", 0, "%PDF-"},
	}
}

// sniff returns the media type found in the bytes, or empty when the file is of none that is taken.
func sniff(data []byte) string {
	for _, s := range signatures() {
		if len(data) >= s.offset && bytes.HasPrefix(data[s.offset:], []byte(s.magic)) {
			if s.mediaType == "image/webp" && !bytes.HasPrefix(data, []byte("RIFF")) {
				continue
			}
			return s.mediaType
		}
	}
	return ""
}

// typed gives f its data, type and kind. The kind follows the bytes: a photo sent as a document is a photo.
func typed(f bot.File, data []byte) bot.File {
	f.Type = sniff(data)
	switch {
	case f.Type == "":
		f.Problem = bot.WrongType
		return f
	case strings.HasPrefix(f.Type, "image/"):
		f.Kind = bot.Photo
	case strings.HasPrefix(f.Type, "audio/"):
		f.Kind = bot.Voice
	default:
		f.Kind = bot.Document
	}
	f.Data = data
	return f
}
