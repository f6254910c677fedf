package bot

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"danloi/content"
	"danloi/learn"
)

// Spoken names one thing that is said aloud: a step of a guide or a screen of a module, in a language.
type Spoken struct {
	Guide  string `json:"guide,omitempty"`  // slug, empty for a module
	Module string `json:"module,omitempty"` // slug, empty for a guide
	Step   string `json:"step"`             // id of the step or screen
	Lang   string `json:"lang"`             // BCP 47
}

// Folder is where the library keeps the guide or module: "guides/SLUG" or "modules/SLUG".
func (s Spoken) Folder() string {
	if s.Module != "" {
		return "modules/" + s.Module
	}
	return "guides/" + s.Guide
}

// Recording is a sentence as a translator said it. It is personal to the one who spoke.
type Recording struct {
	Spoken
	// ID is 32 hexadecimal digits of chance. It names the file in the store, and whoever knows it can hear it.
	ID string `json:"id"`
	// Sentence is the Vietnamese that was shown. A recording is used only while the guide still says it so.
	Sentence string         `json:"sentence"`
	Length   time.Duration  `json:"length"`
	State    RecordingState `json:"state"`
	Said     Sign           `json:"said"`
	Judged   Sign           `json:"judged,omitzero"`
	// Reason says why it was rejected: an id of a text under "voice.because_", or the words of the listener.
	Reason string `json:"reason,omitempty"`
}

// Sign says who did something, where and when.
type Sign struct {
	Contact  string    `json:"contact"`
	Initials string    `json:"initials"`
	Area     string    `json:"area,omitempty"` // code of a commune, empty when it was never named
	At       time.Time `json:"at"`
}

// RecordingState says how far a recording has come.
type RecordingState string

// The states of a recording.
const (
	Recorded RecordingState = "recorded" // waits for a second speaker
	Approved RecordingState = "approved"
	Rejected RecordingState = "rejected"
)

// Path returns the path under which channels ask for the sound: "voices/guides/SLUG/STEP.LANG/ID.ogg", or modules in
// place of guides. It never stands for another sound.
func (r Recording) Path() string {
	return strings.Join([]string{"voices", r.Folder(), r.Step + "." + r.Lang, r.ID + ".ogg"}, "/")
}

// ParseVoicePath reads what Path wrote.
func ParseVoicePath(path string) (s Spoken, id string, ok bool) {
	parts := strings.Split(path, "/")
	if len(parts) != 5 || parts[0] != "voices" {
		return Spoken{}, "", false
	}
	step, lang, both := strings.Cut(parts[3], ".")
	id, ogg := strings.CutSuffix(parts[4], ".ogg")
	s = Spoken{Guide: parts[2], Step: step, Lang: lang}
	if parts[1] == "modules" {
		s.Guide, s.Module = "", parts[2]
	}
	return s, id, both && ogg && id != "" && s.Folder() == parts[1]+"/"+parts[2]
}

// Voices are the recordings in use. A value does not change and is safe for concurrent use; nil has none.
type Voices struct{ of map[Spoken]Recording }

// NewVoices returns those of all that are approved; where there are several of one step, the one that was approved
// last.
func NewVoices(all []Recording) *Voices {
	v := &Voices{of: map[Spoken]Recording{}}
	for _, r := range all {
		if old, ok := v.of[r.Spoken]; r.State == Approved && (!ok || old.Judged.At.Before(r.Judged.At)) {
			v.of[r.Spoken] = r
		}
	}
	return v
}

// All returns the recordings by folder, step and language.
func (v *Voices) All() []Recording {
	if v == nil {
		return nil
	}
	return slices.SortedFunc(maps.Values(v.of), func(a, b Recording) int {
		return cmp.Or(cmp.Compare(a.Folder(), b.Folder()), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Lang, b.Lang))
	})
}

// saying returns the path of the recording of a sentence, unless the sentence was another when it was spoken.
func (v *Voices) saying(s Spoken, sentence string) (path string, ok bool) {
	if v == nil {
		return "", false
	}
	r, ok := v.of[s]
	if !ok || r.Sentence != sentence {
		return "", false
	}
	return r.Path(), true
}

// WithVoices returns the same engine with other recordings.
func (b *Bot) WithVoices(v *Voices) *Bot {
	c := *b
	c.voices = v
	return &c
}

// Sentence returns what is read aloud of a step or screen: its Vietnamese title and, where ten seconds are enough
// for both, the first sentence of its text. It returns false where there is nothing such to be seen.
func (b *Bot) Sentence(s Spoken) (string, bool) {
	if s.Module != "" {
		m, ok := b.library.Module(s.Module)
		screens := learn.Screens(m.Words[content.Default].Lessons)
		i := slices.IndexFunc(screens, func(c content.Screen) bool { return c.ID == s.Step })
		if !ok || i < 0 {
			return "", false
		}
		return aloud(screens[i].Title, screens[i].Text), true
	}
	g, ok := b.library.Guide(s.Guide)
	if !ok {
		return "", false
	}
	step, ok := g.Words[content.Default].Step(s.Step)
	return aloud(step.Title, step.Text), ok
}

// mostSyllables fit ten seconds of plain speech. Vietnamese writes every syllable as a word.
const mostSyllables = 30

var firstSentence = regexp.MustCompile(`^[^\n]*?[.!?]["”)]*(?:\s|$)`)

func aloud(title, text string) string {
	if !strings.HasSuffix(title, "?") && !strings.HasSuffix(title, "!") {
		title = strings.TrimRight(title, ".") + "."
	}
	first := strings.TrimSpace(firstSentence.FindString(content.Plain(text) + "\n"))
	if first == "" || len(strings.Fields(title))+len(strings.Fields(first)) > mostSyllables {
		return title
	}
	return title + " " + first
}
