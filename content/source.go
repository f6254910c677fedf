package content

import (
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxFile is the largest text file the reader takes, in bytes. The longest module has a tenth of it.
const maxFile = 1 << 20

// source is one text file while it is read. Its text is in one normal form, with the same line numbers as
// the file.
type source struct {
	path string
	text string
	bad  bool // it could not be taken as text, and that is reported
	ps   *problems
}

// open reads a text file. A file that cannot be text is reported and returned empty.
func open(fsys fs.FS, path string, ps *problems) (*source, error) {
	raw, err := readLimited(fsys, path, maxFile+1)
	if err != nil {
		return nil, fmt.Errorf("read library file: %w", err)
	}
	s := &source{path: path, ps: ps}
	if len(raw) > maxFile {
		s.bad = true
		s.fault(1, "file-size", fmt.Sprintf("the file has more than %d bytes", maxFile))
		return s, nil
	}
	if line := invalidLine(raw); line > 0 {
		s.bad = true
		s.fault(line, "not-utf8", "the file is not UTF-8 text")
		return s, nil
	}
	s.text = normalise(raw)
	return s, nil
}

func (s *source) fault(line int, id, detail string) { s.ps.fault(s.path, line, id, detail) }

// normalise returns the text without byte order mark, with LF line ends, in Unicode's form C.
func normalise(raw []byte) string {
	t := strings.TrimPrefix(string(raw), "\ufeff")
	t = strings.ReplaceAll(t, "\r\n", "\n")
	return norm.NFC.String(strings.ReplaceAll(t, "\r", "\n"))
}

// invalidLine returns the first line with a byte that is not UTF-8 or a control character, or 0.
func invalidLine(raw []byte) int {
	line := 1
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		if r == utf8.RuneError && n == 1 || r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return line
		}
		if r == '\n' {
			line++
		}
		raw = raw[n:]
	}
	return 0
}

// readLimited reads at most limit bytes of a file.
func readLimited(fsys fs.FS, path string, limit int64) ([]byte, error) {
	f, err := fsys.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}
