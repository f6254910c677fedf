package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"danloi/open311"
)

// apiDoc is as much of the description as is held against the program.
type apiDoc struct {
	Paths map[string]map[string]struct {
		Example   string `yaml:"x-example"`
		Responses map[string]struct {
			Ref     string `yaml:"$ref"`
			Content map[string]struct{ Schema apiSchema }
		}
	}
	Components struct {
		Schemas   map[string]apiSchema
		Responses map[string]any
	}
}

type apiSchema struct {
	Ref        string `yaml:"$ref"`
	Type       string
	Nullable   bool
	Required   []string
	Properties map[string]apiSchema
	Items      *apiSchema
	Additional *apiSchema `yaml:"additionalProperties"`
}

func readAPI(t *testing.T) apiDoc {
	t.Helper()
	var doc apiDoc
	must(t, yaml.Unmarshal(openAPI, &doc))
	return doc
}

// TestOpenAPIRoutes: what is described is there, and what is there for programs is described.
func TestOpenAPIRoutes(t *testing.T) {
	h := newHouse(t)
	var described []string
	for path, methods := range readAPI(t).Paths {
		for method := range methods {
			described = append(described, strings.ToUpper(method)+" "+path)
		}
	}
	routes := slices.Concat(slices.Collect(maps.Keys(h.dataRoutes())), open311.Paths())
	slices.Sort(described)
	slices.Sort(routes)
	if !slices.Equal(described, routes) {
		t.Errorf("described: %s\nthere:     %s", strings.Join(described, ", "), strings.Join(routes, ", "))
	}
}

// TestOpenAPIAnswers asks for each example and holds the answer against its schema, field by field.
func TestOpenAPIAnswers(t *testing.T) {
	h := newHouse(t).fill()
	h.many("more", 30, "chieu_sang", "01840", true)
	h.publish("lamp", "Đèn tổ 4 không sáng")
	doc := readAPI(t)
	asked := 0
	for path, methods := range doc.Paths {
		m, ok := methods["get"]
		if !ok || m.Example == "" {
			continue
		}
		asked++
		a := h.browser().get(strings.Replace(m.Example, "{ref}", h.public("lamp"), 1))
		kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
		content, ok := m.Responses["200"].Content[kind]
		if a.status != http.StatusOK || !ok {
			t.Errorf("%s: status %d, %s is not described", path, a.status, kind)
			continue
		}
		if kind == "application/json" {
			var v any
			must(t, json.Unmarshal([]byte(a.body), &v))
			for _, fault := range doc.check(path, content.Schema, v) {
				t.Error(fault)
			}
		}
	}
	if asked < 10 {
		t.Errorf("only %d examples were asked for", asked)
	}
}

// check returns what a value has that its schema does not allow.
func (d apiDoc) check(at string, s apiSchema, v any) (faults []string) {
	if s.Ref != "" {
		name := s.Ref[strings.LastIndex(s.Ref, "/")+1:]
		found, ok := d.Components.Schemas[name]
		if !ok {
			return []string{at + ": no schema " + name}
		}
		return d.check(at, found, v)
	}
	bad := func(what string) []string { return []string{fmt.Sprintf("%s: %s, want %s", at, what, s.Type)} }
	switch v := v.(type) {
	case nil:
		if !s.Nullable {
			return bad("null")
		}
	case string:
		if s.Type != "string" {
			return bad("a string")
		}
	case bool:
		if s.Type != "boolean" {
			return bad("a boolean")
		}
	case float64:
		if s.Type != "number" && (s.Type != "integer" || v != float64(int(v))) {
			return bad("a number")
		}
	case []any:
		if s.Type != "array" {
			return bad("an array")
		}
		for i, one := range v {
			faults = append(faults, d.check(fmt.Sprintf("%s[%d]", at, i), *s.Items, one)...)
		}
	case map[string]any:
		if s.Type != "object" {
			return bad("an object")
		}
		for _, name := range s.Required {
			if _, ok := v[name]; !ok {
				faults = append(faults, at+": lacks "+name)
			}
		}
		for name, one := range v {
			of, ok := s.Properties[name]
			if !ok && s.Additional != nil {
				of, ok = *s.Additional, true
			}
			if !ok {
				faults = append(faults, at+": "+name+" is not described")
				continue
			}
			faults = append(faults, d.check(at+"."+name, of, one)...)
		}
	}
	return faults
}
