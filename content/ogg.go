package content

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

var errNotOpus = errors.New("not an Ogg Opus recording")

// oggPage is what the length of a recording needs of a page.
type oggPage struct {
	granule int64 // samples at 48 kHz up to the end of the page, -1 where no packet ends
	serial  uint32
	first   bool
	body    []byte
}

// nextPage reads the page b begins with and returns what follows it.
func nextPage(b []byte) (oggPage, []byte, error) {
	const head = 27
	if len(b) < head || string(b[:4]) != "OggS" || b[4] != 0 {
		return oggPage{}, nil, errNotOpus
	}
	segments := int(b[26])
	if len(b) < head+segments {
		return oggPage{}, nil, fmt.Errorf("%w: the file is cut off", errNotOpus)
	}
	size := 0
	for _, s := range b[head : head+segments] {
		size += int(s)
	}
	end := head + segments + size
	if len(b) < end {
		return oggPage{}, nil, fmt.Errorf("%w: the file is cut off", errNotOpus)
	}
	p := oggPage{
		granule: int64(binary.LittleEndian.Uint64(b[6:])),
		serial:  binary.LittleEndian.Uint32(b[14:]),
		first:   b[5]&2 != 0,
		body:    b[head+segments : end],
	}
	return p, b[end:], nil
}

// opusLength walks the pages of a recording with one Opus stream. Opus counts granules at 48 kHz whatever
// the recording's own rate, and the first pre-skip of them are not heard (RFC 7845).
func opusLength(b []byte) (time.Duration, error) {
	first, rest, err := nextPage(b)
	if err != nil {
		return 0, err
	}
	if !first.first || len(first.body) < 19 || !bytes.HasPrefix(first.body, []byte("OpusHead")) {
		return 0, errNotOpus
	}
	skip := int64(binary.LittleEndian.Uint16(first.body[10:]))
	last := int64(0)
	for len(rest) > 0 {
		var p oggPage
		if p, rest, err = nextPage(rest); err != nil {
			return 0, err
		}
		if p.serial != first.serial {
			return 0, fmt.Errorf("%w: more than one stream", errNotOpus)
		}
		last = max(last, p.granule)
	}
	const rate, longest = 48_000, 24 * 60 * 60 * 48_000
	if last <= skip || last > longest {
		return 0, fmt.Errorf("%w: it holds no sound", errNotOpus)
	}
	return time.Duration(last-skip) * time.Second / rate, nil
}
