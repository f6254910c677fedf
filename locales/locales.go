// Package locales holds the words of the program in every language, as data, and hands them out.
//
// The texts are go-i18n message files, one folder a part (chat, ask, safety, voice, web, console), one file a language. go-i18n
// has no plural rule for most languages spoken here and mixes up private-use tags, so every language has a Bundle
// of its own under the tag of a donor whose plural forms it borrows, with Vietnamese below it: what a language
// lacks is said in Vietnamese, message by message, never inside a sentence.
package locales

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
)

//go:embed languages.yaml chat ask web console safety voice class classpage review board mail desk kit status glossary
var embedded embed.FS

// Default is the language that every message exists in and that all others fall back to.
const Default = "vi"

// Language is one language of the picker.
type Language struct {
	Tag        string // BCP 47
	Endonym    string // its own name
	Vietnamese string // its name in Vietnamese
	State      State
	Fallback   string // empty for Vietnamese
	// Unchecked names the folders of texts whose messages need no status entry yet. It is a debt, to be paid off.
	Unchecked []string
}

// State says how far the texts of a language can be trusted.
type State string

// The states, best first.
const (
	Reviewed State = "reviewed"
	Draft    State = "draft"
	Scaffold State = "scaffold"
)

// Catalog holds the texts of all languages. It is immutable and safe for concurrent use.
type Catalog struct {
	languages []Language
	texts     map[string]*texts
}

// texts are the messages of one language over the Vietnamese ones.
type texts struct {
	localizer *i18n.Localizer
	own       map[string]*i18n.Message
	donor     string
}

// Embedded returns the texts that are part of the program.
func Embedded() (*Catalog, error) { return Load(embedded) }

