package bot

import (
	"strings"

	"danloi/feedback"
)

// What newcomers type before language and consent are settled: the words of a button, a greeting, a wish or a
// question. Only wishes and questions are kept until they can be answered.

// newcomer works what was typed that is no number or label of the welcome.
func (t *turn) newcomer(text string) {
	if data, ok := t.meant(text); ok {
		t.tap(data)
		return
	}
	if _, ok := number(text); ok {
		t.welcome("")
		return
	}
	switch c := t.words[fold(strings.TrimPrefix(text, "/"))]; c {
	case "":
		t.welcome(t.kept(text))
	case cmdBack:
		if len(t.s.Trail) > 0 {
			t.back()
			return
		}
		t.welcome("")
	case cmdLanguage:
		t.show("language")
	case cmdReport, cmdTrack, cmdLearn, cmdKnow, cmdForget, cmdPerson:
		t.welcome(string(c))
	case cmdReal:
		t.welcome("real.ask")
	case cmdRehearse, cmdVisits, cmdRevise, cmdFollows:
		t.welcome(string(c))
	default:
		t.welcome("")
	}
}

// kept is what is to be answered after the welcome. Danger does not wait for it, and a denunciation is not kept.
func (t *turn) kept(text string) string {
	switch tr := t.triage(text); tr.Kind {
	case feedback.Emergency:
		t.lead = append(t.lead, paragraphs(t.tx("emergency.title"), lines(t.numbers(tr)...)))
	case feedback.Denunciation:
		t.do(DropWords{})
		t.lead = append(t.lead, paragraphs(t.tx("door."+tr.Door), t.tx("door.not_kept")))
		return ""
	}
	return "?" + text
}

// meant finds the only button whose label holds the words that were typed: "english", "dong y".
func (t *turn) meant(text string) (data string, ok bool) {
	key := " " + fold(text) + " "
	for _, c := range t.s.Offered {
		if !strings.Contains(" "+fold(c.Label)+" ", key) {
			continue
		}
		if ok {
			return "", false
		}
		data, ok = c.Data, true
	}
	return data, ok
}
