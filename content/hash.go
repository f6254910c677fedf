package content

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// hashDigits is how much of the SHA-256 a translation carries: enough to tell versions of one file apart,
// short enough to be typed.
const hashDigits = 12

// Hash returns the hash of a language file as a translation carries it in "of": the first 12 hexadecimal
// digits of the SHA-256 of the file in UTF-8, without byte order mark, with LF line ends, in Unicode's form
// C. For a file that is already written so, it is the beginning of what sha256sum prints.
func Hash(fsys fs.FS, path string) (string, error) {
	raw, err := fs.ReadFile(fsys, path)
	if err != nil {
		return "", fmt.Errorf("hash original: %w", err)
	}
	return hashText(normalise(raw)), nil
}

func hashText(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:hashDigits]
}

// sameHash reports whether of, as written in a translation, names the original with that hash. More digits
// than Hash gives are taken as well.
func sameHash(of, hash string) bool {
	return strings.HasPrefix(strings.ToLower(of), hash)
}

// SetOf returns the translation with hash as its "of", in place of an older one or as the last line of
// the header. It changes nothing else. It returns an error where the file has no header.
func SetOf(translation []byte, hash string) ([]byte, error) {
	all := strings.SplitAfter(string(translation), "\n")
	end := headerEnd(all)
	if end < 0 {
		return nil, errors.New("set of: the file does not begin with a header between two lines of ---")
	}
	newline := "\n"
	if strings.HasSuffix(all[0], "\r\n") {
		newline = "\r\n"
	}
	line := "of: '" + hash + "'" + newline
	for i, l := range all[:end] {
		if strings.HasPrefix(l, "of:") {
			all[i] = line
			return []byte(strings.Join(all, "")), nil
		}
	}
	return []byte(strings.Join(all[:end], "") + line + strings.Join(all[end:], "")), nil
}
