package search

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// Units that are analysed at a time, in memory and for files: they bound the memory that building needs.
const (
	unitsInMemory = 500
	unitsPerBatch = 4000
)

// mergedAtOnce is how many segments are made into one: all, since merging in steps copies everything at each.
const mergedAtOnce = 1000

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

// memorySink fills a live index. While one batch is made into a segment the next is analysed.
type memorySink struct {
	store   *scorch.Scorch
	batch   *index.Batch
	running sync.WaitGroup
	room    chan struct{} // as many batches at a time as it holds
	mu      sync.Mutex
	err     error
}

func newMemorySink(store *scorch.Scorch) *memorySink {
	return &memorySink{store: store, batch: index.NewBatch(), room: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

func (s *memorySink) add(doc index.Document) error {
	doc.AddIDField()
	s.batch.Update(doc)
	if len(s.batch.IndexOps) == unitsInMemory {
		s.send()
	}
	return nil
}

// send hands the batch to Bleve, which may take it beside others.
func (s *memorySink) send() {
	b := s.batch
	s.batch = index.NewBatch()
	s.room <- struct{}{}
	s.running.Go(func() {
		err := s.store.Batch(b)
		<-s.room
		s.mu.Lock()
		defer s.mu.Unlock()
		s.err = errors.Join(s.err, err)
	})
}

func (s *memorySink) close() error {
	if len(s.batch.IndexOps) > 0 {
		s.send()
	}
	s.running.Wait()
	return s.err
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
