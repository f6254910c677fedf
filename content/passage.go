package content

import (
	"fmt"
	"strconv"
	"strings"
)

// passage is one run of words a person reads, with the place it stands. The rules on language work on
// passages and know nothing of guides and modules.
type passage struct {
	file     string
	line     int
	name     string // "step mo-cong", for a message
	text     string
	markdown bool
	title    bool // a heading: no sentence
	trainer  bool // not for learners
	limit    int  // characters that may be shown, 0 for any number
}

// The lengths that fit one screen of a small phone, in characters.
const (
	maxStep    = 400
	maxSummary = 500
	maxTitle   = 80
	maxChoice  = 160
)

// plain returns the words as a chat shows them.
func (p passage) plain() string {
	if p.markdown {
		return Plain(p.text)
	}
	return p.text
}

// lineAt returns the line of the byte offset inside the text.
func (p passage) lineAt(offset int) int {
	return p.line + strings.Count(p.text[:min(max(offset, 0), len(p.text))], "\n")
}

// passages returns everything a citizen reads of a guide in one language, in the order of the file.
func (w Words) passages() []passage {
	c := collector{file: w.file, at: w.at}
	c.title("title", w.Title)
	for _, t := range []struct{ key, text string }{{"who", w.Who}, {"get", w.Get}, {"fee_note", w.FeeNote},
		{"time", w.Time}, {"where", w.Where}, {"changed", w.Changed}} {
		c.header(t.key, t.text)
	}
	c.headers("documents", w.Documents)
	c.headers("fees", w.Fees)
	c.headers("hotlines", w.Hotlines)
	for i, t := range w.Trouble {
		c.header("trouble."+strconv.Itoa(i)+".if", t.If)
		c.header("trouble."+strconv.Itoa(i)+".then", t.Then)
	}
	c.body("summary", w.at["summary"], w.Summary, maxSummary)
	for _, s := range w.Steps {
		c.add(passage{line: s.line, name: "title of " + s.ID, text: s.Title, title: true, limit: maxTitle})
		c.body("step "+s.ID, s.textLine, s.Text, maxStep)
		c.body("other words of "+s.ID, s.otherLine, s.Other, maxStep)
	}
	return c.out
}

// passages returns everything a learner or trainer reads of a module in one language.
func (w ModuleWords) passages() []passage {
	c := collector{file: w.file, at: w.at}
	c.title("title", w.Title)
	for i, o := range w.Outcomes {
		c.header("outcomes."+strconv.Itoa(i), o)
	}
	c.body("summary", w.at["summary"], w.Summary, maxSummary)
	for _, l := range w.Lessons {
		c.add(passage{line: l.line, name: "title of " + l.ID, text: l.Title, title: true, limit: maxTitle})
		for _, s := range l.Screens {
			c.screen(s)
		}
	}
	return c.out
}

type collector struct {
	file string
	at   lines
	out  []passage
}

func (c *collector) add(p passage) {
	if p.text != "" {
		p.file = c.file
		c.out = append(c.out, p)
	}
}

func (c *collector) title(key, text string) {
	c.add(passage{line: c.at[key], name: key, text: text, title: true, limit: maxTitle})
}

func (c *collector) header(key, text string) {
	c.add(passage{line: c.at[key], name: key, text: text, limit: maxStep})
}

func (c *collector) headers(key string, texts map[string]string) {
	for _, id := range sortedKeys(texts) {
		c.header(key+"."+id, texts[id])
	}
}

func (c *collector) body(name string, line int, text string, limit int) {
	c.add(passage{line: line, name: name, text: text, markdown: true, limit: limit})
}

func (c *collector) screen(s Screen) {
	trainer, limit := s.Kind == Trainer, maxStep
	if trainer {
		limit = 0
	}
	c.add(passage{line: s.line, name: "title of " + s.ID, text: s.Title, title: true, trainer: trainer, limit: maxTitle})
	c.add(passage{line: s.textLine, name: "screen " + s.ID, text: s.Text, markdown: true, trainer: trainer, limit: limit})
	for i, ch := range s.Choices {
		name := fmt.Sprintf("choice %d of %s", i+1, s.ID)
		c.add(passage{line: ch.line, name: name, text: ch.Text, limit: maxChoice})
		c.add(passage{line: ch.whyLine, name: "explanation of " + name, text: ch.Why, limit: maxStep})
	}
}
