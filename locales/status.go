package locales

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v3"
)

// status is what status/TAG.yaml says of one message: how far to trust it, of which Vietnamese text it is the
// translation, who wrote it and where its words were seen.
type status struct {
	State      State
	SourceHash string `yaml:"source_hash"`
	By         []string
	Evidence   []string // keys of glossary/TAG.yaml
}

// word is one entry of glossary/TAG.yaml: a word that was seen in the named sources.
type word struct {
	Vi       string
	Text     string
	Variants []string
	Sources  []string
}

// sourceHash returns what a status entry carries for a Vietnamese text: the first 12 hexadecimal digits of its SHA-256.
func sourceHash(vi string) string {
	sum := sha256.Sum256([]byte(vi))
	return hex.EncodeToString(sum[:])[:12]
}

// checkStatus looks at every message of a language that is not reviewed. It returns all faults joined, each with
// its file and message, or nil.
func checkStatus(fsys fs.FS, l Language, base, own map[string]*i18n.Message) error {
	if l.State == Reviewed || l.State == Scaffold {
		return nil
	}
	var entries map[string]status
	var glossary map[string]word
	file := path.Join("status", l.Tag+".yaml")
	if err := errors.Join(readData(fsys, file, &entries),
		readData(fsys, path.Join("glossary", l.Tag+".yaml"), &glossary)); err != nil {
		return err
	}
	faults := missing(fsys, l, file, entries)
	for _, id := range slices.Sorted(maps.Keys(entries)) {
		if err := entries[id].check(own[id], base[id], glossary); err != nil {
			faults = append(faults, fmt.Errorf("read %s: message %q: %w", file, id, err))
		}
	}
	return errors.Join(faults...)
}

// missing returns a fault for each message of a checked folder that has no entry.
func missing(fsys fs.FS, l Language, file string, entries map[string]status) []error {
	files, err := fs.Glob(fsys, "*/"+l.Tag+".json")
	if err != nil {
		return []error{err}
	}
	var faults []error
	for _, name := range files {
		if slices.Contains(l.Unchecked, path.Dir(name)) {
			continue
		}
		ids, err := keys(fsys, name)
		if err != nil {
			return []error{err}
		}
		for _, id := range ids {
			if _, ok := entries[id]; !ok {
				faults = append(faults, fmt.Errorf("read %s: message %q has no entry in %s", name, id, file))
			}
		}
	}
	return faults
}

// check tells what is wrong with an entry. own and base are the message in its language and in Vietnamese; nil
// where it does not exist.
func (s status) check(own, base *i18n.Message, glossary map[string]word) error {
	switch {
	case own == nil || base == nil:
		return errors.New("there is no such message")
	case s.State != Draft && s.State != Reviewed:
		return fmt.Errorf("state %q is neither %s nor %s", s.State, Draft, Reviewed)
	case s.SourceHash != sourceHash(base.Other):
		return fmt.Errorf("the Vietnamese text has changed: check the translation, then set source_hash to %s",
			sourceHash(base.Other))
	case len(s.By) == 0:
		return errors.New("by is empty: say who wrote it")
	case len(s.Evidence) == 0:
		return errors.New("evidence is empty: say where its words were seen")
	}
	for _, key := range s.Evidence {
		if len(glossary[key].Sources) == 0 {
			return fmt.Errorf("evidence %q is no word with sources of the glossary", key)
		}
	}
	return nil
}

// readData reads a YAML file into a value and refuses fields that the value lacks. A file that does not exist
// leaves the value as it is.
func readData(fsys fs.FS, name string, into any) error {
	data, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read status of texts: %w", err)
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}
