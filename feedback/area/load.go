package area

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"danloi/feedback/internal/spell"
)

// packed is the whole country, made by cmd/compact. Its lines have fields parted by tabs:
//
//	P code name type                              a province now; its communes follow
//	C code name type lat lon minlat minlon maxlat maxlon
//	A alias province                              another name of a province
//	O name type province                          a province before July 2025; its districts follow
//	D name type targets                           a district; its communes follow
//	F name type targets                           a former commune
//
// A target is a commune code and a letter: f whole, p part, a part but all the people, l land only, w coarse.
//
//go:embed areas.txt.gz
var packed []byte

// level says what a unit is.
type level uint8

const (
	commune  level = iota // today
	former                // a commune before July 2025
	district              // before July 2025
	older                 // a province before July 2025
	province              // today, also by another name
)

// unit is anything that has a name.
type unit struct {
	self        int32 // index in Areas.units
	level       level
	name, kind  string
	exact, fold string
	district    int32 // unit of the former district, or -1
	older       int32 // unit of the former province, or -1
	province    int16 // Areas.provinces
	targets     []target
}

// target is a commune of today to which a former unit went.
type target struct {
	commune int32 // Areas.communes
	share   byte
}

// box is the bounding box of a commune in degrees.
type box struct{ minLat, minLon, maxLat, maxLon float64 }

// Areas is all provinces, communes and former units. It is made by Load and read-only.
type Areas struct {
	letters      spell.Alphabet
	provinces    []Province
	communes     []Area
	boxes        []box
	units        []unit
	names        map[string][]int32 // folded name → units
	communeCode  map[string]int32
	provinceCode map[string]int16
	first        []int32   // by province: index of its first commune; one more at the end
	olders       [][]int32 // by commune: units of the provinces of before July 2025 from which it was made
	here         [][]int32 // by province: its units below the province
}

// Load reads the embedded areas. It takes some tens of milliseconds; call it once, at start.
func Load() (*Areas, error) {
	zr, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack areas: %w", err)
	}
	text, err := io.ReadAll(bufio.NewReader(zr))
	if err != nil {
		return nil, fmt.Errorf("unpack areas: %w", err)
	}
	a := &Areas{
		letters: spell.New(), names: make(map[string][]int32, 12000), units: make([]unit, 0, 16000),
		communeCode: make(map[string]int32, 3400), provinceCode: map[string]int16{},
	}
	if err := a.read(string(text)); err != nil {
		return nil, fmt.Errorf("read areas: %w", err)
	}
	return a, nil
}

