package bot

import (
	"cmp"
	"encoding/hex"
	"errors"
	"regexp"
	"slices"
	"strings"

	"danloi/content"
	"danloi/learn"
)

// Booth is what is kept of a translator's work. Nil in the State means that the person is none.
type Booth struct {
	Lang     string `json:"lang"`     // the language they speak
	Initials string `json:"initials"` // as the coordinator gave them
	// Area is the code of the commune whose speech it is, as the coordinator gave it, or empty.
	Area string `json:"area,omitempty"`
	// Item is what is being said or heard, and Recording the id of its recording, empty before there is one.
	Item      Spoken `json:"item,omitzero"`
	Recording string `json:"recording,omitempty"`
	// Skipped are steps and recordings that were passed over, newest last.
	Skipped []string `json:"skipped,omitempty"`
}

// maxSkipped bounds Booth.Skipped; the oldest come up again.
const maxSkipped = 100

// A translator says Vietnamese sentences in their language, and hears those that others have said.
func boothScreens() map[string]screen {
	return map[string]screen{
		"translator":   {show: useTranslatorCode, act: true},
		"record":       {show: record, take: takeRecording},
		"record.skip":  {show: skipSentence, act: true},
		"record.again": {show: recordAgain, act: true},
		"record.next":  {show: recordNext, act: true},
		"record.play":  {show: playOwn, act: true},
		"recorded":     {show: recorded, take: takeRecording},
	}
}

var translatorCode = regexp.MustCompile(`(?i)^t-[a-z0-9]{12}$`)

// useTranslatorCode redeems a code. A translator's voice is personal, so consent comes first.
func useTranslatorCode(t *turn, args []string) {
	code := strings.ToLower(arg(args, 0))
	if !t.consented(address("translator", code)) {
		return
	}
	t.do(UseCode{Code: code})
}

func (t *turn) codeUsed(in CodeUsed) {
	l, ok := t.texts.Language(in.Lang)
	if !ok {
		t.note("voice.code_unknown")
		t.show("home")
		return
	}
	t.s.Booth = &Booth{Lang: in.Lang, Initials: in.Initials, Area: in.Area}
	t.s.At = "home"
	t.say(Message{
		Title: t.tx("voice.welcome_title", "language", languageLabel(l)), Text: t.tx("voice.welcome"),
		Buttons: []Button{t.button("voice.begin", "record"), t.button("voice.review", "review"), t.button("button.home", "home")},
	})
}

// translator tells whether the person is one; else it says so and goes home.
func (t *turn) translator() bool {
	if t.s.Booth == nil {
		t.note("voice.not_translator")
		t.show("home")
		return false
	}
	return true
}

// boothButton leads a translator to the sentences; nobody else has it.
func (t *turn) boothButton() []Button {
	if t.s.Booth == nil {
		return nil
	}
	return []Button{t.button("voice.settings", "record")}
}

// knownBooth says what is kept of a translator.
func (t *turn) knownBooth() []string {
	if t.s.Booth == nil {
		return nil
	}
	return []string{t.tx("voice.known", "language", t.s.Booth.language(t))}
}

// language names the language of the translator.
func (b *Booth) language(t *turn) string {
	l, _ := t.texts.Language(b.Lang)
	return languageLabel(l)
}

// recordings goes to a screen that begins with all recordings of the language, and says a note there first.
func (t *turn) recordings(screen, note string) {
	t.leave(screen)
	t.s.At = screen
	t.do(FindVoices{For: screen, Lang: t.s.Booth.Lang, Note: note})
}

func (t *turn) voicesFound(in VoicesFound) {
	if in.Ended {
		t.s.Booth = nil
	}
	if !t.translator() {
		return
	}
	if in.Ask.Note != "" {
		t.note(in.Ask.Note)
	}
	if in.Ask.For == "review" {
		t.showReview(in.Recordings)
		return
	}
	t.showSentence(in.Recordings)
}

func record(t *turn, _ []string) {
	if t.translator() {
		t.recordings("record", "")
	}
}

// showSentence shows the next sentence that nobody has said yet.
func (t *turn) showSentence(all []Recording) {
	b := t.s.Booth
	open := t.unsaid(all)
	next, ok := b.next(open)
	if !ok {
		b.Item = Spoken{}
		t.ask(t.tx("voice.all_said", "language", b.language(t)), t.reviewButton(all), t.button("button.home", "home"))
		return
	}
	b.Item, b.Recording = next, ""
	words, _ := t.Sentence(next)
	t.say(Message{
		Title: t.tx("voice.say_title", "language", b.language(t)),
		Text:  paragraphs(t.rejectedBefore(all, next), "“"+words+"”", t.tx("voice.say")),
		Wants: WantsStory,
		Buttons: []Button{
			t.button("voice.skip", "record.skip"), t.reviewButton(all), t.button("voice.stop", "home"),
		},
	})
}

// unsaid returns the steps and screens without a recording in the language that is in use or waits to be judged, in the order of
// the library, guides before modules.
func (t *turn) unsaid(all []Recording) []Spoken {
	busy := map[Spoken]bool{}
	for _, r := range all {
		if words, ok := t.Sentence(r.Spoken); ok && r.State != Rejected && words == r.Sentence {
			busy[r.Spoken] = true
		}
	}
	var open []Spoken
	add := func(s Spoken, inLibrary func(step, lang string) (content.Asset, bool)) {
		if _, ok := inLibrary(s.Step, s.Lang); !ok && !busy[s] {
			open = append(open, s)
		}
	}
	for _, g := range t.library.Guides() {
		for _, step := range g.Words[content.Default].Steps {
			add(Spoken{Guide: g.Slug, Step: step.ID, Lang: t.s.Booth.Lang}, g.Voice)
		}
	}
	for _, m := range t.library.Modules() {
		if m.Audience != content.Citizen {
			continue
		}
		for _, screen := range learn.Screens(m.Words[content.Default].Lessons) {
			add(Spoken{Module: m.Slug, Step: screen.ID, Lang: t.s.Booth.Lang}, m.Voice)
		}
	}
	return open
}

