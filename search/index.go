// Package search finds guides and procedures by questions as people really type them: without marks, with
// slips, in the spelling of their region, with the keys of an input method that was off.
//
// Texts are analysed by package vi (and km for Khmer) and kept in Bleve's index. The ranking is our own: plain
// BM25 over exact, folded and sounding keys of words and pairs, summed in one array. The package reads no
// network; beside Bleve's own it starts goroutines only while an index is built in memory.
package search

import (
	"errors"
	"fmt"
	"runtime"

	index "github.com/blevesearch/bleve_index_api"
)

// Options adjusts an index. The zero value is right for the program.
type Options struct {
	Ranking   *Ranking // nil: DefaultRanking
	Weights   *Weights // nil: DefaultWeights
	Protected []string // names of places and the like, of two words or more, that are never taken for others
}

func (o Options) ranking() Ranking {
	if o.Ranking == nil {
		return DefaultRanking()
	}
	return *o.Ranking
}

// knowledge is what an index has beside its documents.
type knowledge struct {
	*lexicon
	weights Weights
	options Options
}

func newKnowledge(o Options) (k knowledge, err error) {
	k.options = o
	if k.lexicon, err = loadLexicon(); err != nil {
		return k, err
	}
	if o.Weights != nil {
		k.weights = *o.Weights
		return k, k.weights.check()
	}
	k.weights, err = DefaultWeights()
	return k, err
}

// An Index answers questions. It is safe for concurrent use until it is closed.
type Index struct {
	shards []*shard // the guides before the catalogue
	first  Model    // whether the guides come first
}

// groups are the documents that are indexed together, by the name of their folder.
var groups = [...]struct {
	name  string
	has   func(Kind) bool
	judge func(Weights) judge
}{
	{"guides", func(k Kind) bool { return k != KindProcedure }, func(w Weights) judge { return w.Guides }},
	{"catalogue", func(k Kind) bool { return k == KindProcedure }, func(w Weights) judge { return w.Cards }},
}

// group returns the documents of one group.
func group(docs []Document, has func(Kind) bool) (out []Document) {
	for _, d := range docs {
		if has(d.Kind) {
			out = append(out, d)
		}
	}
	return out
}

// Build makes an index in memory. It fails for a document without an id.
func Build(docs []Document, o Options) (*Index, error) {
	k, err := newKnowledge(o)
	if err != nil {
		return nil, err
	}
	ix := &Index{first: k.weights.GuideFirst}
	for _, g := range groups {
		ds := group(docs, g.has)
		if len(ds) == 0 {
			continue
		}
		x, err := buildShard(ds, k, g.judge(k.weights))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("build search index: %w", err), ix.Close())
		}
		ix.shards = append(ix.shards, x)
	}
	return ix, nil
}

func buildShard(docs []Document, k knowledge, j judge) (*shard, error) {
	workers := index.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	defer workers.Close()
	store, err := openStore(map[string]any{"path": ""}, workers)
	if err != nil {
		return nil, err
	}
	c, err := fill(docs, newMemorySink(store))
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return newShard(store, c, k, j)
}

// Close gives the memory and the files back. No Query may run or follow.
func (ix *Index) Close() error {
	var err error
	for _, x := range ix.shards {
		err = errors.Join(err, x.close())
	}
	if err != nil {
		return fmt.Errorf("close search index: %w", err)
	}
	return nil
}

// Len returns the number of documents.
func (ix *Index) Len() int {
	n := 0
	for _, x := range ix.shards {
		n += len(x.Docs)
	}
	return n
}
