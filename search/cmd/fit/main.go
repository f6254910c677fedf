// Fit learns the weights of the search from judged questions and writes them.
//
//	fit -catalogue FILE [-content content] [-judgements search/testdata/judgements] [-out search/weights.json]
//
// It learns from every other judged question, typed in several ways, and prints how both halves fare: only the half
// that was not learnt from tells how good the weights are. The same input gives the same weights.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"

	"danloi/bot"
	"danloi/content"
	"danloi/search"
	"danloi/search/eval"
)

type settings struct {
	content, catalogue, judgements, out, index string
	seed                                       uint64
}

func main() {
	var s settings
	flag.StringVar(&s.content, "content", "content", "folder of the guides and modules")
	flag.StringVar(&s.catalogue, "catalogue", "", "national procedure catalogue, JSON lines, plain or gzip")
	flag.StringVar(&s.judgements, "judgements", "search/testdata/judgements", "folder of the judged questions")
	flag.StringVar(&s.out, "out", "search/weights.json", "file to write")
	flag.StringVar(&s.index, "index", "", "folder to keep the index in for the next run; none: it is made anew")
	flag.Uint64Var(&s.seed, "seed", 1, "seed of the ways of typing")
	flag.Parse()
	if err := s.run(os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "fit: %v\n", err)
		os.Exit(1)
	}
}

