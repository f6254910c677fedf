package bot

import (
	"errors"
	"slices"
	"strings"

	"danloi/feedback"
	"danloi/learn"
)

// A learner in a live class. Joining needs nothing but the four digits: neither account nor the welcome, for nothing
// personal is kept but a name that the person may give, after having been told who sees it. Every step of the class
// comes as a ClassSeen; see classshow.go for what is shown of it.

// Seat is the class that the people at this phone sit in.
type Seat struct {
	Class string `json:"class"` // id
	Code  string `json:"code"`
	// People are those at this phone, in order; at least one.
	People []Person `json:"people,omitempty"`
	Step   int      `json:"step"` // of the class, as it was shown last
	// Turn is the member whose answer is awaited when several share the phone, empty when it is anybody's.
	Turn string `json:"turn,omitempty"`
	// Told says that the person is elsewhere in the conversation and knows that the class goes on.
	Told bool `json:"told,omitempty"`
}

// Person is one of the people at a phone. The name may be empty.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// Links are the public addresses that trainers hand on.
type Links struct {
	Base     string // of the pages, such as https://danloi.example.vn, without a slash at the end
	Telegram string // name of the bot, without @
}

func classScreens() map[string]screen {
	return map[string]screen{
		"class":       {show: lookClass, take: takeWords, early: true},
		"class.name":  {show: askNames, take: takeNames, early: true},
		"class.tell":  {show: askWords, take: takeWords, early: true},
		"class.join":  {show: joinClass, act: true, early: true},
		"class.share": {show: shareSeat, act: true, early: true},
		"class.pick":  {show: pickChoice, act: true, early: true},
		"class.who":   {show: pickWho, act: true, early: true},
		"class.leave": {show: leaveClass, act: true, early: true},
	}
}

// inClass tells whether a screen of the class is shown.
func (t *turn) inClass() bool {
	name, _ := split(t.s.At)
	return t.s.Class != nil && (name == "class" || strings.HasPrefix(name, "class."))
}

// tellsClass gives what somebody typed to the class, who has not been welcomed yet. Words that work everywhere do here
// too.
func (t *turn) tellsClass(text string) bool {
	if !t.inClass() {
		return false
	}
	switch t.words[fold(strings.TrimPrefix(text, "/"))] {
	case "":
		return t.take()
	case cmdHello, cmdThanks, cmdAgain:
		t.again()
		return true
	}
	return false
}

// joins reads the code of a class: four digits, or a word such as "lớp" and the digits. Where digits are an answer,
// they are one.
func (t *turn) joins(text string) bool {
	name, _ := split(t.s.At)
	plain := digits(text)
	code := plain
	if i := strings.LastIndexByte(plain, ' '); i >= 0 {
		word := plain[:i]
		code = plain[i+1:]
		if !slices.Contains(strings.Split(t.folded("class.join_words"), "|"), word) {
			return false
		}
	} else if slices.Contains([]string{"track.pin", "track.find", "report.area", "class.name", "lead.people", "lead.hands"}, name) {
		return false
	}
	if !learn.IsClassCode(code) || t.listening() {
		return false
	}
	t.show(address("class.join", code))
	return true
}

// folded is a list of words of every written language, folded, still parted by "|".
func (t *turn) folded(id string) string {
	var all []string
	for _, l := range t.texts.Written() {
		for word := range strings.SplitSeq(t.texts.Text(l.Tag, id), "|") {
			all = append(all, fold(word))
		}
	}
	return strings.Join(all, "|")
}

// joinClass goes into a class, and out of another one.
func joinClass(t *turn, args []string) {
	code := digits(arg(args, 0))
	if !learn.IsClassCode(code) {
		t.note("class.no_such", "code", clip(arg(args, 0), 12))
		t.show("home")
		return
	}
	if c := t.s.Class; c != nil && c.Code != code {
		t.do(ClassAsk{Do: ClassLeave, Class: c.Class})
		t.s.Class = nil
	}
	t.do(ClassAsk{Do: ClassJoin, For: "class", Code: code})
}

