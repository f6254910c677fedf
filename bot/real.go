package bot

import (
	"slices"
	"strings"

	"danloi/feedback"
	"danloi/scam"
	"danloi/search"
)

// "Is this real?": what is certain of a message, an address or a number that a citizen doubts. The message is kept
// in the State, masked, so that the screen can be shown again; nobody else sees it.
func realScreens() map[string]screen {
	return map[string]screen{
		"real":     {show: realFindings},
		"real.ask": {show: realAsk, take: realTake},
	}
}

// The guide and the module that the findings lead to, where the library has them.
const (
	reportScamGuide = "so-khan-cap-va-bao-lua-dao"
	scamModule      = "nhan-biet-lua-dao"
)

// aLineOrTwo is the number of words up to which a text with an official address in it, or one that a guide answers,
// is a question rather than a message.
const aLineOrTwo = 10

func realAsk(t *turn, _ []string) { t.ask(t.tx("real.ask"), t.button("button.home", "home")) }

// realTake takes whatever is typed as the message to look at. Pictures cannot be read and are not kept.
func realTake(t *turn, _ []string) bool {
	switch in := t.ev.Input.(type) {
	case Text:
		t.look(in.Words)
	case File:
		if in.Caption == "" {
			t.ask(t.tx("real.no_picture"), t.button("button.home", "home"))
			return true
		}
		t.look(in.Caption)
	default:
		return false
	}
	return true
}

func (t *turn) look(words string) {
	t.s.Message = cut(words)
	t.show("real")
}

// doubted shows what is certain of a text that is a message to be looked at rather than a question. It tells
// whether it did.
func (t *turn) doubted(text string) bool {
	if !t.worthLook(text) {
		return false
	}
	t.look(text)
	return true
}

// worthLook tells whether a text that was typed freely is a message to be looked at: it is worded as a known scam,
// holds an address, or asks whether something is real. Danger and denunciations go before that.
func (t *turn) worthLook(text string) bool {
	r := t.checker.Check(text)
	switch kind := t.triage(text).Kind; {
	case kind == feedback.Emergency:
		return r.Strong()
	case kind == feedback.Denunciation && !r.Doubt:
		return false
	case r.Strong():
		return r.Doubt || len(r.Addresses) > 0 || r.Words > aLineOrTwo || !t.sure(text)
	case r.Official():
		return r.Doubt || r.Words == 0 || r.Words > aLineOrTwo
	case len(r.Addresses) > 0:
		return true
	case !r.Doubt:
		return false
	}
	return len(r.Phones) > 0 || slices.ContainsFunc(r.Asks, func(a scam.Ask) bool { return a.Never }) || !t.sure(text)
}

// sure tells whether a guide answers a text for certain.
func (t *turn) sure(text string) bool {
	r := t.index.Query(search.Query{Text: text, Lang: t.lang(), Kinds: []search.Kind{search.KindGuide}, Limit: 1})
	return r.Confidence == search.Sure
}

// realFindings says what is certain, what is suspicious, what no authority asks for, what to do, where to report.
func realFindings(t *turn, _ []string) {
	if t.s.Message == "" {
		t.show("real.ask")
		return
	}
	r := t.checker.Check(t.s.Message)
	if tr := t.triage(t.s.Message); tr.Kind == feedback.Emergency {
		t.lead = append(t.lead, lines(t.numbers(tr)...))
	}
	t.say(Message{
		Title: t.tx("real.title_" + string(r.Level)),
		Text: paragraphs(
			lines(list(t.tx("real.certain"), t.certain(r)), t.spaced(r)),
			list(t.tx("real.suspicious"), t.suspicious(r)),
			list(t.tx("real.never"), t.never(r)),
			t.limits(r),
			t.tx("real.do_"+string(r.Level)),
			t.whereToReport(r)),
		Buttons: t.realButtons(),
	})
}

// certain says whose the addresses are and what the numbers show.
func (t *turn) certain(r scam.Report) []string {
	var out []string
	for _, a := range r.Addresses {
		switch {
		case a.GovVN:
			out = append(out, t.tx("real.gov"+whole(a), "host", a.Host, "name", a.Registered))
		case a.Named != "":
			out = append(out, t.tx("real.named_"+a.Named, "host", a.Host))
		case a.Registered == "":
			out = append(out, t.tx("real.numbers", "host", harmless(a.Host)))
		default:
			out = append(out, t.tx("real.not_gov"+whole(a), "host", harmless(a.Host), "name", harmless(a.Registered)))
		}
	}
	for _, p := range r.Phones {
		out = append(out, t.tx("real.phone_"+string(p.Kind), "number", p.Number))
	}
	return out
}

// suspicious says which signs of false addresses and which known scams were found.
func (t *turn) suspicious(r scam.Report) []string {
	var out []string
	add := func(text string) {
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	for _, a := range r.Addresses {
		for _, s := range a.Signs {
			if s == scam.Numbers {
				continue // said among what is certain
			}
			add(t.tx("real.sign_"+string(s), "like", a.Like))
		}
	}
	for _, k := range r.Scams {
		add(t.tx("real.scam_" + k.ID))
	}
	return out
}

// never says what no authority asks for, of the things that this message wants, and what it would be if it wanted
// more.
func (t *turn) never(r scam.Report) []string {
	var out []string
	if r.Level == scam.Unknown {
		for _, k := range r.Near {
			out = append(out, t.tx("real.scam_"+k.ID))
		}
	}
	for _, a := range r.Asks {
		if r.Level != scam.OfficialAddress || a.Never {
			out = append(out, t.tx("real.ask_"+a.ID))
		}
	}
	return out
}

// limits says how far the findings go.
func (t *turn) limits(r scam.Report) string {
	switch r.Level {
	case scam.OfficialAddress:
		return t.tx("real.limit_official")
	case scam.Unknown:
		return t.tx("real.limit_unknown")
	}
	return ""
}

// spaced explains the spaces of harmless, where there are any.
func (t *turn) spaced(r scam.Report) string {
	if !slices.ContainsFunc(r.Addresses, func(a scam.Address) bool { return !a.GovVN && a.Named == "" }) {
		return ""
	}
	return t.tx("real.spaced")
}

// whole is the ending of a text's id for an address that has nothing in front of its registered name.
func whole(a scam.Address) string {
	if a.Host == a.Registered {
		return "_whole"
	}
	return ""
}

// whereToReport is left out where nothing is wrong with the address.
func (t *turn) whereToReport(r scam.Report) string {
	if r.Level == scam.OfficialAddress {
		return ""
	}
	return t.tx("real.report", "unsure", t.tx("guide.hotline_unsure"))
}

func (t *turn) realButtons() []Button {
	return append(t.scamButtons(scamModule), t.button("real.other", "real.ask"), t.button("button.home", "home"))
}

// scamButtons lead to the guide about reporting and to a module, where the library has them.
func (t *turn) scamButtons(module string) []Button {
	var buttons []Button
	if g, ok := t.guide(reportScamGuide); ok {
		w, _ := g.In(t.lang())
		buttons = append(buttons, Button{Label: w.Title, Data: address("guide", g.Slug)})
	}
	if m, ok := t.library.Module(module); ok {
		w, _ := m.In(t.lang())
		buttons = append(buttons, t.button("real.learn", address("module", m.Slug), "title", w.Title))
	}
	return buttons
}

// harmless writes an address so that no channel makes a link of it.
func harmless(host string) string { return strings.ReplaceAll(host, ".", " . ") }
