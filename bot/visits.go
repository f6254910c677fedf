package bot

import (
	"slices"
	"strings"
	"time"

	"danloi/learn"
	"danloi/locales"
)

// Service days and classes that come to the communes: asked for, reminded of, and told when they change.
func visitScreens() map[string]screen {
	return map[string]screen{
		"visits":        {show: visits, take: takeVisitArea},
		"visits.area":   {show: askVisitArea, take: takeVisitArea},
		"visits.remind": {show: askReminder, act: true},
		"visits.forget": {show: dropReminder, act: true},
	}
}

// maxVisits is how many are shown at once.
const maxVisits = 5

// asksVisits tells whether a question asks when somebody comes. The words that ask so stand in the texts, parted by "|".
func (t *turn) asksVisits(text string) bool {
	words := " " + fold(text) + " "
	if strings.Count(words, " ") > 20 { // a story, not a question
		return false
	}
	for _, l := range t.texts.Written() {
		for sign := range strings.SplitSeq(t.texts.Text(l.Tag, "visits.signs"), "|") {
			if key := fold(sign); key != "" && strings.Contains(words, " "+key+" ") {
				return true
			}
		}
	}
	return false
}

// visits shows what comes to a commune. Arguments: its code, "all", or nothing for the one that was named last.
func visits(t *turn, args []string) {
	area := arg(args, 0)
	if area == "" {
		area = t.s.Area
	}
	if area == "" {
		t.show("visits.area")
		return
	}
	if area == "all" {
		area = ""
	}
	t.do(FindVisits{For: "visits", Area: area})
}

func askVisitArea(t *turn, _ []string) {
	t.say(Message{
		Text: t.tx("visits.where"), Wants: WantsLocation,
		Buttons: []Button{t.button("visits.all", "visits:all"), t.button("button.home", "home")},
	})
}

// takeVisitArea reads a commune that was typed, or a place that was shared. Words that name no place are a question.
func takeVisitArea(t *turn, _ []string) bool {
	switch in := t.ev.Input.(type) {
	case Location:
		var offer []Button
		for _, a := range t.areas.At(in.Lat, in.Lon, t.province.Code) {
			offer = append(offer, Button{Label: a.Full(), Data: address("visits", a.Code)})
		}
		return t.offerVisitAreas(offer[:min(len(offer), maxAreas)])
	case File:
		return false
	}
	text, _ := t.text()
	here := within(t.areas.Find(text, t.province.Code))
	name, _ := split(t.s.At)
	switch {
	case len(here) == 0 && name == "visits.area" && !strings.ContainsRune(text, '?'):
		t.note("visits.no_area", "province", t.province.Full())
		t.show("visits.area")
		return true
	case len(here) == 0:
		return false
	case len(here) == 1 && here[0].Score >= sureArea, len(here) > 1 && here[0].Score == 1 && here[1].Score < 1:
		t.show(address("visits", here[0].Area.Code))
		return true
	}
	var offer []Button
	for _, m := range here[:min(len(here), maxAreas)] {
		offer = append(offer, Button{Label: m.Area.Full(), Data: address("visits", m.Area.Code)})
	}
	return t.offerVisitAreas(offer)
}

func (t *turn) offerVisitAreas(offer []Button) bool {
	if len(offer) == 0 {
		t.note("visits.no_area", "province", t.province.Full())
		t.show("visits.area")
		return true
	}
	t.say(Message{Text: t.tx("area.which"), Buttons: append(offer, t.button("visits.all", "visits:all"), t.button("button.home", "home"))})
	return true
}

// visitsFound shows the list, or answers a tap on "remind me".
func (t *turn) visitsFound(in VisitsFound) {
	if in.Ask.For == "remind" {
		t.remindMe(in.Visits)
		return
	}
	if in.Ask.For == "alarm" {
		t.ringVisit(in.Visits)
		return
	}
	area, where := in.Ask.Area, t.tx("visits.province", "province", t.province.Full())
	if a, ok := t.areas.Commune(area); ok {
		where = a.Full()
		if t.s.Consent.Given { // kept with the person, as in a report
			t.s.Area = area
		}
	}
	var items []string
	var buttons []Button
	for _, v := range in.Visits[:min(len(in.Visits), maxVisits)] {
		items = append(items, t.visitText(v))
		buttons = append(buttons, t.visitButton(v))
	}
	id := "visits.title"
	if len(items) == 0 {
		id = "visits.none"
	}
	if area != "" {
		buttons = append(buttons, t.followButton("area:"+area, where))
	}
	buttons = append(buttons, t.calendarLink(area)...)
	buttons = append(buttons, t.button("visits.other_area", "visits.area"))
	if area != "" {
		buttons = append(buttons, t.button("visits.all", "visits:all"))
	}
	t.say(Message{
		Title: t.tx(id, "where", where), Text: paragraphs(items...),
		Buttons: append(buttons, t.button("button.home", "home")),
	})
}

// calendarLink opens the page with all days, from which they can be taken into a calendar.
func (t *turn) calendarLink(area string) []Button {
	if t.links.Base == "" {
		return nil
	}
	url := t.links.Base + "/events"
	if area != "" {
		url += "?area=" + area
	}
	return []Button{{Label: t.tx("visits.page"), URL: url}}
}

