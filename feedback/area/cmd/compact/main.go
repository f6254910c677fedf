// Command compact makes the embedded file of package area from a folder of tables: provinces.csv, communes.csv,
// former_units.csv, aliases.csv and NOTICE.md. The same tables give the same bytes.
//
//	go run ./feedback/area/cmd/compact FOLDER feedback/area
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: compact FOLDER OUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "compact:", err)
		os.Exit(1)
	}
}

func run(in, out string) error {
	var t tables
	for name, rows := range map[string]*[]row{
		"provinces.csv": &t.provinces, "communes.csv": &t.communes,
		"former_units.csv": &t.former, "aliases.csv": &t.aliases,
	} {
		var err error
		if *rows, err = readTable(filepath.Join(in, name)); err != nil {
			return err
		}
	}
	text, err := t.compact()
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	notice, err := os.ReadFile(filepath.Join(in, "NOTICE.md"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "NOTICE.md"), notice, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "areas.txt.gz"), packed.Bytes(), 0o644)
}

// row is one line of a table by the names of its columns.
type row map[string]string

func readTable(name string) ([]row, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read
	r := csv.NewReader(f)
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	var rows []row
	for {
		fields, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		line := row{}
		for i, h := range head {
			line[h] = fields[i]
		}
		rows = append(rows, line)
	}
}
