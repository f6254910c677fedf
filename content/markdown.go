package content

import (
	"fmt"
	"iter"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// nodes returns every node below root, root left out.
func nodes(root ast.Node) iter.Seq[ast.Node] {
	return func(yield func(ast.Node) bool) {
		// The walker gives no error of its own, and ours never returns one.
		_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering && n != root && !yield(n) {
				return ast.WalkStop, nil
			}
			return ast.WalkContinue, nil
		})
	}
}

// offsetOf returns where a node begins in its text; for one without text of its own, where the nearest
// node around it does.
func offsetOf(n ast.Node) int {
	for c := n; c != nil; c = c.FirstChild() {
		if t, ok := c.(*ast.Text); ok {
			return t.Segment.Start
		}
	}
	for c := n; c != nil; c = c.Parent() {
		if c.Type() == ast.TypeBlock && c.Lines() != nil && c.Lines().Len() > 0 {
			return c.Lines().At(0).Start
		}
	}
	return 0
}

// checkMarkdown reports what chat and pages cannot both show.
func checkMarkdown(p passage, ps *problems) {
	const cure = "use plain text, **bold**, - lists and [words](https://…) only"
	if !p.markdown {
		if strings.Contains(p.text, "**") || strings.Contains(p.text, "](") {
			ps.add(Problem{File: p.file, Line: p.line, Severity: Error, ID: "markdown",
				Detail: p.name + ": marks such as ** are not read here", Cure: "write plain text"})
		}
		return
	}
	root, _ := parseMarkdown(p.text)
	for n := range nodes(root) {
		if !allowedNode(n) {
			ps.add(Problem{File: p.file, Line: p.lineAt(offsetOf(n)), Severity: Error, ID: "markdown",
				Detail: fmt.Sprintf("%s: %s is not shown in a chat", p.name, n.Kind()), Cure: cure})
		}
	}
}

func allowedNode(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock, *ast.List, *ast.ListItem, *ast.Text, *ast.String, *ast.Link, *ast.AutoLink:
		return true
	case *ast.Emphasis:
		return n.Level == 2
	}
	return false
}