// seated tells whether the person is in a class; else it says so.
func (t *turn) seated() bool {
	if t.s.Class == nil {
		t.note("class.none")
		t.goOut()
		return false
	}
	return true
}

// goOut goes home; for somebody who only came for the class that is the welcome.
func (t *turn) goOut() {
	t.s.At = ""
	if !t.welcomed() {
		t.welcome("")
		return
	}
	t.show("home")
}

func lookClass(t *turn, _ []string) {
	if t.seated() {
		t.do(ClassAsk{Do: ClassLook, For: "class", Class: t.s.Class.Class})
	}
}

func leaveClass(t *turn, _ []string) {
	if !t.seated() {
		return
	}
	t.do(ClassAsk{Do: ClassLeave, Class: t.s.Class.Class})
	t.note("class.left", "code", t.s.Class.Code)
	t.s.Class = nil
	t.goOut()
}

// classSeen works what the class is like now: an answer to an ask, or the class has moved on.
func (t *turn) classSeen(in ClassSeen) {
	switch {
	case in.Ask.Do == "":
		t.classMoved(in)
	case in.Ask.For == "": // left, or left another class
	case errors.Is(in.Problem, learn.ErrNoClass) && in.Ask.Do == ClassJoin:
		t.note("class.no_such", "code", in.Ask.Code)
		t.goOut()
	case errors.Is(in.Problem, learn.ErrClassEnded) && in.Ask.Do == ClassJoin:
		t.note("class.over", "code", in.Ask.Code)
		t.goOut()
	case errors.Is(in.Problem, learn.ErrClassFull) && in.Ask.Do == ClassJoin:
		t.note("class.full")
		t.goOut()
	case len(in.Seats) == 0: // the trainer took the person off the list
		t.s.Class = nil
		t.note("class.none")
		t.goOut()
	default:
		t.seat(in)
		t.classAnswered(in)
	}
}

// seat keeps who sits at this phone and how far the class is.
func (t *turn) seat(in ClassSeen) {
	if t.s.Lang == "" {
		t.s.Lang = in.Class.Lang
	}
	if t.s.Class == nil || t.s.Class.Class != in.Class.ID {
		t.s.Class = &Seat{Class: in.Class.ID, Code: in.Class.Code}
	}
	c := t.s.Class
	if c.Step != in.Class.Steps {
		c.Turn = ""
	}
	c.Step, c.People = in.Class.Steps, nil
	for _, m := range in.Seats {
		if m.Left.IsZero() {
			c.People = append(c.People, Person{ID: m.ID, Name: m.Name})
		}
	}
	if len(c.People) == 0 {
		c.People = []Person{{ID: in.Seats[0].ID, Name: in.Seats[0].Name}}
	}
}

func (t *turn) classAnswered(in ClassSeen) {
	switch in.Ask.Do {
	case ClassJoin:
		t.joined(in)
	case ClassChoose:
		t.chosen(in)
	case ClassName:
		if errors.Is(in.Problem, learn.ErrMember) {
			t.note("class.name_bad", "n", learn.MaxShared)
			t.show("class.name")
			return
		}
		t.note("class.named", "names", t.names())
		t.showClass(in)
	case ClassTell:
		id := "class.told"
		if in.Problem != nil {
			id = "class.told_not"
		}
		t.note(id)
		t.showClass(in)
	default:
		t.showClass(in)
	}
}

// joined greets. Whoever comes late lands where the class is.
func (t *turn) joined(in ClassSeen) {
	t.leave("class")
	title := t.classTitle(in.Class)
	back := slices.ContainsFunc(in.Seats, func(m learn.Member) bool { return m.Joined.Before(t.ev.At) })
	switch {
	case back:
		t.note("class.back", "title", title)
	case in.Class.At.Stage == learn.Lobby:
		t.s.At = "class.name"
		t.s.Class.Told = false
		t.ask(paragraphs(t.tx("class.joined", "title", title), t.tx("class.name_ask"), t.tx("class.private")), t.nameButtons()...)
		return
	default:
		t.note("class.joined_late", "title", title)
	}
	t.showClass(in)
}

