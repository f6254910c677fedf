package bot

import (
	"slices"
	"strconv"
	"strings"
)

// Step works one event of one contact: it returns what is known of the contact afterwards and the effects to carry
// out, in order. It never fails and does not change s. Safe for concurrent use.
func (b *Bot) Step(s State, ev Event) (State, []Effect) {
	t := &turn{Bot: b, s: s.clone(), ev: ev}
	switch in := ev.Input.(type) {
	case Start:
		t.start(in)
	case Tap:
		t.replace = true
		t.tap(in.Data)
	case Text:
		t.typed()
	case File:
		t.file(t.guardedFile(in))
	case Location:
		t.located()
	case Unsupported:
		t.unsupported()
	case Blocked:
		t.do(Mute{On: !in.Back})
	case CaseUpdated:
		t.news(in)
	case CasesFound:
		t.found(in)
	case CaseChanged:
		t.changed(in)
	case AlikeFound:
		t.alikeFound(in)
	case CodeUsed:
		t.codeUsed(in)
	case VoicesFound:
		t.voicesFound(in)
	case VoiceJudged:
		t.voiceJudged(in)
	case ClassSeen:
		t.classSeen(in)
	case LeadSeen:
		t.leadSeen(in)
	case LibraryRenewed:
		t.renewed()
	case GaveUp:
		t.note("chat.sorry")
		t.again()
	default:
		t.learnInput(in)
	}
	return t.s, t.out
}

// tap follows a button. Before language and consent are settled only the welcome's own buttons lead anywhere.
func (t *turn) tap(data string) {
	name, _ := split(data)
	if sc, ok := t.screens[name]; !t.welcomed() && !(ok && sc.early) {
		t.welcome(data)
		return
	}
	t.show(data)
}

// typed works what was typed: a number or label stands for a button, then the screen may take it as its answer,
// then come the words that work everywhere, and what is left is a question.
func (t *turn) typed() {
	text, _ := t.text()
	if text == "" {
		t.unsupported()
		return
	}
	if code, ok := startCode(text); ok {
		t.start(Start{Code: code})
		return
	}
	if data, ok := t.offered(text); ok {
		t.tap(data)
		return
	}
	if data, ok := t.replied(text); ok {
		t.tap(data)
		return
	}
	if t.outOfRange(text) || t.joins(text) {
		return
	}
	if t.guarded() {
		return
	}
	text, _ = t.text()
	if !t.welcomed() {
		if !t.tellsClass(text) {
			t.newcomer(text)
		}
		return
	}
	if t.command(text) {
		return
	}
	if data, ok := t.meant(text); ok && (t.s.At == "language" || t.s.At == "hearing") {
		t.tap(data)
		return
	}
	if t.take() || t.doubted(text) {
		return
	}
	if t.asksVisits(text) {
		t.show("visits")
		return
	}
	t.question(text)
}

// take offers the event to the present screen.
func (t *turn) take() bool {
	name, args := split(t.s.At)
	sc, ok := t.screens[name]
	return ok && sc.take != nil && sc.take(t, args)
}

func (t *turn) located() {
	switch {
	case !t.welcomed():
		t.welcome("")
	case t.take():
	default:
		t.note("loose.location")
		t.show("report")
	}
}

func (t *turn) unsupported() {
	if !t.welcomed() {
		t.welcome("")
		return
	}
	t.note("chat.unsupported")
	t.again()
}

// startCode reads Telegram's "/start CODE", which may also be typed. A translator's code counts without the command.
func startCode(text string) (code string, ok bool) {
	if translatorCode.MatchString(text) || trainerCode.MatchString(text) {
		return text, true
	}
	rest, ok := strings.CutPrefix(text, "/start")
	if !ok || rest != "" && rest[0] != ' ' {
		return "", false
	}
	return strings.TrimSpace(rest), true
}

// offered finds the button that a typed number or label stands for.
func (t *turn) offered(text string) (data string, ok bool) {
	if n, ok := number(text); ok {
		if n >= 1 && n <= t.numbered() {
			return t.s.Offered[n-1].Data, true
		}
		return "", false
	}
	key := fold(text)
	for _, c := range t.s.Offered {
		if fold(c.Label) == key {
			return c.Data, true
		}
	}
	return "", false
}

// number reads the number of a button. What has more than two digits is something else, such as a PIN.
func number(text string) (n int, ok bool) {
	d := digits(text)
	n, err := strconv.Atoi(d)
	return n, err == nil && len(d) <= 2 && n >= 0
}

// numbered is how many buttons a number can stand for.
func (t *turn) numbered() int {
	n := slices.IndexFunc(t.s.Offered, func(c Choice) bool { return c.Past })
	if n < 0 {
		n = len(t.s.Offered)
	}
	return n
}

// outOfRange says which numbers there are to someone who typed another. Where a number may be an answer, it is one.
func (t *turn) outOfRange(text string) bool {
	name, _ := split(t.s.At)
	_, ok := number(text)
	if most := t.numbered(); ok && most > 0 && !slices.Contains([]string{"track.pin", "track.find", "report.area", "real.ask"}, name) {
		if t.rehearsing() {
			t.note("chat.no_number", "n", most)
			t.again()
			return true
		}
		t.tell("chat.no_number", "n", most)
		return true
	}
	return false
}

// digits writes Khmer digits as 0-9 and drops what people put around a number ("2.", "số 2").
func digits(text string) string {
	text = strings.Map(func(r rune) rune {
		if r >= '០' && r <= '៩' {
			return r - '០' + '0'
		}
		return r
	}, text)
	return strings.Trim(strings.TrimPrefix(fold(text), "so "), " .)(")
}
