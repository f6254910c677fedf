package kit

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// marker is the file by which a folder is known as a kit. It is written first, so that a kit that was cut off, by a full
// stick or by pulling it out, can be made again in the same place.
const marker = "kit.json"

// manifest is what stands in the marker.
type manifest struct {
	Made  string   `json:"made"` // RFC 3339
	Lang  string   `json:"lang"`
	Files []string `json:"files"`
}

// Write puts a kit into dir, which it makes. An earlier kit there is replaced, files it had and this one has not are
// removed; anything else in dir is ErrNotKit, and nothing is changed.
func (k Kit) Write(dir string, lang string, made time.Time) error {
	old, err := readManifest(dir)
	if err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(k.Files))
	now := manifest{Made: made.Format(time.RFC3339), Lang: lang, Files: names}
	both := now
	both.Files = slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(names), old.Files...))))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	if err := writeManifest(dir, both); err != nil { // until the end it names the old files too
		return err
	}
	for _, name := range names {
		if err := writeFile(dir, name, k.Files[name]); err != nil {
			return err
		}
	}
	for _, name := range old.Files {
		if _, still := k.Files[name]; still || !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove an older page: %w", err)
		}
	}
	return writeManifest(dir, now)
}

// readManifest reads the marker of an earlier kit. A folder that is not there or empty has none, which is no error.
func readManifest(dir string) (manifest, error) {
	var old manifest
	data, err := os.ReadFile(filepath.Join(dir, marker))
	if err == nil {
		if err := json.Unmarshal(data, &old); err != nil {
			return old, fmt.Errorf("%s: %w: %s is damaged", dir, ErrNotKit, marker)
		}
		return old, nil
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return old, nil
	}
	if err != nil {
		return old, fmt.Errorf("look into the folder: %w", err)
	}
	return old, fmt.Errorf("%s: %w", dir, ErrNotKit)
}

func writeManifest(dir string, m manifest) error {
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(dir, marker, append(data, '\n'))
}

// writeFile writes a file beside its place and moves it there, so that a page is whole or not there.
func writeFile(dir, name string, data []byte) error {
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make folder for %s: %w", name, err)
	}
	if err := os.WriteFile(path+".new", data, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
