package bot

import (
	"strings"

	"danloi/feedback"
)

func looseScreens() map[string]screen {
	return map[string]screen{
		"loose":      {show: looseAsk},
		"loose.drop": {show: looseDrop, act: true},
	}
}

// file works a photo, voice note or document. Where none is expected, the bot keeps it and asks what it is for; it
// is deleted at once when the answer is "nothing".
func (t *turn) file(f File) {
	switch {
	case !t.welcomed():
		t.note("loose.welcome_first")
		t.welcome("")
	case t.take():
	case f.Problem != "":
		t.tell("file." + string(f.Problem))
	case !t.s.Consent.Given:
		t.consented("report")
	case f.Caption != "" && t.denounced(f.Caption):
	case t.s.Draft != nil && !t.s.Draft.Empty():
		if t.attach(f) {
			if f.Caption != "" && !t.checkDoors(f.Caption) {
				t.s.Draft.add(f.Caption)
			}
			t.note("loose.to_draft")
			t.show("report")
		}
	case len(t.s.Loose) >= feedback.MaxFiles:
		t.tell("file.too_many", "n", feedback.MaxFiles)
	default:
		t.do(KeepFile{f})
		if len(t.s.Loose) == 0 {
			t.s.LooseSince = t.ev.At
		}
		t.s.Loose = append(t.s.Loose, fileOf(f))
		t.s.LooseWords = strings.TrimSpace(t.s.LooseWords + "\n" + f.Caption)
		t.show("loose")
	}
}

func looseAsk(t *turn, _ []string) {
	if len(t.s.Loose) == 0 {
		t.show("home")
		return
	}
	id := "loose.ask"
	if t.s.Loose[len(t.s.Loose)-1].Kind == string(Voice) {
		id = "loose.ask_voice"
	}
	t.ask(t.tx(id), t.button("loose.report", "report.kind:feedback"), t.button("loose.question", "report.kind:question"), t.button("loose.drop", "loose.drop"))
}

// adopt takes the files that wait, and what was typed with them, into the draft, as many as a case takes. It tells
// whether the words led to a door.
func (t *turn) adopt() (door bool) {
	d, words := t.s.Draft, cut(t.s.LooseWords)
	if len(t.s.Loose) > 0 && t.s.LooseSince.Before(d.Begun) && !t.s.LooseSince.IsZero() {
		d.Begun = t.s.LooseSince
	}
	for _, f := range t.s.Loose {
		if len(d.Files) == feedback.MaxFiles {
			t.do(DropFile{f.ID})
			continue
		}
		d.Files = append(d.Files, f)
	}
	t.s.Loose, t.s.LooseWords = nil, ""
	if words == "" {
		return false
	}
	if t.checkDoors(words) {
		return true
	}
	d.add(words)
	return false
}

func looseDrop(t *turn, _ []string) {
	for _, f := range t.s.Loose {
		t.do(DropFile{f.ID})
	}
	t.s.Loose, t.s.LooseWords = nil, ""
	t.note("loose.dropped")
	t.show("home")
}
