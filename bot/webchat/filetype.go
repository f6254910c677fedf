package webchat

import (
	"bytes"
	"net/http"
	"strings"

	"danloi/bot"
)

// fileType tells by its bytes what a file is, and false when it is nothing that the bot takes. What the browser
// says about the file is not believed.
func fileType(data []byte) (kind bot.FileKind, mediaType string, ok bool) {
	for _, s := range signatures() {
		if bytes.HasPrefix(data[min(s.at, len(data)):], []byte(s.magic)) {
			return s.kind, s.mediaType, true
		}
	}
	if isVideo(data) {
		return "", "", false
	}
	switch t := http.DetectContentType(data); {
	case len(data) > 12 && string(data[4:8]) == "ftyp":
		return isoType(string(data[8:12]))
	case t == "image/jpeg", t == "image/png", t == "image/webp":
		return bot.Photo, t, true
	case t == "application/pdf":
		return bot.Document, t, true
	case t == "application/ogg":
		return bot.Voice, "audio/ogg", true
	case t == "video/webm":
		return bot.Voice, "audio/webm", true
	case t == "audio/mpeg", mpegFrame(data):
		return bot.Voice, "audio/mpeg", true
	case t == "audio/wave":
		return bot.Voice, "audio/wav", true
	}
	return "", "", false
}

type signature struct {
	at        int
	magic     string
	kind      bot.FileKind
	mediaType string
}

// signatures are the types that the standard library does not know. The recorders of old phones write AMR.
func signatures() []signature {
	return []signature{
		{0, "#!AMR", bot.Voice, "audio/amr"},
		{0, "\xff\xf1", bot.Voice, "audio/aac"},
		{0, "\xff\xf9", bot.Voice, "audio/aac"},
		{8, "heic", bot.Photo, "image/heic"},
		{8, "heix", bot.Photo, "image/heic"},
		{8, "hevc", bot.Photo, "image/heic"},
		{8, "mif1", bot.Photo, "image/heif"},
		{8, "msf1", bot.Photo, "image/heif"},
	}
}

// isoType reads the brand of an ISO media file: MP4 audio and 3GP, which recorders write.
func isoType(brand string) (bot.FileKind, string, bool) {
	switch {
	case strings.HasPrefix(brand, "3g"):
		return bot.Voice, "audio/3gpp", true
	case strings.HasPrefix(brand, "M4A"), strings.HasPrefix(brand, "mp4"), strings.HasPrefix(brand, "iso"),
		brand == "dash", brand == "MSNV":
		return bot.Voice, "audio/mp4", true
	}
	return "", "", false
}

// isVideo tells whether a container that could hold sound alone holds a picture track.
func isVideo(data []byte) bool {
	head := data[:min(len(data), 8<<10)]
	switch {
	case len(data) > 12 && string(data[4:8]) == "ftyp":
		for rest := data; ; {
			i := bytes.Index(rest, []byte("hdlr"))
			if i < 0 || len(rest) < i+16 {
				return false
			}
			if string(rest[i+12:i+16]) == "vide" {
				return true
			}
			rest = rest[i+4:]
		}
	case bytes.HasPrefix(data, []byte("\x1a\x45\xdf\xa3")):
		return bytes.Contains(head, []byte("V_VP")) || bytes.Contains(head, []byte("V_AV1")) ||
			bytes.Contains(head, []byte("V_MPEG"))
	case bytes.HasPrefix(data, []byte("OggS")):
		return bytes.Contains(head, []byte("theora"))
	}
	return false
}

// mpegFrame tells whether data starts with a frame of MPEG layer III, as MP3 files without a tag do.
func mpegFrame(data []byte) bool {
	return len(data) > 4 && data[0] == 0xff && data[1]&0xe6 == 0xe2 && data[2]&0xf0 != 0xf0
}
