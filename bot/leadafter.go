package bot

import (
	"danloi/learn"
)

// After a class: what the trainer files and learns from. The whole report with names is in the console.
func (t *turn) showAfter(in LeadSeen) {
	c := in.Class
	r := c.Report(in.Members, in.Answers, in.Notes)
	rows := []string{t.tx("class.lead_report_people", "people", r.People, "late", r.Late)}
	if r.ByHand > 0 {
		rows = append(rows, t.tx("class.lead_report_hands", "n", r.ByHand))
	}
	if r.Before.All > 0 && r.After.All > 0 {
		rows = append(rows, t.tx("class.lead_report_test", "before", r.Before.Percent(), "after", r.After.Percent()))
	}
	for _, h := range r.Hardest {
		if _, s, ok := t.classScreen(c, h.Run.Exercise); ok {
			rows = append(rows, t.tx("class.lead_report_hard", "title", s.Title, "percent", h.Percent()))
		}
	}
	if n := len(r.Open); n > 0 {
		rows = append(rows, t.tx("class.lead_report_open", "n", n))
	}
	if c.Closed.IsZero() {
		rows = append(rows, t.tx("class.lead_report_open_book"))
	} else {
		rows = append(rows, t.tx("class.lead_report_closed"))
	}
	rows = append(rows, t.filed(in)...)
	t.say(Message{
		Title: t.leadTitle("class.lead_report", c), Text: lines(rows...), Buttons: t.afterButtons(in),
	})
}

// filed says what became of the problems. Reference and PIN are said this once.
func (t *turn) filed(in LeadSeen) []string {
	if in.Ask.Do != LeadFile || in.Problem != nil {
		return nil
	}
	if len(in.Filed) == 0 {
		return []string{t.tx("class.lead_filed_none")}
	}
	var rows []string
	for _, f := range in.Filed {
		if f.Ref != "" {
			rows = append(rows, t.tx("class.lead_filed", "ref", f.Ref, "pin", f.PIN))
			continue
		}
		rows = append(rows, t.tx("class.lead_filed_door"))
		for _, n := range f.Numbers {
			rows = append(rows, t.tx("emergency."+n))
		}
		if id := "door." + f.Door; len(f.Numbers) == 0 && t.texts.Has("vi", id) {
			rows = append(rows, t.tx(id))
		}
	}
	return rows
}

func (t *turn) afterButtons(in LeadSeen) []Button {
	c := in.Class
	var buttons []Button
	unfiled := 0
	for _, n := range in.Notes {
		if n.Kind == learn.ClassProblem && n.Ref == "" && n.Words != "" {
			unfiled++
		}
	}
	if c.Closed.IsZero() {
		if n := openNotes(in.Notes); n > 0 {
			buttons = append(buttons, t.button("class.lead_notes", address("lead.notes", c.ID), "n", n))
		}
		if unfiled > 0 {
			buttons = append(buttons, t.button("class.lead_file", address("lead.file", c.ID), "n", unfiled))
		}
		buttons = append(buttons,
			t.button("class.lead_people", address("lead.people", c.ID), "n", len(in.Members)),
			t.button("class.lead_close", address("lead.close", c.ID)))
		if c.HoldsCode(t.ev.At) {
			buttons = append(buttons, beside(t.button("class.lead_resume", t.moveData(c, learn.MoveResume))))
		}
	}
	if t.links.Base != "" {
		buttons = append(buttons, Button{Label: t.tx("class.lead_console"), URL: t.links.Base + "/console/classes/" + c.ID})
	}
	return append(buttons, t.button("class.lead_others", "teach"), beside(t.button("button.home", "home")))
}

func fileProblems(t *turn, args []string) {
	t.leads(address("lead", arg(args, 0)), LeadAsk{Do: LeadFile, Class: arg(args, 0)})
}

func closeReport(t *turn, args []string) {
	t.leads(address("lead", arg(args, 0)), LeadAsk{Do: LeadClose, Class: arg(args, 0)})
}
