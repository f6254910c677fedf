package bot

import (
	"path"
	"strings"

	"danloi/feedback"
)

// news tells a citizen what staff did on a case. It does not move the conversation from where it is.
func (t *turn) news(in CaseUpdated) {
	if in.Entry < 0 || in.Entry >= len(in.Case.Story) || !in.Case.Story[in.Entry].Public {
		return
	}
	c, e := in.Case, in.Case.Story[in.Entry]
	before := t.s.Offered
	t.caseFiles(c, e)
	if e.Kind == feedback.DoCheck {
		t.say(t.askPromise(c, e))
	} else {
		t.say(t.newsMessage(c, in.Entry))
	}
	t.stillOffer(before)
}

// newsMessage words one entry, with what may be done about it.
func (t *turn) newsMessage(c feedback.Case, n int) Message {
	e := c.Story[n]
	var buttons []Button
	note := ""
	switch e.Kind {
	case feedback.DoAnswer:
		buttons = append(t.stars(c.Ref), t.button("track.unsolved", address("unsolved", c.Ref)))
		note = t.tx("news.rate")
	case feedback.DoAsk:
		buttons = []Button{t.button("track.reply", address("add", c.Ref))}
		note = t.tx("news.reply")
	case feedback.DoDuplicate:
		buttons = []Button{t.button("news.original", address("case", e.Of))}
	}
	spoken := ""
	if offer := t.hearButton(c); len(offer) > 0 && t.foreign(c, n) {
		spoken, buttons = t.tx("hear.offer"), append(buttons, offer...)
	}
	return Message{
		Title:   t.tx("news.title", "ref", c.Ref),
		Text:    paragraphs(t.entry(c, n), lines(t.dueLine(c), t.passedLine(c)), spoken, note),
		Buttons: append(buttons, t.button("report.follow", address("case", c.Ref))),
	}
}

// CaseMedia begins the path of a file of a case in Media.Path; behind it stand reference and file.
const CaseMedia = "cases/"

// caseFiles brings what staff attached to an entry: a voice is to be heard, a photo to be seen, where the conversation
// is. Who wants text only still gets a voice.
func (t *turn) caseFiles(c feedback.Case, e feedback.Entry) {
	if e.By == feedback.ByCitizen {
		return
	}
	for _, id := range e.Files {
		f, ok := c.File(id)
		if !ok || t.s.TextOnly && f.Kind != string(Voice) {
			continue
		}
		kind := FileKind(f.Kind)
		if strings.HasPrefix(f.Type, "audio/") {
			kind = Voice
		}
		textOnly := t.s.TextOnly
		t.s.TextOnly = false
		t.say(Message{Media: &Media{Kind: kind, Path: path.Join(CaseMedia, c.Ref, f.ID), Alt: t.tx("news.file_"+string(kind), "ref", c.Ref)}})
		t.s.TextOnly = textOnly
	}
}

// stillOffer lets the labels of earlier buttons stand for them after news came in between.
func (t *turn) stillOffer(before []Choice) {
	for _, c := range before {
		if t.s.Label(c.Data) == "" {
			c.Past = true
			t.s.Offered = append(t.s.Offered, c)
		}
	}
}
