package bot

import (
	"math"
	"slices"

	"danloi/feedback"
	"danloi/locales"
)

// Before a report is sent, open cases that may be about the same thing are offered one by one. Who joins one hears its
// news; nobody sees what another has written, unless everybody may.
func alikeScreens() map[string]screen {
	return map[string]screen{
		"alike":      {show: showAlike, yes: "alike.join", no: "alike.no"},
		"alike.join": {show: joinAlike, act: true},
		"alike.no":   {show: nextAlike, act: true},
		"alike.send": {show: sendAnyway, act: true},
	}
}

// maxAlike is how many cases are offered.
const maxAlike = 3

// looksForSame asks once for cases that may be the same, and goes on with those that were not looked at yet.
func (t *turn) looksForSame(d *Draft) bool {
	switch {
	case len(d.Alike) > 0:
		t.show("alike")
		return true
	case d.Looked || d.Area == "" || d.Guide != "" || !t.joinable(d):
		return false
	}
	t.do(FindAlike{feedback.Case{
		Kind: d.Kind, Topic: d.Topic, Area: d.Area, Opened: t.ev.At,
		Person: feedback.Person{Words: d.words(), Place: d.Place},
	}})
	return true
}

// joinable tells whether several people may report such a matter together.
func (t *turn) joinable(d *Draft) bool {
	return d.Kind == feedback.Feedback || d.Kind == feedback.Suggestion
}

// alikeFound keeps what is to be offered, or files the report when that is nothing.
func (t *turn) alikeFound(in AlikeFound) {
	d, ok := t.draft()
	if !ok {
		return
	}
	d.Looked = true
	for i, m := range in.All {
		a := Alike{
			Ref: m.Case.Ref, Topic: m.Case.Topic, Area: m.Case.Area, Status: m.Case.Status, Opened: m.Case.Opened,
			Together: m.Case.Together(), Words: m.Case.Publication.Words, Mine: in.Mine[i],
		}
		if m.Metres >= 0 {
			a.Metres = int(math.Ceil(max(m.Metres, 1)/50)) * 50
		}
		d.Alike = append(d.Alike, a)
	}
	if len(d.Alike) == 0 {
		t.fileReport(d)
		return
	}
	t.show("alike")
}

func showAlike(t *turn, _ []string) {
	d, ok := t.draft()
	if !ok {
		return
	}
	if len(d.Alike) == 0 {
		t.show("report.check")
		return
	}
	a := d.Alike[0]
	topic, _ := t.directory.Topic(a.Topic)
	facts := []string{t.tx("report.about", "topic", topic.Label(t.lang()))}
	if area, ok := t.areas.Commune(a.Area); ok {
		facts = append(facts, t.tx("report.where", "where", area.Full()))
	}
	if a.Metres > 0 {
		facts = append(facts, t.tx("alike.metres", "n", a.Metres))
	}
	facts = append(facts, t.tx("alike.opened", "date", locales.Date(a.Opened)), t.tx("track.status", "status", t.tx("status."+string(a.Status))))
	if a.Together > 1 {
		facts = append(facts, t.tx("track.together", "n", a.Together))
	}
	words := ""
	if a.Words != "" {
		words = "“" + a.Words + "”"
	}
	title, text := "alike.title", "alike.text"
	join := t.button("alike.join", address("alike.join", a.Ref))
	if a.Mine {
		title, text = "alike.mine_title", "alike.mine"
		join = t.button("alike.mine_button", address("alike.join", a.Ref))
	}
	t.say(Message{
		Title: t.tx(title), Text: paragraphs(lines(facts...), words, t.tx(text)),
		Buttons: []Button{join, t.button("alike.no", address("alike.no", a.Ref)), t.button("alike.send", "alike.send"), t.button("report.leave", "home")},
	})
}

// joinAlike joins the case that is offered, with what was told. Only one that was offered can be joined.
func joinAlike(t *turn, args []string) {
	d, ok := t.draft()
	if !ok || !t.consented("alike") {
		return
	}
	i := slices.IndexFunc(d.Alike, func(a Alike) bool { return a.Ref == arg(args, 0) })
	if i < 0 {
		t.show("report.check")
		return
	}
	a := feedback.Action{Kind: feedback.DoJoin, Contact: t.ev.Contact, Text: d.words(), Files: d.Files}
	if d.Alike[i].Mine {
		t.change("again", arg(args, 0), feedback.Action{Kind: feedback.DoAdd, Text: a.Text, Files: a.Files})
		return
	}
	pin, err := feedback.HashPIN(t.ev.Nonce)
	if err != nil {
		t.show("report.check")
		return
	}
	a.PIN = pin
	t.change("join", arg(args, 0), a)
}

// notJoined keeps the draft when the case that was offered cannot be joined any more.
func (t *turn) notJoined(in CaseChanged) {
	d, ok := t.draft()
	if !ok {
		return
	}
	d.Alike = slices.DeleteFunc(d.Alike, func(a Alike) bool { return a.Ref == in.Ask.Ref })
	t.note("alike.gone")
	t.show("report.check")
}

// addedAgain says that what was told a second time is with the case now.
func (t *turn) addedAgain(in CaseChanged) {
	t.s.Draft, t.s.Trail = nil, nil
	t.s.At = address("case", in.Case.Ref)
	t.ask(t.tx("track.added", "ref", in.Case.Ref), t.button("report.follow", address("case", in.Case.Ref)), t.button("button.home", "home"))
}

// joinedCase gives the reference and a PIN of one's own.
func (t *turn) joinedCase(in CaseChanged) {
	c := in.Case
	t.s.Draft, t.s.Trail = nil, nil
	t.s.At = address("case", c.Ref)
	t.say(Message{
		Title: t.tx("alike.joined_title"),
		Text: paragraphs(
			lines(t.tx("report.ref", "ref", c.Ref), t.tx("report.pin", "pin", feedback.NewPIN(t.ev.Nonce))),
			t.tx("report.keep"),
			lines(t.tx("track.together", "n", c.Together()), t.tx("track.unit", "unit", t.directory.UnitLabel(c.Unit, t.lang(), t.areas)), t.dueLine(c)),
			t.tx("report.news_here")),
		Buttons: []Button{t.button("report.follow", address("case", c.Ref)), t.button("button.home", "home")},
	})
}

// nextAlike puts the case aside that it is not, and offers the next, or files the report.
func nextAlike(t *turn, args []string) {
	d, ok := t.draft()
	if !ok {
		return
	}
	d.Alike = slices.DeleteFunc(d.Alike, func(a Alike) bool { return a.Ref == arg(args, 0) })
	reportSend(t, nil)
}

func sendAnyway(t *turn, _ []string) {
	d, ok := t.draft()
	if !ok {
		return
	}
	d.Alike, d.Looked = nil, true
	reportSend(t, nil)
}
