package mail

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Own returns what a person wrote themselves: the text without quotations, without a signature, and without everything from the
// marker on. quoted reports whether the end of their words was recognised.
func (w *Wordings) Own(text string, markers ...string) (own string, quoted bool) {
	text = norm.NFC.String(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
	text = strings.Map(dropOdd, text)
	lines := strings.Split(text, "\n")
	end := len(lines)
	for i := range lines {
		if w.ends(lines, i, markers) {
			end, quoted = i, true
			break
		}
	}
	var kept []string
	for _, line := range lines[:end] {
		if strings.HasPrefix(strings.TrimSpace(line), ">") {
			quoted = true
			continue
		}
		kept = append(kept, strings.TrimRight(line, " \t"))
	}
	return squeeze(kept), quoted
}

// dropOdd removes what cannot be seen and keeps lines and tabs.
func dropOdd(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case r == '\u00a0':
		return ' '
	case r < ' ' || r == 0x7f || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2069 || r == 0xfeff:
		return -1
	}
	return r
}

// ends reports whether a quotation or a signature begins at line i.
func (w *Wordings) ends(lines []string, i int, markers []string) bool {
	line := fold(lines[i])
	for _, m := range markers {
		if m != "" && strings.Contains(line, fold(m)) {
			return true
		}
	}
	if anyMatch(w.quotes, line) || anyMatch(w.signatures, line) {
		return true
	}
	next := ""
	if i+1 < len(lines) {
		next = fold(lines[i+1])
	}
	switch {
	case next == "":
		return false
	case w.headers.MatchString(line) && w.headers.MatchString(next):
		return true
	}
	return w.opens.MatchString(line) && w.closes.MatchString(next)
}

// squeeze joins lines without empty ones at the ends and with one at most in between.
func squeeze(lines []string) string {
	var out []string
	for _, line := range lines {
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// Command is what the first line of somebody's own words asks for.
type Command struct {
	Kind string // the kind of action, or empty when the first line is no command
	Text string // the words without the command and without the line that says why there is no photo
	Why  string
}

// Command reads the first line and the line with a reason.
func (w *Wordings) Command(own string) Command {
	lines := strings.Split(own, "\n")
	head, rest, colon := strings.Cut(lines[0], ":")
	c := Command{Kind: w.commands[strings.Trim(fold(head), " .!*-\"")]}
	if c.Kind != "" {
		lines[0] = ""
		if colon {
			lines[0] = strings.TrimSpace(rest)
		}
	}
	var kept []string
	for _, line := range lines {
		if why, ok := w.reason(line); ok {
			c.Why = why
			continue
		}
		kept = append(kept, line)
	}
	c.Text = squeeze(kept)
	return c
}

func (w *Wordings) reason(line string) (string, bool) {
	head, rest, colon := strings.Cut(line, ":")
	if !colon {
		return "", false
	}
	head = fold(head)
	for _, word := range w.why {
		if head == word && strings.TrimSpace(rest) != "" {
			return strings.TrimSpace(rest), true
		}
	}
	return "", false
}

// Says reports whether a text is more than a nod: something that may be taken for an answer.
func (w *Wordings) Says(text string) bool {
	f := strings.Trim(fold(text), " .,!")
	return len(strings.Fields(f)) >= 4 && !w.empty[f]
}
