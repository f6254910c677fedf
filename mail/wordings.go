package mail

import (
	"bytes"
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

//go:embed wordings.yaml
var wordingsFile []byte

// Wordings know how mail programs quote and sign, and by which words officers command. Make them with LoadWordings;
// they are read-only.
type Wordings struct {
	quotes, signatures, automatic []*regexp.Regexp
	opens, closes, headers        *regexp.Regexp
	commands                      map[string]string // folded words to the kind of action
	why                           []string          // folded
	empty                         map[string]bool   // folded
}

type wordingsDoc struct {
	Quotes     []string            `yaml:"quotes"`
	Opens      string              `yaml:"opens"`
	Closes     string              `yaml:"closes"`
	Headers    string              `yaml:"headers"`
	Signatures []string            `yaml:"signatures"`
	Commands   map[string][]string `yaml:"commands"`
	Why        []string            `yaml:"why"`
	Empty      []string            `yaml:"empty"`
	Automatic  []string            `yaml:"automatic"`
}

// LoadWordings reads the wordings that are part of the program.
func LoadWordings() (*Wordings, error) {
	var doc wordingsDoc
	d := yaml.NewDecoder(bytes.NewReader(wordingsFile))
	d.KnownFields(true)
	if err := d.Decode(&doc); err != nil {
		return nil, fmt.Errorf("read mail/wordings.yaml: %w", err)
	}
	w := &Wordings{commands: map[string]string{}, empty: map[string]bool{}}
	for _, list := range []struct {
		from []string
		to   *[]*regexp.Regexp
	}{{doc.Quotes, &w.quotes}, {doc.Signatures, &w.signatures}, {doc.Automatic, &w.automatic}} {
		for _, s := range list.from {
			r, err := regexp.Compile(s)
			if err != nil {
				return nil, fmt.Errorf("read mail/wordings.yaml: %w", err)
			}
			*list.to = append(*list.to, r)
		}
	}
	for _, one := range []struct {
		from string
		to   **regexp.Regexp
	}{{doc.Opens, &w.opens}, {doc.Closes, &w.closes}, {doc.Headers, &w.headers}} {
		r, err := regexp.Compile(one.from)
		if err != nil {
			return nil, fmt.Errorf("read mail/wordings.yaml: %w", err)
		}
		*one.to = r
	}
	for kind, words := range doc.Commands {
		for _, word := range words {
			w.commands[fold(word)] = kind
		}
	}
	for _, word := range doc.Why {
		w.why = append(w.why, fold(word))
	}
	for _, word := range doc.Empty {
		w.empty[fold(word)] = true
	}
	return w, nil
}

// fold writes a line in small letters, without tone marks and with single spaces.
func fold(s string) string {
	var out strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'đ':
			out.WriteByte('d')
		default:
			out.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

func anyMatch(list []*regexp.Regexp, s string) bool {
	for _, r := range list {
		if r.MatchString(s) {
			return true
		}
	}
	return false
}
