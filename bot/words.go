package bot

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"danloi/locales"
)

// words are the commands that can be typed anywhere, in every language at once, folded.
type words map[string]command

// command is what a typed word asks for.
type command string

// The commands. Their words stand in the texts under "words.NAME", parted by "|".
const (
	cmdMenu     command = "menu"
	cmdBack     command = "back"
	cmdStop     command = "stop"
	cmdAgain    command = "again"
	cmdHelp     command = "help"
	cmdHello    command = "hello"
	cmdThanks   command = "thanks"
	cmdPerson   command = "person"
	cmdLanguage command = "language"
	cmdReport   command = "report"
	cmdTrack    command = "track"
	cmdLearn    command = "learn"
	cmdKnow     command = "know"
	cmdForget   command = "forget"
	cmdReal     command = "real"
	cmdRecord   command = "record"
	cmdGuides   command = "guides"
	cmdSettings command = "settings"
	cmdTeach    command = "teach"
	cmdRehearse command = "rehearse"
	cmdVisits   command = "visits"
	cmdRevise   command = "revise"
	cmdFollows  command = "follows"
)

func commands() []command {
	return []command{cmdMenu, cmdBack, cmdStop, cmdAgain, cmdHelp, cmdHello, cmdThanks, cmdPerson, cmdLanguage,
		cmdReport, cmdTrack, cmdLearn, cmdKnow, cmdForget, cmdReal, cmdRecord, cmdTeach, cmdRehearse, cmdVisits, cmdRevise, cmdFollows}
}

// menu are the labels of the home menu, which people type from memory.
func menu() map[string]command {
	return map[string]command{
		"home.guides": cmdGuides, "home.report": cmdReport, "home.track": cmdTrack, "home.learn": cmdLearn,
		"home.person": cmdPerson, "home.real": cmdReal, "home.settings": cmdSettings, "home.rehearse": cmdRehearse,
		"home.visits": cmdVisits,
	}
}

func readWords(texts *locales.Catalog) words {
	w := words{}
	for _, l := range texts.Written() {
		for _, c := range commands() {
			for _, word := range strings.Split(texts.Text(l.Tag, "words."+string(c)), "|") {
				w[fold(word)] = c
			}
		}
		for id, c := range menu() {
			w[fold(texts.Text(l.Tag, id))] = c
		}
	}
	return w
}

// command carries out a word that works everywhere, and tells whether text was one. Where words are an answer
// (a report being told), only the words that lead away count, so that "cảm ơn" may be part of the story.
func (t *turn) command(text string) bool {
	c, ok := t.words[fold(strings.TrimPrefix(text, "/"))]
	if !ok {
		return false
	}
	switch c {
	case cmdMenu, cmdHelp:
		t.show("home")
	case cmdBack:
		t.back()
	case cmdStop:
		t.stop()
	case cmdAgain:
		t.again()
	case cmdPerson:
		t.show("person")
	case cmdLanguage:
		t.show("language")
	case cmdForget:
		t.show("forget")
	case cmdKnow:
		t.show("know")
	case cmdRecord:
		if t.s.Booth == nil { // to everybody else these are words like others
			return false
		}
		t.show("record")
	default:
		return !t.listening() && t.smallTalk(c)
	}
	return true
}

func (t *turn) smallTalk(c command) bool {
	switch c {
	case cmdHello:
		if t.inClass() { // said to the class
			t.again()
			return true
		}
		t.show("home")
	case cmdThanks:
		t.tell("chat.welcome_thanks")
	case cmdReport:
		t.show("report")
	case cmdTrack:
		t.show("track")
	case cmdLearn:
		t.show("learn")
	case cmdReal:
		t.show("real.ask")
	case cmdGuides:
		t.show("guides")
	case cmdSettings:
		t.show("settings")
	case cmdTeach:
		t.show("teach")
	case cmdRehearse:
		t.show("rehearse")
	case cmdVisits:
		t.show("visits")
	case cmdRevise:
		t.show("revise")
	case cmdFollows:
		t.show("follows")
	}
	return true
}

// listening tells whether the present screen takes whatever words come: a story, or a message to be looked at.
func (t *turn) listening() bool {
	name, _ := split(t.s.At)
	return t.storytelling() || name == "real.ask" || name == "cert"
}

// stop leaves what is going on. Nothing is lost by it: a draft is kept, and the next screen says so.
func (t *turn) stop() {
	if !t.s.Draft.Empty() {
		t.note("report.kept")
	} else {
		t.note("chat.stopped")
	}
	t.show("home")
}

// fold makes texts comparable that people write in different ways: case, tone marks, đ, punctuation, pictures
// and double spaces do not count. Letters of other scripts stay.
func fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r) && r < 0x0700: // marks of Latin letters; those of Khmer are letters to people
			continue
		case r == 'đ':
			r = 'd'
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r):
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
