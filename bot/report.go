package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"danloi/feedback"
)

// The report: kind → words, photo, voice or place in any order → commune → everything on one screen to confirm or
// change → reference and PIN. The draft is kept in the State from the first word on.
func reportScreens() map[string]screen {
	return map[string]screen{
		"report":         {show: reportStart, yes: "report.on"},
		"report.this":    {show: reportThis, act: true},
		"report.past":    {show: reportPast, act: true},
		"report.on":      {show: reportOn, act: true},
		"report.new":     {show: reportNew, act: true},
		"report.kind":    {show: reportKind},
		"report.words":   {show: reportWords, take: takeStory, yes: "report.done"},
		"report.redo":    {show: reportRedo, act: true},
		"report.done":    {show: storyDone, act: true},
		"report.check":   {show: reportCheck, take: takeLate, yes: "report.send", no: "report.words"},
		"report.anon":    {show: toggleAnonymous, act: true},
		"report.send":    {show: reportSend, act: true},
		"report.drop":    {show: askDrop, yes: "report.dropped", no: "report.on"},
		"report.dropped": {show: reportDrop, act: true},
	}
}

// draft returns the draft, or goes to the beginning when there is none: the button is from an old message.
func (t *turn) draft() (*Draft, bool) {
	if t.s.Draft == nil {
		t.note("report.no_draft")
		t.show("home")
		return nil, false
	}
	return t.s.Draft, true
}

// reportStart begins, or offers to go on with what was begun.
func reportStart(t *turn, _ []string) {
	if !t.consented("report") {
		return
	}
	d := t.s.Draft
	if d.Empty() {
		t.show("report.kind")
		return
	}
	t.say(Message{
		Title:   t.tx("report.resume_title"),
		Text:    paragraphs(t.story(d), t.tx("report.resume")),
		Buttons: []Button{t.button("report.go_on", "report.on"), t.button("report.start_anew", "report.new"), t.button("button.home", "home")},
	})
}

// reportOn goes to the first question that is still open.
func reportOn(t *turn, _ []string) {
	d, ok := t.draft()
	switch {
	case !ok:
	case d.Kind == "":
		t.show("report.kind")
	case len(d.Words) == 0 && len(d.Files) == 0 && d.Guide == "":
		t.show("report.words")
	case d.Area == "" && !d.NoArea:
		t.show("report.area")
	default:
		t.show("report.check")
	}
}

func reportNew(t *turn, _ []string) {
	t.dropDraft()
	t.show("report.kind")
}

// reportThis files the last question as it was typed.
func reportThis(t *turn, args []string) {
	words := t.s.Asked
	if !t.consented(address(append([]string{"report.this"}, args...)...)) {
		return
	}
	if !t.s.Draft.Empty() {
		t.note("report.kept_other")
		t.show("report")
		return
	}
	kind := feedback.Kind(arg(args, 0))
	if !kind.Fileable() {
		kind = feedback.Feedback
		if k := t.triage(words); k.Kind.Fileable() {
			kind = k.Kind
		}
	}
	t.s.Draft = &Draft{Kind: kind, Begun: t.ev.At}
	if t.adopt() {
		return
	}
	if words != "" {
		t.s.Asked = ""
		if t.checkDoors(words) {
			return
		}
		t.s.Draft.add(cut(words))
	}
	t.show("report.words")
}

// reportPast goes on with ordinary feedback past a door that does not fit, or that lets the facts be told beside.
func reportPast(t *turn, args []string) {
	kind := feedback.Kind(arg(args, 0))
	if !t.consented(address("report.past", string(kind))) {
		return
	}
	if t.s.Draft == nil {
		t.s.Draft = &Draft{Begun: t.ev.At}
	}
	d := t.s.Draft
	if kind != feedback.Denunciation && !slices.Contains(d.Doors, kind) {
		d.Doors = append(d.Doors, kind)
	}
	if d.Kind == "" {
		d.Kind = feedback.Feedback
	}
	t.note("door.tell_facts")
	t.show("report.words")
}

// reportKind asks what it is; with an argument it was said already.
func reportKind(t *turn, args []string) {
	kind := feedback.Kind(arg(args, 0))
	if !t.consented(address("report.kind", string(kind))) {
		return
	}
	if kind.Fileable() {
		if t.s.Draft == nil {
			t.s.Draft = &Draft{Begun: t.ev.At}
		}
		t.s.Draft.Kind = kind
		if t.adopt() {
			return
		}
		t.s.At = ""
		t.show("report.words")
		return
	}
	t.ask(t.tx("report.kind"),
		t.button("report.kind_feedback", "report.kind:feedback"),
		t.button("report.kind_suggestion", "report.kind:suggestion"),
		t.button("report.kind_question", "report.kind:question"),
		t.button("report.kind_praise", "report.kind:praise"),
		t.button("button.home", "home"))
}

// reportWords asks for the story.
func reportWords(t *turn, _ []string) {
	d, ok := t.draft()
	if !ok {
		return
	}
	id := "report.words_" + string(d.Kind)
	if d.Guide != "" {
		id = "report.words_stuck"
	}
	text := t.tx(id)
	if !d.storyEmpty() {
		text = paragraphs(t.tx("report.so_far"), t.story(d), t.tx("report.more"))
	}
	t.say(Message{Text: text, Buttons: t.storyButtons(d), Wants: WantsStory})
}

