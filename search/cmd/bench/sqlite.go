package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"danloi/search/eval"
	"danloi/search/vi"
)

// openSQLite indexes the passages with FTS5 and one of its tokenizers. Words shorter than the shortest the
// tokenizer knows are left out of the question.
func openSQLite(tokenizer string, shortest int) func([]eval.Passage) (eval.Searcher, func() error, error) {
	return func(ps []eval.Passage) (eval.Searcher, func() error, error) {
		path, err := need("sqlite3", "sqlite3")
		if err != nil {
			return nil, nil, err
		}
		dir, err := os.MkdirTemp("", "bench-sqlite-")
		if err != nil {
			return nil, nil, err
		}
		p, err := start(exec.Command(path, "-batch", "-list", filepath.Join(dir, "db")), ".print "+endMark)
		if err != nil {
			return nil, nil, errors.Join(err, os.RemoveAll(dir))
		}
		done := func() error { return errors.Join(p.close(), os.RemoveAll(dir)) }
		create := fmt.Sprintf("CREATE VIRTUAL TABLE passages USING fts5(id UNINDEXED, title, body, tokenize='%s');", tokenizer)
		if _, err := p.do(create); err != nil {
			return nil, nil, errors.Join(err, done())
		}
		if err := p.fill(ps); err != nil {
			return nil, nil, errors.Join(err, done())
		}
		return p.ask(ps, func(text string, limit int) string { return matchSQLite(text, limit, shortest) }), done, nil
	}
}

func matchSQLite(text string, limit, shortest int) string {
	var words []string
	for _, w := range vi.Scan(text) {
		if !w.Code && utf8.RuneCountInString(w.Text) >= shortest {
			words = append(words, `"`+w.Text+`"`)
		}
	}
	if len(words) == 0 {
		return ""
	}
	return fmt.Sprintf("SELECT id, -bm25(passages) FROM passages WHERE passages MATCH %s ORDER BY bm25(passages) LIMIT %d;",
		quoted(strings.Join(words, " OR ")), limit)
}
