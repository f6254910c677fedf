package content

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// checkLength reports words that do not fit their place on one screen.
func checkLength(p passage, ps *problems) {
	n := utf8.RuneCountInString(p.plain())
	if p.limit == 0 || n <= p.limit {
		return
	}
	id := "step-long"
	if p.title {
		id = "title-long"
	}
	ps.fault(p.file, p.line, id, fmt.Sprintf("%s: %d characters, at most %d", p.name, n, p.limit))
}

// checkQuotes reports a quote mark that is never closed, paragraph by paragraph.
func checkQuotes(p passage, ps *problems) {
	offset := 0
	for _, para := range strings.SplitAfter(p.text, "\n\n") {
		if mark := openQuote(para); mark != "" {
			ps.fault(p.file, p.lineAt(offset+strings.LastIndex(para, mark)), "quote-open",
				fmt.Sprintf("%s: the quote mark %s is never closed", p.name, mark))
		}
		offset += len(para)
	}
}

// openQuote returns a mark without its partner, or "".
func openQuote(s string) string {
	for _, pair := range [][2]string{{"“", "”"}, {"«", "»"}} {
		if a, b := strings.Count(s, pair[0]), strings.Count(s, pair[1]); a > b {
			return pair[0]
		} else if b > a {
			return pair[1]
		}
	}
	if strings.Count(s, `"`)%2 == 1 {
		return `"`
	}
	return ""
}

// checkReadability names the longest sentence of a file whose sentences are too long on average.
func checkReadability(texts []passage, ps *problems) {
	r := readability(texts)
	if r.Average > maxAverage {
		ps.add(Problem{File: r.Worst.File, Line: r.Worst.Line, Severity: Warning, ID: "sentences-long",
			Detail: fmt.Sprintf("the sentences have %.1f words on average, at most %d are easy; the longest has %d: %q",
				r.Average, maxAverage, r.Worst.Words, r.Worst.Start+"…"),
			Cure: "one thought a sentence: begin with this one"})
	}
}

func baseOf(lang string) string {
	base, _ := language.Make(lang).Base()
	return base.String()
}
