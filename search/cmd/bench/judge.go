package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"danloi/search"
	"danloi/search/eval"
)

// unanswerable is the file of questions without an answer.
const unanswerable = "unanswerable"

// A verdict is how the judged questions of one file fared under one condition.
type verdict struct {
	file, condition          string
	questions, skipped       int
	first, three             int // the right answer came first, or among three
	other, otherFirst        int // of the half not learnt from
	sure, wrongSure, refused int
}

func readAll(dir string, names ...string) (out []eval.Judgement, err error) {
	for _, n := range names {
		js, err := eval.ReadJudgements(filepath.Join(dir, n+".txt"))
		if err != nil {
			return nil, err
		}
		out = append(out, js...)
	}
	return out, nil
}

// judge asks the judged questions of an index with the guides and, where one is given, the catalogue.
func judge(s settings, log io.Writer) ([]verdict, error) {
	ds, err := s.documents()
	if err != nil {
		return nil, err
	}
	ix, err := search.Build(ds, search.Options{})
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{}
	for _, d := range ds {
		ids[d.ID] = true
	}
	out, err := judgeFiles(ix, ids, s)
	for _, v := range out {
		fmt.Fprintf(log, "judged %+v\n", v)
	}
	if e := ix.Close(); err == nil {
		err = e
	}
	return out, err
}

func judgeFiles(ix *search.Index, ids map[string]bool, s settings) (out []verdict, err error) {
	for _, file := range []string{"guides", "as-typed", "english", "catalogue", unanswerable} {
		js, err := readAll(s.judgements, file)
		if err != nil {
			return nil, err
		}
		for _, c := range conditions {
			v := verdict{file: file, condition: c}
			for i, j := range js {
				if file != unanswerable && !slices.ContainsFunc(j.Answers, func(a string) bool { return ids[a] }) {
					v.skipped++
					continue
				}
				v.add(ix, j, i%2 == 1, s.seed)
			}
			out = append(out, v)
		}
	}
	return out, nil
}

// add asks one question; other tells that it is of the half that search/cmd/fit does not learn from.
func (v *verdict) add(ix *search.Index, j eval.Judgement, other bool, seed uint64) {
	text, _ := eval.Distort(v.condition, seed, j.Name, j.Typed)
	lang := "vi"
	if v.file == "english" {
		lang = "en"
	}
	r := ix.Query(search.Query{Text: text, Lang: lang})
	at := slices.IndexFunc(r.Hits, func(h search.Hit) bool { return slices.Contains(j.Answers, h.ID) })
	v.questions++
	if other {
		v.other++
	}
	if at == 0 {
		v.first++
		if other {
			v.otherFirst++
		}
	}
	if at >= 0 && at < 3 {
		v.three++
	}
	switch r.Confidence {
	case search.None:
		v.refused++
	case search.Sure:
		v.sure++
		if at != 0 {
			v.wrongSure++
		}
	}
}
