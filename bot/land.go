package bot

// Guides about land ask for the province first: forms, times and fees differ from one to the next.

// landGroup is the group of guides that are asked this for.
const landGroup = "land"

// Where the land lies, as State.Land keeps it.
const (
	landHere  = "here"
	landOther = "other"
)

// askLand asks before the first screen of a guide about land. Its arguments are those of the guide.
func askLand(t *turn, args []string) {
	g, w, ok := t.guideOr(arg(args, 0))
	if !ok {
		return
	}
	t.say(Message{
		Title: w.Title,
		Text:  t.tx("land.ask"),
		Buttons: []Button{
			{Label: t.province.Full(), Data: address("landin", g.Slug, landHere)},
			t.button("land.other", address("landin", g.Slug, landOther)),
			t.button("button.home", "home"),
		},
	})
}

// setLand keeps the answer for all guides about land, and goes on with what it means.
func setLand(t *turn, args []string) {
	where := arg(args, 1)
	if where != landHere && where != landOther {
		t.show("guides")
		return
	}
	t.s.Land = where
	t.note("land.note_"+where, "province", t.province.Full())
	t.show(address("guide", arg(args, 0)))
}
