package locales

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Each fault of a status file is refused with the file and the message; a sound one is taken.
func TestStatus(t *testing.T) {
	const glossary = "back: {vi: quay lại, text: ថយក្រោយ, sources: [cldr]}\nbare: {vi: lại, text: ថយ}\n"
	hash := sourceHash("← Quay lại")
	entry := func(state, hash, by, evidence string) string {
		return "button.back: {state: " + state + ", source_hash: \"" + hash + "\", by: [" + by + "], evidence: [" + evidence + "]}\n"
	}
	sound := entry("draft", hash, "an", "back")
	for _, c := range []struct{ name, status, unchecked, want string }{
		{"sound", sound, "", ""},
		{"no entry", "", "", `read chat/km.json: message "button.back" has no entry in status/km.yaml`},
		{"no entry in a folder not checked", "", "chat", ""},
		{"stale", entry("draft", "000000000000", "an", "back"), "", `message "button.back": the Vietnamese text has changed`},
		{"stale in a folder not checked", entry("draft", "000000000000", "an", "back"), "chat", "the Vietnamese text has changed"},
		{"state", entry("scaffold", hash, "an", "back"), "", `state "scaffold" is neither`},
		{"nobody", entry("draft", hash, "", "back"), "", "by is empty"},
		{"no evidence", entry("draft", hash, "an", ""), "", `read status/km.yaml: message "button.back": evidence is empty`},
		{"unknown word", entry("draft", hash, "an", "forward"), "", `evidence "forward"`},
		{"word without source", entry("draft", hash, "an", "bare"), "", `evidence "bare"`},
		{"no such message", sound + strings.Replace(sound, "button.back", "button.forth", 1), "", `"button.forth": there is no such message`},
		{"unknown field", strings.Replace(sound, "by:", "who:", 1), "", "read status/km.yaml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load(fstest.MapFS{
				"languages.yaml": {Data: []byte("- {tag: vi, state: reviewed}\n- {tag: km, state: draft, unchecked: [" + c.unchecked + "]}\n")},
				"chat/vi.json":   {Data: []byte(`{"button.back": "← Quay lại"}`)},
				"chat/km.json":   {Data: []byte(`{"button.back": "← ថយក្រោយ"}`)},

				"glossary/km.yaml": {Data: []byte(glossary)},
				"status/km.yaml":   {Data: []byte(c.status)},
			})
			got := ""
			if err != nil {
				got = err.Error()
			}
			if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Khmer says only words that were seen somewhere: what is left of a message without the words it names as its
// evidence has no letter. It is in normal form, and of Khmer script but for signs and places.
func TestKhmerWords(t *testing.T) {
	var entries map[string]status
	var glossary map[string]word
	for name, into := range map[string]any{"status/km.yaml": &entries, "glossary/km.yaml": &glossary} {
		if err := readData(Files(), name, into); err != nil {
			t.Fatal(err)
		}
	}
	own, vi := messages(t, "km"), messages(t, "vi")
	for id, s := range entries {
		text := own[id]
		if norm.NFC.String(text) != text {
			t.Errorf("%s: %q is not in normal form", id, text)
		}
		if got, want := placesIn(text), placesIn(vi[id]); got != want {
			t.Errorf("%s: places %q, want %q", id, got, want)
		}
		if got, want := signsIn(text), signsIn(vi[id]); got != want {
			t.Errorf("%s: signs %q, want %q", id, got, want)
		}
		plain := place.ReplaceAllString(text, "")
		if i := strings.IndexFunc(plain, notKhmer); i >= 0 {
			t.Errorf("%s: %q is not of Khmer script", id, plain[i:])
		}
		if left := without(plain, s.Evidence, glossary); strings.IndexFunc(left, khmer) >= 0 {
			t.Errorf("%s: %q is not said by its evidence", id, left)
		}
	}
}

// The texts of the program are sound. (Other packages load them too, but say less clearly what is wrong.)
func TestEmbedded(t *testing.T) {
	if _, err := Embedded(); err != nil {
		t.Fatal(err)
	}
}

// A Vietnamese sentence that Khmer falls back to must not send a reader to a button that is written in Khmer.
func TestNamedButtons(t *testing.T) {
	named := regexp.MustCompile(`"([^"{]+)"`)
	own, vi := messages(t, "km"), messages(t, "vi")
	button := map[string]string{}
	for id := range own {
		if !offChat.MatchString(id) {
			button[bare(vi[id])] = id
		}
	}
	for id, text := range vi {
		if own[id] != "" || strings.HasPrefix(id, "language.scaffold") { // said where all texts are Vietnamese
			continue
		}
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			if b := button[bare(m[1])]; b != "" {
				t.Errorf("%s names button %q, which %s says in Khmer", id, m[1], b)
			}
		}
	}
}

// Consent, emergencies, the law's doors and forgetting are said in Vietnamese until two speakers have agreed on a
// translation.
func TestSafetyTexts(t *testing.T) {
	for id := range messages(t, "km") {
		for _, safe := range []string{"consent.", "door.", "emergency.", "forget.", "about.", "know.", "words.forget", "words.know"} {
			if strings.HasPrefix(id, safe) {
				t.Errorf("%s must not be said by a draft", id)
			}
		}
	}
}

// offChat are messages that are no button of the conversation.
var offChat = regexp.MustCompile(`^(words|webchat|pages|console)\.`)

var place = regexp.MustCompile(`\{\{[^}]*\}\}`)

// messages returns the texts of all folders in a language; of a text with plural forms it returns the last.
func messages(t *testing.T, tag string) map[string]string {
	t.Helper()
	all, err := readMessages(Files(), tag)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for id, m := range all {
		texts[id] = m.Other
	}
	return texts
}

func placesIn(s string) string { return strings.Join(place.FindAllString(s, -1), " ") }

// signsIn returns the pictures and arrows of a text.
func signsIn(s string) string {
	return strings.Map(func(r rune) rune {
		if sign(r) && r != '…' {
			return r
		}
		return -1
	}, s)
}

func sign(r rune) bool {
	return r > unicode.MaxASCII && (unicode.In(r, unicode.So, unicode.Sm) || r == '\uFE0F' || r == '…')
}

func khmer(r rune) bool { return unicode.Is(unicode.Khmer, r) }

func notKhmer(r rune) bool {
	return !khmer(r) && !sign(r) && (r > unicode.MaxASCII || unicode.IsLetter(r))
}

func bare(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// without removes the words of the evidence from a text, the longest first.
func without(s string, evidence []string, glossary map[string]word) string {
	longest := func() string {
		found := ""
		for _, key := range evidence {
			for _, w := range append([]string{glossary[key].Text}, glossary[key].Variants...) {
				if len(w) > len(found) && strings.Contains(s, w) {
					found = w
				}
			}
		}
		return found
	}
	for w := longest(); w != ""; w = longest() {
		s = strings.ReplaceAll(s, w, "")
	}
	return s
}
