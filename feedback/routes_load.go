package feedback

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// The shape of routes.yaml.
type (
	routesDoc struct {
		Routes   []lined[routeDoc]
		Communes []lined[successorDoc]
	}
	routeDoc struct {
		Topic      string
		InsteadOf  string `yaml:"instead_of"`
		Area       string
		From       string
		Until      string
		Department string
		Why        string
	}
	successorDoc struct{ Was, Now, From string }
)

// loadRoutes reads routes.yaml and the codes of former communes into d, which has its topics and departments. All
// faults are reported at once, each with file and line.
func (d *Directory) loadRoutes(fsys fs.FS) error {
	data, err := readData(fsys, routesFile)
	if err != nil {
		return err
	}
	var doc routesDoc
	if err := decodeStrict(data, &doc); err != nil {
		return fmt.Errorf("%s: %w", routesFile, err)
	}
	f := &faults{file: routesFile}
	for _, l := range doc.Routes {
		d.addRoute(l, f)
	}
	for _, l := range doc.Communes {
		d.addSuccessor(l, f)
	}
	if d.former, err = loadFormer(); err != nil {
		return err
	}
	return f.err()
}

func (d *Directory) addRoute(l lined[routeDoc], f *faults) {
	r := l.value
	if (r.Topic == "") == (r.InsteadOf == "") {
		f.add(l.node, "a route has either topic or instead_of")
	}
	if t, ok := d.Topic(r.Topic); r.Topic != "" && (!ok || !t.Fileable()) {
		f.add(l.node, "topic %q is unknown or never a case", r.Topic)
	}
	if _, ok := d.Department(r.InsteadOf); r.InsteadOf != "" && !ok {
		f.add(l.node, "instead_of: department %q is unknown", r.InsteadOf)
	}
	if dep, ok := d.Department(r.Department); !ok || dep.ShowOnly {
		f.add(l.node, "department %q is unknown or never gets cases", r.Department)
	}
	if r.Area != "" && !communeCode(r.Area) {
		f.add(l.node, "area %q is not a commune code of five digits in quotes", r.Area)
	}
	if strings.TrimSpace(r.Why) == "" {
		f.add(l.node, "why is missing: name the decision")
	}
	checkDay(f, l.node, "from", r.From)
	if r.Until != "" {
		checkDay(f, l.node, "until", r.Until)
		if r.Until <= r.From {
			f.add(l.node, "until %s is not after from %s", r.Until, r.From)
		}
	}
	route := Rule(r)
	for _, other := range d.routes {
		if other.meets(route) {
			f.add(l.node, "two rules for the same matter hold on %s", max(other.From, route.From))
		}
	}
	d.routes = append(d.routes, route)
}

// meets reports whether two rules say different things of one matter on one day.
func (r Rule) meets(o Rule) bool {
	same := r.Topic == o.Topic && r.InsteadOf == o.InsteadOf && r.Area == o.Area
	return same && (r.Until == "" || o.From < r.Until) && (o.Until == "" || r.From < o.Until)
}

func (d *Directory) addSuccessor(l lined[successorDoc], f *faults) {
	s := l.value
	if !communeCode(s.Was) || !communeCode(s.Now) || s.Was == s.Now {
		f.add(l.node, "was and now are two commune codes of five digits in quotes, got %q and %q", s.Was, s.Now)
	}
	checkDay(f, l.node, "from", s.From)
	for _, other := range d.successors {
		if other.was == s.Was {
			f.add(l.node, "commune %s was merged twice", s.Was)
		}
	}
	d.successors = append(d.successors, successor{s.Was, s.Now, s.From})
}

func checkDay(f *faults, at *yaml.Node, what, day string) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		f.add(at, "%s: %q is not a day such as 2026-07-01", what, day)
	}
}

func communeCode(s string) bool {
	return len(s) == 5 && strings.Trim(s, "0123456789") == ""
}

// loadFormer reads which present commune a former code leads to.
func loadFormer() (map[string]string, error) {
	data, err := embedded.ReadFile(formerFile)
	if err != nil {
		return nil, err
	}
	former := make(map[string]string, 8000)
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		codes := strings.Fields(lines.Text())
		if len(codes) < 2 || !communeCode(codes[0]) {
			continue // the comment
		}
		for _, code := range codes[1:] {
			former[code] = codes[0]
		}
	}
	return former, lines.Err()
}
