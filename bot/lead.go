package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"danloi/content"
	"danloi/learn"
)

// The trainer's own screen of a class: where it is, how many have answered, and what can be done next. Every button
// that moves the class carries the version that the trainer saw, so that two taps, or two devices, count once.
func leadScreens() map[string]screen {
	return map[string]screen{
		"lead":        {show: leadLook("lead")},
		"lead.hands":  {show: leadLook("lead.hands"), take: takeHands},
		"lead.people": {show: leadLook("lead.people"), take: takePeople},
		"lead.notes":  {show: leadLook("lead.notes")},
		"lead.guide":  {show: leadLook("lead.guide")},
		"lead.end":    {show: leadLook("lead.end")},
		"lead.place":  {show: leadLook("lead.place"), take: takePlace},
		"lead.do":     {show: leadMove, act: true},
		"lead.hand":   {show: countHands, act: true},
		"lead.tick":   {show: tickMember, act: true},
		"lead.note":   {show: sortNote, act: true},
		"lead.file":   {show: fileProblems, act: true},
		"lead.close":  {show: closeReport, act: true},
	}
}

// leadLook shows a screen with the class as it is now. Its first argument is the class.
func leadLook(name string) func(*turn, []string) {
	return func(t *turn, args []string) {
		t.leads(address(append([]string{name}, args...)...), LeadAsk{Do: LeadLook, Class: arg(args, 0)})
	}
}

// leadAt shows the screen that asked.
func (t *turn) leadAt(in LeadSeen, name string, args []string) {
	if in.Ask.For == "lead" {
		t.leave(address("lead", in.Class.ID))
		t.s.At = address("lead", in.Class.ID)
	}
	t.problem(in)
	switch name {
	case "lead.hands":
		t.showHands(in, args)
	case "lead.people":
		t.showPeople(in, args)
	case "lead.notes":
		t.showNotes(in)
	case "lead.guide":
		t.showGuidance(in)
	case "lead.place":
		t.ask(t.tx("class.lead_place_ask"), t.button("class.lead_return", address("lead", in.Class.ID)))
	case "lead.end":
		t.ask(t.tx("class.lead_end_ask"), t.button("class.lead_end_yes", t.moveData(in.Class, learn.MoveEnd)), t.button("class.lead_end_no", address("lead", in.Class.ID)))
	default:
		t.showLead(in)
	}
}

// problem words a refusal.
func (t *turn) problem(in LeadSeen) {
	ids := []struct {
		err error
		id  string
	}{
		{learn.ErrStale, "class.lead_stale"}, {learn.ErrClassEnded, "class.lead_ended"}, {learn.ErrClassClosed, "class.lead_closed"},
		{learn.ErrClassLives, "class.lead_lives"}, {learn.ErrCounts, "class.lead_counts_bad"}, {learn.ErrMember, "class.lead_name_bad"},
		{learn.ErrClassFull, "class.full"},
	}
	for _, p := range ids {
		if errors.Is(in.Problem, p.err) {
			t.note(p.id)
			return
		}
	}
	if in.Problem != nil {
		t.note("class.lead_refused")
	}
}

func (t *turn) moveData(c learn.Class, k learn.MoveKind) string {
	return address("lead.do", c.ID, strconv.Itoa(c.Version), string(k))
}

func leadMove(t *turn, args []string) {
	version, err := strconv.Atoi(arg(args, 1))
	if err != nil || version < 1 {
		t.show("teach")
		return
	}
	at := address("lead", arg(args, 0))
	t.leads(at, LeadAsk{Do: LeadMove, Class: arg(args, 0), Want: version, Move: learn.Move{Kind: learn.MoveKind(arg(args, 2))}})
}

// showLead is the trainer's screen.
func (t *turn) showLead(in LeadSeen) {
	c := in.Class
	if !c.Live() {
		t.showAfter(in)
		return
	}
	lessons, _ := t.ClassLessons(c.Module, t.lang())
	step, steps := c.Progress(lessons)
	here := 0
	for _, m := range in.Members {
		if m.There() {
			here++
		}
	}
	t.say(Message{
		Title: t.leadTitle("class.lead_title", c),
		Text: paragraphs(
			t.addresses(c), t.tx("class.lead_here", "n", here), t.where(c, step, steps), t.counts(in),
		),
		Buttons: append(t.stageButtons(c), t.leadButtons(in)...),
		Replace: true,
	})
}

// addresses say how people come in. They stand on every screen, for late-comers.
func (t *turn) addresses(c learn.Class) string {
	rows := []string{t.tx("class.lead_join", "code", c.Code)}
	if t.links.Base != "" {
		rows = append(rows, t.tx("class.lead_web", "url", t.links.Base+"/?start=class-"+c.Code), t.tx("class.lead_screen", "url", t.links.Base+"/class/"+c.Code))
	}
	if t.links.Telegram != "" {
		rows = append(rows, t.tx("class.lead_telegram", "url", "https://t.me/"+t.links.Telegram+"?start=class-"+c.Code))
	}
	return lines(rows...)
}

