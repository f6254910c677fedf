package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"danloi/feedback"
	"danloi/locales"
)

func trackScreens() map[string]screen {
	return map[string]screen{
		"track":       {show: myCases},
		"track.find":  {show: askRef, take: takeRef},
		"track.pin":   {show: askPIN, take: takePIN},
		"case":        {show: openCase},
		"add":         {show: askMore, take: takeMore, yes: "case"},
		"rate":        {show: rate, act: true},
		"unsolved":    {show: unsolved, take: takeUnsolved},
		"unsolved.go": {show: unsolvedGo, act: true},
		"withdraw":    {show: askWithdraw, yes: "withdrawn", no: "case"},
		"withdrawn":   {show: withdraw, act: true},
		"leave":       {show: leaveCase, act: true},
		"claim":       {show: claimCase, act: true},
	}
}

func myCases(t *turn, _ []string) { t.findCases(FindCases{For: "track", Mine: true}) }

// listCases shows the contact's own cases, newest first.
func (t *turn) listCases(cases []feedback.Case) {
	if len(cases) == 0 {
		t.ask(t.tx("track.none"), t.button("track.by_ref", "track.find"), t.button("home.report", "report"), t.button("button.home", "home"))
		return
	}
	const most = 10
	var buttons []Button
	for _, c := range cases[:min(len(cases), most)] {
		topic, _ := t.directory.Topic(c.Topic)
		buttons = append(buttons, Button{
			Label: c.Ref + " · " + topic.Label(t.lang()) + " · " + t.status(c) + late(c, t.ev.At),
			Data:  address("case", c.Ref),
		})
	}
	t.say(Message{Title: t.tx("track.mine"), Buttons: append(buttons, t.button("track.by_ref", "track.find"), t.button("button.home", "home"))})
}

// late marks a case whose date is over.
func late(c feedback.Case, now time.Time) string {
	if c.Working() && c.Answer.Late(now) {
		return " ⚠"
	}
	return ""
}

func (t *turn) status(c feedback.Case) string { return t.tx("status." + string(c.Status)) }

func askRef(t *turn, _ []string) { t.ask(t.tx("track.ask_ref"), t.button("button.home", "home")) }

func takeRef(t *turn, _ []string) bool {
	text, ok := t.text()
	if !ok {
		return false
	}
	ref, err := feedback.ParseRef(text)
	switch {
	case errors.Is(err, feedback.ErrMistyped):
		t.ask(t.tx("track.mistyped"), t.button("button.home", "home"))
	case err != nil && len(strings.Fields(text)) > 2:
		return false // a question, not a reference
	case err != nil:
		t.ask(t.tx("track.not_ref"), t.button("button.home", "home"))
	default:
		t.show(address("case", ref))
	}
	return true
}

// openCase looks for a case: one's own, or one whose PIN was right before; else the PIN is asked for.
func openCase(t *turn, args []string) { t.find("case", arg(args, 0), "") }

func (t *turn) find(why, ref, pin string) {
	t.findCases(FindCases{For: why, Ref: ref, PIN: pin, Proof: t.proof(ref)})
}

// proof is what this conversation has shown before for a case.
func (t *turn) proof(ref string) Proof {
	for _, p := range t.s.Proven {
		if r, as, _ := strings.Cut(p, "="); r == ref {
			return Proof{Proven: true, As: as}
		}
	}
	return Proof{}
}

// findCases asks, and takes what was to be said first along to the answer.
func (t *turn) findCases(ask FindCases) {
	ask.Lead, t.lead = t.lead, nil
	t.do(ask)
}

func askPIN(t *turn, args []string) {
	t.ask(t.tx("track.ask_pin", "ref", arg(args, 0)), t.button("button.home", "home"))
}

func takePIN(t *turn, args []string) bool {
	text, ok := t.text()
	if !ok {
		return false
	}
	pin := strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '.' {
			return -1
		}
		return r
	}, digits(text))
	if _, err := strconv.Atoi(pin); err != nil || len(pin) != feedback.PINDigits {
		if len(strings.Fields(text)) > 2 {
			return false
		}
		t.ask(t.tx("track.pin_shape", "n", feedback.PINDigits), t.button("button.home", "home"))
		return true
	}
	t.find("pin", arg(args, 0), pin)
	return true
}

