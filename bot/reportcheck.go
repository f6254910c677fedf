package bot

import (
	"slices"
	"time"

	"danloi/feedback"
	"danloi/locales"
)

// reportCheck shows everything before it is sent: what, where, about what, who answers, by when.
func reportCheck(t *turn, _ []string) {
	d, ok := t.draft()
	if !ok {
		return
	}
	if d.Kind == "" || d.storyEmpty() && d.Guide == "" {
		reportOn(t, nil)
		return
	}
	t.propose(d)
	topic, _ := t.directory.Topic(d.Topic)
	unit := t.unit(d)
	anonymous := "report.anonymous_off"
	if d.Private {
		anonymous = "report.anonymous_on"
	}
	where := t.tx("report.place_unknown")
	if a, ok := t.areas.Commune(d.Area); ok {
		where = a.Full()
	}
	t.say(Message{
		Title: t.tx("report.check_title"),
		Text: paragraphs(
			lines(t.tx("report.kind_is", "kind", t.tx("kind."+string(d.Kind))), t.story(d)),
			lines(t.tx("report.where", "where", where), t.tx("report.about", "topic", topic.Label(t.lang()))),
			lines(t.tx("report.who", "unit", t.directory.UnitLabel(unit, t.lang(), t.areas)), t.tx("report.by", "date", locales.Moment(t.due(d)))),
			t.tx(anonymous), t.tx("report.check")),
		Buttons: []Button{
			t.button("report.send", "report.send"),
			t.button("report.change_words", "report.words"), beside(t.button("report.change_place", "report.area:ask")),
			t.button("report.change_topic", "report.topic"), beside(t.button(anonymous+"_button", "report.anon")),
			t.button("report.leave", "home"), beside(t.button("report.cancel", "report.drop")),
		},
		Wants: WantsStory,
	})
}

// takeLate takes what the citizen adds while everything is shown.
func takeLate(t *turn, _ []string) bool {
	if t.s.Draft == nil {
		return false
	}
	if text, ok := t.text(); ok && t.namesArea(text) {
		return true
	}
	before, doors, place := len(t.s.Draft.Words)+len(t.s.Draft.Files), len(t.s.Draft.Doors), t.s.Draft.Place
	out, warning := len(t.out), slices.Clone(t.lead)
	if !takeStory(t, nil) {
		return false
	}
	if d := t.s.Draft; d == nil || len(d.Doors) > doors {
		return true
	}
	if (len(t.s.Draft.Words)+len(t.s.Draft.Files) > before || t.s.Draft.Place != place) && t.s.At == "report.check" {
		t.out = slices.DeleteFunc(t.out, func(e Effect) bool { _, said := e.(Say); return said && len(t.out) > out })
		t.lead = warning
		t.note("report.added")
		t.show("report.check")
	}
	return true
}

func toggleAnonymous(t *turn, _ []string) {
	if d, ok := t.draft(); ok {
		d.Private = !d.Private
		t.show("report.check")
	}
}

// unit is who answers: for a stuck citizen the office of the guide, else whom topic and commune give.
func (t *turn) unit(d *Draft) feedback.Unit {
	if g, ok := t.guide(d.Guide); ok {
		if u, ok := t.directory.UnitIn(g.Office, d.Area); ok {
			return u
		}
	}
	return t.directory.UnitAt(d.Topic, d.Area, t.ev.At)
}

// due is the date of the answer if the report were sent now.
func (t *turn) due(d *Draft) time.Time {
	return t.calendar.Deadline(t.ev.At, t.directory.Level(d.Topic, d.Urgent).Answer)
}

// reportSend files the case.
func reportSend(t *turn, _ []string) {
	d, ok := t.draft()
	if !ok || !t.consented("report.check") {
		return
	}
	if d.Topic == "" {
		t.show("report.check")
		return
	}
	if t.looksForSame(d) {
		return
	}
	t.fileReport(d)
}

// fileReport makes the draft a case.
func (t *turn) fileReport(d *Draft) {
	c, err := feedback.Open(feedback.Filing{
		Nonce: t.ev.Nonce, Kind: d.Kind, Topic: d.Topic, Unit: t.unit(d), Area: d.Area, Lang: t.lang(),
		Channel: t.ev.Channel, Contact: t.ev.Contact, Anonymous: d.Private, Urgent: d.Urgent, Guide: d.Guide, Step: d.Step,
		Person: feedback.Person{Words: d.words(), Files: d.Files, Place: d.Place},
	}, t.Rules(t.ev.At))
	if err != nil { // a topic that is no case has its own door; anything else sends back to the words
		t.refused(d)
		return
	}
	t.do(OpenCase{c})
	t.s.Draft = nil
	t.s.Area = c.Area
	t.s.Trail = nil
	t.s.At = address("case", c.Ref)
	offer, buttons := t.offerPublication(c)
	t.say(Message{
		Title: t.tx("report.sent_title"),
		Text: paragraphs(
			lines(t.tx("report.ref", "ref", c.Ref), t.tx("report.pin", "pin", feedback.NewPIN(t.ev.Nonce))),
			t.tx("report.keep"),
			t.tx("report.sent", "unit", t.directory.UnitLabel(c.Unit, t.lang(), t.areas), "date", locales.Moment(c.Answer.Due)),
			t.tx("report.news_here"), offer),
		Buttons: append(append([]Button{t.button("report.follow", address("case", c.Ref))}, buttons...), t.button("button.home", "home")),
	})
}

// refused says why a draft cannot become a case, and goes where that can be mended.
func (t *turn) refused(d *Draft) {
	if topic, ok := t.directory.Topic(d.Topic); ok && !topic.Fileable() {
		kind := feedback.Complaint
		if topic.Handling == feedback.DenunciationEnd {
			kind = feedback.Denunciation
		}
		t.unfiled(kind)
		t.door(feedback.Triage{Kind: kind, Door: topic.Door})
		return
	}
	t.note("report.refused")
	t.show("report.words")
}
