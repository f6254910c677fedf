package bot

import (
	"danloi/content"
	"danloi/locales"
)

// heard finds the recording of a step or screen in the language the person hears, else in Vietnamese: the one of the
// library, else the one that was approved in the chat. The language of s is passed over.
func (t *turn) heard(s Spoken, inLibrary func(step, lang string) (content.Asset, bool)) (path, lang string, ok bool) {
	for _, lang := range []string{t.hears(), locales.Default} {
		if a, ok := inLibrary(s.Step, lang); ok {
			return a.Path, lang, true
		}
		s.Lang = lang
		words, _ := t.Sentence(s)
		if path, ok := t.voices.saying(s, words); ok {
			return path, lang, true
		}
	}
	return "", "", false
}

// lessonVoice finds the recording of a screen of a module.
func (t *turn) lessonVoice(m content.Module, screen string) (path, lang string, ok bool) {
	return t.heard(Spoken{Module: m.Slug, Step: screen}, m.Voice)
}

// sayScreen plays the recording of a screen of a module.
func sayScreen(t *turn, args []string) {
	m, all, i, _, ok := t.screenOr(args)
	if !ok {
		return
	}
	path, lang, ok := t.lessonVoice(m, all[i].ID)
	if !ok {
		t.again()
		return
	}
	if lang != t.hears() {
		t.note("guide.voice_vietnamese")
	}
	t.say(Message{
		Media:   &Media{Kind: Voice, Path: path, Alt: content.Plain(all[i].Text)},
		Text:    all[i].Title,
		Buttons: t.lessonButtons(m, all, i),
	})
}
