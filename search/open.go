package search

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// Names of what Open keeps below its folder: finished indexes, and ones being built.
const (
	readyPrefix = "index-"
	draftPrefix = "draft-"
)

// lockWait is how long Bleve waits for another process that holds its files.
const lockWait = "2s"

// Open opens the index kept below dir, or builds it first when there is none for the fingerprint and the
// analysis in use, or when its files are damaged; docs is called only then. A new index is written beside the
// old one and takes its place whole, so that a process that still reads the old one is not disturbed and a
// crash leaves nothing half-made behind. The fingerprint must change whenever the documents do.
func Open(dir, fingerprint string, docs func() ([]Document, error), o Options) (*Index, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	ready := filepath.Join(dir, readyPrefix+folderKey(fingerprint))
	if ix, err := openReady(ready, fingerprint, o); err == nil {
		return ix, nil
	}
	ds, err := docs()
	if err != nil {
		return nil, fmt.Errorf("read documents for the search index: %w", err)
	}
	if err := replace(dir, ready, fingerprint, ds); err != nil {
		return nil, fmt.Errorf("build search index: %w", err)
	}
	sweep(dir, filepath.Base(ready))
	return openReady(ready, fingerprint, o)
}

// folderKey names the folder of a fingerprint.
func folderKey(fingerprint string) string {
	h := sha256.Sum256([]byte(analysisVersion + "\x00" + fingerprint))
	return hex.EncodeToString(h[:8])
}

func openReady(dir, fingerprint string, o Options) (*Index, error) {
	if err := verify(dir, fingerprint); err != nil {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	k, err := newKnowledge(o)
	if err != nil {
		return nil, err
	}
	ix := &Index{first: k.weights.GuideFirst}
	for _, g := range groups {
		path := filepath.Join(dir, g.name)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			continue // no documents of this group
		}
		x, err := openShard(path, k, g.judge(k.weights))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open search index: %w", err), ix.Close())
		}
		ix.shards = append(ix.shards, x)
	}
	return ix, nil
}

func openShard(dir string, k knowledge, j judge) (*shard, error) {
	c, err := loadCatalog(dir)
	if err != nil {
		return nil, err
	}
	store, err := openStore(readOnly(dir), nil)
	if err != nil {
		return nil, err
	}
	return newShard(store, c, k, j)
}

func readOnly(dir string) map[string]any {
	return map[string]any{"path": filepath.Join(dir, bleveFolder), "read_only": true, "bolt_timeout": lockWait}
}

// replace builds in a folder of its own and moves it to where it belongs.
func replace(dir, ready, fingerprint string, docs []Document) (err error) {
	draft, err := os.MkdirTemp(dir, draftPrefix)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(draft)) }()
	for _, g := range groups {
		if ds := group(docs, g.has); len(ds) > 0 {
			if err := writeShard(filepath.Join(draft, g.name), ds); err != nil {
				return err
			}
		}
	}
	if err := seal(draft, fingerprint); err != nil {
		return err
	}
	if err := os.RemoveAll(ready); err != nil { // a damaged one of the same name
		return err
	}
	return os.Rename(draft, ready)
}

// writeShard builds the files of one group of documents.
func writeShard(dir string, docs []Document) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(dir, bleveFolder)
	b, err := scorch.NewBuilder(map[string]any{"path": path, "buildPathPrefix": dir, "batchSize": unitsPerBatch, "mergeMax": mergedAtOnce})
	if err != nil {
		return err
	}
	c, err := fill(docs, fileSink{b})
	if err != nil {
		return err
	}
	store, err := openStore(readOnly(dir), nil)
	if err != nil {
		return err
	}
	reader, err := store.Reader()
	if err != nil {
		return errors.Join(err, store.Close())
	}
	c.order, err = unitOrder(reader, c.units())
	if err = errors.Join(err, reader.Close(), store.Close()); err != nil {
		return err
	}
	return c.save(dir)
}

// sweep removes indexes of other texts and drafts that a crash left. What cannot be removed, because another
// process has it open on a system that forbids it, is left for the next time.
func sweep(dir, keep string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		n := e.Name()
		if n != keep && (strings.HasPrefix(n, readyPrefix) || strings.HasPrefix(n, draftPrefix)) {
			_ = os.RemoveAll(filepath.Join(dir, n)) // see above
		}
	}
}