// found goes on where cases were asked for.
func (t *turn) found(in CasesFound) {
	t.lead = in.Ask.Lead
	switch {
	case in.Ask.For == "track":
		t.listCases(in.Cases)
	case in.Ask.For == "know":
		t.showKnown(in.Cases)
	case in.Locked:
		t.s.At = "home"
		t.ask(t.tx("track.locked"), t.button("button.home", "home"))
	case len(in.Cases) == 0 && in.Ask.For == "pin":
		t.ask(t.tx("track.wrong"), t.button("track.other_ref", "track.find"), t.button("button.home", "home"))
	case len(in.Cases) == 0:
		t.s.At = address("track.pin", in.Ask.Ref)
		askPIN(t, []string{in.Ask.Ref})
	default:
		c := in.Cases[0]
		if in.Ask.For == "pin" && !t.proof(c.Ref).Proven {
			t.s.Proven = append(t.s.Proven, strings.TrimSuffix(c.Ref+"="+in.As, "="))
		}
		if in.Ask.For == "publish" {
			t.preview(c)
			return
		}
		t.s.At = address("case", c.Ref)
		t.showCase(c, in.Shared)
	}
}

// maxStory is how many entries of a story a message tells; the latest are what people look for.
const maxStory = 6

// showCase tells how a case stands: who has it, by when, what was said.
func (t *turn) showCase(c feedback.Case, shared bool) {
	topic, _ := t.directory.Topic(c.Topic)
	place := ""
	if a, ok := t.areas.Commune(c.Area); ok {
		place = t.tx("report.where", "where", a.Full())
	}
	head := lines(
		t.tx("track.status", "status", t.status(c)),
		t.tx("report.about", "topic", topic.Label(t.lang())), place,
		t.tx("track.unit", "unit", t.directory.UnitLabel(c.Unit, t.lang(), t.areas)),
		t.dueLine(c), t.partsLine(c), t.passedLine(c), t.togetherLine(c), t.promiseLine(c), t.publicLine(c, shared))
	public := c.Public()
	if over := len(public) - maxStory; over > 0 {
		public = append(public[:1:1], public[over+1:]...)
	}
	var story []string
	for _, n := range public {
		story = append(story, t.entry(c, n))
	}
	t.say(Message{Title: t.tx("track.case", "ref", c.Ref), Text: paragraphs(append([]string{head}, story...)...), Buttons: t.caseButtons(c, shared), Wants: WantsNothing})
}

func (t *turn) dueLine(c feedback.Case) string {
	switch {
	case c.Status == feedback.Answered && c.Answer.Late(t.ev.At):
		return t.tx("track.due_missed", "date", locales.Moment(c.Answer.Due))
	case c.Status == feedback.Answered:
		return t.tx("track.due_kept", "date", locales.Moment(c.Answer.Due))
	case !c.Working():
		return ""
	case c.Answer.Stopped():
		return t.tx("track.due_stopped")
	case c.Answer.Late(t.ev.At):
		return t.tx("track.due_late", "date", locales.Moment(c.Answer.Due))
	}
	return t.tx("track.due", "date", locales.Moment(c.Answer.Due))
}

// partsLine says how the parts of a case stand.
func (t *turn) partsLine(c feedback.Case) string {
	if len(c.Parts) == 0 {
		return ""
	}
	all := []string{t.tx("track.parts", "n", len(c.Parts))}
	for _, p := range c.Parts {
		all = append(all, t.tx("track.part", "unit", t.directory.UnitLabel(p.Unit, t.lang(), t.areas), "state", t.tx("part."+p.State())))
	}
	return lines(all...)
}

func (t *turn) passedLine(c feedback.Case) string {
	if c.PassedOn == 0 {
		return ""
	}
	return t.tx("track.passed", "n", c.PassedOn)
}

// togetherLine says how many reported the same.
func (t *turn) togetherLine(c feedback.Case) string {
	if len(c.Joined) == 0 {
		return ""
	}
	return t.tx("track.together", "n", c.Together())
}

// promiseLine says by which day the work is promised.
func (t *turn) promiseLine(c feedback.Case) string {
	if c.Promised.IsZero() || !c.Open() {
		return ""
	}
	return t.tx("track.promised", "date", locales.Date(c.Promised))
}

func (t *turn) caseButtons(c feedback.Case, shared bool) []Button {
	var buttons []Button
	if c.Can(feedback.DoRate, feedback.ByCitizen) && c.Rating == 0 {
		buttons = append(buttons, t.stars(c.Ref)...)
	}
	if c.Can(feedback.DoReopen, feedback.ByCitizen) {
		buttons = append(buttons, t.button("track.unsolved", address("unsolved", c.Ref)))
	}
	switch {
	case c.Can(feedback.DoReply, feedback.ByCitizen):
		buttons = append(buttons, t.button("track.reply", address("add", c.Ref)))
	case c.Can(feedback.DoAdd, feedback.ByCitizen):
		buttons = append(buttons, t.button("track.add", address("add", c.Ref)))
	}
	buttons = append(buttons, t.hearButton(c)...)
	switch {
	case shared:
		buttons = append(buttons, t.button("track.leave", address("leave", c.Ref)))
	default:
		buttons = append(buttons, t.ownerButtons(c)...)
	}
	return append(buttons, t.button("button.back", "track"), beside(t.button("button.home", "home")))
}

