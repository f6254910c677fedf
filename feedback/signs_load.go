package feedback

import (
	"fmt"
	"io/fs"
	"strings"

	"danloi/feedback/internal/spell"
)

// The shapes of triage.yaml.
type (
	triageDoc struct {
		Kinds []lined[kindDoc]
	}
	kindDoc struct {
		Kind  Kind
		Door  string
		Less  []string
		Signs []lined[signDoc]
	}
	signDoc struct {
		Weight                       float64
		Door                         string
		Numbers                      []string
		Say, Marked, Plain, Not, Raw []string
	}
)

// LoadSigns reads the signs. fsys is an operator's folder whose triage.yaml replaces the embedded one, or nil. All
// faults are reported at once, each with file and line.
func LoadSigns(fsys fs.FS) (*Signs, error) {
	data, err := readData(fsys, triageFile)
	if err != nil {
		return nil, err
	}
	var doc triageDoc
	if err := decodeStrict(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", triageFile, err)
	}
	f := &faults{file: triageFile}
	s := &Signs{letters: spell.New()}
	for _, l := range doc.Kinds {
		if !l.value.Kind.Known() {
			f.add(l.node, "kind %q is unknown", l.value.Kind)
		}
		s.kinds = append(s.kinds, s.kind(l.value, f))
	}
	if len(s.kinds) == 0 {
		f.add(nil, "no kinds")
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Signs) kind(doc kindDoc, f *faults) kindSigns {
	k := kindSigns{kind: doc.Kind, door: doc.Door}
	for _, l := range doc.Signs {
		d := l.value
		patterns := func(list []string) []pattern {
			parsed, err := parsePatterns(s.letters, list)
			if err != nil {
				f.add(l.node, "%v", err)
			}
			return parsed
		}
		g := sign{
			weight: d.Weight, door: d.Door, numbers: d.Numbers, say: patterns(d.Say), marked: patterns(d.Marked),
			plain: patterns(d.Plain), not: patterns(d.Not),
		}
		if g.weight == 0 {
			g.weight = enough
		}
		for _, part := range d.Raw {
			g.raw = append(g.raw, strings.ToLower(part))
		}
		for _, n := range d.Numbers {
			if len(n) != 3 || n < "111" || n > "115" {
				f.add(l.node, "number %q is not an emergency number", n)
			}
		}
		k.signs = append(k.signs, g)
	}
	less, err := parsePatterns(s.letters, doc.Less)
	if err != nil {
		f.add(nil, "%s: less: %v", doc.Kind, err)
	}
	k.less = less
	return k
}

func parsePatterns(letters spell.Alphabet, list []string) ([]pattern, error) {
	var parsed []pattern
	for _, say := range list {
		p, err := parsePattern(letters, say)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, p)
	}
	return parsed, nil
}
