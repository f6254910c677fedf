package bot

import (
	"slices"
	"strconv"

	"danloi/content"
	"danloi/learn"
)

// classModule finds the module of a class in the learner's language.
func (t *turn) classModule(c learn.Class) (content.Module, content.ModuleWords, bool) {
	m, ok := t.library.Module(c.Module)
	if !ok {
		return m, content.ModuleWords{}, false
	}
	w, _ := m.In(t.lang())
	return m, w, true
}

func (t *turn) classTitle(c learn.Class) string {
	_, w, ok := t.classModule(c)
	if !ok {
		return c.Code
	}
	return w.Title
}

// classScreen finds a screen that the class shows, in the learner's language.
func (t *turn) classScreen(c learn.Class, id string) (content.Module, content.Screen, bool) {
	m, w, ok := t.classModule(c)
	i := slices.IndexFunc(learn.Screens(w.Lessons), func(s content.Screen) bool { return s.ID == id })
	if !ok || i < 0 {
		return m, content.Screen{}, false
	}
	return m, learn.Screens(w.Lessons)[i], true
}

// showClass shows where the class is.
func (t *turn) showClass(in ClassSeen) {
	t.s.Class.Told = false
	if t.s.At != "class.tell" {
		t.s.At = "class"
	}
	m, s, ok := t.classScreen(in.Class, in.Class.At.Screen)
	switch stage := in.Class.At.Stage; {
	case stage == learn.Lobby:
		t.ask(t.tx("class.lobby", "title", t.classTitle(in.Class)), t.seatButtons()...)
	case stage == learn.Ended:
		t.classOver(in)
	case !ok: // the module was changed under the class
		t.ask(t.tx("class.look_up"), t.seatButtons()...)
	case stage == learn.Slide:
		t.showSlide(m, s)
	case stage == learn.Question:
		t.showQuestion(in, s)
	case stage == learn.Shut:
		t.ask(paragraphs(t.mine(in, s), t.tx("class.shut")), t.seatButtons()...)
	default:
		t.showResult(in, s)
	}
}

// seatButtons are those of every screen of the class.
func (t *turn) seatButtons() []Button {
	buttons := []Button{t.button("class.tell", "class.tell")}
	if len(t.s.Class.People) == 1 && t.s.Class.People[0].Name == "" {
		buttons = append(buttons, beside(t.button("class.name", "class.name")))
	}
	return append(buttons, t.button("class.leave", "class.leave"))
}

func (t *turn) showSlide(m content.Module, s content.Screen) {
	t.keep(t.record(m.Slug).See(s.ID, t.ev.At))
	title := s.Title
	if s.Kind == content.Practice {
		title = t.tx("class.practice", "title", s.Title)
	}
	msg := Message{Title: title, Text: content.Plain(s.Text), Buttons: t.seatButtons()}
	if a, ok := m.Picture(s.ID); ok {
		msg.Media = &Media{Kind: Photo, Path: a.Path, Alt: s.Title}
	}
	t.say(msg)
}

// showQuestion asks. Who has answered sees what they chose and may choose again.
func (t *turn) showQuestion(in ClassSeen, s content.Screen) {
	run := in.Class.Current()
	id := "class.question"
	if in.Class.At.Phase != learn.Lesson {
		id = "class.question_" + string(in.Class.At.Phase)
	}
	t.say(Message{
		Title:   t.tx(id, "title", s.Title),
		Text:    paragraphs(content.Plain(s.Text), t.mine(in, s), t.whoseTurn(in, run)),
		Buttons: append(choiceButtons(run, s), t.seatButtons()...),
	})
}

func choiceButtons(run int, s content.Screen) []Button {
	var buttons []Button
	for n, c := range s.Choices {
		buttons = append(buttons, Button{Label: c.Text, Data: address("class.pick", strconv.Itoa(run), strconv.Itoa(n))})
	}
	return buttons
}

