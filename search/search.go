package search

import (
	"slices"
)

const usualLimit = 10

// Query answers a question. It never fails: a text in which nothing is recognised has no hits and the
// confidence None. Its time is bounded, since only the first words of a very long text are read.
func (ix *Index) Query(q Query) Result {
	limit := q.Limit
	if limit <= 0 {
		limit = usualLimit
	}
	r := ix.reader.read(q.Text)
	fs := ix.find(r, q, limit)
	e := ix.gather(r, fs)
	return Result{Hits: ix.hits(fs, r, q, limit), Understood: r.says, Section: r.section, Confidence: e.confidence(), evidence: e}
}

// find scores the documents for a reading, best first.
func (ix *Index) find(r reading, q Query, limit int) []found {
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
	fs := ix.shortlist(s, r, q, max(limit, ix.ranking.Reranked))
	ix.rerank(fs, r)
	return ix.byCode(fs, r, q)
}

func (q Query) wants(k Kind) bool { return len(q.Kinds) == 0 || slices.Contains(q.Kinds, k) }

// byCode puts the documents whose very code the question names in front.
func (ix *Index) byCode(fs []found, r reading, q Query) []found {
	var first []found
	for _, code := range r.codes {
		for _, d := range ix.codes[code] {
			if q.wants(ix.Docs[d].Kind) {
				first = append(first, found{doc: d, unit: ix.firstUnit[d], score: namedByCode})
				fs = slices.DeleteFunc(fs, func(f found) bool { return f.doc == d })
			}
		}
	}
	return append(first, fs...)
}

// namedByCode is the score of a document named by its code, above that of any other.
const namedByCode = 1e6

// hits turns documents into hits: one for each identity, shown in the language asked for where there is one.
func (ix *Index) hits(fs []found, r reading, q Query, limit int) []Hit {
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
		h := Hit{ID: c.ID, Kind: c.Kind, Lang: c.Lang, Matched: c.Lang, Title: c.Title, Code: c.Code, Score: f.score,
			Section: ix.answering(f, r)}
		if d, ok := ix.versions[id][q.Lang]; ok {
			h.Lang, h.Title = q.Lang, ix.Docs[d].Title
		}
		out = append(out, h)
	}
	return out
}

// answering returns the kind of the section of a document that answers: the one asked for, where the document
// has it, or else the one that fits best.
func (ix *Index) answering(f found, r reading) string {
	if r.section != "" {
		for u := ix.firstUnit[f.doc]; u < ix.firstUnit[f.doc+1]; u++ {
			if ix.Sections[ix.unitSection[u]] == r.section {
				return r.section
			}
		}
	}
	return ix.Sections[ix.unitSection[f.unit]]
}
