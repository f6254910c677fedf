package search

import (
	"cmp"
	"math"
	"slices"
)

const usualLimit = 10

// found is a document with the unit of it that fits the question best.
type found struct {
	doc   uint32
	unit  uint32
	title float64
	body  float64
	score float64
}

// Query answers a question. It never fails: a text in which nothing is recognised has no hits and the
// confidence None. Its time is bounded, since only the first words of a very long text are read.
func (ix *Index) Query(q Query) Result {
	limit := q.Limit
	if limit <= 0 {
		limit = usualLimit
	}
	r := ix.reader.read(q.Text)
	fs := ix.find(r, q)
	return Result{Hits: ix.hits(fs, q, limit), Understood: r.says, Section: r.section, Confidence: Unsure}
}

// find scores the documents for a reading, best first.
func (ix *Index) find(r reading, q Query) []found {
	var lists []weighted
	for _, t := range r.terms(ix.ranking) {
		l, err := ix.postings.list(t.field, t.term)
		if err != nil || l == nil {
			continue // an unreadable list is one term less; Open has checked the files
		}
		lists = append(lists, weighted{l, t.field, float32(t.weight * l.rarity / impactScale)})
	}
	s := ix.scorers.get()
	defer ix.scorers.put(s)
	s.sum(lists)
	fs := ix.documents(s, q)
	ix.rerank(fs, r)
	return fs
}

// documents gathers the units of each document.
func (ix *Index) documents(s *scorer, q Query) []found {
	at := make(map[uint32]int, min(len(s.touched), 1024))
	var out []found
	for _, u := range s.touched {
		d := ix.unitDoc[u]
		if !q.wants(ix.Docs[d].Kind) {
			continue
		}
		i, ok := at[d]
		if !ok {
			i = len(out)
			at[d] = i
			out = append(out, found{doc: d, unit: u, body: math.Inf(-1)})
		}
		f := &out[i]
		f.title += float64(s.title[u])
		if b := float64(s.body[u]); b > f.body || b == f.body && u < f.unit {
			f.body, f.unit = b, u
		}
	}
	for i := range out {
		out[i].score = out[i].body + out[i].title
		if ix.Docs[out[i].doc].Title == "" {
			out[i].score += ix.ranking.Untitled * out[i].body
		}
	}
	sortFound(out)
	return out
}

func sortFound(fs []found) {
	slices.SortFunc(fs, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc))
	})
}

func (q Query) wants(k Kind) bool { return len(q.Kinds) == 0 || slices.Contains(q.Kinds, k) }

// hits turns documents into hits: one for each identity, shown in the language asked for where there is one.
func (ix *Index) hits(fs []found, q Query, limit int) []Hit {
	var out []Hit
	seen := map[identity]bool{}
	for _, f := range fs {
		if len(out) == limit {
			break
		}
		c := ix.Docs[f.doc]
		id := identity{c.Kind, c.ID}
		if seen[id] {
			continue
		}
		seen[id] = true
		h := Hit{ID: c.ID, Kind: c.Kind, Lang: c.Lang, Matched: c.Lang, Title: c.Title, Code: c.Code, Score: f.score}
		if d, ok := ix.versions[id][q.Lang]; ok {
			h.Lang, h.Title = q.Lang, ix.Docs[d].Title
		}
		out = append(out, h)
	}
	return out
}
