// Package scam tells what can be known for certain of a message, a web address or a phone number that a citizen
// doubts, without asking anyone: no network, no clock. It also finds secrets that should never have been typed.
//
// It never says that something is safe. An address under gov.vn is said to be under gov.vn, no more; wording that
// is known from scams is said to be known from scams. What it knows stands in data/, with where it was read.
package scam

import (
	"embed"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v3"
)

//go:embed data
var embedded embed.FS

// Checker holds the data. It is made by Load, immutable, and safe for concurrent use.
type Checker struct {
	addresses addresses
	letters   lookalikes
	phones    phones
	wording   wording
	secrets   secrets
}

// Load reads the data of fsys, which has the files of the folder data at its top; nil means the data that are part
// of the program. An error names the file.
func Load(fsys fs.FS) (*Checker, error) {
	if fsys == nil {
		sub, err := fs.Sub(embedded, "data")
		if err != nil {
			return nil, fmt.Errorf("read scam data: %w", err)
		}
		fsys = sub
	}
	c := &Checker{}
	var letters letterFile
	var words secretFile
	for name, into := range map[string]any{
		"addresses.yaml": &c.addresses, "letters.yaml": &letters, "phones.yaml": &c.phones,
		"scams.yaml": &c.wording, "secrets.yaml": &words,
	} {
		if err := readYAML(fsys, name, into); err != nil {
			return nil, err
		}
	}
	c.letters = newLookalikes(letters)
	if err := c.wording.check(); err != nil {
		return nil, fmt.Errorf("read scams.yaml: %w", err)
	}
	var err error
	if c.secrets, err = newSecrets(words); err != nil {
		return nil, fmt.Errorf("read secrets.yaml: %w", err)
	}
	return c, nil
}

func readYAML(fsys fs.FS, name string, into any) error {
	f, err := fsys.Open(name)
	if err != nil {
		return fmt.Errorf("read scam data: %w", err)
	}
	defer f.Close()
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}
