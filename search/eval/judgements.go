package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Judgement is a question as it was typed with the ids of what may come first; without any it has no answer.
type Judgement struct {
	Name    string // file:line
	Typed   string
	Answers []string
}

// ReadJudgements reads lines of "typed => id | id"; a line without the sign is a question without an answer.
// Empty lines and those that begin with # are skipped.
func ReadJudgements(path string) ([]Judgement, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read judgements: %w", err)
	}
	var out []Judgement
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		typed, answers, _ := strings.Cut(line, "=>")
		j := Judgement{Name: fmt.Sprintf("%s:%d", filepath.Base(path), n), Typed: strings.TrimSpace(typed)}
		for a := range strings.SplitSeq(answers, "|") {
			if a = strings.TrimSpace(a); a != "" {
				j.Answers = append(j.Answers, a)
			}
		}
		out = append(out, j)
	}
	return out, nil
}

// Known splits judgements into those with an answer among the ids and those whose answers are all missing.
func Known(js []Judgement, ids map[string]bool) (known, missing []Judgement) {
	for _, j := range js {
		if slices.ContainsFunc(j.Answers, func(a string) bool { return ids[a] }) {
			known = append(known, j)
		} else {
			missing = append(missing, j)
		}
	}
	return known, missing
}
