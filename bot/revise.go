package bot

import (
	"strconv"

	"danloi/content"
	"danloi/learn"
)

// Reviewing what was weak, a few questions a day. The learner says when; one tap ends it.
func reviseScreens() map[string]screen {
	return map[string]screen{
		"revise":      {show: revise},
		"revise.hour": {show: reviseDays},
		"revise.on":   {show: reviseOn, act: true},
		"revise.ask":  {show: reviseAsk},
		"revise.pick": {show: revisePick, act: true},
		"revise.stop": {show: reviseStop, act: true},
	}
}

// reviewHours are the times of day that are offered, in Vietnam.
func reviewHours() []int { return []int{7, 12, 19} }

// exercise finds an exercise of the library as it is now.
func (t *turn) exercise(module, id string) (content.Screen, bool) {
	m, ok := t.library.Module(module)
	if !ok {
		return content.Screen{}, false
	}
	w, _ := m.In(t.lang())
	for _, s := range w.Exercises() {
		if s.ID == id {
			return s, true
		}
	}
	return content.Screen{}, false
}

// refreshed brings the review up to date with the library.
func (t *turn) refreshed() learn.Review {
	t.s.Review = t.s.Review.Refresh(t.exercise, t.ev.At)
	return t.s.Review
}

// setReview keeps a review and sets the alarm of its next reminder.
func (t *turn) setReview(r learn.Review) {
	t.s.Review = r
	at, _ := r.Next(t.ev.At)
	t.do(SetAlarm{What: alarmReview, At: at})
}

// revise takes the weak exercises of a module and asks when to be reminded; without a module it says how things are.
func revise(t *turn, args []string) {
	slug := arg(args, 0)
	if !t.consentedTo(address("revise", slug), "consent.needed_keep") {
		return
	}
	if m, ok := t.library.Module(slug); ok {
		w, _ := m.In(t.lang())
		r, _ := t.refreshed().AddWeak(slug, w.Lessons, t.record(slug), t.ev.At)
		t.setReview(r)
	}
	r := t.refreshed()
	if len(r.Cards) == 0 {
		t.ask(t.tx("revise.nothing"), t.button("learn.others", "learn"), t.button("button.home", "home"))
		return
	}
	state, hours := "revise.off", t.hourButtons()
	if r.On {
		state = "revise.on_" + t.daysName(r.Days)
	}
	var now []Button
	if n := len(r.Due(t.ev.At)); n > 0 {
		now = append(now, t.button("revise.now", "revise.ask", "n", n))
	}
	if r.On {
		hours = append(hours, t.button("revise.stop", "revise.stop"))
	}
	t.say(Message{
		Title:   t.tx("revise.title"),
		Text:    paragraphs(t.tx("revise.about", "n", len(r.Cards), "most", learn.MostADay), t.tx(state, "hour", r.Hour), t.tx("revise.when")),
		Buttons: append(append(now, hours...), t.button("button.home", "home")),
	})
}

func (t *turn) hourButtons() []Button {
	var buttons []Button
	for _, h := range reviewHours() {
		buttons = append(buttons, t.button("revise.hour_"+strconv.Itoa(h), address("revise.hour", strconv.Itoa(h))))
	}
	return buttons
}

// daysName names a choice of days in message ids and buttons.
func (t *turn) daysName(d learn.Days) string {
	if d == learn.EveryDay {
		return "all"
	}
	return string(d)
}

// reviseDays asks on which days, once the hour is known.
func reviseDays(t *turn, args []string) {
	hour := arg(args, 0)
	var buttons []Button
	for _, d := range []learn.Days{learn.EveryDay, learn.MonWedFri, learn.OnWeekends} {
		name := t.daysName(d)
		buttons = append(buttons, t.button("revise.days_"+name, address("revise.on", hour, name)))
	}
	t.ask(t.tx("revise.days"), append(buttons, t.button("button.back", "revise"))...)
}

func reviseOn(t *turn, args []string) {
	hour, err := strconv.Atoi(arg(args, 0))
	if err != nil || hour < 6 || hour > 20 {
		t.show("revise")
		return
	}
	if !t.consentedTo(address("revise.on", args[0], arg(args, 1)), "consent.needed_keep") {
		return
	}
	r := t.refreshed()
	r.On, r.Hour, r.Days, r.Missed = true, hour, learn.EveryDay, 0
	for _, d := range []learn.Days{learn.MonWedFri, learn.OnWeekends} {
		if string(d) == arg(args, 1) {
			r.Days = d
		}
	}
	t.setReview(r)
	t.s.At = "home"
	buttons := []Button{t.button("revise.stop", "revise.stop"), t.button("button.home", "home")}
	if n := len(r.Due(t.ev.At)); n > 0 {
		buttons = append([]Button{t.button("revise.now", "revise.ask", "n", n)}, buttons...)
	}
	t.ask(t.tx("revise.set_"+t.daysName(r.Days), "hour", hour, "most", learn.MostADay), buttons...)
}

