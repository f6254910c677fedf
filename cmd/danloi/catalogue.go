package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"danloi/content"
)

// catalogueCmd takes in a national catalogue.
type catalogueCmd struct {
	Import catalogueImportCmd `cmd:"" help:"Read a catalogue (JSON lines, plain or gzip) and keep it in the data folder."`
}

type catalogueImportCmd struct {
	place
	File string `arg:"" help:"The catalogue." type:"existingfile"`
}

// catalogueFile is where an imported catalogue is kept.
func catalogueFile(p place) string { return filepath.Join(p.Data, "catalogue.jsonl.gz") }

// Run reads the whole catalogue before anything is replaced; a server takes it over when it starts next.
func (c *catalogueImportCmd) Run(std streams) (err error) {
	in, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("import catalogue: %w", err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("import catalogue: %w", err)
	}
	part := catalogueFile(c.place) + ".part"
	out, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("import catalogue: %w", err)
	}
	zip := gzip.NewWriter(out)
	enc := json.NewEncoder(zip)
	n, faults := 0, []error{}
	for p, err := range content.ReadCatalogue(in) {
		if err == nil {
			n++
			err = enc.Encode(p)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", c.File, err))
		}
		if len(faults) == 20 {
			break
		}
	}
	faults = append(faults, zip.Close(), out.Sync(), out.Close())
	if err := errors.Join(faults...); err != nil {
		return errors.Join(fmt.Errorf("import catalogue: nothing was changed: %w", err), os.Remove(part))
	}
	if err := os.Rename(part, catalogueFile(c.place)); err != nil {
		return fmt.Errorf("import catalogue: %w", err)
	}
	fmt.Fprintf(std.out, "%d procedures\n", n)
	return nil
}
