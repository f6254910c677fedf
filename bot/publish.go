package bot

import (
	"danloi/feedback"
)

// Whether others may see a case is asked after it was filed, never before, and shown as others would see it. The
// citizen may take it back at any time.
func publishScreens() map[string]screen {
	return map[string]screen{
		"publish":     {show: askPublish, yes: "publish.yes", no: "case"},
		"publish.yes": {show: publish, act: true},
		"unpublish":   {show: unpublish, act: true},
	}
}

// offerPublication is the question under the reference of a new case, for matters that others may meet, too.
func (t *turn) offerPublication(c feedback.Case) (text string, buttons []Button) {
	if !c.Publishable() || !t.directory.AboutPublicPlace(c.Topic) {
		return "", nil
	}
	return t.tx("publish.offer"), []Button{t.button("publish.button", address("publish", c.Ref))}
}

func askPublish(t *turn, args []string) { t.find("publish", arg(args, 0), "") }

// preview shows a case as others would see it.
func (t *turn) preview(c feedback.Case) {
	if !c.Can(feedback.DoPublish, feedback.ByCitizen) {
		t.s.At = address("case", c.Ref)
		t.showCase(c, false)
		return
	}
	t.s.At = address("publish", c.Ref)
	topic, _ := t.directory.Topic(c.Topic)
	place := ""
	if a, ok := t.areas.Commune(c.Area); ok {
		place = t.tx("report.where", "where", a.Full())
	}
	point := ""
	if c.ShownPlace(t.directory) != nil {
		point = t.tx("publish.point")
	}
	words, _ := feedback.Redact(c.Person.Words)
	if words != "" {
		words = "“" + words + "”"
	}
	t.say(Message{
		Title: t.tx("publish.title"),
		Text: paragraphs(
			lines(t.tx("report.about", "topic", topic.Label(t.lang())), place, point), words,
			t.tx("publish.text"), t.tx("publish.sure")),
		Buttons: []Button{
			t.button("publish.yes", address("publish.yes", c.Ref)),
			t.button("publish.no", address("case", c.Ref)),
			t.button("button.home", "home"),
		},
	})
}

func publish(t *turn, args []string) {
	t.change("publish", arg(args, 0), feedback.Action{Kind: feedback.DoPublish})
}

func unpublish(t *turn, args []string) {
	t.change("unpublish", arg(args, 0), feedback.Action{Kind: feedback.DoUnpublish})
}

// publicLine says whether others may see a case.
func (t *turn) publicLine(c feedback.Case, shared bool) string {
	state := c.Publication.State
	if shared || state == feedback.NotPublic {
		return ""
	}
	return t.tx("publish.state_" + string(state))
}
