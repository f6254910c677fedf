package content

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// A Catalogue is an imported national catalogue. It is immutable and safe for concurrent reads. A nil Catalogue
// is an empty one.
type Catalogue struct {
	procedures  []Procedure
	place       map[string]int
	fingerprint string
}

// LoadCatalogue reads a whole catalogue. It takes all or nothing: the first faulty line is its error, a
// [LineError].
func LoadCatalogue(r io.Reader) (*Catalogue, error) {
	c := &Catalogue{place: map[string]int{}}
	h := sha256.New()
	for p, err := range ReadCatalogue(r) {
		if err != nil {
			return nil, err
		}
		line, err := json.Marshal(p)
		if err != nil {
			return nil, fmt.Errorf("catalogue entry %s: %w", p.Code, err)
		}
		h.Write(line)
		c.place[p.Code] = len(c.procedures)
		c.procedures = append(c.procedures, p)
	}
	c.fingerprint = hex.EncodeToString(h.Sum(nil))
	return c, nil
}

// Procedure returns the entry with this code.
func (c *Catalogue) Procedure(code string) (Procedure, bool) {
	if c == nil {
		return Procedure{}, false
	}
	i, ok := c.place[code]
	if !ok {
		return Procedure{}, false
	}
	return c.procedures[i], true
}

// All returns the entries in the order of the file. The caller does not change them.
func (c *Catalogue) All() []Procedure {
	if c == nil {
		return nil
	}
	return c.procedures
}

// Fingerprint changes whenever an entry does; it is empty for an empty catalogue.
func (c *Catalogue) Fingerprint() string {
	if c == nil {
		return ""
	}
	return c.fingerprint
}
