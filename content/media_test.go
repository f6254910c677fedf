package content

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// onePixel is a whole lossless WebP picture of one pixel.
var onePixel = decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")

// oneLossy is a whole lossy one.
var oneLossy = decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")

func decode(s string) string {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// page builds one Ogg page.
func page(flags byte, granule int64, serial uint32, body []byte) []byte {
	b := append([]byte("OggS\x00"), flags)
	b = binary.LittleEndian.AppendUint64(b, uint64(granule))
	b = binary.LittleEndian.AppendUint32(b, serial)
	b = append(b, make([]byte, 8)...)
	return append(append(b, 1, byte(len(body))), body...)
}

// recording builds an Ogg Opus file whose pages say that it lasts so long, with a pre-skip of 312.
func recording(length time.Duration) []byte {
	head := append([]byte("OpusHead\x01\x01"), 0x38, 0x01, 0x80, 0xbb, 0, 0, 0, 0, 0)
	out := page(2, 0, 7, head)
	out = append(out, page(0, 0, 7, []byte("OpusTags"))...)
	out = append(out, page(0, -1, 7, []byte{1, 2, 3})...)
	return append(out, page(4, 312+int64(length)*48/int64(time.Millisecond), 7, []byte{4})...)
}

func TestNewPicture(t *testing.T) {
	extended := "RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x3f\x01\x00\xef\x00\x00"
	for _, c := range []struct {
		name, data string
		w, h       int
		fault      string
	}{
		{"lossless", onePixel, 1, 1, ""},
		{"lossy", oneLossy, 1, 1, ""},
		{"extended", extended, 320, 240, ""},
		{"another type", "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 40), 0, 0, "not a WebP"},
		{"an empty file", "", 0, 0, "not a WebP"},
		{"cut off", onePixel[:len(onePixel)-4], 0, 0, "cut off"},
		{"another RIFF file", strings.Replace(onePixel, "WEBP", "WAVE", 1), 0, 0, "not a WebP"},
		{"too large", onePixel + strings.Repeat("\x00", MaxPicture), 0, 0, "at most 60000"},
	} {
		a, err := NewPicture("x.webp", []byte(c.data))
		if c.fault != "" {
			if err == nil || !strings.Contains(err.Error(), c.fault) {
				t.Errorf("%s: got error %v, want %q", c.name, err, c.fault)
			}
			continue
		}
		if err != nil || a.Width != c.w || a.Height != c.h || a.Type != "image/webp" {
			t.Errorf("%s: got %dx%d %q %v, want %dx%d", c.name, a.Width, a.Height, a.Type, err, c.w, c.h)
		}
	}
}

func TestNewVoice(t *testing.T) {
	good := recording(4500 * time.Millisecond)
	a, err := NewVoice("x.ogg", good)
	if err != nil || a.Length != 4500*time.Millisecond || a.Size() != len(good) {
		t.Errorf("got %v of %d bytes, %v; want 4.5s of %d", a.Length, a.Size(), err, len(good))
	}
	two := append(bytes.Clone(good), page(2, 0, 8, []byte("OpusHead"))...)
	for _, c := range []struct {
		name  string
		data  []byte
		fault string
	}{
		{"exactly the limit and a bit", recording(10001 * time.Millisecond), "at most 10"},
		{"a WebP picture", []byte(onePixel), "not an Ogg Opus"},
		{"Ogg of another kind", bytes.Replace(good, []byte("OpusHead"), []byte("\x01vorbis\x00"), 1), "not an Ogg Opus"},
		{"cut off", good[:len(good)-1], "cut off"},
		{"silence", recording(0), "no sound"},
		{"two streams", two, "more than one"},
		{"too large", append(bytes.Clone(good), make([]byte, MaxVoice)...), "at most 40000"},
	} {
		if _, err := NewVoice("x.ogg", c.data); err == nil || !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: got error %v, want %q", c.name, err, c.fault)
		}
	}
	if _, err := NewVoice("x.ogg", recording(10*time.Second)); err != nil {
		t.Errorf("ten seconds: %v", err)
	}
}

func TestLoadMedia(t *testing.T) {
	files := goodFiles(t)
	files[media+"gui.webp"] = &fstest.MapFile{Data: []byte(onePixel)}
	files[media+"gui.vi.ogg"] = &fstest.MapFile{Data: recording(time.Second)}
	lib, ps, err := Load(files)
	if err != nil {
		t.Fatal(err, ps)
	}
	g, _ := lib.Guide("lam-viec-mot")
	p, ok := g.Picture("gui")
	got, err := io.ReadAll(p.Reader())
	if !ok || err != nil || string(got) != onePixel || !bytes.Equal(p.Bytes(), got) {
		t.Errorf("picture: got %q, %t, %v", got, ok, err)
	}
	if a, ok := lib.Asset(p.Path); !ok || a.Path != media+"gui.webp" {
		t.Errorf("by path: got %q, %t", a.Path, ok)
	}
	for _, path := range []string{"", media, media + "gui.en.ogg", guideFile, "modules/lam-viec-mot/media/gui.webp"} {
		if _, ok := lib.Asset(path); ok {
			t.Errorf("%q: there is an asset", path)
		}
	}
	if v, ok := g.Voice("gui", "vi"); !ok || v.Length != time.Second {
		t.Errorf("voice: got %v, %t", v.Length, ok)
	}
	if _, ok := g.Voice("gui", "en"); ok {
		t.Error("there is a voice in English")
	}
	if s := lib.Stats(); s.Pictures != 1 || s.Voices["vi"] != 1 {
		t.Errorf("stats: %d pictures, %v voices", s.Pictures, s.Voices)
	}
}

func FuzzMedia(f *testing.F) {
	f.Add([]byte(onePixel))
	f.Add([]byte(oneLossy))
	f.Add(recording(time.Second))
	f.Fuzz(func(t *testing.T, data []byte) {
		if a, err := NewPicture("x", data); err == nil && (a.Width < 1 || a.Height < 1) {
			t.Errorf("a picture of %d by %d", a.Width, a.Height)
		}
		if a, err := NewVoice("x", data); err == nil && (a.Length <= 0 || a.Length > MaxVoiceLength) {
			t.Errorf("a voice of %v", a.Length)
		}
		if _, err := opusLength(data); err != nil && !errors.Is(err, errNotOpus) {
			t.Errorf("unknown error %v", err)
		}
	})
}
