package search

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Files of an index folder beside Bleve's.
const (
	catalogText   = "catalog.json" // names and titles
	catalogTables = "catalog.bin"  // numbers: each table its length, then its values, all little-endian
	bleveFolder   = "bleve"
)

// longestTable bounds a table's length, so that a damaged file cannot ask for all the memory.
const longestTable = 1 << 28

// tables lists the number tables in the order of the file.
func (c *catalog) tables() []*[]uint32 {
	return []*[]uint32{&c.unitDoc, &c.unitSection, &c.order, &c.starts, &c.running, &c.titleStarts, &c.titles, &c.firstUnit, &c.counts, &c.pairs.counts, &c.foldPairs.counts}
}

func (c *catalog) keyTables() []*[]uint64 { return []*[]uint64{&c.pairs.keys, &c.foldPairs.keys} }

// save writes the catalog into a folder.
func (c *catalog) save(dir string) error {
	text, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("write %s: %w", catalogText, err)
	}
	if err := os.WriteFile(filepath.Join(dir, catalogText), text, 0o600); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(dir, catalogTables))
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for _, t := range c.tables() {
		err = errors.Join(err, writeTable(w, *t))
	}
	for _, t := range c.keyTables() {
		err = errors.Join(err, writeTable(w, *t))
	}
	return errors.Join(err, w.Flush(), f.Sync(), f.Close())
}

func writeTable[T uint32 | uint64](w io.Writer, t []T) error {
	return errors.Join(binary.Write(w, binary.LittleEndian, uint64(len(t))), binary.Write(w, binary.LittleEndian, t))
}

// loadCatalog reads what save wrote.
func loadCatalog(dir string) (*catalog, error) {
	text, err := os.ReadFile(filepath.Join(dir, catalogText))
	if err != nil {
		return nil, err
	}
	c := &catalog{}
	if err := json.Unmarshal(text, c); err != nil {
		return nil, fmt.Errorf("read %s: %w", catalogText, err)
	}
	f, err := os.Open(filepath.Join(dir, catalogTables))
	if err != nil {
		return nil, err
	}
	r := bufio.NewReaderSize(f, 1<<20)
	for _, t := range c.tables() {
		err = errors.Join(err, readTable(r, t))
	}
	for _, t := range c.keyTables() {
		err = errors.Join(err, readTable(r, t))
	}
	if err = errors.Join(err, f.Close(), c.check()); err != nil {
		return nil, fmt.Errorf("read %s: %w", catalogTables, err)
	}
	c.number()
	return c, nil
}

func readTable[T uint32 | uint64](r io.Reader, t *[]T) error {
	var n uint64
	if err := binary.Read(r, binary.LittleEndian, &n); err != nil {
		return err
	}
	if n > longestTable {
		return fmt.Errorf("table of %d values", n)
	}
	*t = make([]T, n)
	return binary.Read(r, binary.LittleEndian, *t)
}

// check finds tables that do not fit each other, which a file of another version could hold.
func (c *catalog) check() error {
	units := len(c.unitDoc)
	fits := len(c.unitSection) == units && len(c.order) == units && len(c.starts) == units+1 &&
		len(c.titleStarts) == len(c.Docs)+1 && len(c.firstUnit) == len(c.Docs)+1 &&
		len(c.counts) == len(c.Words) && len(c.pairs.keys) == len(c.pairs.counts) && len(c.foldPairs.keys) == len(c.foldPairs.counts)
	if !fits {
		return errors.New("tables do not fit each other")
	}
	within := below(c.unitDoc, len(c.Docs)) && below(c.unitSection, len(c.Sections)) && below(c.order, units) &&
		below(c.running, len(c.Words)) && below(c.starts, len(c.running)+1) &&
		below(c.titles, len(c.Words)) && below(c.titleStarts, len(c.titles)+1) && below(c.firstUnit, units+1)
	if !within {
		return errors.New("a number is out of range")
	}
	return nil
}

func below(t []uint32, n int) bool {
	for _, v := range t {
		if int(v) >= n {
			return false
		}
	}
	return true
}
