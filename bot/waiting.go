package bot

import (
	"encoding/json"
	"hash/fnv"
	"slices"
	"strconv"

	"danloi/search"
)

// Waiting is a question without an answer, whose asker wants to be told when there is a guide for it.
type Waiting struct {
	Words string `json:"words"`
	Lang  string `json:"lang"` // what the person read when asking
	// Knew is the guide that was found at that time and did not help, or empty.
	Knew string `json:"knew,omitempty"`
}

const (
	maxWaiting = 5
	// maxWaitingWords bounds what is kept of a question, in characters.
	maxWaitingWords = 300
	// maxQuoted is how much of a question is quoted when it is spoken of, in characters.
	maxQuoted = 120
)

// Waits tells whether a stored State holds a question whose asker wants to be told: whether LibraryRenewed may
// lead to anything.
func Waits(state json.RawMessage) bool {
	var s struct {
		Waiting []json.RawMessage `json:"waiting"`
	}
	return json.Unmarshal(state, &s) == nil && len(s.Waiting) > 0
}

func waitingScreens() map[string]screen {
	return map[string]screen{
		"wait":         {show: wait, act: true},
		"waiting":      {show: waiting},
		"waiting.drop": {show: dropWaiting, act: true},
		"waiting.stop": {show: stopWaiting, act: true},
	}
}

// waitButton offers to tell the person when there is a guide for the last question. An old button stands for its own
// question only.
func (t *turn) waitButton() Button {
	return t.button("waiting.button", address("wait", waitingID(t.s.Asked)))
}

// waitingID names a question in a button.
func waitingID(words string) string {
	h := fnv.New32a()
	h.Write([]byte(words))
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// wait keeps the last question until there is a guide for it. It is kept with the person, so consent comes first.
func wait(t *turn, args []string) {
	if t.s.Asked == "" || waitingID(t.s.Asked) != arg(args, 0) {
		t.note("chat.old_button")
		t.show("home")
		return
	}
	if !t.consented(address("wait", args[0])) {
		return
	}
	w := Waiting{Words: clip(t.s.Asked, maxWaitingWords), Lang: t.lang()}
	known := slices.ContainsFunc(t.s.Waiting, func(o Waiting) bool { return o.Words == w.Words })
	if !known && len(t.s.Waiting) >= maxWaiting {
		t.note("waiting.full", "n", maxWaiting)
		t.show("waiting")
		return
	}
	if !known {
		w.Knew, _, _ = t.answer(w)
		t.s.Waiting = append(t.s.Waiting, w)
	}
	t.s.At = "home"
	t.ask(t.tx("waiting.noted", "question", clip(w.Words, maxQuoted)),
		t.button("ask.send_question", "report.this:question"),
		t.button("waiting.list", "waiting"),
		t.button("button.home", "home"),
	)
}

// answer returns the guide, and the section of it, that surely answers a question.
func (t *turn) answer(w Waiting) (slug, section string, ok bool) {
	r := t.index.Query(search.Query{Text: w.Words, Lang: w.Lang, Kinds: []search.Kind{search.KindGuide}, Limit: choices + 1})
	if r.Confidence != search.Sure || len(r.Hits) == 0 {
		return "", "", false
	}
	_, ok = t.guide(r.Hits[0].ID)
	return r.Hits[0].ID, r.Section, ok
}

// renewed tells the person of the guides that answer what they wait for, once: those questions are not kept any
// longer. It does not move the conversation from where it is, and says nothing when there is nothing new.
func (t *turn) renewed() {
	if !t.s.Consent.Given {
		return
	}
	var still []Waiting
	var questions []string
	var guides []Button
	for _, w := range t.s.Waiting {
		slug, section, ok := t.answer(w)
		if !ok || slug == w.Knew {
			still = append(still, w)
			continue
		}
		questions = append(questions, `"`+clip(w.Words, maxQuoted)+`"`)
		if b := t.guideButton(slug, section); !slices.Contains(guides, b) {
			guides = append(guides, b)
		}
	}
	if len(questions) == 0 {
		return
	}
	t.s.Waiting = still
	t.ask(list(t.tx("waiting.told"), questions), append(guides, t.button("waiting.stop", "waiting.stop"))...)
}

func (t *turn) guideButton(slug, section string) Button {
	g, _ := t.guide(slug)
	w, _ := g.In(t.lang())
	return Button{Label: w.Title, Data: address("guide", slug, section)}
}

// waiting lists the questions that are kept, each with a button that drops it.
func waiting(t *turn, _ []string) {
	if len(t.s.Waiting) == 0 {
		t.ask(t.tx("waiting.none"), t.button("button.home", "home"))
		return
	}
	var questions []string
	var buttons []Button
	for i, w := range t.s.Waiting {
		questions = append(questions, clip(w.Words, maxQuoted))
		buttons = append(buttons, t.button("waiting.drop", address("waiting.drop", waitingID(w.Words)), "n", i+1, "question", short(w.Words)))
	}
	t.ask(numbered(t.tx("waiting.these"), questions), append(buttons, t.button("waiting.stop", "waiting.stop"), t.button("button.home", "home"))...)
}

func numbered(name string, items []string) string {
	rows := []string{name}
	for i, item := range items {
		rows = append(rows, strconv.Itoa(i+1)+". "+item)
	}
	return lines(rows...)
}

func dropWaiting(t *turn, args []string) {
	t.s.Waiting = slices.DeleteFunc(t.s.Waiting, func(w Waiting) bool { return waitingID(w.Words) == arg(args, 0) })
	t.note("waiting.dropped")
	t.show("waiting")
}

func stopWaiting(t *turn, _ []string) {
	t.s.Waiting = nil
	t.note("waiting.stopped")
	t.show("home")
}

// knownWaiting are the questions among what is known of the person.
func (t *turn) knownWaiting() []string {
	var items []string
	for _, w := range t.s.Waiting {
		items = append(items, t.tx("waiting.known", "question", clip(w.Words, maxQuoted)))
	}
	return items
}