// mine says what the people at this phone have chosen in the present question.
func (t *turn) mine(in ClassSeen, s content.Screen) string {
	var rows []string
	for _, p := range t.s.Class.People {
		a, ok := answerOf(in, in.Class.Current(), p.ID)
		if !ok || a.Choice >= len(s.Choices) {
			continue
		}
		id := "class.your_choice"
		switch {
		case len(t.s.Class.People) > 1:
			id = "class.their_choice"
		case in.Class.At.Stage != learn.Question:
			id = "class.you_chose"
		}
		rows = append(rows, t.tx(id, "name", t.named(p.ID), "choice", s.Choices[a.Choice].Text))
	}
	return lines(rows...)
}

func answerOf(in ClassSeen, run int, member string) (learn.ClassAnswer, bool) {
	i := slices.IndexFunc(in.Mine, func(a learn.ClassAnswer) bool { return a.Run == run && a.Member == member })
	if i < 0 {
		return learn.ClassAnswer{}, false
	}
	return in.Mine[i], true
}

// showResult says for each of the people at this phone how it went, and why.
func (t *turn) showResult(in ClassSeen, s content.Screen) {
	right := s.Right()
	if right < 0 {
		t.ask(t.tx("class.look_up"), t.seatButtons()...)
		return
	}
	title, text := t.tx("class.result"), []string{}
	for _, p := range t.s.Class.People {
		a, ok := answerOf(in, in.Class.Current(), p.ID)
		text = append(text, t.verdict(p, a, ok, s))
	}
	if len(t.s.Class.People) == 1 {
		title, text = text[0], t.why(in, s)
	} else {
		text = []string{lines(text...), content.Plain(s.Choices[right].Why)}
	}
	text = append([]string{t.tx("class.right_is", "choice", s.Choices[right].Text)}, text...)
	t.say(Message{Title: title, Text: paragraphs(text...), Buttons: t.seatButtons()})
}

// why explains what was chosen, and the right answer.
func (t *turn) why(in ClassSeen, s content.Screen) []string {
	var text []string
	a, ok := answerOf(in, in.Class.Current(), t.s.Class.People[0].ID)
	if ok && a.Choice < len(s.Choices) && !s.Choices[a.Choice].Right {
		text = append(text, t.tx("class.you_chose", "choice", s.Choices[a.Choice].Text), content.Plain(s.Choices[a.Choice].Why))
	}
	return append(text, content.Plain(s.Choices[s.Right()].Why))
}

func (t *turn) verdict(p Person, a learn.ClassAnswer, answered bool, s content.Screen) string {
	id := "class.verdict_none"
	if answered && a.Choice < len(s.Choices) {
		if id = "class.verdict_wrong"; s.Choices[a.Choice].Right {
			id = "class.verdict_right"
		}
	}
	if len(t.s.Class.People) == 1 {
		return t.tx(id + "_you")
	}
	return t.tx(id, "name", t.named(p.ID))
}

// classOver says goodbye, how it went, and what can be done at home.
func (t *turn) classOver(in ClassSeen) {
	var rows []string
	for _, p := range t.s.Class.People {
		right, all := scoreOf(in, p.ID)
		if all == 0 {
			continue
		}
		id := "class.score"
		if len(t.s.Class.People) == 1 {
			id = "class.score_you"
		}
		rows = append(rows, t.tx(id, "name", t.named(p.ID), "right", right, "all", all))
	}
	t.s.Class, t.s.At = nil, "home"
	t.s.Trail = nil
	buttons := []Button{t.button("button.home", "home")}
	if _, ok := t.library.Module(in.Class.Module); ok {
		buttons = append([]Button{
			t.button("class.homework", address("module", in.Class.Module)), t.button("class.remind", address("revise", in.Class.Module)),
		}, buttons...)
	}
	t.say(Message{
		Title: t.tx("class.over_title"), Text: paragraphs(lines(rows...), t.tx("class.over_text", "title", t.classTitle(in.Class))), Buttons: buttons,
	})
}

// scoreOf counts a member's answers in the lessons and the test at the end.
func scoreOf(in ClassSeen, member string) (right, all int) {
	for i, r := range in.Class.Runs {
		a, ok := answerOf(in, i, member)
		if !ok || r.Phase == learn.Before {
			continue
		}
		if all++; a.Choice == r.Right {
			right++
		}
	}
	return right, all
}
