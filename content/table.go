package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// table reads one YAML mapping key by key. It reports what has the wrong shape where it stands, remembers the
// line of every value, and at the end names the keys nobody asked for.
type table struct {
	src    *source
	path   string // of the mapping inside the file: "" or "fees.0."
	at     lines
	line   int
	keys   map[string]*yaml.Node // the key's own node, for its line
	values map[string]*yaml.Node
}

// parseTable reads a YAML document that is one mapping. A document that is none is reported and read as an
// empty mapping.
func parseTable(src *source, text string) *table {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		line, detail := yamlFault(text, err)
		src.ps.add(Problem{File: src.path, Line: line, Severity: Error, ID: "yaml", Detail: detail,
			Cure: "put text that holds a colon, # or a quote mark between '…'"})
		return newTable(src, nil, "", lines{})
	}
	if len(doc.Content) == 0 {
		return newTable(src, nil, "", lines{})
	}
	return newTable(src, doc.Content[0], "", lines{})
}

func newTable(src *source, n *yaml.Node, path string, at lines) *table {
	t := &table{src: src, path: path, at: at, line: 1, keys: map[string]*yaml.Node{}, values: map[string]*yaml.Node{}}
	if n == nil || isNull(n) {
		return t
	}
	t.line = n.Line
	if n.Kind != yaml.MappingNode {
		src.fault(n.Line, "yaml-shape", t.name("")+"expected lines of the form key: value")
		return t
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		t.put(n.Content[i], n.Content[i+1])
	}
	return t
}

func (t *table) put(key, value *yaml.Node) {
	if _, twice := t.keys[key.Value]; twice {
		t.src.fault(key.Line, "key-twice", fmt.Sprintf("the key %q stands twice", t.path+key.Value))
		return
	}
	t.keys[key.Value], t.values[key.Value] = key, value
	t.at[t.path+key.Value] = key.Line
}

// name returns the place of a key for a message.
func (t *table) name(key string) string {
	if p := strings.TrimSuffix(t.path+key, "."); p != "" {
		return p + ": "
	}
	return ""
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// take returns the value of a key and marks it as known; nil when it is absent or empty.
func (t *table) take(key string) *yaml.Node {
	n := t.values[key]
	delete(t.keys, key)
	if n == nil || isNull(n) {
		return nil
	}
	return n
}

// done reports the keys that were never taken.
func (t *table) done() {
	for _, k := range sortedKeys(t.keys) {
		t.src.fault(t.keys[k].Line, "key-unknown", fmt.Sprintf("unknown key %q", t.path+k))
	}
}

// text returns a scalar, its spaces joined, or "".
func (t *table) text(key string) string {
	n := t.take(key)
	if n == nil {
		return ""
	}
	return t.scalar(n, key)
}

func (t *table) scalar(n *yaml.Node, key string) string {
	if n.Kind != yaml.ScalarNode {
		t.src.fault(n.Line, "yaml-shape", t.name(key)+"expected one text")
		return ""
	}
	return strings.Join(strings.Fields(n.Value), " ")
}

// texts returns a list of scalars.
func (t *table) texts(key string) []string {
	var out []string
	for i, n := range t.items(key) {
		t.at[t.path+key+"."+strconv.Itoa(i)] = n.Line
		if s := t.scalar(n, key); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// tables returns a list of mappings.
func (t *table) tables(key string) []*table {
	var out []*table
	for i, n := range t.items(key) {
		path := t.path + key + "." + strconv.Itoa(i)
		t.at[path] = n.Line
		out = append(out, newTable(t.src, n, path+".", t.at))
	}
	return out
}

func (t *table) items(key string) []*yaml.Node {
	n := t.take(key)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		t.src.fault(n.Line, "yaml-shape", t.name(key)+"expected a list")
		return nil
	}
	return n.Content
}

// table returns the mapping under a key; an absent one is empty.
func (t *table) table(key string) *table {
	return newTable(t.src, t.take(key), t.path+key+".", t.at)
}

// all returns a mapping of scalars.
func (t *table) all(key string) map[string]string {
	sub := t.table(key)
	out := map[string]string{}
	for _, k := range sortedKeys(sub.values) {
		if s := sub.text(k); s != "" {
			out[k] = s
		}
	}
	return out
}

// number returns a whole number from 0 up, or 0.
func (t *table) number(key string) int64 {
	n := t.take(key)
	if n == nil {
		return 0
	}
	v, err := strconv.ParseInt(n.Value, 10, 64)
	if n.Kind != yaml.ScalarNode || err != nil || v < 0 {
		t.src.fault(n.Line, "yaml-shape", t.name(key)+"expected a whole number without points")
		return 0
	}
	return v
}

// truth returns true or false.
func (t *table) truth(key string) bool {
	n := t.take(key)
	if n == nil {
		return false
	}
	if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" {
		t.src.fault(n.Line, "yaml-shape", t.name(key)+"expected true or false")
	}
	return n.Value == "true"
}

// date returns a day, or the zero Date.
func (t *table) date(key string) Date {
	n := t.take(key)
	if n == nil {
		return Date{}
	}
	d, err := ParseDate(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		t.src.fault(n.Line, "date", t.name(key)+"expected a day such as 2026-11-21")
	}
	return d
}

// choice returns a scalar that must be one of the values allowed.
func (t *table) choice(key string, allowed []string) string {
	n := t.values[key]
	v := t.text(key)
	if v != "" && !slices.Contains(allowed, v) {
		t.src.fault(n.Line, "value-unknown",
			fmt.Sprintf("%s%q is not one of %s", t.name(key), v, strings.Join(allowed, ", ")))
		return ""
	}
	return v
}

// need reports a key that is absent or empty. Call it before the key is taken.
func (t *table) need(keys ...string) {
	for _, k := range keys {
		if n := t.values[k]; n == nil || isNull(n) {
			t.src.fault(t.lineOf(k), "key-missing", fmt.Sprintf("%q is missing", t.path+k))
		}
	}
}

// lineOf returns the line of a key, or of the mapping where the key is absent.
func (t *table) lineOf(key string) int {
	if l, ok := t.at[t.path+key]; ok {
		return l
	}
	return t.line
}
