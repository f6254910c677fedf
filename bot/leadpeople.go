package bot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"danloi/learn"
)

// Hands, the register and the notes of a class, as the trainer enters them in the chat.

// showHands counts raised hands: a tap sets a number, and a typed list of numbers sets them all.
func (t *turn) showHands(in LeadSeen, args []string) {
	run, err := strconv.Atoi(arg(args, 1))
	tally, bad := in.Class.Tally(run, in.Answers)
	if err != nil || bad != nil {
		t.show(address("lead", in.Class.ID))
		return
	}
	_, s, ok := t.classScreen(in.Class, tally.Run.Exercise)
	if !ok || len(s.Choices) != tally.Run.Choices {
		t.show(address("lead", in.Class.ID))
		return
	}
	var rows []string
	var buttons []Button
	for n, c := range s.Choices {
		count := 0
		if n < len(tally.Run.Hands) {
			count = tally.Run.Hands[n]
		}
		rows = append(rows, t.tx("class.lead_hand_row", "n", n+1, "choice", c.Text, "count", count))
		set := func(id string, to int) Button {
			return t.button(id, address("lead.hand", in.Class.ID, arg(args, 1), handCounts(tally.Run, n, to)), "n", n+1)
		}
		buttons = append(buttons, set("class.lead_hand_1", count+1), beside(set("class.lead_hand_5", count+5)), beside(set("class.lead_hand_less", max(count-1, 0))))
	}
	t.say(Message{
		Title: t.tx("class.lead_hands_title"), Text: paragraphs(lines(rows...), t.tx("class.lead_hands_type", "n", tally.Run.Choices)),
		Buttons: append(buttons, t.button("class.lead_return", address("lead", in.Class.ID))), Replace: true,
	})
}

// handCounts writes all counts with one changed. The button holds what will be, not what is added: a second tap on it
// changes nothing.
func handCounts(r learn.Run, choice, to int) string {
	var counts []string
	for n := range r.Choices {
		count := 0
		if n < len(r.Hands) {
			count = r.Hands[n]
		}
		if n == choice {
			count = to
		}
		counts = append(counts, strconv.Itoa(count))
	}
	return strings.Join(counts, ".")
}

func countHands(t *turn, args []string) {
	run, err := strconv.Atoi(arg(args, 1))
	counts, ok := numbers(strings.ReplaceAll(arg(args, 2), ".", " "))
	if err != nil || !ok {
		t.show("teach")
		return
	}
	t.leads(address("lead.hands", arg(args, 0), arg(args, 1)), LeadAsk{
		Do: LeadMove, Class: arg(args, 0), Move: learn.Move{Kind: learn.MoveHands, Run: run, Counts: counts},
	})
}

// numbers reads a list of numbers, with whatever between them.
func numbers(text string) ([]int, bool) {
	var out []int
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '/' || r == '\n' }) {
		n, err := strconv.Atoi(digits(part))
		if err != nil {
			return nil, false
		}
		out = append(out, n)
	}
	return out, len(out) > 0
}

// takeHands reads "12 5 3".
func takeHands(t *turn, args []string) bool {
	words, _ := t.text()
	counts, ok := numbers(words)
	run, err := strconv.Atoi(arg(args, 1))
	if !ok || err != nil {
		return false
	}
	t.leads(t.s.At, LeadAsk{Do: LeadMove, Class: arg(args, 0), Move: learn.Move{Kind: learn.MoveHands, Run: run, Counts: counts}})
	return true
}

// peoplePage is how many names one screen of the register has.
const peoplePage = 12

