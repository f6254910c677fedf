package search

import (
	"cmp"
	"slices"
)

// found is a document with the unit of it that fits the question best.
type found struct {
	doc   uint32
	unit  uint32
	title float64
	body  float64 // of the best unit
	next  float64 // of the second best
	score float64
	signs signs   // of the best documents alone
	reach float64 // its score without them, by what a question of such words could reach
}

// shortlist gathers the units of each document and returns the n best documents of each kind, so that many
// cards of the catalogue cannot keep a guide out.
func (x *shard) shortlist(s *scorer, r reading, q Query, n int) []found {
	lists := map[Kind][]found{}
	for _, f := range x.documents(s, r) {
		k := x.Docs[f.doc].Kind
		if q.wants(k) {
			f.score = x.total(f)
			lists[k] = insert(lists[k], f, n)
		}
	}
	var out []found
	for _, l := range lists {
		out = append(out, l...)
	}
	sortFound(out)
	return out
}

// documents sums up the units that came into question by document.
func (x *shard) documents(s *scorer, r reading) []found {
	slices.Sort(s.candidates) // the units of a document follow each other
	out := make([]found, 0, len(s.candidates))
	for _, u := range s.candidates {
		d := x.unitDoc[u]
		if len(out) == 0 || out[len(out)-1].doc != d {
			out = append(out, found{doc: d, unit: u, body: -1})
		}
		f := &out[len(out)-1]
		f.title += float64(s.title[u])
		b := float64(s.body[u])
		if r.section != "" && x.Sections[x.unitSection[u]] == r.section {
			b *= 1 + x.ranking.Intent
		}
		if b > f.body {
			f.next, f.body, f.unit = max(0, f.body), b, u
		} else {
			f.next = max(f.next, b)
		}
	}
	return out
}

// total is the score of a document from its body and its title.
func (x *shard) total(f found) float64 {
	c := x.Docs[f.doc]
	body := f.body + x.ranking.Second*f.next
	switch {
	case c.Title == "":
		return body * (1 + x.ranking.Untitled)
	case c.Kind == KindTopic:
		return body + f.title
	}
	return body + x.ranking.Titles*f.title
}

// insert puts a document into a list of at most n, best first.
func insert(l []found, f found, n int) []found {
	if len(l) == n && byScore(f, l[n-1]) >= 0 {
		return l
	}
	i, _ := slices.BinarySearchFunc(l, f, byScore)
	l = slices.Insert(l, i, f)
	return l[:min(len(l), n)]
}

func byScore(a, b found) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc))
}

func sortFound(fs []found) { slices.SortFunc(fs, byScore) }