func (d *Draft) storyEmpty() bool { return len(d.Words) == 0 && len(d.Files) == 0 && d.Place == nil }

func (t *turn) storyButtons(d *Draft) []Button {
	var buttons []Button
	switch {
	case !d.storyEmpty():
		buttons = append(buttons, t.button("report.enough", "report.done"))
	case d.Guide != "":
		buttons = append(buttons, t.button("report.send_as_is", "report.done"))
	}
	return append(buttons, t.button("report.leave", "home"), beside(t.button("report.cancel", "report.drop")))
}

// takeStory takes words, files and places in any order, and says briefly what it has.
func takeStory(t *turn, _ []string) bool {
	d := t.s.Draft
	if d == nil {
		return false
	}
	switch in := t.ev.Input.(type) {
	case Text:
		if t.checkDoors(in.Words) {
			return true
		}
		if !d.add(in.Words) {
			t.say(Message{Text: t.tx("report.too_long"), Buttons: t.storyButtons(d), Wants: WantsStory})
			return true
		}
	case File:
		door := in.Caption != "" && t.checkDoors(in.Caption)
		if door && t.s.At == "home" || !t.attach(in) {
			return true
		}
		if !door {
			d.add(in.Caption)
		}
	case Location:
		if !t.near(in) {
			t.note("area.place_elsewhere", "province", t.province.Full())
			t.again()
			return true
		}
		d.Place = placeOf(in)
	default:
		return false
	}
	t.say(Message{Text: paragraphs(t.tx("report.taken", "what", t.counted(d)), t.tx("report.more")), Buttons: t.storyButtons(d), Wants: WantsStory})
	return true
}

// add appends words to the story unless it would become longer than a case takes.
func (d *Draft) add(words string) bool {
	words = strings.TrimSpace(words)
	if words == "" {
		return true
	}
	if utf8.RuneCountInString(strings.Join(append(slices.Clone(d.Words), words), "\n")) > feedback.MaxText {
		return false
	}
	d.Words = append(d.Words, words)
	return true
}

// attach keeps a file with the draft, or says why not.
func (t *turn) attach(f File) bool {
	d := t.s.Draft
	switch {
	case f.Problem != "":
		t.say(Message{Text: t.tx("file." + string(f.Problem)), Buttons: t.storyButtons(d), Wants: WantsStory})
		return false
	case len(d.Files) >= feedback.MaxFiles:
		t.say(Message{Text: t.tx("file.too_many", "n", feedback.MaxFiles), Buttons: t.storyButtons(d), Wants: WantsStory})
		return false
	}
	t.do(KeepFile{f})
	d.Files = append(d.Files, fileOf(f))
	return true
}

// counted says what the draft holds: "2 đoạn lời, 1 ảnh".
func (t *turn) counted(d *Draft) string {
	n := map[string]int{"words": len(d.Words)}
	for _, f := range d.Files {
		n[f.Kind]++
	}
	if d.Place != nil {
		n["place"] = 1
	}
	var parts []string
	for _, k := range []string{"words", string(Photo), string(Voice), string(Document), "place"} {
		if n[k] > 0 {
			parts = append(parts, t.tx("report.count_"+k, "n", n[k]))
		}
	}
	return strings.Join(parts, ", ")
}

// story is what was told so far, in the citizen's own words.
func (t *turn) story(d *Draft) string {
	words := ""
	if len(d.Words) > 0 {
		words = "“" + strings.Join(d.Words, "\n") + "”"
	}
	return paragraphs(words, t.counted(d))
}

// reportRedo throws the words away and asks anew; files stay.
func reportRedo(t *turn, _ []string) {
	d, ok := t.draft()
	if !ok {
		return
	}
	d.Words = nil
	t.show("report.words")
}

func storyDone(t *turn, _ []string) {
	d, ok := t.draft()
	switch {
	case !ok:
	case d.storyEmpty() && d.Guide == "":
		t.note("report.nothing_yet")
		t.show("report.words")
	case len(d.Words) == 0 && len(d.Files) == 0 && d.Guide == "":
		t.note("report.place_only")
		t.show("report.words")
	case d.Area != "":
		t.show("report.check")
	default:
		t.show("report.area")
	}
}

func askDrop(t *turn, _ []string) {
	if t.s.Draft.Empty() {
		t.s.Draft = nil
		t.show("home")
		return
	}
	t.ask(t.tx("report.drop_sure"), t.button("report.drop_yes", "report.dropped"), t.button("report.drop_no", "report.on"))
}

func reportDrop(t *turn, _ []string) {
	t.dropDraft()
	t.note("report.dropped")
	t.show("home")
}

// dropDraft forgets the draft and its files.
func (t *turn) dropDraft() {
	if t.s.Draft == nil {
		return
	}
	for _, f := range t.s.Draft.Files {
		t.do(DropFile{f.ID})
	}
	t.s.Draft = nil
}

// cut keeps what a case takes.
func cut(words string) string {
	r := []rune(words)
	if len(r) > feedback.MaxText {
		r = r[:feedback.MaxText]
	}
	return string(r)
}

// words are what was told, as one text.
func (d *Draft) words() string { return strings.Join(d.Words, "\n") }
