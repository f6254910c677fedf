// Package mail carries letters: it writes them as plain text and simple HTML, hands them to an SMTP server, fetches
// answers from an IMAP mailbox, and reads what somebody wrote out of a message with its quotations, signatures and
// attachments. It knows nothing of cases. No error of this package holds an address or anything that was written.
package mail

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"
)

// Letter is one mail to one person. Its texts are in the recipient's language; empty parts are left out.
type Letter struct {
	To        string `json:"to"`
	Subject   string `json:"subject"`
	ReplyTo   string `json:"reply_to,omitempty"`
	ID        string `json:"id"` // Message-ID without brackets: the same each time the letter is sent
	Thread    string `json:"thread,omitempty"`
	InReplyTo string `json:"in_reply_to,omitempty"`

	Marker   string   `json:"marker,omitempty"` // line above which the answer is written; it comes first
	Lead     []string `json:"lead,omitempty"`   // paragraphs
	Facts    []Fact   `json:"facts,omitempty"`
	Words    string   `json:"words,omitempty"` // as somebody wrote them
	Groups   []Group  `json:"groups,omitempty"`
	Link     string   `json:"link,omitempty"`
	LinkText string   `json:"link_text,omitempty"`
	Foot     []string `json:"foot,omitempty"` // paragraphs
}

// Fact is a line "name: value".
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Group is a headed list.
type Group struct {
	Name  string `json:"name"`
	Items []Item `json:"items"`
}

// Item is one line of a list, with a link if it has one.
type Item struct {
	Text string `json:"text"`
	URL  string `json:"url,omitempty"`
}

// Text returns the letter as plain text.
func (l Letter) Text() string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(l.Marker)
	for _, p := range l.Lead {
		add(p)
	}
	var facts []string
	for _, f := range l.Facts {
		facts = append(facts, f.Name+": "+f.Value)
	}
	add(strings.Join(facts, "\n"))
	if l.Words != "" {
		add("| " + strings.ReplaceAll(l.Words, "\n", "\n| "))
	}
	for _, g := range l.Groups {
		lines := []string{g.Name}
		for _, i := range g.Items {
			lines = append(lines, "- "+i.Text)
			if i.URL != "" {
				lines = append(lines, "  "+i.URL)
			}
		}
		add(strings.Join(lines, "\n"))
	}
	if l.Link != "" {
		add(l.LinkText + ":\n" + l.Link)
	}
	for _, p := range l.Foot {
		add(p)
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// page is the letter as HTML: no style from elsewhere, no pictures, readable where a mail program shows tags only.
var page = template.Must(template.New("letter").Parse(`<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;max-width:40em">
{{with .Marker}}<p style="color:#555">{{.}}</p>
{{end}}{{range .Lead}}<p>{{.}}</p>
{{end}}{{if .Facts}}<p>{{range $i, $f := .Facts}}{{if $i}}<br>{{end}}{{$f.Name}}: <strong>{{$f.Value}}</strong>{{end}}</p>
{{end}}{{with .Words}}<blockquote style="white-space:pre-line;border-left:3px solid #888;margin:0;padding-left:1em">{{.}}</blockquote>
{{end}}{{range .Groups}}<h2 style="font-size:18px">{{.Name}}</h2>
<ul>{{range .Items}}<li>{{if .URL}}<a href="{{.URL}}">{{.Text}}</a>{{else}}{{.Text}}{{end}}</li>
{{end}}</ul>
{{end}}{{if .Link}}<p><a href="{{.Link}}">{{.LinkText}}</a></p>
{{end}}{{range .Foot}}<p style="color:#555;white-space:pre-line">{{.}}</p>
{{end}}</body></html>
`))

// HTML returns the letter as HTML.
func (l Letter) HTML() (string, error) {
	var out bytes.Buffer
	if err := page.Execute(&out, l); err != nil {
		return "", fmt.Errorf("write letter: %w", err)
	}
	return out.String(), nil
}