// Load reads languages.yaml and the folders of texts below fsys. An error names the file. A message that another
// language has and Vietnamese lacks is an error: nobody could check it. So is a message of a language that is not
// reviewed, unless its status entry holds for the present Vietnamese text and names its evidence.
func Load(fsys fs.FS) (*Catalog, error) {
	langs, err := readLanguages(fsys)
	if err != nil {
		return nil, err
	}
	messages := map[string]map[string]*i18n.Message{}
	for _, l := range langs {
		if messages[l.Tag], err = readMessages(fsys, l.Tag); err != nil {
			return nil, err
		}
	}
	base := messages[Default]
	if len(base) == 0 {
		return nil, fmt.Errorf("read locales: no texts in %s", Default)
	}
	c := &Catalog{languages: langs, texts: map[string]*texts{}}
	for _, l := range langs {
		for id := range messages[l.Tag] {
			if base[id] == nil {
				return nil, fmt.Errorf("read locales: %s has message %q, which %s lacks", l.Tag, id, Default)
			}
		}
		if l.State == Scaffold && len(messages[l.Tag]) > 0 {
			return nil, fmt.Errorf("read locales: %s is a scaffold and has texts: make it a draft, with a status file", l.Tag)
		}
		if err := checkStatus(fsys, l, base, messages[l.Tag]); err != nil {
			return nil, err
		}
		if c.texts[l.Tag], err = newTexts(l.Tag, base, messages[l.Tag]); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func readLanguages(fsys fs.FS) ([]Language, error) {
	data, err := fs.ReadFile(fsys, "languages.yaml")
	if err != nil {
		return nil, fmt.Errorf("read languages: %w", err)
	}
	var langs []Language
	if err := yaml.Unmarshal(data, &langs); err != nil {
		return nil, fmt.Errorf("read languages.yaml: %w", err)
	}
	if len(langs) == 0 || langs[0].Tag != Default {
		return nil, fmt.Errorf("read languages.yaml: the first language must be %s", Default)
	}
	return langs, nil
}

// readMessages merges LANG.json of every folder. A key stands in one folder only.
func readMessages(fsys fs.FS, tag string) (map[string]*i18n.Message, error) {
	files, err := fs.Glob(fsys, "*/"+tag+".json")
	if err != nil {
		return nil, err
	}
	all := map[string]*i18n.Message{}
	for _, name := range files {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read texts: %w", err)
		}
		var raw map[string]any
		if err := json.Unmarshal(data, &raw); err != nil {
			return nil, fmt.Errorf("read texts %s: %w", name, err)
		}
		for id, v := range raw {
			if all[id] != nil {
				return nil, fmt.Errorf("read texts %s: message %q stands in two folders", name, id)
			}
			m, err := i18n.NewMessage(v)
			if err != nil {
				return nil, fmt.Errorf("read texts %s: message %q: %w", name, id, err)
			}
			m.ID = id
			all[id] = m
		}
	}
	return all, nil
}

// donorOf lends plural forms: English has two, everything else here gets Khmer's single one.
func donorOf(tag string) language.Tag {
	if tag == "en" {
		return language.English
	}
	return language.Khmer
}

func newTexts(tag string, base, own map[string]*i18n.Message) (*texts, error) {
	donor := donorOf(tag)
	b := i18n.NewBundle(donor)
	for _, m := range base {
		if err := b.AddMessages(donor, m); err != nil {
			return nil, fmt.Errorf("add message %s/%s: %w", tag, m.ID, err)
		}
	}
	for _, m := range own {
		if err := b.AddMessages(donor, m); err != nil {
			return nil, fmt.Errorf("add message %s/%s: %w", tag, m.ID, err)
		}
	}
	return &texts{localizer: i18n.NewLocalizer(b, donor.String()), own: own, donor: donor.String()}, nil
}

// Languages returns the languages in the order of the picker.
func (c *Catalog) Languages() []Language { return slices.Clone(c.languages) }

// Written returns the languages that have texts of their own, in the order of the picker. The others are only heard.
func (c *Catalog) Written() []Language {
	return slices.DeleteFunc(c.Languages(), func(l Language) bool { return l.State == Scaffold })
}

// Language returns the language of a tag.
func (c *Catalog) Language(tag string) (Language, bool) {
	i := slices.IndexFunc(c.languages, func(l Language) bool { return l.Tag == tag })
	if i < 0 {
		return Language{}, false
	}
	return c.languages[i], true
}

// Has tells whether a language has a text of its own for id; else Text answers in Vietnamese.
func (c *Catalog) Has(lang, id string) bool {
	t := c.texts[lang]
	return t != nil && t.own[id] != nil
}

// IDs returns all message ids, sorted.
func (c *Catalog) IDs() []string {
	ids := make([]string, 0, len(c.texts[Default].own))
	for id := range c.texts[Default].own {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Text returns message id in a language, with its named places filled from pairs of name and value:
// Text("en", "track.due", "date", "3/12/2026"). The value of "n" chooses the plural form. A language that is not
// known or lacks the message answers in Vietnamese. A message that does not exist at all, or whose places are
// not filled, returns its id in angle brackets: tests render every message, so that nobody meets one.
func (c *Catalog) Text(lang, id string, pairs ...any) string {
	t := c.texts[lang]
	if t == nil {
		t = c.texts[Default]
	}
	cfg := &i18n.LocalizeConfig{MessageID: id, TemplateParser: parser, TemplateData: places(pairs)}
	if m := t.own[id]; m != nil && m.One != "" {
		cfg.PluralCount = cfg.TemplateData.(map[string]any)["n"]
	}
	s, err := t.localizer.Localize(cfg)
	if err != nil && s == "" {
		return "<" + id + ">"
	}
	return s
}

var parser = &template.TextParser{Option: "missingkey=error"}

func places(pairs []any) map[string]any {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return m
}

// Date writes a day as it is written in Việt Nam, in every language: 3/12/2026.
func Date(t time.Time) string { return t.In(Zone).Format("2/1/2006") }

// Moment writes a day and the time of day: 14:05, 3/12/2026.
func Moment(t time.Time) string { return t.In(Zone).Format("15:04, 2/1/2006") }

// Zone is the time of Việt Nam, seven hours ahead of UTC all year.
var Zone = time.FixedZone("ICT", 7*60*60)

// Dong writes an amount of money with dots between thousands: 15.000.
func Dong(amount int64) string {
	s := fmt.Sprint(amount)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// Coverage returns how many messages of each folder a language has texts of its own for, and how many there are.
func Coverage(fsys fs.FS, tag string) (map[string][2]int, error) {
	folders, err := fs.Glob(fsys, "*/"+Default+".json")
	if err != nil {
		return nil, err
	}
	out := map[string][2]int{}
	for _, f := range folders {
		all, err := keys(fsys, f)
		if err != nil {
			return nil, err
		}
		own, err := keys(fsys, path.Join(path.Dir(f), tag+".json"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		out[path.Dir(f)] = [2]int{len(own), len(all)}
	}
	return out, nil
}

// keys returns the message ids of one file, sorted.
func keys(fsys fs.FS, name string) ([]string, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("read texts %s: %w", name, err)
	}
	return slices.Sorted(maps.Keys(raw)), nil
}

// Files returns the embedded files of texts.
func Files() fs.FS { return embedded }
