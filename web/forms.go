package web

import (
	"cmp"
	"net/url"
	"slices"
	"time"

	"danloi/feedback"
	"danloi/locales"
)

// formSpec says which fields the form of an action has.
type formSpec struct {
	kind                          feedback.ActionKind
	text, optionalText, why       bool
	proofWhy                      bool // why, but only where the topic asks for proof
	files, unit, reason, until    bool
	original, topic, noFieldsHint bool
	about                         bool   // which of the citizen's words
	promised                      bool   // a day by which work is promised, if wished
	name                          string // what its texts are called, when that is not kind
}

// forms are the actions of the case page in order; accepting has a button of its own. Which of them are shown is
// for feedback.Case.Can to say.
var forms = []formSpec{
	{kind: feedback.DoAnswer, text: true, files: true, proofWhy: true, promised: true},
	{kind: feedback.DoUpdate, text: true, files: true, promised: true},
	{kind: feedback.DoVoice, files: true, optionalText: true},
	{kind: feedback.DoAsk, text: true},
	{kind: feedback.DoAccept, name: "accept_with", optionalText: true},
	{kind: feedback.DoPassOn, unit: true, why: true},
	{kind: feedback.DoSplit, unit: true, text: true},
	{kind: feedback.DoTranslate, about: true, text: true},
	{kind: feedback.DoDecline, reason: true, optionalText: true},
	{kind: feedback.DoExtend, until: true, why: true},
	{kind: feedback.DoNote, text: true, files: true},
	{kind: feedback.DoReclassify, topic: true},
	{kind: feedback.DoDuplicate, original: true},
	{kind: feedback.DoClose, noFieldsHint: true},
}

// typed is what somebody filled in and could not send: it is shown again.
type typed struct {
	kind  feedback.ActionKind
	form  url.Values
	fault string
	// drafted says that nothing was sent yet: ready words were put into the form.
	drafted bool
	field   string // which field the fault is about, or empty
}

// value returns what was typed into a field of this form, or empty.
func (t typed) value(kind feedback.ActionKind, field string) string {
	if t.kind != kind {
		return ""
	}
	return t.form.Get(field)
}

// formView is one form of the case page.
type formView struct {
	Kind, Title, Hint, Send string
	Open                    bool
	Text, Why               *textView
	Files                   bool
	Groups                  []optionGroup
	Communes                []option
	Reasons                 []reasonView
	Until, UntilMin         string
	Promised, PromisedMin   string
	Templates               *templateChoice
	Original                *string
	Topics, About           []option
	Fault, Field            string
	TemplateURL             string // where ready words are put into the form

	text func(id string, pairs ...any) string
}

// T returns a text in the language of the page.
func (f formView) T(id string, pairs ...any) string { return f.text(id, pairs...) }

type textView struct {
	Label, Value string
	Required     bool
	Most         int
}

type optionGroup struct {
	Name    string
	Options []option
}

type reasonView struct {
	ID, Name, Door string
	Chosen         bool
}

// formViews returns the forms of the actions that the visitor may try now. The first is open, or the one that was
// filled in.
func (s *site) formViews(v visit, c feedback.Case, t typed) []formView {
	var out []formView
	for _, spec := range forms {
		if spec.kind == feedback.DoVoice && spec.kind != t.kind && !spoken(c) {
			continue
		}
		if spec.kind == feedback.DoTranslate && !c.InOtherWords() && t.kind != spec.kind {
			continue
		}
		if c.Can(spec.kind, v.staff.ID) || spec.kind == t.kind {
			out = append(out, s.formView(v, c, spec, t))
		}
	}
	if len(out) > 0 && t.kind == "" {
		out[0].Open = true
	}
	return out
}

// spoken reports whether somebody may want to hear an answer rather than read it.
func spoken(c feedback.Case) bool { return c.VoiceWanted || c.InOtherWords() }

func (s *site) formView(v visit, c feedback.Case, spec formSpec, t typed) formView {
	id := "console.do." + cmp.Or(spec.name, string(spec.kind))
	f := formView{
		Kind: string(spec.kind), Title: s.Texts.Text(v.lang, id), Send: s.Texts.Text(v.lang, id+"_send"),
		Open: t.kind == spec.kind, Files: spec.files && !forgotten(c),
		TemplateURL: caseURL(c.Ref) + "/template/" + string(spec.kind) + "#do-" + string(spec.kind),
		text:        func(id string, pairs ...any) string { return s.Texts.Text(v.lang, id, pairs...) },
	}
	if s.Texts.Has(locales.Default, id+"_hint") {
		f.Hint = s.Texts.Text(v.lang, id+"_hint")
	}
	if f.Open {
		f.Fault, f.Field = t.fault, t.field
	}
	topic, _ := s.Directory.Topic(c.Topic)
	if spec.text || spec.optionalText {
		f.Text = &textView{
			Label: s.Texts.Text(v.lang, id+"_text"), Value: t.value(spec.kind, "text"),
			Required: spec.text && !f.Files || spec.kind == feedback.DoAnswer, Most: feedback.MaxText,
		}
	}
	if spec.why || spec.proofWhy && topic.Proof {
		f.Why = &textView{
			Label: s.Texts.Text(v.lang, id+"_why"), Value: t.value(spec.kind, "why"),
			Required: spec.why, Most: feedback.MaxWhy,
		}
	}
	if f.Text != nil {
		f.Templates = s.templateChoice(v.lang, spec.kind, c, t.value(spec.kind, "template"))
	}
	s.fillChoices(v, c, spec, t, &f)
	return f
}

