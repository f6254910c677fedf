package content

import (
	"fmt"
	"regexp"
	"strings"
)

// A language file is a header between "---" lines, a summary, and sections under # or ## headings. The
// headings are found line by line, so that every later finding has its line; what stands between them is
// Markdown.

// section is one heading with the text below it.
type section struct {
	level int // 1 for #, 2 for ##
	title string
	id    string
	class string // the word after the dot, or ""
	line  int
	body  body
}

// body is a run of lines of a file.
type body struct {
	first int // line of the first one
	lines []string
}

// String returns the lines joined, without blank ones around them.
func (b body) String() string { return strings.TrimSpace(strings.Join(b.lines, "\n")) }

// start returns the line of the first line that is not blank.
func (b body) start() int {
	for i, l := range b.lines {
		if strings.TrimSpace(l) != "" {
			return b.first + i
		}
	}
	return b.first
}

// document is a language file taken apart.
type document struct {
	header   *table
	summary  body
	sections []section
}

// parseDocument takes a language file apart. What it cannot place is reported and left out.
func parseDocument(src *source) document {
	all := strings.Split(src.text, "\n")
	end := headerEnd(all)
	if end < 0 && !src.bad {
		src.fault(1, "header", "the file does not begin with a header between two lines of ---")
	}
	if end < 0 {
		return document{header: newTable(src, nil, "", lines{})}
	}
	// The first --- becomes a blank line, so that YAML counts lines as the file does.
	doc := document{header: parseTable(src, "\n"+strings.Join(all[1:end], "\n"))}
	doc.summary, doc.sections = split(src, all[end+1:], end+2)
	return doc
}

// headerEnd returns the index of the line that closes the header, or -1.
func headerEnd(all []string) int {
	if strings.TrimRight(strings.TrimPrefix(all[0], "\ufeff"), " \t\r\n") != "---" {
		return -1
	}
	for i, l := range all[1:] {
		if strings.TrimRight(l, " \t\r\n") == "---" {
			return i + 1
		}
	}
	return -1
}

// split parts lines at their headings; first is the line number of the first one.
func split(src *source, all []string, first int) (body, []section) {
	summary := body{first: first}
	var out []section
	cur := &summary
	for i, l := range all {
		if s, ok := parseHeading(src, l, first+i); ok {
			out = append(out, s)
			cur = &out[len(out)-1].body
			continue
		}
		cur.lines = append(cur.lines, l)
	}
	return summary, out
}

var (
	headingLine = regexp.MustCompile(`^(#{1,6})[ \t]+(.*?)[ \t]*$`)
	headingMark = regexp.MustCompile(`^(.*?)[ \t]*\{([^{}]*)\}$`)
	idForm      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// parseHeading reads a line such as "## Title {#id .class}".
func parseHeading(src *source, l string, line int) (section, bool) {
	m := headingLine.FindStringSubmatch(l)
	if m == nil {
		return section{}, false
	}
	s := section{level: len(m[1]), title: m[2], line: line, body: body{first: line + 1}}
	if s.level > 2 {
		src.fault(line, "heading-level", "a heading has one # or two, not more")
	}
	if mark := headingMark.FindStringSubmatch(s.title); mark != nil {
		s.title = mark[1]
		s.mark(src, mark[2])
	}
	if s.title == "" {
		src.fault(line, "heading-empty", "a heading without words")
	}
	if s.id == "" {
		src.ps.add(Problem{File: src.path, Line: line, Severity: Error, ID: "id-missing",
			Detail: "a heading without an id", Cure: "end it with {#a-short-name}"})
	}
	return s, true
}

// mark reads what stands between { and } of a heading.
func (s *section) mark(src *source, in string) {
	for _, word := range strings.Fields(in) {
		switch {
		case word[0] == '#' && idForm.MatchString(word[1:]):
			s.id = word[1:]
		case word[0] == '.' && s.class == "":
			s.class = word[1:]
		default:
			src.fault(s.line, "id-form", fmt.Sprintf("%q: an id is # and then a-z, 0-9 and single hyphens", word))
		}
	}
}