// visitText says what, when and where.
func (t *turn) visitText(v learn.Visit) string {
	var where []string
	for _, code := range v.Areas {
		if a, ok := t.areas.Commune(code); ok {
			where = append(where, a.Full())
		}
	}
	return lines(
		t.tx("visits.what_"+string(v.Kind), "what", v.What),
		t.tx("visits.when", "day", t.weekday(v.Start), "date", locales.Date(v.Start), "from", clock(v.Start), "to", clock(v.End)),
		t.tx("visits.place", "place", v.Place, "where", strings.Join(where, ", ")),
		v.Note,
	)
}

func (t *turn) weekday(at time.Time) string {
	return t.tx("weekday." + strings.ToLower(at.In(locales.Zone).Weekday().String()[:3]))
}

func clock(at time.Time) string { return at.In(locales.Zone).Format("15:04") }

func (t *turn) visitButton(v learn.Visit) Button {
	date := locales.Date(v.Start)
	if slices.Contains(t.s.Visits, v.ID) {
		return t.button("visits.forget", address("visits.forget", v.ID), "date", date)
	}
	return t.button("visits.remind", address("visits.remind", v.ID), "date", date)
}

// askReminder keeps with the person that they want to come, so consent comes first.
func askReminder(t *turn, args []string) {
	id := arg(args, 0)
	if t.consentedTo(address("visits.remind", id), "consent.needed_keep") {
		t.do(FindVisits{For: "remind", ID: id})
	}
}

// maxReminders is how many visits one contact can ask to be reminded of.
const maxReminders = 20

func (t *turn) remindMe(found []learn.Visit) {
	back := []Button{t.button("visits.button", "visits"), t.button("button.home", "home")}
	if len(found) == 0 || !found[0].On(t.ev.At) {
		t.ask(t.tx("visits.over"), back...)
		return
	}
	v := found[0]
	if !slices.Contains(t.s.Visits, v.ID) {
		t.s.Visits = append(t.s.Visits, v.ID)
		if over := len(t.s.Visits) - maxReminders; over > 0 {
			t.dropVisit(t.s.Visits[0])
		}
	}
	t.do(AskVisit{ID: v.ID, Rev: v.Rev})
	at, ok := v.Reminder(t.ev.At)
	id := "visits.noted"
	if !ok {
		id, at = "visits.noted_soon", time.Time{}
	}
	t.do(SetAlarm{What: address(alarmVisit, v.ID), At: at})
	t.ask(paragraphs(t.tx(id), t.visitText(v)), append([]Button{t.button("visits.forget", address("visits.forget", v.ID), "date", locales.Date(v.Start))}, back...)...)
}

func (t *turn) dropVisit(id string) {
	t.s.Visits = slices.DeleteFunc(slices.Clone(t.s.Visits), func(v string) bool { return v == id })
	t.do(AskVisit{ID: id, Off: true})
	t.do(SetAlarm{What: address(alarmVisit, id)})
}

func dropReminder(t *turn, args []string) {
	t.dropVisit(arg(args, 0))
	t.ask(t.tx("visits.forgotten"), t.button("visits.button", "visits"), t.button("button.home", "home"))
}

// remindVisit looks the visit up as it is now before anybody is reminded of it.
func (t *turn) remindVisit(id string) {
	if slices.Contains(t.s.Visits, id) {
		t.do(FindVisits{For: "alarm", ID: id})
	}
}

func (t *turn) ringVisit(found []learn.Visit) {
	if len(found) == 0 || !found[0].On(t.ev.At) || found[0].Start.Before(t.ev.At) {
		return
	}
	v := found[0]
	if !decent(t.ev.At) { // the program did not run at 18:00: in the morning, if that is early enough
		t.do(SetAlarm{What: address(alarmVisit, v.ID), At: t.ev.At.Add(time.Hour)})
		return
	}
	t.aside(t.tx("visits.reminder"), v)
}

// visitChanged tells who asked that a visit was moved or cancelled, and moves the reminder.
func (t *turn) visitChanged(v learn.Visit) {
	if !slices.Contains(t.s.Visits, v.ID) {
		return
	}
	t.do(AskVisit{ID: v.ID, Rev: v.Rev, Off: v.State == learn.Cancelled})
	at, _ := v.Reminder(t.ev.At)
	if !at.After(t.ev.At) || v.State == learn.Cancelled {
		at = time.Time{}
	}
	t.do(SetAlarm{What: address(alarmVisit, v.ID), At: at})
	id := "visits.moved"
	if v.State == learn.Cancelled {
		id = "visits.cancelled"
		t.s.Visits = slices.DeleteFunc(slices.Clone(t.s.Visits), func(o string) bool { return o == v.ID })
	}
	t.aside(t.tx(id), v)
}

// aside says something about a visit without moving the conversation.
func (t *turn) aside(text string, v learn.Visit) {
	before := t.s.Offered
	buttons := []Button{t.button("visits.button", "visits")}
	if slices.Contains(t.s.Visits, v.ID) {
		buttons = append(buttons, t.button("visits.forget", address("visits.forget", v.ID), "date", locales.Date(v.Start)))
	}
	t.ask(paragraphs(text, t.visitText(v)), buttons...)
	t.stillOffer(before)
}
