package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"danloi/search"
	"danloi/search/eval"
)

// searchCmd shows what the index answers.
type searchCmd struct {
	place
	Lang  string   `help:"Language to show hits in." default:"vi"`
	JSON  bool     `help:"One JSON object."`
	Limit int      `help:"Most hits." default:"10"`
	Query []string `arg:"" help:"The question."`
}

// Run prints the hits, best first.
func (c *searchCmd) Run(std streams) error {
	k, err := know(c.place)
	if err != nil {
		return err
	}
	r := k.now.Load().index.Query(search.Query{Text: strings.Join(c.Query, " "), Lang: c.Lang, Limit: c.Limit})
	if c.JSON {
		return json.NewEncoder(std.out).Encode(searchJSON(r))
	}
	if r.Understood != "" {
		fmt.Fprintf(std.out, "understood: %s\n", r.Understood)
	}
	fmt.Fprintf(std.out, "confidence: %s\n", confidence(r.Confidence))
	if r.Section != "" {
		fmt.Fprintf(std.out, "section: %s\n", r.Section)
	}
	for i, h := range r.Hits {
		fmt.Fprintf(std.out, "%2d  %7.3f  %-9s %-45s %s\n", i+1, h.Score, h.Kind, h.ID, h.Title)
	}
	return nil
}

func confidence(c search.Confidence) string {
	switch c {
	case search.Sure:
		return "sure"
	case search.Unsure:
		return "unsure"
	}
	return "none"
}

type hitJSON struct {
	ID      string      `json:"id"`
	Kind    search.Kind `json:"kind"`
	Lang    string      `json:"lang"`
	Title   string      `json:"title"`
	Code    string      `json:"code,omitempty"`
	Score   float64     `json:"score"`
	Section string      `json:"section,omitempty"`
}

func searchJSON(r search.Result) any {
	hits := []hitJSON{}
	for _, h := range r.Hits {
		hits = append(hits, hitJSON{ID: h.ID, Kind: h.Kind, Lang: h.Lang, Title: h.Title, Code: h.Code, Score: h.Score, Section: h.Section})
	}
	return map[string]any{"understood": r.Understood, "confidence": confidence(r.Confidence), "section": r.Section, "hits": hits}
}

// evalCmd measures the product's own analysis and ranking on any corpus.
type evalCmd struct {
	Corpus  string `help:"JSON lines with id, title, text." required:"" type:"existingfile"`
	Queries string `help:"JSON lines with id, text, relevant." required:"" type:"existingfile"`
	Out     string `help:"Write the run here: question, rank, document, score, with tabs between." type:"path"`
	JSON    bool   `help:"Print the figures as JSON."`
}

// Run builds the index, asks every question and prints the figures.
func (c *evalCmd) Run(std streams) (err error) {
	passages, err := eval.ReadFile[eval.Passage](c.Corpus)
	if err != nil {
		return err
	}
	questions, err := eval.ReadFile[eval.Question](c.Queries)
	if err != nil {
		return err
	}
	index, err := search.Build(eval.Documents(passages), search.Options{})
	if err != nil {
		return fmt.Errorf("index the corpus: %w", err)
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	var run io.Writer
	if c.Out != "" {
		f, err := os.Create(c.Out)
		if err != nil {
			return fmt.Errorf("write the run: %w", err)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		run = f
	}
	figures, err := eval.Run(eval.Of(index), questions, run)
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(std.out).Encode(figures)
	}
	_, err = fmt.Fprintln(std.out, figures)
	return err
}
