package bot

import (
	"slices"

	"danloi/feedback"
	"danloi/locales"
)

func settingsScreens() map[string]screen {
	return map[string]screen{
		"settings":  {show: settings},
		"text_only": {show: toggleTextOnly, act: true},
		"know":      {show: know},
		"forget":    {show: askForget, yes: "forgotten", no: "home"},
		"forgotten": {show: forget, act: true},
	}
}

func settings(t *turn, _ []string) {
	text := "settings.text_only_off"
	if t.s.TextOnly {
		text = "settings.text_only_on"
	}
	l, _ := t.texts.Language(t.lang())
	t.say(Message{
		Title: t.tx("settings.title"),
		Text:  lines(t.tx("settings.language_is", "language", l.Endonym), t.hearing(), t.tx(text)),
		Buttons: slices.Concat([]Button{
			t.button("settings.language", "language"),
			t.button(text+"_button", "text_only"),
			t.button("follow.settings", "follows"),
			t.button("settings.know", "know"),
			t.button("settings.forget", "forget"),
			t.button("settings.about", "about"),
		}, t.boothButton(), []Button{t.button("button.home", "home")}),
	})
}

// hearing names the language a person would rather hear, when it is not the one they read.
func (t *turn) hearing() string {
	l, ok := t.texts.Language(t.s.Hears)
	if !ok {
		return ""
	}
	return t.tx("settings.hears", "language", languageLabel(l))
}

func toggleTextOnly(t *turn, _ []string) {
	t.s.TextOnly = !t.s.TextOnly
	t.show("settings")
}

func know(t *turn, _ []string) { t.findCases(FindCases{For: "know", Mine: true}) }

// showKnown lists everything that is kept of the contact. Whoever adds a field to State adds it here.
func (t *turn) showKnown(cases []feedback.Case) {
	s := t.s
	l, _ := t.texts.Language(t.lang())
	items := []string{t.tx("know.language", "language", l.Endonym)}
	if h := t.hearing(); h != "" {
		items = append(items, h)
	}
	if s.Consent.Given {
		items = append(items, t.tx("know.consent_yes", "date", locales.Date(s.Consent.At)))
	} else {
		items = append(items, t.tx("know.consent_no", "date", locales.Date(s.Consent.At)))
	}
	if a, ok := t.areas.Commune(s.Area); ok {
		items = append(items, t.tx("know.area", "area", a.Full()))
	}
	if s.Land != "" {
		items = append(items, t.tx("know.land"))
	}
	count := func(id string, n int) {
		if n > 0 {
			items = append(items, t.tx(id, "n", n))
		}
	}
	count("know.guides", len(s.Guides))
	count("know.modules", len(s.Learn))
	count("know.files", len(s.Loose))
	if !s.Draft.Empty() {
		items = append(items, t.tx("know.draft", "what", t.counted(s.Draft)))
	}
	for _, c := range cases {
		items = append(items, t.tx("know.case", "ref", c.Ref, "date", locales.Date(c.Opened)))
	}
	if s.Asked != "" {
		items = append(items, t.tx("know.question"))
	}
	if s.Message != "" {
		items = append(items, t.tx("know.message"))
	}
	items = append(items, t.knownWaiting()...)
	items = append(items, t.knownBooth()...)
	items = append(items, t.knownClass()...)
	items = append(items, t.knownCertificates()...)
	items = append(items, t.knownReview()...)
	items = append(items, t.knownOutreach()...)
	count("rehearse.known", len(s.Rehearsed))
	items = append(items, t.tx("know.address_"+t.ev.Channel))
	buttons := []Button{t.button("settings.forget", "forget"), t.button("button.home", "home")}
	if len(s.Waiting) > 0 {
		buttons = slices.Insert(buttons, 0, t.button("waiting.list", "waiting"))
	}
	t.say(Message{Title: t.tx("know.title"), Text: paragraphs(list("", items), t.tx("know.sealed")), Buttons: buttons})
}

func askForget(t *turn, _ []string) {
	t.ask(t.tx("forget.ask"), t.button("forget.yes", "forgotten"), t.button("forget.no", "home"))
}

// forget destroys the contact's key. The goodbye is the last thing that is said, and the next word is a first one.
func forget(t *turn, _ []string) {
	lang := t.lang()
	t.out = nil
	t.lead = nil
	t.do(Forget{})
	t.s = State{Lang: lang}
	t.say(Message{Text: t.tx("forget.done"), Lang: lang})
	t.s = State{}
}