// showPeople is the register: a tap ticks a name or takes the tick away.
func (t *turn) showPeople(in LeadSeen, args []string) {
	byName(in.Members)
	page, _ := strconv.Atoi(arg(args, 1))
	page = min(max(page, 0), max(len(in.Members)-1, 0)/peoplePage)
	present, nameless := 0, 0
	for _, m := range in.Members {
		if m.Present() {
			present++
		}
		if m.Name == "" {
			nameless++
		}
	}
	from := page * peoplePage
	to := min(from+peoplePage, len(in.Members))
	var buttons []Button
	for i, m := range in.Members[from:to] {
		id := "class.lead_absent"
		if m.Present() {
			id = "class.lead_present"
		}
		name := m.Name
		if name == "" {
			name = t.tx("class.lead_nameless", "n", from+i+1)
		}
		b := t.button(id, address("lead.tick", in.Class.ID, m.ID, strconv.Itoa(page), yesNo(!m.Present())), "name", short(name))
		if i%2 == 1 {
			b = beside(b)
		}
		buttons = append(buttons, b)
	}
	if page > 0 {
		buttons = append(buttons, t.button("class.lead_page_back", address("lead.people", in.Class.ID, strconv.Itoa(page-1))))
	}
	if to < len(in.Members) {
		buttons = append(buttons, t.button("class.lead_page_next", address("lead.people", in.Class.ID, strconv.Itoa(page+1))))
	}
	t.say(Message{
		Title:   t.tx("class.lead_people_title", "present", present, "all", len(in.Members)),
		Text:    t.tx("class.lead_people_text"),
		Buttons: append(buttons, t.button("class.lead_return", address("lead", in.Class.ID))), Replace: true,
	})
}

// byName keeps everybody where they are while they are ticked; those without a name come last.
func byName(all []learn.Member) {
	slices.SortStableFunc(all, func(a, b learn.Member) int {
		if (a.Name == "") != (b.Name == "") {
			return cmp.Compare(b.Name, a.Name)
		}
		return cmp.Or(cmp.Compare(fold(a.Name), fold(b.Name)), cmp.Compare(a.ID, b.ID))
	})
}

func yesNo(yes bool) string {
	if yes {
		return "1"
	}
	return "0"
}

func tickMember(t *turn, args []string) {
	t.leads(address("lead.people", arg(args, 0), arg(args, 2)), LeadAsk{Do: LeadTick, Class: arg(args, 0), Member: arg(args, 1), Present: arg(args, 3) == "1"})
}

// takePeople puts typed names on the register, as present.
func takePeople(t *turn, args []string) bool {
	words, ok := t.text()
	if !ok || words == "" {
		return false
	}
	t.leads(t.s.At, LeadAsk{Do: LeadName, Class: arg(args, 0), Names: t.splitNames(words)})
	return true
}

// maxNotesShown keeps the list short enough to be read aloud.
const maxNotesShown = 8

// showNotes lists what learners asked, oldest first.
func (t *turn) showNotes(in LeadSeen) {
	var rows []string
	var buttons []Button
	n := 0
	for _, note := range in.Notes {
		if note.Done || note.Ref != "" || n == maxNotesShown {
			continue
		}
		n++
		id := "class.lead_note_row"
		if note.Kind == learn.ClassProblem {
			id = "class.lead_note_problem"
		}
		words := note.Words
		if words == "" {
			words = t.tx("class.lead_note_gone")
		}
		rows = append(rows, t.tx(id, "n", n, "words", words))
		buttons = append(buttons, t.button("class.lead_note_done", address("lead.note", in.Class.ID, note.ID, "done"), "n", n))
		if note.Kind != learn.ClassProblem {
			buttons = append(buttons, beside(t.button("class.lead_note_file", address("lead.note", in.Class.ID, note.ID, "problem"), "n", n)))
		}
	}
	if n == 0 {
		rows = []string{t.tx("class.lead_notes_none")}
	}
	t.say(Message{Title: t.tx("class.lead_notes_title"), Text: lines(rows...), Buttons: append(buttons, t.button("class.lead_return", address("lead", in.Class.ID)))})
}

func sortNote(t *turn, args []string) {
	ask := LeadAsk{Do: LeadDone, Class: arg(args, 0), Note: arg(args, 1)}
	if arg(args, 2) == "problem" {
		ask.Kind = learn.ClassProblem
	}
	t.leads(address("lead.notes", arg(args, 0)), ask)
}

// takePlace keeps what the place is called.
func takePlace(t *turn, args []string) bool {
	words, ok := t.text()
	if !ok || words == "" {
		return false
	}
	t.s.At = address("lead", arg(args, 0))
	t.do(LeadAsk{Do: LeadPlace, For: t.s.At, Class: arg(args, 0), Words: clip(words, learn.MaxPlace)})
	return true
}

// leadTitle names a class, with its place where that is known.
func (t *turn) leadTitle(id string, c learn.Class) string {
	title := t.classTitle(c)
	if c.Place != "" {
		title += " · " + c.Place
	}
	return t.tx(id, "code", c.Code, "title", title)
}
