package bot

import (
	"strings"

	"danloi/feedback"
	"danloi/feedback/area"
)

// maxAreas is how many communes are offered at once.
const maxAreas = 8

func areaScreens() map[string]screen {
	return map[string]screen{
		"report.area":   {show: askArea, take: takeArea},
		"report.at":     {show: setArea, act: true},
		"report.noarea": {show: noArea, act: true},
	}
}

// askArea asks for the commune. A shared place answers it, or narrows it to a few. With the argument "ask" it asks
// in any case: the citizen wants to change it.
func askArea(t *turn, args []string) {
	d, ok := t.draft()
	if !ok {
		return
	}
	if arg(args, 0) != "ask" && d.Place != nil && t.areaFromPlace(d) {
		return
	}
	id := "area.ask"
	if d.Guide != "" || d.Kind == feedback.Question {
		id = "area.ask_home"
	}
	t.say(Message{Text: t.tx(id), Buttons: t.areaButtons(nil), Wants: WantsLocation})
}

// areaButtons offers communes, the one that was named last, and a way out.
func (t *turn) areaButtons(offer []Button) []Button {
	if a, ok := t.areas.Commune(t.s.Area); ok && len(offer) == 0 {
		offer = append(offer, Button{Label: a.Full(), Data: address("report.at", a.Code)})
	}
	return append(offer, t.button("area.unknown", "report.noarea"), t.button("report.leave", "home"))
}

// areaFromPlace offers the communes that may hold the shared place.
func (t *turn) areaFromPlace(d *Draft) bool {
	found := t.areas.At(d.Place.Lat, d.Place.Lon, t.province.Code)
	if len(found) == 0 {
		return false
	}
	var offer []Button
	for _, a := range found[:min(len(found), maxAreas)] {
		offer = append(offer, Button{Label: a.Full(), Data: address("report.at", a.Code)})
	}
	t.say(Message{Text: t.tx("area.from_place"), Buttons: t.areaButtons(offer), Wants: WantsLocation})
	return true
}

// takeArea reads the commune that was typed: one sure reading is taken, several are offered, a place elsewhere is
// said to be elsewhere, and what is not a place at all but a clear question is answered while the draft waits.
func takeArea(t *turn, _ []string) bool {
	d := t.s.Draft
	if d == nil {
		return false
	}
	switch in := t.ev.Input.(type) {
	case Location:
		if !t.near(in) {
			t.note("area.place_elsewhere", "province", t.province.Full())
			askArea(t, []string{"ask"})
			return true
		}
		d.Place = placeOf(in)
		t.areaFromPlace(d)
		return true
	case File:
		if t.attach(in) {
			t.note("report.added")
			askArea(t, []string{"ask"})
		}
		return true
	}
	text, _ := t.text()
	if t.toldInstead(text) {
		return true
	}
	found := t.areas.Find(text, t.province.Code)
	here := within(found)
	switch {
	case len(here) == 1 && here[0].Score >= sureArea, len(here) > 1 && here[0].Score == 1 && here[1].Score < 1:
		t.tookArea(here[0])
	case len(here) > 0:
		t.say(Message{Text: t.tx("area.which"), Buttons: t.areaButtons(t.matches(here)), Wants: WantsLocation})
	case len(found) > 0:
		t.elsewhere(found[0])
	case strings.ContainsRune(text, '?') || t.triage(text).Sign != "":
		t.note("report.kept")
		return false
	default:
		t.say(Message{Text: t.tx("area.not_found"), Buttons: t.areaButtons(nil), Wants: WantsLocation})
	}
	return true
}

// toldInstead takes words that tell of danger or of a denunciation instead of naming a commune: no name has as many.
func (t *turn) toldInstead(text string) bool {
	const aName = 5 // words, with "xã" or "phường"
	if len(strings.Fields(text)) < aName {
		return false
	}
	if t.checkDoors(text) {
		return true
	}
	if t.triage(text).Kind != feedback.Emergency || !t.s.Draft.add(text) {
		return false
	}
	t.note("report.added")
	askArea(t, []string{"ask"})
	return true
}

// sureArea is the score from which a single reading is taken without asking: letter for letter or without tone
// marks, but not mistyped.
const sureArea = 0.9

func within(found []area.Match) []area.Match {
	var here []area.Match
	for _, m := range found {
		if !m.Elsewhere && m.Area.Code != "" {
			here = append(here, m)
		}
	}
	return here
}

// matches are buttons, each saying why it is meant when the name is an old one.
func (t *turn) matches(found []area.Match) []Button {
	var buttons []Button
	seen := map[string]bool{}
	for _, m := range found {
		if seen[m.Area.Code] || len(buttons) == maxAreas {
			continue
		}
		seen[m.Area.Code] = true
		label := m.Area.Full()
		if m.Former != "" && m.Why != area.Current {
			label = t.tx("area.formerly", "now", label, "before", m.Former)
		}
		buttons = append(buttons, Button{Label: label, Data: address("report.at", m.Area.Code)})
	}
	return buttons
}

// elsewhere tells that a place lies in another province; the draft stays.
func (t *turn) elsewhere(m area.Match) {
	p, _ := t.areas.Province(m.Province)
	if m.Province == t.province.Code || p.Name == "" {
		t.say(Message{Text: t.tx("area.only_province"), Buttons: t.areaButtons(nil), Wants: WantsLocation})
		return
	}
	t.say(Message{
		Text:    t.tx("area.elsewhere", "place", p.Full(), "province", t.province.Full()),
		Buttons: t.areaButtons(nil), Wants: WantsLocation,
	})
}

func (t *turn) tookArea(m area.Match) {
	if m.Former != "" && m.Why != area.Current {
		t.note("area.now", "before", m.Former, "now", m.Area.Full())
	}
	t.useArea(m.Area)
}

func (t *turn) useArea(a area.Area) {
	d := t.s.Draft
	d.Area, d.NoArea = a.Code, false
	if !d.Chosen {
		d.Topic = ""
	}
	t.s.Area = a.Code
	t.afterArea(d)
}

// afterArea goes to the topics when none is likely, else to the last screen.
func (t *turn) afterArea(d *Draft) {
	if t.propose(d); d.Topic == t.directory.Unclear() && !d.Chosen && len(d.Words) > 0 {
		t.show("report.topic")
		return
	}
	t.show("report.check")
}

// namesArea takes a commune of the province that is named and nothing else, where more words might be told instead.
func (t *turn) namesArea(text string) bool {
	const aName = 5 // words, with "xã" or "phường"
	if len(strings.Fields(text)) > aName {
		return false
	}
	here := within(t.areas.Find(text, t.province.Code))
	if len(here) != 1 || here[0].Score < sureArea {
		return false
	}
	t.tookArea(here[0])
	return true
}

func setArea(t *turn, args []string) {
	if _, ok := t.draft(); !ok {
		return
	}
	a, ok := t.areas.Commune(arg(args, 0))
	if !ok || a.Province != t.province.Code {
		t.show("report.area:ask")
		return
	}
	t.useArea(a)
}

func noArea(t *turn, _ []string) {
	d, ok := t.draft()
	if !ok {
		return
	}
	d.Area, d.NoArea = "", true
	t.afterArea(d)
}

// near tells whether a place may lie in the province that is served. One that does not is not kept: it would lead
// whoever goes there astray.
func (t *turn) near(l Location) bool { return len(t.areas.At(l.Lat, l.Lon, t.province.Code)) > 0 }

func placeOf(l Location) *feedback.Place { return &feedback.Place{Lat: l.Lat, Lon: l.Lon} }
