package content

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

var yamlLine = regexp.MustCompile(`line (\d+): `)

// yamlFault returns the line and the reason of a YAML error. The parser often names the line where the
// surrounding list or key begins, or where it noticed an open quote mark; editors look for the line after
// which nothing can be read any more. That is the one behind the longest beginning that is YAML.
func yamlFault(text string, err error) (line int, detail string) {
	detail = strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(detail); m != nil {
		line, _ = strconv.Atoi(m[1])
		detail = strings.Replace(detail, m[0], "", 1)
	}
	const most = 1000 // lines that are tried one by one
	all := strings.SplitAfter(text, "\n")
	if len(all) > most {
		return line, "not YAML: " + detail
	}
	for n := len(all) - 1; n >= 0; n-- {
		var doc yaml.Node
		if yaml.Unmarshal([]byte(strings.Join(all[:n], "")), &doc) == nil {
			return n + 1, "not YAML: " + detail
		}
	}
	return line, "not YAML: " + detail
}
