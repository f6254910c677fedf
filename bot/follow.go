package bot

import (
	"slices"
	"strings"
)

// Announcements of an area or a topic come to those who asked for them, and to nobody else. One tap ends them.
func followScreens() map[string]screen {
	return map[string]screen{
		"follows":    {show: follows},
		"follow":     {show: follow, act: true},
		"unfollow":   {show: unfollow, act: true},
		"follow.end": {show: endFollows, act: true},
	}
}

const (
	followArea  = "area"
	followTopic = "topic"
	maxFollows  = 10
)

// followName names a key as people know it; false when there is no such area or topic.
func (t *turn) followName(key string) (string, bool) {
	kind, id, _ := strings.Cut(key, ":")
	switch kind {
	case followArea:
		a, ok := t.areas.Commune(id)
		return a.Full(), ok && a.Province == t.province.Code
	case followTopic:
		return t.tx("group." + id), slices.Contains(t.library.Groups(), id)
	}
	return "", false
}

// followButton offers the news of a key, or to end it.
func (t *turn) followButton(key, name string) Button {
	if slices.Contains(t.s.Follows, key) {
		return t.button("follow.drop", address("unfollow", key), "name", name)
	}
	return t.button("follow.take", address("follow", key), "name", name)
}

// follows lists what the person gets news of, and the topics there are.
func follows(t *turn, _ []string) {
	var buttons []Button
	var items []string
	for _, key := range t.s.Follows {
		if name, ok := t.followName(key); ok {
			items = append(items, name)
			buttons = append(buttons, t.followButton(key, name))
		}
	}
	if a, ok := t.areas.Commune(t.s.Area); ok && !slices.Contains(t.s.Follows, "area:"+a.Code) {
		buttons = append(buttons, t.followButton("area:"+a.Code, a.Full()))
	}
	for _, g := range t.library.Groups() {
		if key := "topic:" + g; !slices.Contains(t.s.Follows, key) {
			buttons = append(buttons, t.followButton(key, t.tx("group."+g)))
		}
	}
	text := t.tx("follow.none")
	if len(items) > 0 {
		text = list(t.tx("follow.these"), items)
		buttons = append([]Button{t.button("follow.stop", "follow.end")}, buttons...)
	}
	t.say(Message{Title: t.tx("follow.title"), Text: text, Buttons: append(buttons, t.button("button.home", "home"))})
}

// follow subscribes. Arguments: the kind and the id of the key. It is kept with the person, so consent comes first.
func follow(t *turn, args []string) {
	key := address(arg(args, 0), arg(args, 1))
	name, ok := t.followName(key)
	if !ok {
		t.show("follows")
		return
	}
	if !t.consentedTo(address("follow", key), "consent.needed_keep") {
		return
	}
	if !slices.Contains(t.s.Follows, key) {
		if len(t.s.Follows) >= maxFollows {
			t.note("follow.full", "n", maxFollows)
			t.show("follows")
			return
		}
		t.s.Follows = append(t.s.Follows, key)
		t.do(Follow{Key: key})
	}
	t.ask(t.tx("follow.taken", "name", name), t.button("follow.list", "follows"), t.button("button.home", "home"))
}

func (t *turn) dropFollow(key string) {
	t.s.Follows = slices.DeleteFunc(slices.Clone(t.s.Follows), func(k string) bool { return k == key })
	t.do(Follow{Key: key, Off: true})
}

func unfollow(t *turn, args []string) {
	key := address(arg(args, 0), arg(args, 1))
	t.dropFollow(key)
	name, _ := t.followName(key)
	t.ask(t.tx("follow.dropped", "name", name), t.button("follow.list", "follows"), t.button("button.home", "home"))
}

func endFollows(t *turn, _ []string) {
	for _, key := range t.s.Follows {
		t.dropFollow(key)
	}
	t.ask(t.tx("follow.ended"), t.button("button.home", "home"))
}

// announced says an announcement to who follows its key, with the tap that ends it. It does not move the
// conversation.
func (t *turn) announced(in Announced) {
	if !slices.Contains(t.s.Follows, in.Key) {
		return
	}
	name, _ := t.followName(in.Key)
	before := t.s.Offered
	t.say(Message{
		Title: t.tx("follow.news", "name", name), Text: in.Words, Lang: "vi",
		Buttons: []Button{t.button("follow.stop_one", address("unfollow", in.Key)), t.button("follow.list", "follows")},
	})
	t.stillOffer(before)
}

// knownOutreach says what is kept of reminders and news.
func (t *turn) knownOutreach() []string {
	var items []string
	if n := len(t.s.Visits); n > 0 {
		items = append(items, t.tx("visits.known", "n", n))
	}
	for _, key := range t.s.Follows {
		if name, ok := t.followName(key); ok {
			items = append(items, t.tx("follow.known", "name", name))
		}
	}
	return items
}
