package content

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// readModule turns module.yaml into a module without words.
func readModule(src *source, slug string) Module {
	t := parseTable(src, src.text)
	t.need("status", "order", "minutes", "audience", "pass", "verified", "review_by", "confidence")
	m := Module{
		Slug:       slug,
		Status:     Status(t.choice("status", statuses)),
		Order:      int(t.number("order")),
		Minutes:    int(t.number("minutes")),
		Audience:   Audience(t.choice("audience", audiences)),
		Pass:       int(t.number("pass")),
		Guides:     t.texts("guides"),
		Helps:      t.all("helps"),
		Sources:    readSources(t),
		Verified:   t.date("verified"),
		ReviewBy:   t.date("review_by"),
		Confidence: Confidence(t.choice("confidence", confidences)),
		Words:      map[string]ModuleWords{},
		at:         t.at,
	}
	if m.Pass > 100 {
		src.fault(t.lineOf("pass"), "yaml-shape", "pass: expected per cent, 0 to 100")
	}
	t.done()
	return m
}

// readModuleWords turns LANG.md into the words of a module.
func readModuleWords(src *source) ModuleWords {
	doc := parseDocument(src)
	h := doc.header
	w := ModuleWords{
		Title:    h.text("title"),
		Outcomes: h.texts("outcomes"),
		Summary:  doc.summary.String(),
		Lessons:  readLessons(src, doc.sections),
		of:       h.text("of"),
		file:     src.path,
		at:       h.at,
	}
	h.done()
	w.at["summary"] = doc.summary.start()
	if w.Title == "" {
		src.fault(h.lineOf("title"), "key-missing", `"title" is missing`)
	}
	return w
}

func readLessons(src *source, sections []section) []Lesson {
	var out []Lesson
	seen := map[string]bool{}
	for _, s := range sections {
		if s.id != "" && seen[s.id] {
			src.fault(s.line, "id-twice", fmt.Sprintf("the id %q stands twice", s.id))
		}
		seen[s.id] = true
		switch {
		case s.level == 1:
			out = append(out, Lesson{ID: s.id, Title: s.title, line: s.line})
			if s.class != "" || s.body.String() != "" {
				src.fault(s.line, "lesson", "a lesson is a heading with an id alone; its text stands under ## headings")
			}
		case len(out) == 0:
			src.fault(s.line, "lesson", "a screen before the first lesson: a lesson begins with # and its id")
		default:
			l := &out[len(out)-1]
			l.Screens = append(l.Screens, readScreen(src, s))
		}
	}
	return out
}

func readScreen(src *source, s section) Screen {
	out := Screen{ID: s.id, Title: s.title, Kind: Idea, line: s.line}
	if s.class != "" {
		out.Kind = Kind(s.class)
	}
	if s.class != "" && !slices.Contains(screenKinds, s.class) {
		src.fault(s.line, "value-unknown",
			fmt.Sprintf("%q is not one of %s", s.class, strings.Join(screenKinds, ", ")))
	}
	text := s.body
	if out.Kind == Exercise {
		text, out.Choices = readChoices(s.body)
		checkChoices(src, out)
	}
	out.Text, out.textLine = text.String(), text.start()
	if out.Text == "" {
		src.fault(s.line, "step-empty", "a screen without words")
	}
	return out
}

var (
	choiceLine = regexp.MustCompile(`^[-*] \[([ xX])\][ \t]+(.*)$`)
	whyLine    = regexp.MustCompile(`^[ \t]*>[ \t]?(.*)$`)
)

// readChoices parts an exercise into its question and its choices. A line that begins with > explains the
// choice above it; any other line carries on what stands before it.
func readChoices(b body) (question body, choices []Choice) {
	question = body{first: b.first}
	why := false
	for i, l := range b.lines {
		if m := choiceLine.FindStringSubmatch(l); m != nil {
			choices = append(choices, Choice{Text: strings.TrimSpace(m[2]), Right: m[1] != " ", line: b.first + i})
			why = false
			continue
		}
		if len(choices) == 0 {
			question.lines = append(question.lines, l)
			continue
		}
		c := &choices[len(choices)-1]
		if m := whyLine.FindStringSubmatch(l); m != nil {
			if l, why = m[1], true; c.Why == "" {
				c.whyLine = b.first + i
			}
		}
		if l = strings.TrimSpace(l); why {
			c.Why = strings.TrimSpace(c.Why + " " + l)
		} else {
			c.Text = strings.TrimSpace(c.Text + " " + l)
		}
	}
	return question, choices
}

// checkChoices reports an exercise that cannot be asked.
func checkChoices(src *source, s Screen) {
	right := 0
	for _, c := range s.Choices {
		if c.Right {
			right++
		}
		if c.Text == "" {
			src.fault(c.line, "choice-empty", "a choice without words")
		}
		if c.Why == "" {
			src.ps.add(Problem{File: src.path, Line: c.line, Severity: Error, ID: "choice-why",
				Detail: "a choice without an explanation", Cure: "add a line below it that begins with two spaces and >"})
		}
	}
	if len(s.Choices) < 2 {
		src.fault(s.line, "choice-few", "an exercise needs at least two choices: - [ ] and - [x]")
	} else if right != 1 {
		src.fault(s.line, "choice-right", fmt.Sprintf("%d choices are marked [x], exactly one must be", right))
	}
}