// ownerButtons are for the one who filed the case alone.
func (t *turn) ownerButtons(c feedback.Case) []Button {
	var buttons []Button
	if c.By != "" && c.Contact == "" {
		buttons = append(buttons, t.button("claim.button", address("claim", c.Ref)))
	}
	switch {
	case c.Can(feedback.DoUnpublish, feedback.ByCitizen):
		buttons = append(buttons, t.button("publish.stop", address("unpublish", c.Ref)))
	case c.Can(feedback.DoPublish, feedback.ByCitizen):
		buttons = append(buttons, t.button("publish.button", address("publish", c.Ref)))
	}
	if c.Working() && c.Can(feedback.DoClose, feedback.ByCitizen) {
		buttons = append(buttons, t.button("track.withdraw", address("withdraw", c.Ref)))
	}
	return buttons
}

// stars are five buttons in one row, in the order of their numbers, so that a typed 4 is four stars.
func (t *turn) stars(ref string) []Button {
	var buttons []Button
	for n := 1; n <= 5; n++ {
		b := Button{Label: strconv.Itoa(n) + " ★", Data: address("rate", ref, strconv.Itoa(n)), Beside: n > 1}
		buttons = append(buttons, b)
	}
	return buttons
}

// entry tells one entry of a story in a line or two.
func (t *turn) entry(c feedback.Case, n int) string {
	e := c.Story[n]
	words := c.Text(n)
	text, _ := words.In(t.lang())
	if e.Kind == feedback.DoFile {
		text = c.Person.Words
	}
	pairs := []any{
		"unit", t.directory.UnitLabel(e.To, t.lang(), t.areas), "of", e.Of, "stars", e.Stars, "files", len(e.Files),
		"date", date(e.Due),
	}
	id := "entry." + string(e.Kind)
	if e.Contact == feedback.Another {
		id = "entry.other_" + string(e.Kind)
	}
	if e.Part != "" {
		pairs = append(pairs, "state", t.tx("part."+e.Part))
	}
	head := locales.Moment(e.At) + " · " + t.tx(id, pairs...)
	if len(e.Files) > 0 {
		text = lines(text, t.tx("entry.files", "n", len(e.Files)))
	}
	if e.Reason != "" {
		text = lines(t.tx("reason."+e.Reason), text)
		if r, ok := t.directory.Reason(e.Reason); ok && r.Door != "" {
			text = lines(text, t.tx("door."+r.Door))
		}
	}
	if words.Why != "" {
		text = lines(text, t.tx("entry.why", "why", words.Why))
	}
	if !e.Promised.IsZero() && e.By != feedback.BySystem && e.By != feedback.ByCitizen {
		text = lines(text, t.tx("entry.promised", "date", locales.Date(e.Promised)))
	}
	return lines(head, text)
}

func date(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return locales.Moment(at)
}

func askMore(t *turn, args []string) {
	t.say(Message{
		Text:    t.tx("track.ask_more", "ref", arg(args, 0)),
		Buttons: []Button{t.button("button.back", address("case", arg(args, 0))), beside(t.button("button.home", "home"))},
		Wants:   WantsStory,
	})
}

// takeMore adds words or a file to a case. When the department waits for the citizen it is the answer.
func takeMore(t *turn, args []string) bool {
	return t.told("add", arg(args, 0), feedback.DoAdd)
}

// told makes an action of words or a file. A denunciation is not filed beside a case either.
func (t *turn) told(why, ref string, kind feedback.ActionKind) bool {
	a := feedback.Action{Kind: kind}
	switch in := t.ev.Input.(type) {
	case Text:
		a.Text = cut(in.Words)
	case File:
		if in.Problem != "" {
			t.tell("file." + string(in.Problem))
			return true
		}
		a.Files, a.Text = []feedback.File{fileOf(in)}, cut(in.Caption)
	default:
		return false
	}
	if ref, err := feedback.ParseRef(a.Text); err == nil && len(a.Files) == 0 {
		t.show(address("case", ref))
		return true
	}
	if a.Text != "" && t.denounced(a.Text) {
		return true
	}
	if in, ok := t.ev.Input.(File); ok {
		t.do(KeepFile{in})
	}
	t.change(why, ref, a)
	return true
}

func rate(t *turn, args []string) {
	n, err := strconv.Atoi(arg(args, 1))
	if err != nil || n < 1 || n > 5 {
		t.show(address("case", arg(args, 0)))
		return
	}
	t.change("rate", arg(args, 0), feedback.Action{Kind: feedback.DoRate, Stars: n})
}

