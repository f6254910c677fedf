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
	slow bool // asked a sample of the questions alone
}

// systems lists what is compared, ours first.
var systems = [...]system{
	{"Dẫn Lối", openOurs, false},
	{"Bleve, standard analyzer", openBleve(false), false},
	{"Bleve, ASCII folding", openBleve(true), false},
	{"SQLite FTS5, unicode61 remove_diacritics 2", openSQLite("unicode61 remove_diacritics 2", 1), false},
	{"SQLite FTS5, trigram", openSQLite("trigram", 3), false},
	{"PostgreSQL, text search with unaccent", openPostgres(textSearch), true},
	{"PostgreSQL, pg_trgm", openPostgres(trigrams), true},
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
var conditions = [...]string{"plain", "nodia", "telex", "vni", "typo", "dialect"}

// compareQuality runs every question under every condition through every system compared.
func compareQuality(compared []system, ps []eval.Passage, qs []eval.Question, seed uint64, log io.Writer) ([]row, error) {
	var out []row
	for _, s := range compared {
		r := row{name: s.name, figures: map[string]eval.Figures{}}
		ask, done, err := s.open(ps)
		if err != nil {
			r.missing = err.Error()
			fmt.Fprintf(log, "%s: left out: %v\n", s.name, err)
			out = append(out, r)
			continue
		}
		asked := qs
		if s.slow {
			asked = sample(qs)
		}
		for _, c := range conditions {
			f, err := eval.Run(ask, distort(asked, c, seed), nil)
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

// sampled is how many questions a slow system is asked.
const sampled = 30

// sample returns questions spread evenly over all.
func sample(qs []eval.Question) (out []eval.Question) {
	for i := 0; i < len(qs); i += max(1, len(qs)/sampled) {
		out = append(out, qs[i])
	}
	return out
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
