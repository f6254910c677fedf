package scam

import (
	"regexp"
	"slices"
	"strings"
)

// Phone is a telephone number in a message.
type Phone struct {
	Number string // digits, with a leading + for a foreign one
	Kind   PhoneKind
}

// PhoneKind says what a number shows of itself. Whose it is cannot be known.
type PhoneKind string

// The kinds of number.
const (
	Ordinary PhoneKind = "ordinary" // a mobile or a fixed line in Vietnam
	Service  PhoneKind = "service"  // 1800 and 1900
	Foreign  PhoneKind = "foreign"  // another country's
)

// phones is the file phones.yaml.
type phones struct {
	Service []string `yaml:"service"`
}

var digitRun = regexp.MustCompile(`\+?\(?\d[\d .()\-]{5,20}\d`)

// find lists the numbers in a text, each once.
func (p phones) find(text string) []Phone {
	var found []Phone
	for _, run := range digitRun.FindAllString(text, -1) {
		if ph, ok := p.read(run); ok && !slices.Contains(found, ph) && len(found) < MaxFound {
			found = append(found, ph)
		}
	}
	return found
}

func (p phones) read(run string) (Phone, bool) {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, run)
	abroad := strings.HasPrefix(run, "+")
	if rest, ok := strings.CutPrefix(digits, "00"); ok && !abroad && len(rest) >= 10 && rest[0] != '0' && len(digits) != 12 {
		abroad, digits = true, rest
	}
	if rest, ok := strings.CutPrefix(digits, "84"); ok && (abroad || len(digits) == 11) {
		abroad, digits = false, "0"+strings.TrimPrefix(rest, "0")
	}
	switch {
	case abroad && len(digits) >= 8 && len(digits) <= 15:
		return Phone{"+" + digits, Foreign}, true
	case abroad:
		return Phone{}, false
	case len(digits) >= 8 && len(digits) <= 10 && slices.Contains(p.Service, digits[:4]):
		return Phone{digits, Service}, true
	case (len(digits) == 10 || len(digits) == 11 && digits[1] == '2') && digits[0] == '0' && digits[1] != '0' && digits[1] != '1':
		return Phone{digits, Ordinary}, true
	}
	return Phone{}, false
}
