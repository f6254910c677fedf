package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"danloi/search/eval"
)

// timed lists the systems whose time is measured at several sizes.
var timed = [...]string{"Dẫn Lối", "Bleve, standard analyzer", "SQLite FTS5, unicode61 remove_diacritics 2"}

// asked is how many answers are asked for.
const asked = 10

// mostTimed bounds the questions a system is timed with.
const mostTimed = 400

// compareTimes measures the systems on corpora of several sizes made of the corpus's own sentences.
func compareTimes(ps []eval.Passage, qs []eval.Question, sizes []int, log io.Writer) ([]row, error) {
	var out []row
	for _, name := range timed {
		r := row{name: name, figures: map[string]eval.Figures{}}
		for _, s := range systems {
			if s.name != name {
				continue
			}
			for _, n := range sizes {
				f, err := timeAt(s, resize(ps, n), qs[:min(len(qs), mostTimed)])
				if err != nil {
					r.missing = err.Error()
					break
				}
				r.figures[strconv.Itoa(n)] = f
				fmt.Fprintf(log, "%s, %d passages: p50 %s p99 %s\n", name, n, f.P50, f.P99)
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// tries is how often every question is asked; the least time counts, since whatever else a machine does only adds to it.
const tries = 3

func timeAt(s system, ps []eval.Passage, qs []eval.Question) (eval.Figures, error) {
	ask, done, err := s.open(ps)
	if err != nil {
		return eval.Figures{}, err
	}
	least := make([]time.Duration, len(qs))
	for try := range tries {
		for i, q := range qs {
			start := time.Now()
			ask(q.Text, asked)
			if d := time.Since(start); try == 0 || d < least[i] {
				least[i] = d
			}
		}
	}
	slices.Sort(least)
	return eval.Figures{Questions: len(qs), P50: least[len(least)/2], P99: least[len(least)*99/100]}, done()
}

// passageBytes is about the length of a passage made up.
const passageBytes = 900

// resize returns n passages: the first n of the corpus, or all of them and more made of its sentences.
func resize(ps []eval.Passage, n int) []eval.Passage {
	if n <= len(ps) {
		return ps[:n]
	}
	r := rand.New(rand.NewPCG(1, uint64(n)))
	sentences := sentencesOf(ps)
	out := append([]eval.Passage{}, ps...)
	for i := len(ps); i < n; i++ {
		var b strings.Builder
		for b.Len() < passageBytes {
			b.WriteString(sentences[r.IntN(len(sentences))])
			b.WriteString(". ")
		}
		out = append(out, eval.Passage{ID: "made-" + strconv.Itoa(i), Title: ps[r.IntN(len(ps))].Title, Text: b.String()})
	}
	return out
}

func sentencesOf(ps []eval.Passage) (out []string) {
	for _, p := range ps {
		for s := range strings.FieldsFuncSeq(p.Text, func(r rune) bool { return r == '.' || r == '\n' || r == ';' }) {
			if s = strings.TrimSpace(s); len(s) > 20 {
				out = append(out, s)
			}
		}
	}
	if len(out) == 0 {
		out = []string{"-"}
	}
	return out
}