// fillChoices adds the lists that an action chooses from.
func (s *site) fillChoices(v visit, c feedback.Case, spec formSpec, t typed, f *formView) {
	if spec.unit {
		f.Groups = s.departments(v.lang, c, t.value(spec.kind, "department"))
		f.Communes = s.communes(cmp.Or(t.value(spec.kind, "commune"), c.Area, c.Unit.Commune()))
	}
	if spec.reason {
		f.Reasons = s.reasons(c.Lang, v.lang, t.value(spec.kind, "reason"))
	}
	if spec.until {
		f.Until = t.value(spec.kind, "until")
		f.UntilMin = later(c.Answer.Due, s.Now()).In(s.Calendar.Zone()).AddDate(0, 0, 1).Format(time.DateOnly)
	}
	if spec.about {
		f.About = s.aboutOptions(v.lang, c, t.value(spec.kind, "about"))
	}
	if spec.promised {
		f.Promised, f.PromisedMin = t.value(spec.kind, "promised"), s.Now().In(s.Calendar.Zone()).Format(time.DateOnly)
	}
	if spec.original {
		of := t.value(spec.kind, "of")
		f.Original = &of
	}
	if spec.topic {
		f.Topics = s.topics(v.lang, cmp.Or(t.value(spec.kind, "topic"), c.Topic))
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// departments are all that may get a case, by tier; the ones that the topic names come first in a group of their own.
func (s *site) departments(lang string, c feedback.Case, chosen string) []optionGroup {
	groups := []optionGroup{
		{Name: s.Texts.Text(lang, "console.tier.likely")},
		{Name: s.Texts.Text(lang, "console.tier."+string(feedback.TierCommune))},
		{Name: s.Texts.Text(lang, "console.tier."+string(feedback.TierProvince))},
		{Name: s.Texts.Text(lang, "console.tier."+string(feedback.TierVertical))},
	}
	topic, _ := s.Directory.Topic(c.Topic)
	likely := append([]string{topic.First}, topic.Then...)
	for _, d := range s.Directory.Departments() {
		if d.ShowOnly || feedback.Unit(d.ID) == c.Unit {
			continue
		}
		i := slices.Index([]feedback.Tier{feedback.TierCommune, feedback.TierProvince, feedback.TierVertical}, d.Tier) + 1
		if slices.Contains(likely, d.ID) && d.ID != c.Unit.Department() {
			i = 0
		}
		groups[i].Options = append(groups[i].Options, option{Value: d.ID, Name: d.Label(lang), Chosen: d.ID == chosen})
	}
	return slices.DeleteFunc(groups, func(g optionGroup) bool { return len(g.Options) == 0 })
}

func (s *site) communes(chosen string) []option {
	var out []option
	for _, a := range s.Areas.Communes(s.Province) {
		out = append(out, option{Value: a.Code, Name: a.Full(), Chosen: a.Code == chosen})
	}
	return out
}

// reasons are the reasons for declining, each with the text of the door as the citizen will read it.
func (s *site) reasons(citizen, lang, chosen string) []reasonView {
	var out []reasonView
	for _, r := range s.Directory.Reasons() {
		v := reasonView{ID: r.ID, Name: s.reasonName(r.ID, lang), Chosen: r.ID == chosen}
		if r.Door != "" && s.Texts.Has(locales.Default, "door."+r.Door) {
			v.Door = s.Texts.Text(citizen, "door."+r.Door)
		}
		out = append(out, v)
	}
	return out
}

// reasonName is the short name of a reason for staff. An operator's own reasons have only the citizen's wording.
func (s *site) reasonName(id, lang string) string {
	if key := "console.reason." + id; s.Texts.Has(locales.Default, key) {
		return s.Texts.Text(lang, key)
	}
	return s.Texts.Text(lang, "reason."+id)
}

func (s *site) topics(lang, chosen string) []option {
	var out []option
	for _, t := range s.Directory.Topics() {
		if t.Fileable() {
			out = append(out, option{Value: t.ID, Name: t.Label(lang), Chosen: t.ID == chosen})
		}
	}
	slices.SortFunc(out, func(a, b option) int { return cmp.Compare(a.Name, b.Name) })
	return out
}
