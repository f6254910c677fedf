package bot

import (
	"strconv"

	"danloi/content"
	"danloi/learn"
)

// pickChoice takes an answer. Where several share the phone it is the one's whose turn it is, or it is asked whose.
func pickChoice(t *turn, args []string) {
	if !t.seated() {
		return
	}
	people := t.s.Class.People
	switch {
	case len(people) == 1:
		t.choose(args, people[0].ID)
	case t.s.Class.Turn != "":
		t.choose(args, t.s.Class.Turn)
	default:
		t.askWho(args)
	}
}

// askWho asks who of the people at this phone has answered.
func (t *turn) askWho(args []string) {
	var buttons []Button
	all := "class.both"
	if len(t.s.Class.People) > 2 {
		all = "class.all_three"
	}
	for i, p := range t.s.Class.People {
		b := Button{Label: t.named(p.ID), Data: address("class.who", arg(args, 0), arg(args, 1), strconv.Itoa(i))}
		if i > 0 {
			b = beside(b)
		}
		buttons = append(buttons, b)
	}
	t.ask(t.tx("class.who"), append(buttons, t.button(all, address("class.who", arg(args, 0), arg(args, 1), "all")))...)
}

// pickWho says whose the answer is.
func pickWho(t *turn, args []string) {
	if !t.seated() {
		return
	}
	var members []string
	for i, p := range t.s.Class.People {
		if arg(args, 2) == "all" || arg(args, 2) == strconv.Itoa(i) {
			members = append(members, p.ID)
		}
	}
	t.choose(args, members...)
}

func (t *turn) choose(args []string, members ...string) {
	run, errRun := strconv.Atoi(arg(args, 0))
	choice, errChoice := strconv.Atoi(arg(args, 1))
	if errRun != nil || errChoice != nil || len(members) == 0 {
		t.show("class")
		return
	}
	t.s.At = "class"
	t.do(ClassAsk{Do: ClassChoose, For: "class", Class: t.s.Class.Class, Run: run, Choice: choice, Members: members})
}

// chosen says that the answer was taken, and asks the next of the people at this phone.
func (t *turn) chosen(in ClassSeen) {
	if in.Problem != nil || in.Ask.Run >= len(in.Class.Runs) {
		t.note("class.not_asked")
		t.showClass(in)
		return
	}
	r := in.Class.Runs[in.Ask.Run]
	_, s, ok := t.classScreen(in.Class, r.Exercise)
	if !ok || in.Ask.Choice >= len(s.Choices) {
		t.note("class.noted")
		t.showClass(in)
		return
	}
	if len(in.Late) > 0 {
		t.lateAnswer(in, r, s)
		return
	}
	t.learned(in, r, s)
	choice := s.Choices[in.Ask.Choice].Text
	if next, ok := t.nextToAnswer(in); ok {
		t.s.Class.Turn = next
		t.note("class.noted_for", "name", t.namesOf(in.Ask.Members), "choice", choice)
		t.showQuestion(in, s)
		return
	}
	t.s.Class.Turn = ""
	id := "class.noted_choice"
	if len(t.s.Class.People) > 1 {
		id = "class.noted_all"
	}
	t.tell(id, "choice", choice)
}

// lateAnswer is one that came after the question was shut: it does not count in the class, and teaches all the same.
// Nothing is given away that the trainer has not shown.
func (t *turn) lateAnswer(in ClassSeen, r learn.Run, s content.Screen) {
	t.learned(in, r, s)
	c := s.Choices[in.Ask.Choice]
	if !r.Shown {
		t.ask(t.tx("class.late_hidden"), t.button("class.return", "class"))
		return
	}
	id := "learn.wrong"
	if c.Right {
		id = "learn.right"
	}
	t.ask(paragraphs(t.tx("class.late"), t.tx(id), content.Plain(c.Why)), t.button("class.return", "class"))
}

// learned keeps an answer in the learner's own record, so that they can go on at home. The two tests are no lessons.
func (t *turn) learned(in ClassSeen, r learn.Run, s content.Screen) {
	if r.Phase != learn.Lesson {
		return
	}
	own := t.record(in.Class.Module)
	if first, ok := own.First(s); ok && first.Choice == in.Ask.Choice {
		return
	}
	if next, ok := own.See(s.ID, t.ev.At).Answer(s, in.Ask.Choice, t.ev.At); ok {
		t.keep(next)
	}
}

// nextToAnswer is the first of the people at this phone who has not answered the question of the ask.
func (t *turn) nextToAnswer(in ClassSeen) (string, bool) {
	if in.Class.At.Stage != learn.Question || in.Class.Current() != in.Ask.Run {
		return "", false
	}
	for _, p := range t.s.Class.People {
		if _, ok := answerOf(in, in.Ask.Run, p.ID); !ok {
			return p.ID, true
		}
	}
	return "", false
}

func (t *turn) namesOf(members []string) string {
	if len(members) == len(t.s.Class.People) {
		return t.names()
	}
	return t.named(members[0])
}

// whoseTurn says whose answer is awaited where several share the phone.
func (t *turn) whoseTurn(in ClassSeen, run int) string {
	if len(t.s.Class.People) == 1 {
		return ""
	}
	if t.s.Class.Turn != "" {
		return t.tx("class.turn", "name", t.named(t.s.Class.Turn))
	}
	for _, p := range t.s.Class.People {
		if _, ok := answerOf(in, run, p.ID); !ok {
			return t.tx("class.share_hint")
		}
	}
	return ""
}
