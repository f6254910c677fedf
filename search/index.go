// Package search finds guides and procedures by questions as people really type them: without marks, with
// slips, in the spelling of their region, with the keys of an input method that was off.
//
// Texts are analysed by package vi (and km for Khmer) and kept in Bleve's index. The ranking is our own: plain
// BM25 over exact, folded and sounding keys of words and pairs, summed in one array. The package reads no
// network and starts no goroutine but Bleve's own.
package search

import (
	"errors"
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"danloi/search/vi"
)

// Options adjusts an index. The zero value is right for the program.
type Options struct {
	Ranking   *Ranking // nil: DefaultRanking
	Protected []string // names of places and the like, of two words or more, that are never taken for others
}

func (o Options) ranking() Ranking {
	if o.Ranking == nil {
		return DefaultRanking()
	}
	return *o.Ranking
}

// An Index answers questions. It is safe for concurrent use until it is closed.
type Index struct {
	*catalog
	ranking  Ranking
	reader   *reader
	postings *postingReader
	scorers  *scorerPool
	lenses   *lensPool
	versions map[identity]map[string]uint32 // language → document
	codes    map[string][]uint32            // documents by procedure code
	store    *scorch.Scorch
}

type identity struct {
	kind Kind
	id   string
}

// Build makes an index in memory. It fails for a document without an id.
func Build(docs []Document, o Options) (*Index, error) {
	workers := index.NewAnalysisQueue(1)
	defer workers.Close()
	store, err := openStore(map[string]any{"path": ""}, workers)
	if err != nil {
		return nil, err
	}
	c, err := fill(docs, &memorySink{store: store, batch: index.NewBatch()})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("build search index: %w", err), store.Close())
	}
	return newIndex(store, c, o)
}

// newIndex takes over the store and closes it when it cannot be read.
func newIndex(store *scorch.Scorch, c *catalog, o Options) (*Index, error) {
	lex, err := loadLexicon()
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	reader, err := store.Reader()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read search index: %w", err), store.Close())
	}
	if c.order == nil {
		if c.order, err = unitOrder(reader, c.units()); err != nil {
			return nil, errors.Join(err, reader.Close(), store.Close())
		}
	}
	ix := &Index{catalog: c, ranking: o.ranking(), reader: newReader(c, lex, o), scorers: newScorerPool(c.units()),
		lenses: newLensPool(len(c.Words)), store: store}
	ix.postings = &postingReader{reader: reader, order: c.order, average: c.Average, power: ix.ranking.Rarity, lists: map[termKey]*postingList{}}
	ix.list()
	return ix, nil
}

// list fills the tables of documents by what they are.
func (ix *Index) list() {
	ix.versions, ix.codes = map[identity]map[string]uint32{}, map[string][]uint32{}
	for i, d := range ix.Docs {
		id := identity{d.Kind, d.ID}
		if ix.versions[id] == nil {
			ix.versions[id] = map[string]uint32{}
		}
		ix.versions[id][d.Lang] = uint32(i)
		if d.Code != "" {
			code := vi.Exact(d.Code)
			ix.codes[code] = append(ix.codes[code], uint32(i))
		}
	}
}

// Close gives the memory and the files back. No Query may run or follow.
func (ix *Index) Close() error {
	if err := errors.Join(ix.postings.reader.Close(), ix.store.Close()); err != nil {
		return fmt.Errorf("close search index: %w", err)
	}
	return nil
}

// Len returns the number of documents.
func (ix *Index) Len() int { return len(ix.Docs) }