func (s settings) run(log io.Writer) error {
	if s.index == "" {
		dir, err := os.MkdirTemp("", "fit-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir) // what is left of it does no harm
		s.index = dir
	}
	lib, c, err := s.library()
	if err != nil {
		return err
	}
	k := corpus{bot.Documents(lib, c), lib.Fingerprint() + c.Fingerprint()}
	qs, err := s.questions(k.docs, lib)
	if err != nil {
		return err
	}
	w, err := search.DefaultWeights()
	if err != nil {
		return err
	}
	if err := s.with(w, k, func(ix *search.Index) { rank(&w, ix, qs) }); err != nil {
		return err
	}
	if err := s.with(w, k, func(ix *search.Index) { trust(&w, ix, qs) }); err != nil {
		return err
	}
	if err := s.with(w, k, func(ix *search.Index) { report(log, ix, qs) }); err != nil {
		return err
	}
	return write(s.out, w)
}

// A corpus is what is searched.
type corpus struct {
	docs        []search.Document
	fingerprint string
}

// with opens the index with weights and hands it over.
func (s settings) with(w search.Weights, k corpus, f func(*search.Index)) error {
	ix, err := search.Open(s.index, k.fingerprint, func() ([]search.Document, error) { return k.docs, nil }, search.Options{Weights: &w})
	if err != nil {
		return err
	}
	f(ix)
	return ix.Close()
}

func (s settings) library() (*content.Library, *content.Catalogue, error) {
	lib, _, err := content.Load(os.DirFS(s.content))
	if err != nil {
		return nil, nil, fmt.Errorf("read content %s: %w", s.content, err)
	}
	f, err := os.Open(s.catalogue)
	if err != nil {
		return nil, nil, fmt.Errorf("read catalogue: %w", err)
	}
	defer f.Close() // only read
	c, err := content.LoadCatalogue(f)
	if err != nil {
		return nil, nil, fmt.Errorf("read catalogue %s: %w", s.catalogue, err)
	}
	return lib, c, nil
}

// decimals rounds weights, so that the file can be read.
const decimals = 1000

func round(v float64) float64 { return math.Round(v*decimals) / decimals }

// write writes the weights, one line a number.
func write(path string, w search.Weights) error {
	all := []search.Model{w.Guides.Rank, w.Cards.Rank, w.GuideFirst}
	for _, t := range []*search.Trust{&w.Guides.Marked, &w.Guides.Unmarked, &w.Cards.Marked, &w.Cards.Unmarked} {
		t.Enough, t.Certain = round(t.Enough), round(t.Certain)
		all = append(all, t.Answers, t.Right)
	}
	for _, m := range all {
		for i := range m {
			m[i] = round(m[i])
		}
	}
	js, err := json.MarshalIndent(w, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(js, '\n'), 0o644)
}

// A question is a judged question in one way of typing.
type question struct {
	eval.Judgement
	text, file, condition, lang string
	cards                       []string // procedures that the right guides treat
	learn                       bool     // of the half that is learnt from
}

// conditions are the ways of typing that are learnt from.
var conditions = [...]string{"plain", "nodia", "typo", "dialect"}

// files are the judged questions. Those of the last two are all learnt from.
var files = [...]string{"guides", "as-typed", "english", catalogue, "unanswerable", moreCards, smallTalk}

const (
	catalogue = "catalogue"
	moreCards = "learning"
	smallTalk = "small-talk"
)

func (s settings) questions(docs []search.Document, lib *content.Library) (out []question, err error) {
	ids := map[string]bool{}
	for _, d := range docs {
		ids[d.ID] = true
	}
	for _, file := range files {
		js, err := eval.ReadJudgements(filepath.Join(s.judgements, file+".txt"))
		if err != nil {
			return nil, err
		}
		for i, j := range js {
			if len(j.Answers) > 0 && !slices.ContainsFunc(j.Answers, func(a string) bool { return ids[a] }) {
				continue
			}
			q := question{Judgement: j, file: file, lang: "vi", learn: i%2 == 0 || file == moreCards || file == smallTalk}
			if file == "english" {
				q.lang = "en"
			}
			for _, a := range j.Answers {
				if g, ok := lib.Guide(a); ok && g.Code != "" {
					q.cards = append(q.cards, g.Code)
				}
			}
			for _, c := range conditions {
				q.condition = c
				q.text, _ = eval.Distort(c, s.seed, j.Name, j.Typed)
				out = append(out, q)
			}
		}
	}
	return out, nil
}

// guide tells whether a guide answers.
func (q question) guide() bool {
	return q.file != catalogue && q.file != moreCards && len(q.Answers) > 0
}

// right returns the right documents of a group: 0 the guides, 1 the cards.
func (q question) right(group int) []string {
	if q.guide() == (group == 0) {
		return q.Answers
	}
	return q.cards
}

func report(log io.Writer, ix *search.Index, qs []question) {
	type key struct {
		learn           bool
		file, condition string
	}
	type result struct{ n, own, first, three, sure, wrong, none int }
	all := map[key]*result{}
	for _, q := range qs {
		k := key{q.learn, q.file, q.condition}
		if all[k] == nil {
			all[k] = &result{}
		}
		r, v := ix.Query(search.Query{Text: q.text, Lang: q.lang}), all[k]
		at := slices.IndexFunc(r.Hits, func(h search.Hit) bool { return slices.Contains(q.Answers, h.ID) })
		v.n++
		if at == 0 {
			v.first++
		}
		if at >= 0 && at < 3 {
			v.three++
		}
		if own(ix, q) {
			v.own++
		}
		switch r.Confidence {
		case search.None:
			v.none++
		case search.Sure:
			v.sure++
			if at != 0 {
				v.wrong++
			}
		}
	}
	keys := make([]key, 0, len(all))
	for k := range all {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		return fmt.Sprint(!keys[i].learn, keys[i].file, keys[i].condition) < fmt.Sprint(!keys[j].learn, keys[j].file, keys[j].condition)
	})
	for _, k := range keys {
		v := all[k]
		n := float64(v.n)
		fmt.Fprintf(log, "learnt %-5v %-12s %-7s %4d  own %.3f success@1 %.3f  recall@3 %.3f  opened %.2f wrong %d  none %.3f\n", k.learn, k.file, k.condition, v.n,
			float64(v.own)/n, float64(v.first)/n, float64(v.three)/n, float64(v.sure)/n, v.wrong, float64(v.none)/n)
	}
}

// own tells whether the right document comes first within its own group.
func own(ix *search.Index, q question) bool {
	g := 1
	if q.guide() {
		g = 0
	}
	hits := ix.Explain(search.Query{Text: q.text, Lang: q.lang}).Groups[g].Hits
	return len(hits) > 0 && slices.Contains(q.Answers, hits[0].ID)
}
