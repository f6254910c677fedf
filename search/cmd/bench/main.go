// Bench compares the search with what people would use instead, in one run on one machine, and writes the
// table of docs/benchmarks.md.
//
//	bench [-corpus C.jsonl -queries Q.jsonl] [-catalogue FILE] [-sizes 500,2000,10000] [-out docs/benchmarks.md]
//	bench -ours [-corpus C.jsonl -queries Q.jsonl] [-catalogue FILE]
//
// With -ours the search alone is asked, nothing is timed at several sizes and nothing is written: the figures are printed.
//
// Without a corpus of their own the guides and the judged questions of the tree are used. SQLite and PostgreSQL
// are driven through Debian's sqlite3 and psql; what is not installed is installed when this runs as root, and
// otherwise left out, which the table says. PostgreSQL runs as a temporary server of its own.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"danloi/bot"
	"danloi/content"
	"danloi/search"
	"danloi/search/eval"
)

type settings struct {
	corpus, queries, content, judgements, catalogue, out string
	sizes                                                []int
	seed                                                 uint64
	ours                                                 bool
}

func main() {
	var s settings
	flag.StringVar(&s.corpus, "corpus", "", "passages, JSON lines with id, title and text")
	flag.StringVar(&s.queries, "queries", "", "questions, JSON lines with id, text and relevant")
	flag.StringVar(&s.content, "content", "content", "folder of the guides and modules")
	flag.StringVar(&s.judgements, "judgements", "search/testdata/judgements", "folder of the judged questions")
	flag.StringVar(&s.catalogue, "catalogue", "", "national procedure catalogue, JSON lines, plain or gzip")
	flag.StringVar(&s.out, "out", "docs/benchmarks.md", "file whose search section is replaced")
	flag.BoolVar(&s.ours, "ours", false, "ask the search alone, write nothing")
	flag.Uint64Var(&s.seed, "seed", 1, "seed of the random choices")
	sizes := flag.String("sizes", "500,2000,10000", "numbers of passages to measure the time at")
	flag.Parse()
	for n := range strings.SplitSeq(*sizes, ",") {
		v, err := strconv.Atoi(n)
		if err != nil || v < 1 {
			fmt.Fprintf(os.Stderr, "bench: sizes: %q is no number of passages\n", n)
			os.Exit(2)
		}
		s.sizes = append(s.sizes, v)
	}
	if err := run(s, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

func run(s settings, log io.Writer) error {
	ps, qs, err := s.load()
	if err != nil {
		return err
	}
	r := report{settings: s, passages: len(ps), questions: len(qs)}
	compared := systems[:]
	if s.ours {
		compared = compared[:1]
	}
	if r.quality, err = compareQuality(compared, ps, qs, s.seed, log); err != nil {
		return err
	}
	if s.ours {
		_, err = judge(s, log)
		return err
	}
	if r.times, err = compareTimes(ps, qs, s.sizes, log); err != nil {
		return err
	}
	if r.judged, err = judge(s, log); err != nil {
		return err
	}
	return r.write(s.out)
}

// load reads the corpus and its questions.
func (s settings) load() ([]eval.Passage, []eval.Question, error) {
	if (s.corpus == "") != (s.queries == "") {
		return nil, nil, errors.New("a corpus and its questions go together")
	}
	if s.corpus == "" {
		return s.loadTree()
	}
	ps, err := eval.ReadFile[eval.Passage](s.corpus)
	if err != nil {
		return nil, nil, err
	}
	qs, err := eval.ReadFile[eval.Question](s.queries)
	return ps, qs, err
}

// loadTree makes a corpus of the Vietnamese guides and questions of the judgements over them.
func (s settings) loadTree() (ps []eval.Passage, qs []eval.Question, err error) {
	s.catalogue = ""
	ds, err := s.documents()
	if err != nil {
		return nil, nil, err
	}
	ids := map[string]bool{}
	for _, d := range ds {
		if d.Lang != "vi" {
			continue
		}
		ids[d.ID] = true
		texts := append([]string{}, d.Asked...)
		for _, sec := range d.Sections {
			texts = append(texts, sec.Text)
		}
		ps = append(ps, eval.Passage{ID: d.ID, Title: d.Title, Text: strings.Join(texts, "\n")})
	}
	js, err := readAll(s.judgements, "guides", "as-typed")
	if err != nil {
		return nil, nil, err
	}
	known, _ := eval.Known(js, ids)
	for _, j := range known {
		qs = append(qs, eval.Question{ID: j.Name, Text: j.Typed, Relevant: j.Answers})
	}
	return ps, qs, nil
}

// documents returns the guides that are published and, where one is given, the catalogue, as the product has them
// searched.
func (s settings) documents() ([]search.Document, error) {
	lib, _, err := content.Load(os.DirFS(s.content))
	if err != nil {
		return nil, fmt.Errorf("read content %s: %w", s.content, err)
	}
	if s.catalogue == "" {
		return bot.Documents(lib, nil), nil
	}
	f, err := os.Open(s.catalogue)
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	defer f.Close() // only read
	c, err := content.LoadCatalogue(f)
	if err != nil {
		return nil, fmt.Errorf("read catalogue %s: %w", s.catalogue, err)
	}
	return bot.Documents(lib, c), nil
}
