package main

import (
	"fmt"
	"io"

	"danloi/search"
	"danloi/search/eval"
)

// A system is one of the things compared.
type system struct {
	name string
	open func(ps []eval.Passage) (eval.Searcher, func() error, error)
}

// systems lists what is compared, ours first.
var systems = [...]system{
	{"Dẫn Lối", openOurs},
	{"Bleve, standard analyzer", openBleve(false)},
	{"Bleve, ASCII folding", openBleve(true)},
	{"SQLite FTS5, unicode61 remove_diacritics 2", openSQLite("unicode61 remove_diacritics 2", 1)},
	{"SQLite FTS5, trigram", openSQLite("trigram", 3)},
	{"PostgreSQL, text search with unaccent", openPostgres(textSearch)},
	{"PostgreSQL, pg_trgm", openPostgres(trigrams)},
}

func openOurs(ps []eval.Passage) (eval.Searcher, func() error, error) {
	ix, err := search.Build(eval.Documents(ps), search.Options{})
	if err != nil {
		return nil, nil, err
	}
	return eval.Of(ix), ix.Close, nil
}

// A row is what one system reached.
type row struct {
	name    string
	figures map[string]eval.Figures // by condition, or by size
	missing string                  // why the system was left out
}

// conditions are the columns of the table.
var conditions = [...]string{"plain", "nodia", "telex", "vni", "typo", "typo3", "dialect", "south"}

// compareQuality runs every question under every condition through every system.
func compareQuality(ps []eval.Passage, qs []eval.Question, seed uint64, log io.Writer) ([]row, error) {
	var out []row
	for _, s := range systems {
		r := row{name: s.name, figures: map[string]eval.Figures{}}
		ask, done, err := s.open(ps)
		if err != nil {
			r.missing = err.Error()
			fmt.Fprintf(log, "%s: left out: %v\n", s.name, err)
			out = append(out, r)
			continue
		}
		for _, c := range conditions {
			f, err := eval.Run(ask, distort(qs, c, seed), nil)
			if err != nil {
				return nil, err
			}
			r.figures[c] = f
			fmt.Fprintf(log, "%s, %s: %s\n", s.name, c, f)
		}
		if err := done(); err != nil {
			return nil, fmt.Errorf("close %s: %w", s.name, err)
		}
		out = append(out, r)
	}
	return out, nil
}

func distort(qs []eval.Question, condition string, seed uint64) []eval.Question {
	out := make([]eval.Question, len(qs))
	for i, q := range qs {
		if t, ok := eval.Distort(condition, seed, q.ID, q.Text); ok {
			q.Text = t
		}
		out[i] = q
	}
	return out
}
