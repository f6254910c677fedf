package mail

import (
	"html"
	"regexp"
	"strings"
)

var (
	// hidden elements are dropped with what is in them, quotations as well.
	hidden = []*regexp.Regexp{
		regexp.MustCompile(`(?is)<!--.*?-->`),
		regexp.MustCompile(`(?is)<(style|script|head|title)\b.*?</(style|script|head|title)\s*>`),
		regexp.MustCompile(`(?is)<blockquote\b.*`),
		regexp.MustCompile(`(?is)<div[^>]*(class="?gmail_quote|id="?appendonsend|id="?divRplyFwdMsg|id="?mail-editor-reference).*`),
	}
	breaks = regexp.MustCompile(`(?i)<br\b[^>]*>|</(p|div|li|tr|h[1-6]|table|ul|ol)\s*>|<hr\b[^>]*>`)
	tags   = regexp.MustCompile(`(?s)<[^>]*>`)
)

// textOf returns the text of a letter that came as HTML only, without its quotations.
func textOf(s string) string {
	for _, r := range hidden {
		s = r.ReplaceAllString(s, "")
	}
	s = strings.Join(strings.Fields(s), " ")
	s = breaks.ReplaceAllString(s, "\n")
	s = html.UnescapeString(tags.ReplaceAllString(s, ""))
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
