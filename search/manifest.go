package search

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

const manifestFile = "manifest.json"

// A manifest is written last: a folder without one was never finished.
type manifest struct {
	Analysis    string
	Fingerprint string
	Files       []fileSum
}

type fileSum struct {
	Name string
	Size int64
	Sum  uint32
}

// seal writes the manifest of everything in the folder.
func seal(dir, fingerprint string) error {
	files, err := sums(dir)
	if err != nil {
		return err
	}
	js, err := json.Marshal(manifest{Analysis: analysisVersion, Fingerprint: fingerprint, Files: files})
	if err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(dir, manifestFile))
	if err != nil {
		return err
	}
	_, err = f.Write(js)
	return errors.Join(err, f.Sync(), f.Close())
}

// verify tells why a folder cannot be used: made of other texts, by another analysis, or damaged.
func verify(dir, fingerprint string) error {
	js, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return err
	}
	var m manifest
	if err := json.Unmarshal(js, &m); err != nil {
		return fmt.Errorf("read %s: %w", manifestFile, err)
	}
	if m.Analysis != analysisVersion || m.Fingerprint != fingerprint {
		return errors.New("made of other texts or by another analysis")
	}
	files, err := sums(dir)
	if err != nil {
		return err
	}
	if !slices.Equal(files, m.Files) {
		return errors.New("a file is damaged, missing or left over")
	}
	return nil
}

// sums lists the files of a folder with their sizes and check sums, by name.
func sums(dir string) (out []fileSum, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == manifestFile {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		size, sum, err := checksum(path)
		out = append(out, fileSum{filepath.ToSlash(name), size, sum})
		return err
	})
	return out, err
}

func checksum(path string) (size int64, sum uint32, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	h := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	size, err = io.Copy(h, f)
	return size, h.Sum32(), errors.Join(err, f.Close())
}
