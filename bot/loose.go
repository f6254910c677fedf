package bot

import "danloi/feedback"

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
		t.s.Loose = append(t.s.Loose, fileOf(f))
		if f.Caption != "" {
			t.s.Asked = f.Caption
		}
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

func looseDrop(t *turn, _ []string) {
	for _, f := range t.s.Loose {
		t.do(DropFile{f.ID})
	}
	t.s.Loose = nil
	t.note("loose.dropped")
	t.show("home")
}
