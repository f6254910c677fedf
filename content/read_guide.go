package content

import (
	"fmt"
	"strconv"
	"strings"
)

// readGuide turns guide.yaml into a guide without words.
func readGuide(src *source, slug string) Guide {
	t := parseTable(src, src.text)
	t.need("status", "group", "tier", "verified", "review_by", "confidence")
	g := Guide{
		Slug:       slug,
		Code:       t.text("code"),
		Status:     Status(t.choice("status", statuses)),
		Group:      t.choice("group", groups),
		Tier:       t.choice("tier", tiers),
		Office:     t.text("office"),
		AskedAs:    readAskedAs(t.table("asked_as")),
		Documents:  readIDs(t, "documents"),
		Fees:       readFees(t),
		Time:       readTime(t),
		Legal:      t.texts("legal"),
		Link:       t.text("link"),
		Hotlines:   readHotlines(t),
		Sources:    readSources(t),
		Verified:   t.date("verified"),
		ReviewBy:   t.date("review_by"),
		Confidence: Confidence(t.choice("confidence", confidences)),
		Related:    t.texts("related"),
		Words:      map[string]Words{},
		at:         t.at,
	}
	t.done()
	return g
}

func readAskedAs(t *table) map[string][]string {
	out := map[string][]string{}
	for _, lang := range sortedKeys(t.values) {
		out[lang] = t.texts(lang)
	}
	return out
}

// readIDs reads a list of ids and reports those that have the wrong form or stand twice.
func readIDs(t *table, key string) []string {
	ids := t.texts(key)
	seen := map[string]bool{}
	for i, id := range ids {
		t.checkID(t.path+key+"."+strconv.Itoa(i), id, seen)
	}
	return ids
}

// checkID reports an id that has the wrong form or was seen before.
func (t *table) checkID(place, id string, seen map[string]bool) {
	line := t.at[place]
	switch {
	case !idForm.MatchString(id):
		t.src.fault(line, "id-form", fmt.Sprintf("%q: an id is a-z, 0-9 and single hyphens", id))
	case seen[id]:
		t.src.fault(line, "id-twice", fmt.Sprintf("the id %q stands twice", id))
	}
	seen[id] = true
}

func readFees(t *table) []Fee {
	var out []Fee
	seen := map[string]bool{}
	for _, f := range t.tables("fees") {
		f.need("id", "amount")
		fee := Fee{ID: f.text("id"), Amount: f.number("amount"), Until: f.date("until")}
		if v := f.values["then"]; v != nil && !isNull(v) {
			then := f.number("then")
			fee.Then = &then
		}
		if fee.Then != nil && fee.Until.IsZero() {
			t.src.fault(f.line, "fee-then", `"then" without "until": nobody knows when it begins`)
		}
		f.done()
		f.checkID(strings.TrimSuffix(f.path, "."), fee.ID, seen)
		out = append(out, fee)
	}
	return out
}

func readTime(t *table) Time {
	if t.values["time"] == nil {
		return Time{}
	}
	sub := t.table("time")
	sub.need("unit")
	out := Time{Value: int(sub.number("value")), Unit: sub.choice("unit", units)}
	if (out.Unit == "at_once") != (out.Value == 0) {
		t.src.fault(sub.line, "time", `"value" is a number from 1 up, and left out with at_once`)
	}
	sub.done()
	return out
}

func readHotlines(t *table) []Hotline {
	var out []Hotline
	seen := map[string]bool{}
	for _, h := range t.tables("hotlines") {
		h.need("number", "id")
		line := Hotline{Number: h.text("number"), ID: h.text("id"), NoteUnsure: h.truth("note_unsure")}
		h.done()
		h.checkID(strings.TrimSuffix(h.path, "."), line.ID, seen)
		out = append(out, line)
	}
	return out
}

func readSources(t *table) []Source {
	var out []Source
	for _, s := range t.tables("sources") {
		s.need("url")
		out = append(out, Source{URL: s.text("url"), Date: s.date("date"), Via: s.text("via")})
		s.done()
	}
	return out
}

// readWords turns LANG.md into the words of a guide.
func readWords(src *source) Words {
	doc := parseDocument(src)
	h := doc.header
	w := Words{
		Title:     h.text("title"),
		Who:       h.text("who"),
		Get:       h.text("get"),
		Summary:   doc.summary.String(),
		Documents: h.all("documents"),
		Fees:      h.all("fees"),
		FeeNote:   h.text("fee_note"),
		Time:      h.text("time"),
		Where:     h.text("where"),
		Changed:   h.text("changed"),
		Hotlines:  h.all("hotlines"),
		Trouble:   readTrouble(h),
		Steps:     readSteps(src, doc.sections),
		of:        h.text("of"),
		file:      src.path,
		at:        h.at,
	}
	h.done()
	w.at["summary"] = doc.summary.start()
	if w.Title == "" {
		src.fault(h.lineOf("title"), "key-missing", `"title" is missing`)
	}
	return w
}

func readTrouble(h *table) []Trouble {
	var out []Trouble
	for _, t := range h.tables("trouble") {
		t.need("if", "then")
		out = append(out, Trouble{If: t.text("if"), Then: t.text("then")})
		t.done()
	}
	return out
}

func readSteps(src *source, sections []section) []Step {
	var out []Step
	seen := map[string]bool{}
	for _, s := range sections {
		if s.level != 2 || s.class != "" {
			src.fault(s.line, "heading-level", "a step of a guide is a heading with ## and an id alone")
		}
		if s.id != "" && seen[s.id] {
			src.fault(s.line, "id-twice", fmt.Sprintf("the id %q stands twice", s.id))
		}
		seen[s.id] = true
		text, other := partQuote(s.body)
		step := Step{ID: s.id, Title: s.title, Text: text.String(), Other: other.String(),
			line: s.line, textLine: text.start(), otherLine: other.first}
		if step.Text == "" {
			src.fault(s.line, "step-empty", "a step without words")
		}
		out = append(out, step)
	}
	return out
}

// partQuote takes the lines that begin with > out of a body. Blank lines stay in their place, so that the
// text keeps its line numbers.
func partQuote(b body) (text, quote body) {
	text, quote = body{first: b.first}, body{}
	for i, l := range b.lines {
		rest, ok := strings.CutPrefix(l, ">")
		if !ok {
			text.lines = append(text.lines, l)
			continue
		}
		text.lines = append(text.lines, "")
		if quote.first == 0 {
			quote.first = b.first + i
		}
		quote.lines = append(quote.lines, strings.TrimPrefix(rest, " "))
	}
	return text, quote
}
