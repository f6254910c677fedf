package bot

import "danloi/feedback"

// news tells a citizen what staff did on a case. It does not move the conversation from where it is.
func (t *turn) news(in CaseUpdated) {
	if in.Entry < 0 || in.Entry >= len(in.Case.Story) || !in.Case.Story[in.Entry].Public {
		return
	}
	c, e := in.Case, in.Case.Story[in.Entry]
	var buttons []Button
	switch e.Kind {
	case feedback.DoAnswer:
		buttons = append(t.stars(c.Ref), t.button("track.unsolved", address("unsolved", c.Ref)))
	case feedback.DoAsk:
		buttons = []Button{t.button("track.reply", address("add", c.Ref))}
	}
	buttons = append(buttons, t.button("report.follow", address("case", c.Ref)))
	text := paragraphs(t.entry(c, in.Entry), t.dueLine(c))
	switch e.Kind {
	case feedback.DoAnswer:
		text = paragraphs(text, t.tx("news.rate"))
	case feedback.DoAsk:
		text = paragraphs(text, t.tx("news.reply"))
	}
	before := t.s.Offered
	t.say(Message{Title: t.tx("news.title", "ref", c.Ref), Text: text, Buttons: buttons})
	t.stillOffer(before)
}

// stillOffer lets the labels of earlier buttons stand for them after news came in between.
func (t *turn) stillOffer(before []Choice) {
	for _, c := range before {
		if t.s.Label(c.Data) == "" {
			c.Past = true
			t.s.Offered = append(t.s.Offered, c)
		}
	}
}
