package bot

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"danloi/content"
	"danloi/learn"
)

// A trainer opens classes in the chat: a module, and whether there is a test. Two taps, and the code is there.
func teachScreens() map[string]screen {
	return map[string]screen{
		"teach":        {show: myClasses},
		"teach.new":    {show: teachModules},
		"teach.module": {show: teachModule},
		"teach.code":   {show: useTrainerCode, act: true},
		"teach.open":   {show: openClass, act: true},
		"teach.quit":   {show: quitTeaching, act: true},
	}
}

var trainerCode = regexp.MustCompile(`(?i)^gv-[a-z0-9]{12}$`)

// useTrainerCode redeems a code. It binds this chat to a person, so consent comes first.
func useTrainerCode(t *turn, args []string) {
	code := strings.ToLower(arg(args, 0))
	if t.consented(address("teach.code", code)) {
		t.do(LeadAsk{Do: LeadCode, For: "teach", Code: code})
	}
}

func quitTeaching(t *turn, _ []string) {
	t.s.Teaches = false
	t.do(LeadAsk{Do: LeadQuit, For: "home"})
}

// leads goes to a screen of the trainer that begins with what the store knows.
func (t *turn) leads(screen string, ask LeadAsk) {
	t.leave(screen)
	t.s.At = screen
	ask.For = screen
	t.do(ask)
}

func myClasses(t *turn, _ []string) { t.leads("teach", LeadAsk{Do: LeadFind}) }

func teachModules(t *turn, _ []string) { t.leads("teach.new", LeadAsk{Do: LeadFind}) }

// teachModule asks for the one thing that is decided at the start.
func teachModule(t *turn, args []string) {
	m, w, ok := t.moduleOr(arg(args, 0))
	if !ok {
		return
	}
	t.say(Message{
		Title: w.Title, Text: t.tx("class.lead_open", "minutes", m.Minutes),
		Buttons: []Button{
			t.button("class.lead_open_test", address("teach.open", m.Slug, "test")),
			t.button("class.lead_open_plain", address("teach.open", m.Slug, "plain")),
			t.button("button.back", "teach.new"),
		},
	})
}

func openClass(t *turn, args []string) {
	spec := learn.Spec{Module: arg(args, 0), Test: arg(args, 1) == "test", Lang: t.lang(), Area: t.s.Area}
	t.do(LeadAsk{Do: LeadOpen, For: "lead", Spec: spec})
}

// leadSeen works what the store says to a trainer.
func (t *turn) leadSeen(in LeadSeen) {
	name, args := split(in.Ask.For)
	switch {
	case in.Ask.Do == LeadQuit:
		t.note("class.lead_quit_done")
		t.show("home")
	case in.Trainer == "":
		t.noTrainer(in)
	case name == "teach", name == "teach.new":
		t.s.Teaches = true
		t.teaching(in, name)
	case errors.Is(in.Problem, learn.ErrNoClass), in.Class.ID == "":
		t.note("class.lead_gone")
		t.s.At = "home"
		t.show("teach")
	default:
		t.leadAt(in, name, args)
	}
}

// noTrainer says how one becomes a trainer, and that everybody else learns by the code of a class.
func (t *turn) noTrainer(in LeadSeen) {
	t.s.Teaches = false
	id := "class.lead_none"
	if in.Ask.Do == LeadCode {
		id = "class.lead_code_unknown"
	}
	t.s.At = "home"
	t.ask(t.tx(id), t.button("home.learn", "learn"), t.button("button.home", "home"))
}

// teaching lists a trainer's classes, or the modules of a new one.
func (t *turn) teaching(in LeadSeen, screen string) {
	if t.leave(screen); t.s.At != screen {
		t.s.At = screen
	}
	if in.Ask.Do == LeadCode {
		t.note("class.lead_welcome", "name", in.Name)
	}
	var buttons []Button
	for _, c := range in.Classes {
		if screen == "teach" {
			buttons = append(buttons, t.classButton(c))
		}
	}
	if screen == "teach" && len(buttons) > 0 {
		t.ask(t.tx("class.lead_classes"), append(buttons,
			t.button("class.lead_new", "teach.new"), t.button("class.lead_quit", "teach.quit"), beside(t.button("button.home", "home")))...)
		return
	}
	t.ask(t.tx("class.lead_choose"), append(t.moduleButtons(), t.button("button.home", "home"))...)
}

func (t *turn) classButton(c learn.Class) Button {
	id := "class.lead_class_ended"
	if c.Live() {
		id = "class.lead_class_live"
	}
	b := t.button(id, address("lead", c.ID), "code", c.Code, "title", short(t.classTitle(c)), "place", c.Place)
	b.Label = strings.TrimSpace(b.Label)
	return b
}

func (t *turn) moduleButtons() []Button {
	var buttons []Button
	for _, m := range t.library.Modules() {
		if m.Audience != content.Citizen {
			continue
		}
		w, _ := m.In(t.lang())
		buttons = append(buttons, t.button("learn.module", address("teach.module", m.Slug), "title", w.Title, "minutes", strconv.Itoa(m.Minutes)))
	}
	return buttons
}