// next returns the step that is under way, else the first that was not skipped. When all were, they come up again.
func (b *Booth) next(open []Spoken) (Spoken, bool) {
	if slices.Contains(open, b.Item) {
		return b.Item, true
	}
	for _, s := range open {
		if !slices.Contains(b.Skipped, s.Folder()+"/"+s.Step) {
			return s, true
		}
	}
	if len(open) == 0 {
		return Spoken{}, false
	}
	b.Skipped = nil
	return open[0], true
}

// skip remembers what was passed over.
func (b *Booth) skip(what string) {
	b.Skipped = append(b.Skipped, what)
	if over := len(b.Skipped) - maxSkipped; over > 0 {
		b.Skipped = slices.Clone(b.Skipped[over:])
	}
}

// rejectedBefore says why the last recording of a step was not taken, or nothing.
func (t *turn) rejectedBefore(all []Recording, s Spoken) string {
	var last Recording
	for _, r := range all {
		if r.Spoken == s && r.State == Rejected && r.Judged.At.After(last.Judged.At) {
			last = r
		}
	}
	if last.ID == "" {
		return ""
	}
	return t.tx("voice.rejected_before", "reason", t.reason(last.Reason))
}

func skipSentence(t *turn, _ []string) {
	if !t.translator() {
		return
	}
	b := t.s.Booth
	b.skip(b.Item.Folder() + "/" + b.Item.Step)
	b.Item = Spoken{}
	t.recordings("record", "")
}

// takeRecording takes a voice note as the recording of the sentence that is shown. One that was made before and not
// judged yet is replaced.
func takeRecording(t *turn, _ []string) bool {
	f, ok := t.ev.Input.(File)
	b := t.s.Booth
	if !ok || b == nil || b.Item == (Spoken{}) {
		return false
	}
	if fault := recordingFault(f); fault != "" {
		t.ask(t.tx(fault), t.button("voice.retry", "record"), t.button("voice.stop", "home"))
		return true
	}
	words, ok := t.Sentence(b.Item)
	if !ok {
		t.recordings("record", "guide.step_gone")
		return true
	}
	t.dropOwn()
	r := Recording{Spoken: b.Item, ID: hex.EncodeToString(t.ev.Nonce[:]), Sentence: words, State: Recorded, Said: t.sign()}
	if a, err := content.NewVoice(r.Path(), f.Data); err == nil {
		r.Length = a.Length
	}
	b.Recording = r.ID
	t.do(KeepVoice{Recording: r, Data: f.Data})
	t.show("recorded")
	return true
}

// recordingFault returns the id of the text that says what is wrong with a file, or empty.
func recordingFault(f File) string {
	switch {
	case f.Problem != "":
		return "file." + string(f.Problem)
	case f.Kind != Voice:
		return "voice.no_voice"
	case len(f.Data) > content.MaxVoice:
		return "voice.too_big"
	}
	switch _, err := content.NewVoice("", f.Data); {
	case errors.Is(err, content.ErrTooLong):
		return "voice.too_long"
	case err != nil:
		return "voice.wrong_type"
	}
	return ""
}

// sign says who works here and now. Where is the commune of the coordinator, else the one the person named last.
func (t *turn) sign() Sign {
	b := t.s.Booth
	return Sign{Contact: t.ev.Contact, Initials: b.Initials, Area: cmp.Or(b.Area, t.s.Area), At: t.ev.At}
}

// dropOwn deletes the recording that was just made.
func (t *turn) dropOwn() {
	b := t.s.Booth
	if t.s.At == "recorded" && b.Recording != "" {
		t.do(DropVoice{Spoken: b.Item, ID: b.Recording})
	}
	b.Recording = ""
}

// recorded thanks for a recording and offers to hear it, to say it again or to go on.
func recorded(t *turn, _ []string) {
	if !t.translator() {
		return
	}
	t.ask(t.tx("voice.kept"), recordedButtons(t)...)
}

func recordedButtons(t *turn) []Button {
	return []Button{
		t.button("voice.next", "record.next"), t.button("voice.play", "record.play"),
		beside(t.button("voice.again", "record.again")), t.button("voice.stop", "home"),
	}
}

func recordAgain(t *turn, _ []string) {
	if !t.translator() {
		return
	}
	t.dropOwn()
	t.recordings("record", "")
}

func recordNext(t *turn, _ []string) {
	if !t.translator() {
		return
	}
	t.s.Booth.Item, t.s.Booth.Recording = Spoken{}, ""
	t.recordings("record", "")
}

// playOwn plays what was just recorded.
func playOwn(t *turn, _ []string) {
	if t.s.At != "recorded" || t.s.Booth == nil || t.s.Booth.Recording == "" {
		record(t, nil)
		return
	}
	t.play(recordedButtons(t)...)
}

// play sends the recording that is at hand with its Vietnamese sentence. Whoever works with voices hears them even
// where they want no others.
func (t *turn) play(buttons ...Button) {
	b := t.s.Booth
	words, _ := t.Sentence(b.Item)
	r := Recording{Spoken: b.Item, ID: b.Recording}
	quiet := t.s.TextOnly
	t.s.TextOnly = false
	t.say(Message{Text: "“" + words + "”", Media: &Media{Kind: Voice, Path: r.Path(), Alt: words}, Buttons: buttons})
	t.s.TextOnly = quiet
}
