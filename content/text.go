package content

// Plain and HTML come from one parse, so that chat and pages never tell two stories.

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// parseMarkdown returns the tree of a text and the bytes its nodes point into.
func parseMarkdown(text string) (ast.Node, []byte) {
	source := []byte(text)
	return goldmark.DefaultParser().Parse(gmtext.NewReader(source)), source
}

// HTML returns a Markdown text of the library as HTML for a page. Raw HTML in it and links to scripts are
// dropped.
func HTML(text string) template.HTML {
	var b strings.Builder
	if err := goldmark.Convert([]byte(text), &b); err != nil {
		// A strings.Builder takes every write, so this is out of reach; the words are shown all the same.
		return template.HTML(template.HTMLEscapeString(text))
	}
	return template.HTML(b.String())
}

// Plain returns a Markdown text of the library for a chat: paragraphs parted by a blank line, list items
// as lines that begin with "• ", bold as plain words, a link as "words: address".
func Plain(text string) string {
	root, source := parseMarkdown(text)
	p := plainWriter{source: source}
	p.blocks(root)
	return strings.TrimSpace(p.b.String())
}

type plainWriter struct {
	b      strings.Builder
	source []byte
}

func (p *plainWriter) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.List:
			p.list(n)
		case *ast.Blockquote:
			p.blocks(n)
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
			p.b.Write(n.Lines().Value(p.source))
		case *ast.ThematicBreak:
		default:
			p.inlines(n)
			p.b.WriteString("\n")
		}
		if n.NextSibling() != nil {
			p.b.WriteString("\n")
		}
	}
}

func (p *plainWriter) list(l *ast.List) {
	number := l.Start
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		if l.IsOrdered() {
			fmt.Fprintf(&p.b, "%d. ", number)
			number++
		} else {
			p.b.WriteString("• ")
		}
		for c := item.FirstChild(); c != nil; c = c.NextSibling() {
			if sub, ok := c.(*ast.List); ok {
				p.list(sub)
				continue
			}
			p.inlines(c)
			p.b.WriteString("\n")
		}
	}
}

func (p *plainWriter) inlines(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			p.b.Write(literal(n.Segment.Value(p.source)))
			if n.SoftLineBreak() {
				p.b.WriteString(" ")
			} else if n.HardLineBreak() {
				p.b.WriteString("\n")
			}
		case *ast.String:
			p.b.Write(n.Value)
		case *ast.AutoLink:
			p.b.Write(n.URL(p.source))
		case *ast.RawHTML:
		case *ast.Link:
			p.link(n)
		default:
			p.inlines(n)
		}
	}
}

// link writes "words: address", or the address alone where the words are the address.
func (p *plainWriter) link(n *ast.Link) {
	sub := plainWriter{source: p.source}
	sub.inlines(n)
	words, address := sub.b.String(), string(n.Destination)
	if words == "" || strings.Contains(address, words) {
		p.b.WriteString(address)
		return
	}
	p.b.WriteString(words + ": " + address)
}

// literal returns what a reader sees of a piece of Markdown text: escapes and entities resolved.
func literal(b []byte) []byte {
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(b)))
}
