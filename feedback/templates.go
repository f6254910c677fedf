package feedback

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Template is ready words for an action, which an officer picks and may change.
type Template struct {
	ID      string
	For     ActionKind
	Topics  []string          // ids of the topics it is offered for; none for all
	Reasons []string          // ids of the reasons for declining it goes with; none for all
	Labels  map[string]string // what officers call it, by language; vi is always there
	Texts   map[string]string // by language; vi is always there
}

// Fill is what the places of a template stand for.
type Fill struct{ Ref, Date, Unit string }

// Templates are the ready words of a province. They are made by LoadTemplates and read-only.
type Templates struct{ list []Template }

type (
	templatesDoc struct{ Templates []lined[templateDoc] }
	templateDoc  struct {
		ID              string
		For             ActionKind
		Topics, Reasons []string
		Labels, Texts   map[string]string
	}
)

// gap begins a place that the officer has to fill by hand.
const gap = "[…"

// templateKinds are the actions that may have ready words.
var templateKinds = []ActionKind{DoAccept, DoUpdate, DoAnswer, DoAsk, DoDecline}

// templatePlace is a named place of a template.
var templatePlace = regexp.MustCompile(`\{[^{}]*\}`)

var templatePlaces = []string{"{ref}", "{date}", "{unit}"}

// LoadTemplates reads the ready words. fsys is an operator's folder whose templates.yaml replaces the embedded one, or
// nil. All faults are reported at once, each with file and line.
func LoadTemplates(fsys fs.FS, dir *Directory) (*Templates, error) {
	data, err := readData(fsys, templatesFile)
	if err != nil {
		return nil, err
	}
	var doc templatesDoc
	if err := decodeStrict(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", templatesFile, err)
	}
	f := &faults{file: templatesFile}
	all := &Templates{}
	seen := map[string]int{}
	for i, l := range doc.Templates {
		checkID(f, l.node, "template", l.value.ID, seen)
		seen[l.value.ID] = i
		t := Template(l.value)
		for _, fault := range t.faults(dir) {
			f.add(l.node, "template %s: %s", t.ID, fault)
		}
		for lang, text := range t.Texts {
			t.Texts[lang] = strings.TrimSpace(text)
		}
		all.list = append(all.list, t)
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	return all, nil
}

// faults says what is wrong with a template.
func (t Template) faults(dir *Directory) (list []string) {
	add := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	if !slices.Contains(templateKinds, t.For) {
		add("for %q is none of %q", t.For, templateKinds)
	}
	if t.Labels["vi"] == "" || t.Texts["vi"] == "" {
		add("the Vietnamese label or text is missing")
	}
	for _, id := range t.Topics {
		if _, ok := dir.Topic(id); !ok {
			add("topic %q is unknown", id)
		}
	}
	for _, id := range t.Reasons {
		if _, ok := dir.Reason(id); !ok {
			add("reason %q is unknown", id)
		}
	}
	for lang, text := range t.Texts {
		if utf8.RuneCountInString(text) > MaxText/2 {
			add("the text in %s is longer than %d characters", lang, MaxText/2)
		}
		for _, place := range templatePlace.FindAllString(text, -1) {
			if !slices.Contains(templatePlaces, place) {
				add("the place %s in %s is none of %q", place, lang, templatePlaces)
			}
		}
		if lang != "vi" && HasGap(t.Texts["vi"]) {
			add("a text with a gap is always changed, so %s would never be sent", lang)
		}
	}
	slices.Sort(list)
	return list
}

// HasGap reports whether words still have a place that somebody has to fill by hand.
func HasGap(text string) bool { return strings.Contains(text, gap) }

// All returns the ready words in the order of the file. The caller does not change them.
func (t *Templates) All() []Template { return t.list }

// Find returns the ready words with this id.
func (t *Templates) Find(id string) (Template, bool) {
	i := slices.IndexFunc(t.list, func(one Template) bool { return one.ID == id })
	if i < 0 {
		return Template{}, false
	}
	return t.list[i], true
}

// Fitting returns the ready words for an action on a case of a topic, those of the topic itself first.
func (t *Templates) Fitting(kind ActionKind, topic string) []Template {
	var own, general []Template
	for _, one := range t.list {
		switch {
		case one.For != kind:
		case len(one.Topics) == 0:
			general = append(general, one)
		case slices.Contains(one.Topics, topic):
			own = append(own, one)
		}
	}
	return append(own, general...)
}

// Label returns what officers call it in this language, or in Vietnamese.
func (t Template) Label(lang string) string { return pick(t.Labels, lang) }

// In reports whether the words are there in a language.
func (t Template) In(lang string) bool { return t.Texts[lang] != "" }

// Text returns the words in a language, or in Vietnamese, with the places filled.
func (t Template) Text(lang string, f Fill) string {
	return strings.NewReplacer("{ref}", f.Ref, "{date}", f.Date, "{unit}", f.Unit).Replace(pick(t.Texts, lang))
}

// Unchanged reports whether an officer's words are the Vietnamese ones of the template, spaces and ends of lines aside.
func (t Template) Unchanged(words string, f Fill) bool {
	return strings.Join(strings.Fields(words), " ") == strings.Join(strings.Fields(t.Text("vi", f)), " ")
}
