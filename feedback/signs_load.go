package feedback

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// The shapes of triage.yaml.
type (
	triageDoc struct {
		Words  map[string][]string
		Groups map[string][]string
		Tones  []string
		Kinds  []lined[kindDoc]
	}
	kindDoc struct {
		Kind  Kind
		Door  string
		Less  []string
		Signs []lined[signDoc]
	}
	signDoc struct {
		Weight                            float64
		Door                              string
		Numbers                           []string
		Say, Marked, Plain, All, Not, Raw []string
	}
)

// LoadSigns reads the signs. fsys is an operator's folder whose triage.yaml replaces the embedded one, or nil. All
// faults are reported at once, each with file and line.
func LoadSigns(fsys fs.FS) (*Signs, error) {
	s, err := readSigns(fsys)
	if err != nil {
		return nil, err
	}
	if err := s.loadHunch(fsys); err != nil {
		return nil, err
	}
	return s, nil
}

// readSigns reads the signs without what was learned behind them.
func readSigns(fsys fs.FS) (*Signs, error) {
	data, err := readData(fsys, triageFile)
	if err != nil {
		return nil, err
	}
	var doc triageDoc
	if err := decodeStrict(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", triageFile, err)
	}
	f := &faults{file: triageFile}
	r, err := loadReader(fsys)
	if err != nil {
		return nil, err
	}
	s := &Signs{reader: r}
	for _, l := range doc.Kinds {
		if !l.value.Kind.Known() {
			f.add(l.node, "kind %q is unknown", l.value.Kind)
		}
		s.kinds = append(s.kinds, s.kind(l.value, doc, f))
	}
	if len(s.kinds) == 0 {
		f.add(nil, "no kinds")
	}
	s.hunch = &hunch{groups: newGroups(r, doc.Words, doc.Groups, f)}
	return s, f.err()
}

func (s *Signs) kind(doc kindDoc, all triageDoc, f *faults) kindSigns {
	k := kindSigns{kind: doc.Kind, door: doc.Door}
	for _, l := range doc.Signs {
		d := l.value
		patterns := func(list []string) phrases {
			parsed, err := parsePatterns(s.reader, list, all.Words)
			if err != nil {
				f.add(l.node, "%v", err)
			}
			return newPhrases(parsed)
		}
		say, toned := split(d.Say, all.Tones)
		g := sign{
			weight: d.Weight, door: d.Door, numbers: d.Numbers, say: patterns(say),
			marked: patterns(append(toned, d.Marked...)), plain: patterns(d.Plain), not: patterns(d.Not),
		}
		if g.weight == 0 {
			g.weight = enough
		}
		for _, list := range d.All {
			g.all = append(g.all, patterns([]string{list}))
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
	less, err := parsePatterns(s.reader, doc.Less, all.Words)
	if err != nil {
		f.add(nil, "%s: less: %v", doc.Kind, err)
	}
	k.less = newPhrases(less)
	return k
}

func parsePatterns(r reader, list []string, classes map[string][]string) ([]pattern, error) {
	var parsed []pattern
	for _, say := range list {
		for _, plain := range expand(say, classes) {
			p, err := parsePattern(r, plain)
			if err != nil {
				return nil, err
			}
			parsed = append(parsed, p)
		}
	}
	return parsed, nil
}

// split parts the phrases that must have their tone marks from the others.
func split(list, tones []string) (others, toned []string) {
	for _, say := range list {
		if slices.Contains(tones, say) {
			toned = append(toned, say)
		} else {
			others = append(others, say)
		}
	}
	return others, toned
}

// expand writes a phrase once for each word of each class that it names as {class}.
func expand(say string, classes map[string][]string) []string {
	before, rest, ok := strings.Cut(say, "{")
	if !ok {
		return []string{say}
	}
	class, after, _ := strings.Cut(rest, "}")
	var list []string
	for _, word := range classes[class] {
		list = append(list, expand(before+word+after, classes)...)
	}
	if len(list) == 0 {
		return []string{"*"} // refused as a phrase without words, with the line of the sign
	}
	return list
}
