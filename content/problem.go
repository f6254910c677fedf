package content

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity tells how grave a [Problem] is.
type Severity int

const (
	// Warning is something an editor should look at; the library can be used.
	Warning Severity = iota
	// Error is a fault that must be mended before the library is used.
	Error
)

// String returns "warning" or "error".
func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// MarshalText writes the severity as its String, for reports in JSON.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// A Problem is one finding of the reader or the checker, addressed to the editor of a file.
type Problem struct {
	File     string   `json:"file"` // path inside the library, with forward slashes
	Line     int      `json:"line"` // counted from 1
	Severity Severity `json:"severity"`
	ID       string   `json:"id"`             // the rule, a stable name such as "step-long"
	Detail   string   `json:"detail"`         // what is wrong
	Cure     string   `json:"cure,omitempty"` // what to do, where one thing is known to help
}

// String returns the problem on one line: "file:line: severity: detail (cure) [rule]".
func (p Problem) String() string {
	cure := ""
	if p.Cure != "" {
		cure = " (" + p.Cure + ")"
	}
	return fmt.Sprintf("%s:%d: %s: %s%s [%s]", p.File, p.Line, p.Severity, p.Detail, cure, p.ID)
}

// HasErrors reports whether one of ps is an [Error].
func HasErrors(ps []Problem) bool {
	return slices.ContainsFunc(ps, func(p Problem) bool { return p.Severity == Error })
}

// problems collects findings; the readers and rules share one.
type problems struct{ list []Problem }

func (ps *problems) add(p Problem) {
	if p.Line < 1 {
		p.Line = 1
	}
	ps.list = append(ps.list, p)
}

func (ps *problems) fault(file string, line int, id, detail string) {
	ps.add(Problem{File: file, Line: line, Severity: Error, ID: id, Detail: detail})
}

func (ps *problems) warn(file string, line int, id, detail string) {
	ps.add(Problem{File: file, Line: line, Severity: Warning, ID: id, Detail: detail})
}

// sorted returns the findings by file, line and rule, each once, without those that follow from others.
func (ps *problems) sorted() []Problem {
	ps.list = withoutConsequences(ps.list)
	slices.SortStableFunc(ps.list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.ID, b.ID), cmp.Compare(a.Detail, b.Detail))
	})
	return slices.Compact(ps.list)
}
