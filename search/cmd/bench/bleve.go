package main

import (
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"danloi/search/eval"
)

// openBleve indexes title and text with Bleve as it comes: its standard analyzer, or one that folds to ASCII.
func openBleve(folding bool) func([]eval.Passage) (eval.Searcher, func() error, error) {
	return func(ps []eval.Passage) (eval.Searcher, func() error, error) {
		m := bleve.NewIndexMapping()
		if folding {
			err := m.AddCustomAnalyzer("folding", map[string]any{
				"type": custom.Name, "char_filters": []string{asciifolding.Name},
				"tokenizer": unicode.Name, "token_filters": []string{lowercase.Name},
			})
			if err != nil {
				return nil, nil, err
			}
			m.DefaultAnalyzer = "folding"
		}
		ix, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
		if err != nil {
			return nil, nil, err
		}
		b := ix.NewBatch()
		for i, p := range ps {
			if err := b.Index(strconv.Itoa(i), map[string]string{"title": p.Title, "text": p.Text}); err != nil {
				return nil, nil, err
			}
		}
		if err := ix.Batch(b); err != nil {
			return nil, nil, err
		}
		return askBleve(ix, ps), ix.Close, nil
	}
}

func askBleve(ix bleve.Index, ps []eval.Passage) eval.Searcher {
	return func(text string, limit int) []eval.Scored {
		res, err := ix.Search(bleve.NewSearchRequestOptions(bleve.NewMatchQuery(text), limit, 0, false))
		if err != nil {
			return nil // counts as not found
		}
		var out []eval.Scored
		for _, h := range res.Hits {
			if n, err := strconv.Atoi(h.ID); err == nil && n < len(ps) {
				out = append(out, eval.Scored{ID: ps[n].ID, Score: h.Score})
			}
		}
		return out
	}
}
