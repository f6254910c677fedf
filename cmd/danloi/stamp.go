package main

import (
	"fmt"
	"hash/fnv"
	"io/fs"
	"path/filepath"
)

// stamp tells two states of a folder apart by names, sizes and times. No folder has the stamp 0.
func stamp(dir string) uint64 {
	if dir == "" {
		return 0
	}
	h := fnv.New64a()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(h, path, info.Size(), info.ModTime().UnixNano())
		return err
	})
	if err != nil { // files come and go while they are written: the next look sees them whole
		return 1
	}
	return h.Sum64()
}