// where names the place that the class is at, with its words, so that a trainer can teach from the phone alone.
func (t *turn) where(c learn.Class, step, steps int) string {
	if c.At.Stage == learn.Lobby {
		return t.tx("class.lead_lobby")
	}
	_, s, ok := t.classScreen(c, c.At.Screen)
	if !ok {
		return ""
	}
	head := t.tx("class.lead_at_"+string(c.At.Stage), "step", step, "steps", steps, "title", s.Title)
	if c.At.Stage == learn.Result {
		return head
	}
	return paragraphs(head, content.Plain(s.Text))
}

// counts says how many have answered, and as soon as nobody is led by it, what.
func (t *turn) counts(in LeadSeen) string {
	run := in.Class.Current()
	tally, err := in.Class.Tally(run, in.Answers)
	if err != nil || in.Class.At.Stage == learn.Slide {
		return ""
	}
	waiting := 0
	for _, m := range in.Members {
		answered := slices.ContainsFunc(in.Answers, func(a learn.ClassAnswer) bool { return a.Run == run && a.Member == m.ID })
		if m.There() && m.Contact != "" && !answered {
			waiting++
		}
	}
	rows := []string{t.tx("class.lead_answered", "n", tally.Answered, "waiting", waiting, "hands", tally.Hands)}
	if in.Class.At.Stage == learn.Result {
		rows = append(rows, t.bars(in.Class, tally)...)
	}
	return lines(rows...)
}

// barLength is how long the bar of all answers would be, in blocks.
const barLength = 10

// bars draws the result in text: a line a choice, the right one marked.
func (t *turn) bars(c learn.Class, tally learn.Tally) []string {
	_, s, ok := t.classScreen(c, tally.Run.Exercise)
	if !ok {
		return nil
	}
	var rows []string
	for n, choice := range s.Choices {
		if n >= len(tally.Counts) {
			break
		}
		blocks := 0
		if tally.All() > 0 {
			blocks = (barLength*tally.Total(n) + tally.All() - 1) / tally.All()
		}
		id := "class.lead_bar"
		if choice.Right {
			id = "class.lead_bar_right"
		}
		rows = append(rows, t.tx(id, "bar", strings.Repeat("▇", blocks), "n", tally.Total(n), "choice", choice.Text))
	}
	return rows
}

// stageButtons move the class.
func (t *turn) stageButtons(c learn.Class) []Button {
	move := func(id string, k learn.MoveKind) Button { return t.button(id, t.moveData(c, k)) }
	next, back := move("class.lead_next", learn.MoveNext), beside(move("class.lead_back", learn.MoveBack))
	switch c.At.Stage {
	case learn.Lobby:
		return []Button{move("class.lead_begin", learn.MoveNext)}
	case learn.Question:
		if c.At.Phase == learn.Before {
			return []Button{move("class.lead_next_shut", learn.MoveNext), beside(move("class.lead_shut", learn.MoveShut)), back}
		}
		return []Button{move("class.lead_show", learn.MoveShow), beside(move("class.lead_shut", learn.MoveShut)), back}
	case learn.Shut:
		if c.At.Phase == learn.Before {
			return []Button{next, beside(move("class.lead_reopen", learn.MoveReopen)), back}
		}
		return []Button{move("class.lead_show", learn.MoveShow), beside(move("class.lead_reopen", learn.MoveReopen)), back}
	}
	return []Button{next, back}
}

// leadButtons are what there is beside moving.
func (t *turn) leadButtons(in LeadSeen) []Button {
	c := in.Class
	buttons := []Button{t.button("class.lead_refresh", address("lead", c.ID))}
	if run := c.Current(); run >= 0 && c.At.Stage != learn.Slide {
		buttons = append(buttons, beside(t.button("class.lead_hands", address("lead.hands", c.ID, strconv.Itoa(run)))))
	}
	buttons = append(buttons, t.button("class.lead_people", address("lead.people", c.ID), "n", len(in.Members)))
	if n := openNotes(in.Notes); n > 0 {
		buttons = append(buttons, beside(t.button("class.lead_notes", address("lead.notes", c.ID), "n", n)))
	}
	lessons, _ := t.ClassLessons(c.Module, t.lang())
	if len(c.Guidance(lessons)) > 0 {
		buttons = append(buttons, t.button("class.lead_guide", address("lead.guide", c.ID)))
	}
	if c.Place == "" {
		buttons = append(buttons, t.button("class.lead_place", address("lead.place", c.ID)))
	}
	return append(buttons, t.button("class.lead_end", address("lead.end", c.ID)), beside(t.button("class.lead_others", "teach")))
}

func openNotes(notes []learn.ClassNote) int {
	n := 0
	for _, note := range notes {
		if !note.Done && note.Ref == "" {
			n++
		}
	}
	return n
}

// showGuidance says what the module tells the trainer about this lesson.
func (t *turn) showGuidance(in LeadSeen) {
	lessons, _ := t.ClassLessons(in.Class.Module, t.lang())
	var text []string
	for _, s := range in.Class.Guidance(lessons) {
		text = append(text, content.Plain(s.Text))
	}
	t.ask(paragraphs(text...), t.button("class.lead_return", address("lead", in.Class.ID)))
}
