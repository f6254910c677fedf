package search

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// unitsPerBatch bounds the memory that building needs at a time.
const unitsPerBatch = 1000

// A sink takes the units one after another. Bleve has two: a live index in memory and an offline
// builder of files.
type sink interface {
	add(doc index.Document) error
	close() error
}

// fill analyses the documents, hands their units to the sink and returns everything about them that Bleve
// does not keep.
func fill(docs []Document, to sink) (*catalog, error) {
	c := newCatalog(docs)
	for i, d := range docs {
		if d.ID == "" {
			return nil, fmt.Errorf("index document %d of %d: it has no id", i+1, len(docs))
		}
		for _, u := range unitsOf(i, d) {
			bd, lengths := bleveDocument(strconv.Itoa(len(c.unitDoc)), u)
			if err := to.add(bd); err != nil {
				return nil, fmt.Errorf("index document %s: %w", d.ID, err)
			}
			c.add(u, lengths)
		}
	}
	c.finish()
	return c, to.close()
}

// memorySink fills a live index.
type memorySink struct {
	store *scorch.Scorch
	batch *index.Batch
}

func (s *memorySink) add(doc index.Document) error {
	doc.AddIDField()
	s.batch.Update(doc)
	if len(s.batch.IndexOps) < unitsPerBatch {
		return nil
	}
	return s.close()
}

func (s *memorySink) close() error {
	if len(s.batch.IndexOps) == 0 {
		return nil
	}
	defer s.batch.Reset()
	return s.store.Batch(s.batch)
}

// fileSink writes one segment file that never changes again.
type fileSink struct{ builder *scorch.Builder }

func (s fileSink) add(doc index.Document) error { return s.builder.Index(doc) }
func (s fileSink) close() error                 { return s.builder.Close() }

// openStore opens Bleve's index: in memory where the path is empty. Workers are needed for writing alone.
func openStore(config map[string]any, workers *index.AnalysisQueue) (*scorch.Scorch, error) {
	s, err := scorch.NewScorch(scorch.Name, config, workers)
	if err != nil {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	store, ok := s.(*scorch.Scorch)
	if !ok {
		return nil, errors.New("open search index: Bleve returned another kind of index")
	}
	if err := store.Open(); err != nil {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	return store, nil
}

// unitOrder reads which unit each of Bleve's internal numbers stands for.
func unitOrder(r index.IndexReader, units int) ([]uint32, error) {
	order := make([]uint32, units)
	all, err := r.DocIDReaderAll()
	if err != nil {
		return nil, fmt.Errorf("read search index: %w", err)
	}
	for {
		id, err := all.Next()
		if err != nil || id == nil {
			return order, errors.Join(err, all.Close())
		}
		name, err := r.ExternalID(id)
		if err != nil {
			return nil, errors.Join(err, all.Close())
		}
		n, err := strconv.Atoi(name)
		at, numErr := internalNumber(id)
		if err = errors.Join(err, numErr); err != nil || n >= units || at >= units {
			return nil, errors.Join(fmt.Errorf("read search index: unit %q of %d", name, units), err, all.Close())
		}
		order[at] = uint32(n)
	}
}