func reviseStop(t *turn, _ []string) {
	r := t.s.Review
	r.On = false
	t.setReview(r)
	t.s.At = "home"
	t.ask(t.tx("revise.stopped"), t.button("revise.again", "revise"), t.button("button.home", "home"))
}

// reviseAsk asks the weakest question that is due.
func reviseAsk(t *turn, _ []string) {
	r := t.refreshed()
	due := r.Due(t.ev.At)
	if len(due) == 0 {
		t.s.At = "home"
		t.ask(t.tx("revise.done"), t.button("revise.button", "revise"), t.button("learn.others", "learn"), t.button("button.home", "home"))
		return
	}
	t.say(t.reviewQuestion(due[0], len(due)))
}

// reviewQuestion is one question with its choices. Ending it is one tap.
func (t *turn) reviewQuestion(c learn.Card, left int) Message {
	s, _ := t.exercise(c.Module, c.Exercise)
	m, _ := t.library.Module(c.Module)
	w, _ := m.In(t.lang())
	var buttons []Button
	for n, choice := range s.Choices {
		buttons = append(buttons, Button{Label: choice.Text, Data: address("revise.pick", c.Module, c.Exercise, strconv.Itoa(n))})
	}
	return Message{
		Title:   t.tx("revise.question", "title", s.Title, "left", left),
		Text:    paragraphs(content.Plain(s.Text), t.tx("revise.from", "title", w.Title)),
		Buttons: append(buttons, t.button("revise.later", "home"), beside(t.button("revise.stop", "revise.stop"))),
	}
}

// revisePick takes an answer and explains it. A question that was answered already, or changed since it was asked, is not
// counted again.
func revisePick(t *turn, args []string) {
	module, id := arg(args, 0), arg(args, 1)
	s, ok := t.exercise(module, id)
	n, err := strconv.Atoi(arg(args, 2))
	if !ok || err != nil || n < 0 || n >= len(s.Choices) {
		t.show("revise.ask")
		return
	}
	r := t.refreshed()
	asked := false
	for _, c := range r.Due(t.ev.At) {
		asked = asked || c.Module == module && c.Exercise == id
	}
	if !asked {
		t.note("revise.answered")
		t.show("revise.ask")
		return
	}
	c := s.Choices[n]
	r, _ = r.Answer(module, id, c.Right, t.ev.At)
	t.setReview(r)
	title := "learn.right"
	var buttons []Button
	if !c.Right {
		title = "learn.wrong"
		m, _ := t.library.Module(module)
		w, _ := m.In(t.lang())
		buttons = t.helpButtons(m, w, id)
	}
	next := t.button("revise.next", "revise.ask")
	if len(r.Due(t.ev.At)) == 0 {
		next = t.button("revise.end", "revise.ask")
	}
	t.say(Message{
		Title: t.tx(title), Text: paragraphs("“"+c.Text+"”", content.Plain(c.Why)),
		Buttons: append([]Button{next}, append(buttons, t.button("button.home", "home"))...),
	})
}

// remindReview reminds the learner. It does not move the conversation from where it is. When the hour is long past,
// because the program did not run, it waits for the next one.
func (t *turn) remindReview() {
	r := t.refreshed()
	due := r.Due(t.ev.At)
	if !r.On || len(due) == 0 || !decent(t.ev.At) {
		t.setReview(r)
		return
	}
	r = r.Remind(t.ev.At)
	t.setReview(r)
	id := "revise.reminder"
	if !r.On {
		id = "revise.last_reminder"
	}
	before := t.s.Offered
	t.ask(t.tx(id, "n", len(due)), t.button("revise.begin", "revise.ask"), t.button("revise.stop", "revise.stop"))
	t.stillOffer(before)
}

// knownReview says what is kept of a review.
func (t *turn) knownReview() []string {
	if len(t.s.Review.Cards) == 0 {
		return nil
	}
	return []string{t.tx("revise.known", "n", len(t.s.Review.Cards))}
}
