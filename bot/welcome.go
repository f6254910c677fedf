package bot

import (
	"slices"
	"strings"

	"danloi/locales"
)

// consentVersion names the text of "consent.text": whoever agreed to an older one is asked again before the next
// personal datum.
const consentVersion = "2026-11"

func welcomeScreens() map[string]screen {
	return map[string]screen{
		"language": {show: pickLanguage, early: true},
		"hearing":  {show: pickHearing, early: true},
		"lang":     {show: setLanguage, act: true, early: true},
		"consent":  {show: askConsent, early: true, yes: "agree", no: "refuse"},
		"agree":    {show: agree, act: true, early: true},
		"refuse":   {show: refuse, act: true, early: true},
		"about":    {show: about, early: true, yes: "agree", no: "refuse"},
		"home":     {show: home},
		"person":   {show: person, act: true},
	}
}

// welcomed tells whether language and consent were settled, one way or the other.
func (t *turn) welcomed() bool { return t.s.Lang != "" && t.s.Consent.Asked() }

// start opens a conversation: the welcome for a newcomer, else where the link leads or home.
func (t *turn) start(in Start) {
	if l, ok := t.texts.Language(in.Lang); ok && t.s.Lang == "" {
		if t.s.Lang = l.Tag; l.State == locales.Scaffold {
			t.s.Lang, t.s.Hears = locales.Default, l.Tag
		}
	}
	to := destination(in.Code)
	if name, _ := split(to); !t.welcomed() && !t.screens[name].early {
		t.welcome(to)
		return
	}
	if to == "" {
		to = "home"
	}
	t.show(to)
}

// destination reads the code of a link: "g-SLUG" a guide, "m-SLUG" a module, "c-REF" a case, "t-…" a
// translator's, "gv-…" a trainer's, "class-1234" a class.
func destination(code string) string {
	kind, what, ok := strings.Cut(code, "-")
	if !ok || what == "" {
		return ""
	}
	switch kind {
	case "g":
		return address("guide", what)
	case "m":
		return address("module", what)
	case "c":
		return address("case", strings.ToUpper(what))
	case "t", "T":
		return address("translator", "t-"+strings.ToLower(what))
	case "class":
		return address("class.join", what)
	case "gv", "GV", "Gv":
		return address("teach.code", "gv-"+strings.ToLower(what))
	}
	return ""
}

// welcome asks what is still to be settled, and keeps what the newcomer wanted until it is. A question typed
// meanwhile takes the place of an older one.
func (t *turn) welcome(pending string) {
	if pending != "" {
		t.s.Pending = pending
	}
	if t.s.Lang == "" {
		t.show("language")
		return
	}
	if strings.HasPrefix(pending, "?") {
		t.note("consent.kept")
	}
	t.show("consent")
}

// go on with what the newcomer wanted.
func (t *turn) resume() {
	want := t.s.Pending
	t.s.Pending = ""
	switch {
	case strings.HasPrefix(want, "?"):
		t.ev.Input = Text{Words: want[1:]}
		t.s.At = "home"
		if !t.doubted(want[1:]) {
			t.question(want[1:])
		}
	case want != "":
		t.s.At = "home"
		t.show(want)
	default:
		t.show("home")
	}
}

// pickLanguage shows every language that can be read, by its own name. The question is in all of them, as nobody can
// be expected to read another. The languages that can only be heard so far are a button further.
func pickLanguage(t *turn, _ []string) {
	var ask []string
	var buttons []Button
	for _, l := range t.texts.Written() {
		if t.texts.Has(l.Tag, "language.ask") {
			ask = append(ask, t.texts.Text(l.Tag, "language.ask"))
		}
		buttons = append(buttons, Button{Label: languageLabel(l), Data: "lang:" + l.Tag})
	}
	t.say(Message{Text: lines(ask...), Buttons: append(buttons, t.button("language.more", "hearing"))})
}

// pickHearing shows the languages that have no texts yet.
func pickHearing(t *turn, _ []string) {
	var buttons []Button
	for _, l := range t.texts.Languages() {
		if l.State == locales.Scaffold {
			buttons = append(buttons, Button{Label: languageLabel(l), Data: "lang:" + l.Tag, Beside: len(buttons)%2 == 1})
		}
	}
	t.ask(t.tx("language.hear"), append(buttons, t.button("button.back", "language"))...)
}

func languageLabel(l locales.Language) string {
	if l.Endonym == l.Vietnamese || l.Tag == locales.Default {
		return l.Endonym
	}
	return l.Endonym + " (" + l.Vietnamese + ")"
}

