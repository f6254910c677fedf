// Package danloi_test holds what is true of the whole house.
package danloi_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// module is the name under which the packages import each other.
const module = "danloi"

// layers says which packages of this module each package may import. A new arrow is a decision, not a fix: see
// docs/decisions/. Programs and tests are free.
var layers = map[string][]string{
	"locales":                  {},
	"content":                  {},
	"feedback":                 {"feedback/area", "feedback/internal/linear", "feedback/internal/spell"},
	"feedback/area":            {"feedback/internal/spell"},
	"feedback/figures":         {"feedback"},
	"feedback/internal/linear": {},
	"feedback/internal/spell":  {},
	"learn":                    {"content"},
	"open311":                  {},
	"scam":                     {},
	"search":                   {"search/vi", "search/km"},
	"search/vi":                {},
	"search/km":                {},
	"search/eval":              {"search", "search/vi"},
	"leaflet":                  {"content", "locales"},
	"kit":                      {"content", "leaflet", "locales"},
	"bot":                      {"content", "feedback", "feedback/area", "learn", "locales", "scam", "search"},
	"bot/bottest":              {"bot", "content", "feedback", "feedback/area", "locales", "search"},
	"bot/telegram":             {"bot"},
	"bot/telegram/tgtest":      {},
	"bot/webchat":              {"bot", "locales"},
	"store":                    {"feedback", "learn"},
	"store/bolt":               {"store"},
	"store/postgres":           {"store"},
	"store/storetest":          {"feedback", "learn", "store"},
	"bot/dispatch":             {"bot", "feedback", "learn", "store"},
	"mail":                     {},
	"mail/mailtest":            {},
	"notify":                   {"bot", "feedback", "feedback/area", "locales", "mail", "store"},
	"web":                      {"bot", "bot/dispatch", "content", "feedback", "feedback/area", "feedback/figures", "leaflet", "learn", "locales", "notify", "open311", "store"},
	"internal/browser":         {},
}

// programs are built from the packages and imported by none.
func program(pkg string) bool {
	return strings.HasPrefix(pkg, "cmd/") || strings.Contains(pkg, "/cmd/")
}

// forTests tells packages that only tests import.
func forTests(pkg string) bool { return strings.HasSuffix(pkg, "test") }

// pure are the packages without clock, network, file, log or database: everything comes in by a value.
var pure = map[string]bool{"bot": true, "feedback": true, "feedback/figures": true, "learn": true}

// impure is what a pure package may not import.
var impure = []string{"net", "net/http", "os", "os/exec", "log", "log/slog", "database/sql", "math/rand", "math/rand/v2", "crypto/rand", "time/tzdata"}

// TestLayers reads the imports of every package and holds them against the table.
func TestLayers(t *testing.T) {
	for pkg, imports := range readImports(t) {
		if program(pkg) {
			continue
		}
		allowed, known := layers[pkg]
		if !known {
			t.Errorf("package %s is not in the table of layers", pkg)
			continue
		}
		for _, i := range imports {
			inner, ours := strings.CutPrefix(i, module+"/")
			if ours && !slices.Contains(allowed, inner) {
				t.Errorf("%s imports %s, which the table of layers does not allow", pkg, inner)
			}
			if pure[pkg] && slices.Contains(impure, i) {
				t.Errorf("%s is pure and imports %s", pkg, i)
			}
		}
	}
}

// TestNoProgramIsImported sees that programs stay at the end of all arrows, that nothing but programs and tests knows
// the drivers of the store, and nothing but tests the packages made for them.
func TestNoProgramIsImported(t *testing.T) {
	for pkg, imports := range readImports(t) {
		for _, i := range imports {
			inner, ours := strings.CutPrefix(i, module+"/")
			if ours && program(inner) {
				t.Errorf("%s imports the program %s", pkg, inner)
			}
			if ours && (forTests(inner) || inner == "internal/browser") && !forTests(pkg) && !program(pkg) {
				t.Errorf("%s imports %s, which is for tests", pkg, inner)
			}
			driver := inner == "store/bolt" || inner == "store/postgres"
			if ours && driver && !program(pkg) {
				t.Errorf("%s imports the driver %s", pkg, inner)
			}
		}
	}
}

// TestLayersHaveNoCycle sees that the table itself is an order.
func TestLayersHaveNoCycle(t *testing.T) {
	const visiting, done = 1, 2
	state := map[string]int{}
	var visit func(pkg string, trail []string)
	visit = func(pkg string, trail []string) {
		switch state[pkg] {
		case visiting:
			t.Errorf("the table has a cycle: %s", strings.Join(append(trail, pkg), " -> "))
		case done:
		default:
			state[pkg] = visiting
			for _, next := range layers[pkg] {
				visit(next, append(trail, pkg))
			}
			state[pkg] = done
		}
	}
	for pkg := range layers {
		visit(pkg, nil)
	}
}

// TestNoTextInCode sees that no text in Vietnamese or Khmer stands in the code: people's texts belong to locales/ and
// content/, where translators find them. Packages that read those languages hold letters to compare with.
func TestNoTextInCode(t *testing.T) {
	letters := []string{"search", "scam", "feedback/internal/spell", "feedback/area"}
	eachFile(t, func(name string, fset *token.FileSet, file *ast.File) {
		pkg := path.Dir(name)
		if forTests(pkg) || slices.ContainsFunc(letters, func(p string) bool { return pkg == p || strings.HasPrefix(pkg, p+"/") }) {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if slices.ContainsFunc([]rune(lit.Value), foreign) {
				t.Errorf("%s: text in code: %s", fset.Position(lit.Pos()), lit.Value)
			}
			return true
		})
	})
}

// foreign tells letters of Vietnamese with marks, and letters outside the Latin alphabet.
func foreign(r rune) bool {
	return unicode.IsLetter(r) && (!unicode.Is(unicode.Latin, r) || r > unicode.MaxASCII)
}

// readImports reads what each package imports outside its tests.
func readImports(t *testing.T) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	eachFile(t, func(name string, _ *token.FileSet, file *ast.File) {
		pkg := path.Dir(name)
		if imports[pkg] == nil {
			imports[pkg] = []string{}
		}
		for _, spec := range file.Imports {
			i, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if !slices.Contains(imports[pkg], i) {
				imports[pkg] = append(imports[pkg], i)
			}
		}
	})
	if len(imports) < 15 {
		t.Fatalf("only %d packages were found", len(imports))
	}
	return imports
}

// eachFile parses every file of Go that is not a test.
func eachFile(t *testing.T, do func(name string, fset *token.FileSet, file *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch base := filepath.Base(name); {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "data" || base == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go"):
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("parse %s: %w", name, err)
		}
		do(filepath.ToSlash(name), fset, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
