// Conditions writes the questions of a JSON lines file as they would be typed under other conditions:
// without marks, as raw keys, with slips, in a region's spelling.
//
//	conditions -queries Q.jsonl -out DIR [-seed 1]
//
// writes DIR/nodia.jsonl, DIR/telex.jsonl and so on. The same seed gives the same files everywhere.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"danloi/search/eval"
)

func main() {
	queries := flag.String("queries", "", "questions, JSON lines with id, text and relevant")
	out := flag.String("out", "", "folder to write one file for each condition to")
	seed := flag.Uint64("seed", 1, "seed of the random choices")
	flag.Parse()
	if *queries == "" || *out == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*queries, *out, *seed); err != nil {
		fmt.Fprintf(os.Stderr, "conditions: %v\n", err)
		os.Exit(1)
	}
}

func run(queries, out string, seed uint64) error {
	qs, err := eval.ReadFile[eval.Question](queries)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, c := range eval.Conditions() {
		if err := write(filepath.Join(out, c+".jsonl"), c, seed, qs); err != nil {
			return fmt.Errorf("write condition %s: %w", c, err)
		}
	}
	return nil
}

func write(path, condition string, seed uint64, qs []eval.Question) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	for _, q := range qs {
		text, ok := eval.Distort(condition, seed, q.ID, q.Text)
		if !ok {
			return errors.New("unknown condition")
		}
		q.Text = text
		if err := enc.Encode(q); err != nil {
			return err
		}
	}
	return nil
}
