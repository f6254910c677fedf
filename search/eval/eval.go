// Package eval measures how well an index answers questions whose answers are known.
package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"danloi/search"
)

// A Passage is one text of a corpus.
type Passage struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// A Question is one query with the ids of the passages that answer it.
type Question struct {
	ID       string   `json:"id"`
	Text     string   `json:"text"`
	Relevant []string `json:"relevant"`
}

// longestLine bounds a line of a JSON lines file.
const longestLine = 16 << 20

// ReadLines reads JSON lines into values. Empty lines are skipped. An error names the line.
func ReadLines[T any](r io.Reader) ([]T, error) {
	var out []T
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, longestLine)
	for n := 1; sc.Scan(); n++ {
		if strings.TrimSpace(sc.Text()) == "" {
			continue
		}
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		out = append(out, v)
	}
	return out, sc.Err()
}

// ReadFile reads a file of JSON lines. An error names the file and the line.
func ReadFile[T any](path string) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read
	out, err := ReadLines[T](f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// Documents turns a corpus into documents of the index.
func Documents(ps []Passage) []search.Document {
	out := make([]search.Document, len(ps))
	for i, p := range ps {
		out[i] = search.Document{ID: p.ID, Kind: search.KindTopic, Lang: "vi", Title: p.Title,
			Sections: []search.Section{{Text: p.Text}}}
	}
	return out
}

// A Searcher answers a question with document ids and scores, best first.
type Searcher func(text string, limit int) []Scored

// Scored is one answer.
type Scored struct {
	ID    string
	Score float64
}

// Of returns the searcher of an index.
func Of(ix *search.Index) Searcher {
	return func(text string, limit int) []Scored {
		var out []Scored
		for _, h := range ix.Query(search.Query{Text: text, Lang: "vi", Limit: limit}).Hits {
			out = append(out, Scored{h.ID, h.Score})
		}
		return out
	}
}

// Figures are the results over all questions.
type Figures struct {
	Questions int           `json:"questions"`
	Success1  float64       `json:"success@1"`
	Recall3   float64       `json:"recall@3"`
	Recall10  float64       `json:"recall@10"`
	MRR10     float64       `json:"mrr@10"`
	P50       time.Duration `json:"p50"`
	P99       time.Duration `json:"p99"`
}

// depth is how many answers are judged.
const depth = 10

// Run asks every question once, after a few to warm up, and writes the answers to run where it is not nil:
// question, rank, document and score, with tabs between.
func Run(s Searcher, qs []Question, run io.Writer) (Figures, error) {
	if len(qs) == 0 {
		return Figures{}, errors.New("evaluate: there are no questions")
	}
	for _, q := range qs[:min(len(qs)/4, 50)] {
		s(q.Text, depth)
	}
	f := Figures{Questions: len(qs)}
	times := make([]time.Duration, 0, len(qs))
	for _, q := range qs {
		start := time.Now()
		hits := s(q.Text, depth)
		times = append(times, time.Since(start))
		f.judge(q, hits)
		if err := writeRun(run, q.ID, hits); err != nil {
			return f, err
		}
	}
	n := float64(len(qs))
	f.Success1, f.Recall3, f.Recall10, f.MRR10 = f.Success1/n, f.Recall3/n, f.Recall10/n, f.MRR10/n
	slices.Sort(times)
	f.P50, f.P99 = times[len(times)/2], times[min(len(times)-1, len(times)*99/100)]
	return f, nil
}

func (f *Figures) judge(q Question, hits []Scored) {
	first := true
	for i, h := range hits {
		if !slices.Contains(q.Relevant, h.ID) {
			continue
		}
		share := 1 / float64(len(q.Relevant))
		if i < 3 {
			f.Recall3 += share
		}
		f.Recall10 += share
		if !first {
			continue
		}
		first = false
		f.MRR10 += 1 / float64(i+1)
		if i == 0 {
			f.Success1++
		}
	}
}

func writeRun(w io.Writer, id string, hits []Scored) error {
	if w == nil {
		return nil
	}
	for i, h := range hits {
		if _, err := fmt.Fprintf(w, "%s\t%d\t%s\t%g\n", id, i+1, h.ID, h.Score); err != nil {
			return fmt.Errorf("write run file: %w", err)
		}
	}
	return nil
}

// String writes the figures on one line.
func (f Figures) String() string {
	return fmt.Sprintf("questions %d  success@1 %.3f  recall@3 %.3f  recall@10 %.3f  MRR@10 %.3f  p50 %s  p99 %s",
		f.Questions, f.Success1, f.Recall3, f.Recall10, f.MRR10,
		f.P50.Round(10*time.Microsecond), f.P99.Round(10*time.Microsecond))
}