func (a *Areas) read(text string) error {
	r := reader{a: a, older: -1, district: -1}
	for n := 1; text != ""; n++ {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		if n == 1 {
			if line != "areas\t1" {
				return fmt.Errorf("line 1: unknown version %q", line)
			}
			continue
		}
		if err := r.line(strings.Split(line, "\t")); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	a.first = append(a.first, int32(len(a.communes)))
	return nil
}

// reader remembers which province and district the next lines belong to.
type reader struct {
	a               *Areas
	older, district int32
}

func (r *reader) line(f []string) error {
	width := map[string]int{"P": 4, "C": 10, "A": 3, "O": 4, "D": 4, "F": 4}[f[0]]
	if len(f) != width {
		return fmt.Errorf("%q has %d fields, want %d", f[0], len(f), width)
	}
	switch f[0] {
	case "P":
		return r.province(f)
	case "C":
		return r.commune(f)
	case "A":
		return r.alias(f)
	case "O":
		return r.old(f)
	}
	return r.former(f)
}

func (r *reader) province(f []string) error {
	a := r.a
	p := int16(len(a.provinces))
	a.provinceCode[f[1]] = p
	a.provinces = append(a.provinces, Province{Code: f[1], Name: f[2], Type: f[3]})
	a.first = append(a.first, int32(len(a.communes)))
	a.here = append(a.here, nil)
	a.add(unit{level: province, name: f[2], kind: f[3], province: p, district: -1, older: -1})
	return nil
}

func (r *reader) commune(f []string) error {
	a := r.a
	var n [6]float64
	for i := range n {
		if f[i+4] == "" { // islands far out have a point but no box
			continue
		}
		v, err := strconv.ParseFloat(f[i+4], 64)
		if err != nil {
			return fmt.Errorf("commune %s: %w", f[1], err)
		}
		n[i] = v
	}
	p := int16(len(a.provinces) - 1)
	if p < 0 {
		return fmt.Errorf("commune %s has no province", f[1])
	}
	i := int32(len(a.communes))
	a.communeCode[f[1]] = i
	a.communes = append(a.communes, Area{
		Code: f[1], Name: f[2], Type: f[3], Province: a.provinces[p].Code, Lat: n[0], Lon: n[1],
	})
	a.boxes = append(a.boxes, box{n[2], n[3], n[4], n[5]})
	a.olders = append(a.olders, nil)
	a.add(unit{
		level: commune, name: f[2], kind: f[3], province: p, district: -1, older: -1,
		targets: []target{{commune: i, share: 'f'}},
	})
	return nil
}

func (r *reader) alias(f []string) error {
	p, ok := r.a.provinceCode[f[2]]
	if !ok {
		return fmt.Errorf("alias of unknown province %q", f[2])
	}
	r.a.add(unit{level: province, name: f[1], province: p, district: -1, older: -1})
	return nil
}

func (r *reader) old(f []string) error {
	p, ok := r.a.provinceCode[f[3]]
	if !ok {
		return fmt.Errorf("former province in unknown province %q", f[3])
	}
	r.district = -1
	r.older = r.a.add(unit{level: older, name: f[1], kind: f[2], province: p, district: -1, older: -1})
	return nil
}

func (r *reader) former(f []string) error {
	a := r.a
	if r.older < 0 {
		return fmt.Errorf("former unit has no province")
	}
	u := unit{level: former, name: f[1], kind: f[2], district: r.district, older: r.older}
	if f[0] == "D" {
		u.level, u.district = district, -1
	}
	u.province = a.units[r.older].province
	for code := range strings.FieldsSeq(f[3]) {
		i, ok := a.communeCode[code[:len(code)-1]]
		if !ok {
			return fmt.Errorf("former unit went to unknown commune %q", code)
		}
		u.targets = append(u.targets, target{commune: i, share: code[len(code)-1]})
		if f[0] == "F" && !slices.Contains(a.olders[i], r.older) {
			a.olders[i] = append(a.olders[i], r.older)
		}
	}
	i := a.add(u)
	if f[0] == "D" {
		r.district = i
	}
	return nil
}

// add gives a unit its keys and a place in the index.
func (a *Areas) add(u unit) int32 {
	i := int32(len(a.units))
	u.self = i
	u.kind = strings.ToLower(u.kind)
	u.exact, u.fold = a.letters.Keys(u.name)
	a.units = append(a.units, u)
	if u.fold != "" {
		a.names[u.fold] = append(a.names[u.fold], i)
	}
	if u.level == commune || u.level == former || u.level == district {
		a.here[u.province] = append(a.here[u.province], i)
	}
	return i
}

// Province returns the province with this code.
func (a *Areas) Province(code string) (Province, bool) {
	i, ok := a.provinceCode[code]
	if !ok {
		return Province{}, false
	}
	return a.provinces[i], true
}

// Provinces returns all provinces in the order of their codes. The caller does not change them.
func (a *Areas) Provinces() []Province { return a.provinces }

// Commune returns the commune with this code.
func (a *Areas) Commune(code string) (Area, bool) {
	i, ok := a.communeCode[code]
	if !ok {
		return Area{}, false
	}
	return a.communes[i], true
}

// Communes returns the communes of a province in the order of their codes, nothing for an unknown one. The caller
// does not change them.
func (a *Areas) Communes(province string) []Area {
	i, ok := a.provinceCode[province]
	if !ok {
		return nil
	}
	return a.communes[a.first[i]:a.first[i+1]]
}
