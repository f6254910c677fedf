package bot

import (
	"slices"
	"strings"

	"danloi/feedback"
)

// maxProposals is how many topics are proposed beside "something else".
const maxProposals = 3

func topicScreens() map[string]screen {
	return map[string]screen{
		"report.topic":  {show: proposeTopics},
		"report.groups": {show: topicGroups},
		"report.group":  {show: topicGroup},
		"report.about":  {show: setTopic, act: true},
	}
}

// propose fills in the likeliest topic as long as the citizen has not chosen one.
func (t *turn) propose(d *Draft) {
	if d.Chosen && d.Topic != "" {
		return
	}
	d.Topic = t.directory.Unclear()
	for _, p := range t.proposals(d) {
		if p.Topic.Fileable() {
			d.Topic = p.Topic.ID
			return
		}
	}
}

func (t *turn) proposals(d *Draft) []feedback.Proposal {
	if len(d.Words) == 0 {
		return nil
	}
	return t.router.Propose(strings.Join(d.Words, "\n"), d.Area)
}

func proposeTopics(t *turn, _ []string) {
	d, ok := t.draft()
	if !ok {
		return
	}
	var buttons []Button
	for _, p := range t.proposals(d) {
		if len(buttons) < maxProposals && p.Topic.ID != t.directory.Unclear() {
			buttons = append(buttons, Button{Label: p.Topic.Label(t.lang()), Data: address("report.about", p.Topic.ID)})
		}
	}
	if len(buttons) == 0 {
		t.show("report.groups")
		return
	}
	t.ask(t.tx("topic.ask"), append(buttons, t.button("topic.more", "report.groups"), t.topicUnclear())...)
}

func (t *turn) topicUnclear() Button {
	return t.button("topic.unclear", address("report.about", t.directory.Unclear()))
}

func topicGroups(t *turn, _ []string) {
	if _, ok := t.draft(); !ok {
		return
	}
	var groups []string
	var buttons []Button
	for _, topic := range t.directory.Topics() {
		if !slices.Contains(groups, topic.Group) && topic.ID != t.directory.Unclear() {
			groups = append(groups, topic.Group)
			buttons = append(buttons, t.button("topics."+topic.Group, address("report.group", topic.Group)))
		}
	}
	t.ask(t.tx("topic.groups"), append(buttons, t.topicUnclear())...)
}

func topicGroup(t *turn, args []string) {
	if _, ok := t.draft(); !ok {
		return
	}
	var buttons []Button
	for _, topic := range t.directory.Topics() {
		if topic.Group == arg(args, 0) && topic.ID != t.directory.Unclear() {
			buttons = append(buttons, Button{Label: topic.Label(t.lang()), Data: address("report.about", topic.ID)})
		}
	}
	t.ask(t.tx("topic.which"), append(buttons, t.button("button.back", "report.groups"), t.topicUnclear())...)
}

// setTopic takes the topic that the citizen chose. One that the law does not let us file shows its door.
func setTopic(t *turn, args []string) {
	d, ok := t.draft()
	if !ok {
		return
	}
	topic, ok := t.directory.Topic(arg(args, 0))
	if !ok {
		t.show("report.topic")
		return
	}
	d.Topic, d.Chosen = topic.ID, true
	if !topic.Fileable() {
		t.refused(d)
		return
	}
	if len(topic.Numbers) > 0 && d.call(topic.ID, topic.Numbers) {
		t.emergency(feedback.Triage{Kind: feedback.Emergency, Numbers: topic.Numbers}, true)
		return
	}
	t.show("report.check")
}
