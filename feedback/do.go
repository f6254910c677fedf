package feedback

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// rule says who may do an action, in which statuses, which fields it needs, and what it changes.
type rule struct {
	citizen, staff, system bool
	from                   []Status
	text, why              bool // the field must not be empty
	textOrFiles            bool
	hidden                 bool // the entry is for staff only
	do                     func(c *Case, a *Action, e *Entry, w World) error
}

// atWork are the statuses in which the unit owes the citizen something; open adds the time after the answer.
var (
	atWork = []Status{Received, Accepted, InProgress, Waiting, PassedOn}
	open   = []Status{Received, Accepted, InProgress, Waiting, PassedOn, Answered}
	all    = []Status{Received, Accepted, InProgress, Waiting, PassedOn, Answered, Closed, Declined, Duplicate}
	// original are those of a case that another may repeat.
	original = []Status{Received, Accepted, InProgress, Waiting, PassedOn, Answered, Closed, Declined}
)

// rules is the whole life of a case after it was filed.
var rules = map[ActionKind]rule{
	DoAccept:     {staff: true, from: []Status{Received, PassedOn}, do: accept},
	DoUpdate:     {staff: true, from: []Status{Received, Accepted, InProgress, PassedOn}, text: true, do: update},
	DoAnswer:     {staff: true, from: atWork, text: true, do: answer},
	DoPassOn:     {staff: true, from: atWork, why: true, do: passOn},
	DoAsk:        {staff: true, from: []Status{Received, Accepted, InProgress, PassedOn}, text: true, do: ask},
	DoReply:      {citizen: true, from: []Status{Waiting}, textOrFiles: true, do: reply},
	DoDecline:    {staff: true, from: atWork, do: decline},
	DoNote:       {staff: true, from: all, textOrFiles: true, hidden: true, do: nothing},
	DoAdd:        {citizen: true, from: open, textOrFiles: true, do: add},
	DoRate:       {citizen: true, from: []Status{Answered, Closed}, do: rate},
	DoReopen:     {citizen: true, from: []Status{Answered, Closed}, do: reopen},
	DoClose:      {citizen: true, staff: true, system: true, from: open, do: finish},
	DoDuplicate:  {staff: true, from: atWork, do: duplicate},
	DoExtend:     {staff: true, from: atWork, why: true, do: extend},
	DoReclassify: {staff: true, from: atWork, hidden: true, do: reclassify},
	DoPublish:    {citizen: true, from: all, do: publish},
	DoUnpublish:  {citizen: true, from: all, do: unpublish},
	DoApprove:    {staff: true, from: all, do: approve},
	DoRefuse:     {staff: true, from: all, why: true, do: refusePublication},
	DoJoin:       {citizen: true, from: open, do: join},
	DoLeave:      {citizen: true, from: all, do: leave},
	DoLink:       {staff: true, from: original, do: link},
	DoClaim:      {citizen: true, from: all, do: claim},
	DoCheck:      {system: true, from: open, do: checkPromise},
	DoNotDone:    {citizen: true, from: atWork, do: notDone},
	DoAskVoice:   {citizen: true, from: all, do: askVoice},
	DoVoice:      {staff: true, from: all, do: speak},
	DoNewPIN:     {staff: true, from: all, hidden: true, do: newPIN},
	DoTranslate:  {staff: true, from: all, text: true, hidden: true, do: translate},
	DoSplit:      {staff: true, from: atWork, text: true, do: splitOff},
	DoPart:       {system: true, from: all, do: part},
	DoRemind:     {system: true, from: atWork, hidden: true, do: remind},
}

// Do returns c after the action, with an entry added to its story, its clocks right and its version one higher. It
// refuses what the rules do not allow and then returns c unchanged with one of the errors of this package. It does
// not tell the citizen and does not store anything: the caller does both, in one transaction.
func (c Case) Do(a Action, w World) (Case, error) {
	next := c.clone()
	if err := next.apply(a, w); err != nil {
		return c, fmt.Errorf("%s on case %s: %w", a.Kind, c.Ref, err)
	}
	return next, nil
}