// classMoved shows the class's next step. Somebody who is elsewhere is told once and left alone; so is everybody when a
// class that had ended is taken up again.
func (t *turn) classMoved(in ClassSeen) {
	c := t.s.Class
	if c == nil && in.Class.Live() && len(in.Seats) > 0 {
		t.seat(in)
		t.classGoesOn(in)
		return
	}
	if c == nil || c.Class != in.Class.ID || in.Class.Steps <= c.Step || len(in.Seats) == 0 {
		return
	}
	here := t.inClass()
	t.seat(in)
	switch {
	case here:
		t.s.At = "class"
		t.showClass(in)
	case !in.Class.Live():
		t.s.Class = nil
	case !c.Told:
		t.classGoesOn(in)
	}
}

func (t *turn) classGoesOn(in ClassSeen) {
	t.s.Class.Told = true
	t.say(Message{Text: t.tx("class.goes_on", "title", t.classTitle(in.Class)), Buttons: append([]Button{t.button("class.return", "class")}, t.offeredButtons()...)})
}

// offeredButtons are the buttons that are offered now, so that a word in between takes none of them away.
func (t *turn) offeredButtons() []Button {
	var all []Button
	for _, c := range t.s.Offered {
		if !c.Past {
			all = append(all, Button{Label: c.Label, Data: c.Data})
		}
	}
	return all
}

// classButtons lead back into the class, for the menu, and a trainer to the classes.
func (t *turn) classButtons() []Button {
	var buttons []Button
	if t.s.Class != nil {
		buttons = append(buttons, t.button("class.return", "class"))
	}
	if t.s.Teaches {
		buttons = append(buttons, t.button("class.teach_home", "teach"))
	}
	return buttons
}

// knownClass says what is kept of the class.
func (t *turn) knownClass() []string {
	var items []string
	if c := t.s.Class; c != nil {
		items = append(items, t.tx("class.known", "names", t.names()))
	}
	if t.s.Teaches {
		items = append(items, t.tx("class.known_trainer"))
	}
	return items
}

// askWords asks what the trainer shall hear.
func askWords(t *turn, _ []string) {
	if t.seated() {
		t.ask(t.tx("class.tell_ask"), t.button("class.return", "class"))
	}
}

// lettered finds the answer that a letter stands for, as on the class screen: A is the first.
func (t *turn) lettered(words string) (data string, ok bool) {
	key := fold(words)
	if len(key) != 1 || key[0] < 'a' {
		return "", false
	}
	n := int(key[0] - 'a')
	for _, c := range t.s.Offered {
		if name, _ := split(c.Data); name != "class.pick" || c.Past {
			continue
		}
		if n == 0 {
			return c.Data, true
		}
		n--
	}
	return "", false
}

// takeWords hands what was typed to the trainer. Danger comes first, and a denunciation is not kept.
func takeWords(t *turn, _ []string) bool {
	words, ok := t.text()
	if !ok || words == "" || t.s.Class == nil {
		return false
	}
	if data, ok := t.lettered(words); ok {
		t.tap(data)
		return true
	}
	tr := t.triage(words)
	if tr.Kind == feedback.Denunciation {
		t.door(tr)
		return true
	}
	if tr.Kind == feedback.Emergency {
		t.lead = append(t.lead, paragraphs(t.tx("emergency.title"), lines(t.numbers(tr)...)))
	}
	t.s.At = "class"
	t.do(ClassAsk{Do: ClassTell, For: "class", Class: t.s.Class.Class, Words: clip(words, learn.MaxNote), Kind: learn.OpenQuestion})
	return true
}
