package content

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

const allowedLinksFile = "allowed-links.yaml"

// allowedLinks are the hosts words may lead to, and those only a source may name.
type allowedLinks struct{ anywhere, sources []string }

// readAllowedLinks reads the list of fsys, or the embedded one where fsys has none.
func readAllowedLinks(fsys fs.FS, ps *problems) (allowedLinks, error) {
	src, err := openOr(fsys, allowedLinksFile, ps)
	if err != nil {
		return allowedLinks{}, err
	}
	t := parseTable(src, src.text)
	out := allowedLinks{anywhere: t.texts("anywhere"), sources: t.texts("sources")}
	t.done()
	return out, nil
}

// openOr opens a list of fsys, or the embedded one of the same name.
func openOr(fsys fs.FS, name string, ps *problems) (*source, error) {
	src, err := open(fsys, name, ps)
	if errors.Is(err, fs.ErrNotExist) {
		return open(embedded, name, ps)
	}
	return src, err
}

// fault says what is wrong with an address, or "". Only plain https addresses of listed hosts are good: no
// port, no user name, and no letters that merely look like others.
func (a allowedLinks) fault(address string, source bool) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return fmt.Sprintf("%q is not a web address", address)
	}
	if u.Scheme != "https" && !(source && u.Scheme == "http") {
		return fmt.Sprintf("%q does not begin with https://", address)
	}
	if u.User != nil || u.Port() != "" {
		return fmt.Sprintf("%q has a user name or port", address)
	}
	host := strings.ToLower(u.Hostname())
	if under(host, a.anywhere) || source && under(host, a.sources) {
		return ""
	}
	return fmt.Sprintf("%q is not on an allowed host", address)
}

func under(host string, hosts []string) bool {
	for _, h := range hosts {
		if host == h || strings.HasSuffix(host, "."+h) {
			return true
		}
	}
	return false
}

// check reports an address that must not be linked.
func (a allowedLinks) check(file string, line int, address string, source bool, ps *problems) {
	if f := a.fault(address, source); f != "" {
		ps.add(Problem{File: file, Line: line, Severity: Error, ID: "link", Detail: f,
			Cure: "leave it out, or add the host to " + allowedLinksFile + " after opening it"})
	}
}

var bareLink = regexp.MustCompile(`https?://[^\s)>"”]+`)

// checkPassage reports the addresses in words that must not be there, written as links or bare.
func (a allowedLinks) checkPassage(p passage, ps *problems) {
	for _, m := range bareLink.FindAllStringIndex(p.text, -1) {
		a.check(p.file, p.lineAt(m[0]), strings.TrimRight(p.text[m[0]:m[1]], ".,;:!?"), false, ps)
	}
	if !p.markdown {
		return
	}
	root, _ := parseMarkdown(p.text)
	for n := range nodes(root) {
		link, ok := n.(*ast.Link)
		if !ok || bareLink.Match(link.Destination) {
			continue
		}
		a.check(p.file, p.lineAt(offsetOf(n)), string(link.Destination), false, ps)
	}
}