// Can reports whether the rules let this action be tried now by this actor; the fields of the action may still be
// refused. The console shows only buttons that can.
func (c Case) Can(kind ActionKind, by string) bool {
	r, ok := rules[kind]
	if !ok || c.permit(r, by) != nil || c.splitting(kind, by) != nil {
		return false
	}
	switch kind {
	case DoExtend:
		return !c.Answer.Extended
	case DoReopen:
		return c.reopenable() == nil
	case DoClose:
		return by == ByCitizen || c.Status == Answered || c.Parent != ""
	case DoSplit:
		return c.Parent == "" && len(c.Parts) < MaxParts
	case DoPublish:
		return c.Publishable() && (c.Publication.State == NotPublic || c.Publication.State == Withdrawn)
	case DoNotDone:
		return !c.Promised.IsZero() && !c.PromiseAsked.IsZero()
	case DoNewPIN:
		return c.Contact == "" && c.Parent == ""
	case DoAskVoice:
		return !c.VoiceWanted
	case DoUnpublish, DoApprove, DoRefuse:
		return c.Publication.State == Wanted || c.Publication.State == Approved
	}
	return true
}

func (c *Case) apply(a Action, w World) error {
	r, ok := rules[a.Kind]
	if !ok {
		return ErrNotAllowed
	}
	if err := c.permit(r, a.By); err != nil {
		return err
	}
	if err := c.splitting(a.Kind, a.By); err != nil {
		return err
	}
	if err := c.actor(&a); err != nil {
		return err
	}
	a = a.trimmed()
	if err := a.check(r); err != nil {
		return err
	}
	if len(c.Story) >= MaxStory {
		return ErrTooMany
	}
	e := Entry{At: w.Now, By: a.By, Kind: a.Kind, Public: !r.hidden, Contact: a.Contact, Lang: a.Lang}
	due := c.Answer.Due
	if err := r.do(c, &a, &e, w); err != nil {
		return err
	}
	if !c.Answer.Due.Equal(due) {
		e.Due = c.Answer.Due
	}
	c.record(a, e)
	return nil
}

// permit answers whether someone may do such a thing in this status.
func (c *Case) permit(r rule, by string) error {
	allowed := r.staff
	switch by {
	case "":
		allowed = false
	case ByCitizen:
		allowed = r.citizen
	case BySystem:
		allowed = r.system
	}
	switch {
	case !allowed:
		return ErrNotYours
	case slices.Contains(r.from, c.Status):
		return nil
	case !c.Open():
		return ErrClosed
	}
	return ErrNotAllowed
}

func (a Action) trimmed() Action {
	a.Text, a.Why = strings.TrimSpace(a.Text), strings.TrimSpace(a.Why)
	return a
}

func (a Action) check(r rule) error {
	switch {
	case a.By != ByCitizen && HasGap(a.Text):
		return ErrGap
	case utf8.RuneCountInString(a.Text) > MaxText || utf8.RuneCountInString(a.Why) > MaxWhy:
		return ErrTooLong
	case len(a.Files) > MaxFiles:
		return ErrTooMany
	case r.text && a.Text == "", r.textOrFiles && a.Text == "" && len(a.Files) == 0:
		return ErrNoText
	case r.why && a.Why == "":
		return ErrNoReason
	}
	return nil
}

// record adds the entry to the story and its words and files to the person.
func (c *Case) record(a Action, e Entry) {
	e.Status = c.Status
	e.Template = a.Template
	for _, f := range a.Files {
		e.Files = append(e.Files, f.ID)
	}
	c.Person.Files = append(c.Person.Files, a.Files...)
	if a.Text != "" || a.Why != "" {
		c.Person.Texts = append(c.Person.Texts, Words{Entry: len(c.Story), Text: a.Text, Why: a.Why, Told: a.Told})
	}
	c.Story = append(c.Story, e)
	c.Version++
}

// clone copies what an action may append to, so that two changes of one case never share memory.
func (c Case) clone() Case {
	c.Story = slices.Clip(c.Story)
	c.Person.Files = slices.Clip(c.Person.Files)
	c.Person.Texts = slices.Clip(c.Person.Texts)
	c.Joined = slices.Clone(c.Joined)
	return c
}
