package webchat

import (
	"regexp"
	"strings"
)

// block is a paragraph or a list of a message.
type block struct {
	List  bool
	Lines [][]span // lines of the paragraph, or items of the list
}

// span is a piece of a line: plain words, or a web address.
type span struct{ Text, URL string }

const bullet = "• "

// blocks reads plain text as bot.Message defines it: paragraphs are parted by an empty line, list lines begin with
// a bullet, whole web addresses become links.
func blocks(text string) []block {
	var all []block
	for _, paragraph := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		all = append(all, paragraphBlocks(paragraph)...)
	}
	return all
}

// paragraphBlocks parts a paragraph where list lines begin and end.
func paragraphBlocks(paragraph string) []block {
	var all []block
	for _, l := range strings.Split(paragraph, "\n") {
		words, isItem := strings.CutPrefix(strings.TrimSpace(l), bullet)
		if words = strings.TrimSpace(words); words == "" {
			continue
		}
		if n := len(all); n == 0 || all[n-1].List != isItem {
			all = append(all, block{List: isItem})
		}
		last := &all[len(all)-1]
		last.Lines = append(last.Lines, spans(words))
	}
	return all
}

var webAddress = regexp.MustCompile(`https?://[^\s<>"“”]+`)

// spans parts a line into words and web addresses. The punctuation that ends a sentence is not part of an address.
func spans(l string) []span {
	var all []span
	at := 0
	for _, m := range webAddress.FindAllStringIndex(l, -1) {
		end := m[0] + len(trimAddress(l[m[0]:m[1]]))
		if m[0] > at {
			all = append(all, span{Text: l[at:m[0]]})
		}
		all = append(all, span{Text: l[m[0]:end], URL: l[m[0]:end]})
		at = end
	}
	if at < len(l) {
		all = append(all, span{Text: l[at:]})
	}
	return all
}

func trimAddress(u string) string {
	for {
		t := strings.TrimRight(u, ".,;:!?'…»")
		if strings.HasSuffix(t, ")") && strings.Count(t, ")") > strings.Count(t, "(") {
			t = t[:len(t)-1]
		}
		if t == u {
			return t
		}
		u = t
	}
}