func setLanguage(t *turn, args []string) {
	l, ok := t.texts.Language(arg(args, 0))
	if !ok {
		t.show("language")
		return
	}
	t.s.Lang, t.s.Hears = l.Tag, ""
	switch l.State {
	case locales.Draft:
		t.note("language.draft")
	case locales.Scaffold:
		t.s.Lang, t.s.Hears = locales.Default, l.Tag
		t.note("language.scaffold", "language", l.Vietnamese)
	}
	if !t.s.Consent.Asked() {
		t.show("consent")
		return
	}
	if t.s.Hears == "" {
		t.note("language.set")
	}
	if t.s.At == "language" || t.s.At == "hearing" { // chosen in passing: go on where one was
		t.s.Trail = slices.DeleteFunc(t.s.Trail, func(at string) bool { return at == "language" || at == "hearing" })
		t.back()
		return
	}
	t.show("home")
}

func askConsent(t *turn, _ []string) {
	where := ""
	if t.ev.Channel == "telegram" {
		where = t.tx("consent.telegram")
	}
	t.say(Message{
		Title: t.tx("consent.title"),
		Text:  paragraphs(t.tx("consent.text", "province", t.province.Full()), where, t.tx("consent.ask")),
		Buttons: []Button{
			t.button("consent.yes", "agree"),
			t.button("consent.no", "refuse"),
			t.button("consent.more", "about"),
		},
	})
}

func about(t *turn, _ []string) {
	buttons := []Button{t.button("button.home", "home")}
	if !t.welcomed() {
		buttons = []Button{t.button("consent.yes", "agree"), t.button("consent.no", "refuse")}
	}
	t.say(Message{Title: t.tx("about.title"), Text: t.tx("about.text", "province", t.province.Full()), Buttons: buttons})
}

func agree(t *turn, _ []string) {
	t.s.Consent = Consent{Given: true, Version: consentVersion, At: t.ev.At, Channel: t.ev.Channel}
	t.note("consent.thanks")
	t.resume()
}

// refuse keeps nothing but the language: guides and lessons stay open, reports do not.
func refuse(t *turn, _ []string) {
	t.s.Consent = Consent{Version: consentVersion, At: t.ev.At, Channel: t.ev.Channel}
	t.note("consent.refused")
	t.refusing = true
	t.resume()
}

// consented makes sure of the consent before a personal datum is kept. When it is missing it asks, and comes back
// to the address afterwards.
func (t *turn) consented(next string) bool { return t.consentedTo(next, "consent.needed") }

// consentedTo is consented, saying first why the consent is needed.
func (t *turn) consentedTo(next, why string) bool {
	if t.s.Consent.Given && t.s.Consent.Version == consentVersion {
		return true
	}
	if t.refusing {
		t.show("home")
		return false
	}
	t.s.Pending = next
	t.note(why)
	t.show("consent")
	return false
}

// home is the menu. What is unfinished comes first.
func home(t *turn, _ []string) {
	buttons := t.classButtons()
	if !t.s.Draft.Empty() {
		buttons = append(buttons, t.button("home.draft", "report"))
	}
	if slug, ok := t.lastGuide(); ok {
		if g, found := t.guide(slug); found {
			w, _ := g.In(t.lang())
			buttons = append(buttons, Button{Label: t.tx("home.resume", "title", short(w.Title)), Data: address("resume", slug)})
		}
	}
	buttons = append(buttons,
		t.button("home.guides", "guides"),
		t.button("home.report", "report"),
		t.button("home.track", "track"),
		t.button("home.learn", "learn"),
		t.button("home.rehearse", "rehearse"),
		t.button("home.visits", "visits"),
		t.button("home.real", "real.ask"),
		t.button("home.person", "person"),
		t.button("home.settings", "settings"),
	)
	t.say(Message{Title: t.tx("home.title"), Text: t.tx("home.text"), Buttons: buttons})
}

// person hands over to a human: a question that a department answers.
func person(t *turn, _ []string) {
	if !t.s.Draft.Empty() {
		t.note("report.kept_other")
		t.show("report")
		return
	}
	t.s.Draft = nil
	t.show("report.kind:question")
}

// lastGuide is the guide that was left unfinished most recently.
func (t *turn) lastGuide() (slug string, ok bool) {
	for s, b := range t.s.Guides {
		if b.Done || b.Step == "" {
			continue
		}
		if !ok || b.At.After(t.s.Guides[slug].At) || b.At.Equal(t.s.Guides[slug].At) && s < slug {
			slug, ok = s, true
		}
	}
	return slug, ok
}

// short cuts a title to what fits on a button, at a space.
func short(s string) string {
	const most = 32
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	cut := slices.Index(r[:most], ' ')
	for i := most - 1; i > 0; i-- {
		if r[i] == ' ' {
			cut = i
			break
		}
	}
	if cut <= 0 {
		cut = most
	}
	return string(r[:cut]) + "…"
}