func unsolved(t *turn, args []string) {
	t.ask(t.tx("track.ask_unsolved"),
		t.button("track.unsolved_send", address("unsolved.go", arg(args, 0))),
		t.button("button.back", address("case", arg(args, 0))))
}

func takeUnsolved(t *turn, args []string) bool {
	return t.told("unsolved", arg(args, 0), feedback.DoReopen)
}

func unsolvedGo(t *turn, args []string) {
	t.change("unsolved", arg(args, 0), feedback.Action{Kind: feedback.DoReopen})
}

func askWithdraw(t *turn, args []string) {
	t.ask(t.tx("track.ask_withdraw"),
		t.button("track.withdraw_yes", address("withdrawn", arg(args, 0))),
		t.button("button.back", address("case", arg(args, 0))))
}

func withdraw(t *turn, args []string) {
	t.change("withdraw", arg(args, 0), feedback.Action{Kind: feedback.DoClose})
}

func leaveCase(t *turn, args []string) {
	t.change("leave", arg(args, 0), feedback.Action{Kind: feedback.DoLeave})
}

// claimCase takes a case that was filed at a counter into this conversation.
func claimCase(t *turn, args []string) {
	if t.consented(address("claim", arg(args, 0))) {
		t.change("claim", arg(args, 0), feedback.Action{Kind: feedback.DoClaim, Contact: t.ev.Contact, Lang: t.lang()})
	}
}

// change asks for an action of the citizen on a case.
func (t *turn) change(why, ref string, a feedback.Action) {
	a.By = feedback.ByCitizen
	t.do(ChangeCase{For: why, Ref: ref, Action: a, Proof: t.proof(ref)})
}

// changed says what became of the citizen's action.
func (t *turn) changed(in CaseChanged) {
	ref := in.Ask.Ref
	follow := []Button{t.button("report.follow", address("case", ref)), t.button("button.home", "home")}
	if !t.s.Draft.Empty() {
		follow = slices.Insert(follow, 1, t.button("home.draft", "report"))
	}
	if in.Problem != nil && (in.Ask.For == "join" || in.Ask.For == "again") {
		t.notJoined(in)
		return
	}
	if in.Problem != nil {
		for _, f := range in.Ask.Action.Files {
			t.do(DropFile{f.ID})
		}
		t.s.At = "home"
		if in.Ask.For == "kept" && errors.Is(in.Problem, feedback.ErrNotYours) { // only the one who filed it closes it
			t.ask(t.tx("promise.thanks_shared"), append(t.stars(ref), follow...)...)
			return
		}
		t.ask(t.tx(problemID(in.Problem)), follow...)
		return
	}
	switch in.Ask.For {
	case "rate":
		t.s.At = "home"
		if in.Ask.Action.Stars <= 2 && in.Case.Can(feedback.DoReopen, feedback.ByCitizen) {
			follow = append([]Button{t.button("track.unsolved", address("unsolved", ref))}, follow...)
		}
		t.ask(t.tx("track.rated", "n", in.Ask.Action.Stars), follow...)
	case "unsolved":
		t.s.At = "home"
		t.ask(t.tx("track.reopened", "unit", t.directory.UnitLabel(in.Case.Unit, t.lang(), t.areas), "date", locales.Moment(in.Case.Answer.Due)), follow...)
	case "withdraw":
		t.s.At = "home"
		t.ask(t.tx("track.withdrawn"), follow...)
	case "kept":
		t.s.At = "home"
		t.ask(t.tx("promise.thanks"), append(t.stars(ref), follow...)...)
	case "late":
		t.s.At = "home"
		t.ask(t.tx("promise.not_kept", "unit", t.directory.UnitLabel(in.Case.Unit, t.lang(), t.areas), "date", locales.Moment(in.Case.Answer.Due)),
			slices.Insert(follow, 0, t.button("track.add", address("add", ref)))...)
	case "join":
		t.joinedCase(in)
	case "again":
		t.addedAgain(in)
	case "leave":
		t.s.At = "home"
		t.ask(t.tx("track.left"), t.button("button.home", "home"))
	case "publish", "unpublish", "hear", "claim":
		t.s.At = address("case", ref)
		t.note(in.Ask.For + ".done")
		t.showCase(in.Case, in.Shared)
	default: // stays where more may be added
		t.say(Message{Text: t.tx("track.added", "ref", ref), Buttons: follow, Wants: WantsStory})
	}
}

func problemID(err error) string {
	switch {
	case errors.Is(err, feedback.ErrClosed):
		return "track.problem_closed"
	case errors.Is(err, feedback.ErrTooLong):
		return "report.too_long"
	case errors.Is(err, feedback.ErrTooMany):
		return "track.problem_many"
	}
	return "track.problem"
}
