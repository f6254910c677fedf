package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// The section of the file between these lines is replaced.
const (
	begin = "<!-- search: written by search/cmd/bench -->"
	end   = "<!-- search: end -->"
)

type report struct {
	settings
	passages, questions int
	quality, times      []row
	judged              []verdict
}

// write replaces the section in the file, or puts it at the end.
func (r report) write(path string) error {
	old, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		old, err = []byte("# Benchmarks\n\n"), nil
	}
	if err != nil {
		return err
	}
	head, tail := string(old), ""
	if i := strings.Index(head, begin); i >= 0 {
		if j := strings.Index(head, end); j > i {
			tail = head[j+len(end):]
		}
		head = head[:i]
	} else if !strings.HasSuffix(head, "\n\n") {
		head += "\n"
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(head+r.section()+strings.TrimRight(tail, "\n")+"\n"), 0o644)
}

func (r report) section() string {
	var b strings.Builder
	b.WriteString(begin + "\n## Search\n\n")
	fmt.Fprintf(&b, "`make bench-search`, %s, %s, %d processors. Corpus: %s, %d passages, %d questions, seed %d.\n\n",
		runtime.Version(), runtime.GOARCH, runtime.NumCPU(), r.corpusName(), r.passages, r.questions, r.seed)
	b.WriteString("Share of questions whose first answer is right (success@1), by how they were typed:\n\n")
	r.writeQuality(&b)
	fmt.Fprintf(&b, "\nThe databases are asked through the pipes of their own shells, which adds some 0.05 ms; PostgreSQL was asked a sample of %d questions.\n\n", sampled)
	b.WriteString("Time of a question, the least of " + strconv.Itoa(tries) + ", median / 99th percentile in milliseconds, by number of passages:\n\n")
	r.writeTimes(&b)
	b.WriteString("\nJudged questions of our own (" + r.judgedOver() + "):\n\n")
	r.writeJudged(&b)
	b.WriteString(end)
	return b.String()
}

func (r report) corpusName() string {
	if r.corpus == "" {
		return "the guides of this tree"
	}
	return "`" + filepath.Base(filepath.Dir(r.corpus)) + "`"
}

func (r report) judgedOver() string {
	if r.catalogue == "" {
		return "guides alone; give a catalogue with `-catalogue`"
	}
	return "guides and a national catalogue in one index"
}

func (r report) writeQuality(b *strings.Builder) {
	header(b, append([]string{"", "recall@3, plain", "p50 / p99 ms, plain"}, conditions[:]...))
	for _, x := range r.quality {
		if x.missing != "" {
			fmt.Fprintf(b, "| %s | left out: %s |\n", x.name, strings.ReplaceAll(x.missing, "\n", " "))
			continue
		}
		p := x.figures["plain"]
		fmt.Fprintf(b, "| %s | %.3f | %s / %s |", x.name, p.Recall3, ms(p.P50), ms(p.P99))
		for _, c := range conditions {
			fmt.Fprintf(b, " %.3f |", x.figures[c].Success1)
		}
		b.WriteString("\n")
	}
}

func (r report) writeTimes(b *strings.Builder) {
	columns := []string{""}
	for _, n := range r.sizes {
		columns = append(columns, strconv.Itoa(n))
	}
	header(b, columns)
	for _, x := range r.times {
		fmt.Fprintf(b, "| %s |", x.name)
		for _, n := range r.sizes {
			f, ok := x.figures[strconv.Itoa(n)]
			if !ok {
				b.WriteString(" – |")
				continue
			}
			fmt.Fprintf(b, " %s / %s |", ms(f.P50), ms(f.P99))
		}
		b.WriteString("\n")
	}
}

func (r report) writeJudged(b *strings.Builder) {
	header(b, []string{"questions", "typed", "number", "success@1", "of the half not learnt from", "recall@3", "opened at once", "of these wrong", "not known"})
	for _, v := range r.judged {
		if v.questions == 0 {
			continue
		}
		n := float64(v.questions)
		first, other, three := fmt.Sprintf("%.3f", float64(v.first)/n), fmt.Sprintf("%.3f", float64(v.otherFirst)/float64(max(1, v.other))), fmt.Sprintf("%.3f", float64(v.three)/n)
		if v.file == unanswerable {
			first, other, three = "–", "–", "–"
		}
		fmt.Fprintf(b, "| %s | %s | %d | %s | %s | %s | %.2f | %d | %.2f |\n", v.file, v.condition, v.questions, first, other, three,
			float64(v.sure)/n, v.wrongSure, float64(v.refused)/n)
	}
	b.WriteString("\n")
}

func header(b *strings.Builder, columns []string) {
	b.WriteString("| " + strings.Join(columns, " | ") + " |\n|" + strings.Repeat(" --- |", len(columns)) + "\n")
}

func ms(d time.Duration) string {
	return strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', 2, 64)
}
