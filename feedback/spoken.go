package feedback

import "slices"

// NativeLang is the language that staff write in.
const NativeLang = "vi"

// InOtherWords reports whether staff who read Vietnamese need a working version of what the citizen told: it is in
// another language, or only spoken.
func (c Case) InOtherWords() bool { return c.Lang != NativeLang && c.Lang != "" || c.VoiceOnly() }

// VoiceOnly reports whether the citizen told it by voice without a written word.
func (c Case) VoiceOnly() bool {
	return c.Person.Words == "" && slices.ContainsFunc(c.Person.Files, func(f File) bool { return f.Kind == "voice" })
}

// The functions below are rules of do.go.

// askVoice is the citizen's wish to hear the answer in their language.
func askVoice(c *Case, _ *Action, _ *Entry, _ World) error {
	if c.VoiceWanted {
		return ErrNotAllowed
	}
	c.VoiceWanted = true
	return nil
}

// speak gives the citizen a voice note.
func speak(c *Case, a *Action, _ *Entry, _ World) error {
	if !slices.ContainsFunc(a.Files, func(f File) bool { return f.Kind == "voice" }) {
		return ErrNoVoice
	}
	c.VoiceWanted = false
	return nil
}
