package search

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"danloi/search/vi"
)

// A shard indexes one group of documents with rarities of its own: what is rare among the guides is not what is
// rare in the catalogue. It is safe for concurrent use until it is closed.
type shard struct {
	*catalog
	ranking  Ranking
	judge    judge
	reader   *reader
	postings *postingReader
	scorers  *scorerPool
	lenses   *lensPool
	versions map[identity]map[string]uint32 // language → document
	codes    map[string][]uint32            // documents by procedure code
	store    *scorch.Scorch
	common   float64 // highest rarity of words that ask
}

type identity struct {
	kind Kind
	id   string
}

// newShard takes over the store and closes it when it cannot be read.
func newShard(store *scorch.Scorch, c *catalog, k knowledge, j judge) (*shard, error) {
	reader, err := store.Reader()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read search index: %w", err), store.Close())
	}
	if c.order == nil {
		if c.order, err = unitOrder(reader, c.units()); err != nil {
			return nil, errors.Join(err, reader.Close(), store.Close())
		}
	}
	x := &shard{catalog: c, ranking: k.options.ranking(), judge: j, reader: newReader(c, k.lexicon, k.options), scorers: newScorerPool(c.units()),
		lenses: newLensPool(len(c.Words)), store: store}
	x.postings = &postingReader{reader: reader, order: c.order, unitDoc: c.unitDoc, docs: len(c.Docs), average: c.Average, power: x.ranking.Rarity, lists: map[termKey]*postingList{}}
	x.common = math.Pow(rarity(int(x.ranking.Common*float64(len(c.Docs))), len(c.Docs)), x.ranking.Rarity)
	x.list()
	return x, nil
}

// list fills the tables of documents by what they are.
func (x *shard) list() {
	x.versions, x.codes = map[identity]map[string]uint32{}, map[string][]uint32{}
	for i, d := range x.Docs {
		id := identity{d.Kind, d.ID}
		if x.versions[id] == nil {
			x.versions[id] = map[string]uint32{}
		}
		x.versions[id][d.Lang] = uint32(i)
		if d.Code != "" {
			code := vi.Exact(d.Code)
			x.codes[code] = append(x.codes[code], uint32(i))
		}
	}
}

func (x *shard) close() error { return errors.Join(x.postings.reader.Close(), x.store.Close()) }

// holds tells whether any document can answer the query.
func (x *shard) holds(q Query) bool {
	return slices.ContainsFunc(x.Docs, func(c card) bool { return q.wants(c.Kind) })
}

// An answer is what one shard has to say to a question.
type answer struct {
	reading    reading
	hits       []Hit
	evidence   evidence
	confidence Confidence
	understood string
	first      uint32 // the document of the first hit
}

func (x *shard) query(q Query, limit int) answer {
	a, _ := x.answer(q, limit)
	return a
}

// answer returns what the shard has to say, and the documents it is drawn from.
func (x *shard) answer(q Query, limit int) (answer, []found) {
	r := x.reader.read(q.Text)
	fs := x.find(r, q, limit)
	e := x.gather(r, fs)
	a := answer{reading: r, hits: x.hits(fs, r, q, limit), evidence: e, confidence: x.judge.confidence(e)}
	if len(fs) > 0 {
		a.first = fs[0].doc
	}
	if a.confidence != None {
		a.understood = x.understood(r, fs)
	}
	return a, fs
}

// find scores the documents for a reading, best first.
func (x *shard) find(r reading, q Query, limit int) []found {
	var lists []weighted
	for _, t := range r.terms(x.ranking) {
		l, err := x.postings.list(t.field, t.term)
		if err != nil || l == nil {
			continue // an unreadable list is one term less; Open has checked the files
		}
		lists = append(lists, weighted{l, t.field, float32(t.weight * x.rarityOf(l, t.asks) / impactScale)})
	}
	s := x.scorers.get()
	defer x.scorers.put(s)
	s.sum(lists)
	fs := x.shortlist(s, r, q, max(limit, x.ranking.Reranked))
	x.rerank(fs, r)
	x.weigh(fs, r)
	return x.byCode(fs, r, q)
}

// rarityOf is the rarity of a term. How seldom the texts ask says nothing of a word that asks: it is taken to be common.
func (x *shard) rarityOf(l *postingList, asks bool) float64 {
	if asks {
		return min(l.rarity, x.common)
	}
	return l.rarity
}

// byCode puts the documents whose very code the question names in front.
func (x *shard) byCode(fs []found, r reading, q Query) []found {
	var first []found
	for _, code := range r.codes {
		for _, d := range x.codes[code] {
			if q.wants(x.Docs[d].Kind) {
				first = append(first, found{doc: d, unit: x.firstUnit[d], score: namedByCode})
				fs = slices.DeleteFunc(fs, func(f found) bool { return f.doc == d })
			}
		}
	}
	return append(first, fs...)
}

// namedByCode is the score of a document named by its code, above that of any other.
const namedByCode = 1e6

// hits turns documents into hits: one for each identity, shown in the language asked for where there is one.
func (x *shard) hits(fs []found, r reading, q Query, limit int) []Hit {
	var out []Hit
	seen := map[identity]bool{}
	for _, f := range fs {
		if len(out) == limit {
			break
		}
		c := x.Docs[f.doc]
		id := identity{c.Kind, c.ID}
		if seen[id] {
			continue
		}
		seen[id] = true
		h := Hit{ID: c.ID, Kind: c.Kind, Lang: c.Lang, Matched: c.Lang, Title: c.Title, Code: c.Code, Score: f.score,
			Section: x.answering(f, r)}
		if d, ok := x.versions[id][q.Lang]; ok {
			h.Lang, h.Title = q.Lang, x.Docs[d].Title
		}
		out = append(out, h)
	}
	return out
}

// answering returns the kind of the section of a document that answers: the one asked for, where the document
// has it, or else the one that fits best.
func (x *shard) answering(f found, r reading) string {
	if r.section != "" {
		for u := x.firstUnit[f.doc]; u < x.firstUnit[f.doc+1]; u++ {
			if x.Sections[x.unitSection[u]] == r.section {
				return r.section
			}
		}
	}
	return x.Sections[x.unitSection[f.unit]]
}
