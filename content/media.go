package content

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"
)

// The limits for what goes with a step: a page on a slow network must stay light.
const (
	MaxPicture     = 60_000           // bytes
	MaxVoice       = 40_000           // bytes
	MaxVoiceLength = 10 * time.Second // what fits MaxVoice in plain speech
)

// An Asset is a picture or a recording that goes with a step. It is a value and holds its bytes.
type Asset struct {
	Path          string // inside the library, with forward slashes
	Type          string // "image/webp" or "audio/ogg"
	Width, Height int    // of a picture, in pixels
	Length        time.Duration

	data string
}

// Size returns the number of bytes.
func (a Asset) Size() int { return len(a.data) }

// Reader returns a reader over the bytes, which [net/http.ServeContent] can serve.
func (a Asset) Reader() *strings.Reader { return strings.NewReader(a.data) }

// Bytes returns a copy of the bytes, to be sent.
func (a Asset) Bytes() []byte { return []byte(a.data) }

// NewPicture looks at the bytes of a WebP picture. It returns an error when they are none, or more than
// [MaxPicture].
func NewPicture(path string, data []byte) (Asset, error) {
	if len(data) > MaxPicture {
		return Asset{}, fmt.Errorf("%d bytes, a picture has at most %d", len(data), MaxPicture)
	}
	w, h, err := webpSize(data)
	if err != nil {
		return Asset{}, err
	}
	return Asset{Path: path, Type: "image/webp", Width: w, Height: h, data: string(data)}, nil
}

// ErrTooLong means that a recording is longer than [MaxVoiceLength].
var ErrTooLong = errors.New("too long")

// NewVoice looks at the bytes of an Ogg Opus recording. It returns an error when they are none, more than
// [MaxVoice], or longer than [MaxVoiceLength], which is [ErrTooLong].
func NewVoice(path string, data []byte) (Asset, error) {
	if len(data) > MaxVoice {
		return Asset{}, fmt.Errorf("%d bytes, a voice has at most %d", len(data), MaxVoice)
	}
	length, err := opusLength(data)
	if err != nil {
		return Asset{}, err
	}
	if length > MaxVoiceLength {
		return Asset{}, fmt.Errorf("%w: %.1f seconds, a voice has at most %.0f", ErrTooLong, length.Seconds(), MaxVoiceLength.Seconds())
	}
	return Asset{Path: path, Type: "audio/ogg", Length: length, data: string(data)}, nil
}

var errNotWebP = errors.New("not a WebP picture")

// webpSize reads the width and height out of a RIFF container with one of WebP's three kinds of chunk.
func webpSize(b []byte) (w, h int, err error) {
	if len(b) < 30 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WEBP" {
		return 0, 0, errNotWebP
	}
	if riff := int(binary.LittleEndian.Uint32(b[4:])); riff+8 > len(b) {
		return 0, 0, fmt.Errorf("%w: the file is cut off", errNotWebP)
	}
	body := b[20:]
	switch string(b[12:16]) {
	case "VP8 ":
		if body[3] != 0x9d || body[4] != 0x01 || body[5] != 0x2a {
			return 0, 0, errNotWebP
		}
		w, h = int(binary.LittleEndian.Uint16(body[6:]))&0x3fff, int(binary.LittleEndian.Uint16(body[8:]))&0x3fff
	case "VP8L":
		if body[0] != 0x2f {
			return 0, 0, errNotWebP
		}
		bits := binary.LittleEndian.Uint32(body[1:])
		w, h = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
	case "VP8X":
		w, h = uint24(body[4:])+1, uint24(body[7:])+1
	default:
		return 0, 0, errNotWebP
	}
	if w == 0 || h == 0 {
		return 0, 0, errNotWebP
	}
	return w, h, nil
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// voiceLanguage returns the language of a file named STEP.LANG.ogg.
func voiceLanguage(name string) string {
	_, lang, _ := strings.Cut(strings.TrimSuffix(name, ".ogg"), ".")
	return lang
}
