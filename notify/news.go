package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"danloi/bot"
	"danloi/feedback"
	"danloi/mail"
	"danloi/store"
)

// tells are the entries of a story that a unit hears of by mail, and the text that says so.
var tells = map[feedback.ActionKind]string{
	feedback.DoFile: "new", feedback.DoPassOn: "passed", feedback.DoReply: "replied", feedback.DoAdd: "added",
	feedback.DoReopen: "reopened", feedback.DoNotDone: "not_done", feedback.DoAskVoice: "voice",
}

// followMail writes to the officers of a unit what they have to act upon.
func (n *Notifier) followMail(ctx context.Context) {
	n.follow(ctx, "mail", func(tx *store.Tx, lines []store.FeedLine) error {
		var everybody *roster
		for _, l := range lines {
			if l.Entries == 0 {
				continue
			}
			c, ok, err := n.load(tx, l.Ref)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			if everybody == nil {
				r, err := loadRoster(tx)
				if err != nil {
					return err
				}
				everybody = &r
			}
			for i := l.Story - l.Entries; i < min(l.Story, len(c.Story)); i++ {
				if err := n.tell(tx, *everybody, c, i); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// tell writes about one entry of a story, if it is news for the unit that has the case now.
func (n *Notifier) tell(tx *store.Tx, everybody roster, c feedback.Case, entry int) error {
	e := c.Story[entry]
	what, ok := tells[e.Kind]
	if !ok || !c.Working() && e.Kind != feedback.DoAskVoice || e.To != "" && e.To != c.Unit {
		return nil
	}
	for _, p := range everybody.officers(c.Unit) {
		if p.email == "" || p.id == e.By {
			continue
		}
		l := n.about(c, p, n.subject("mail."+what+".subject", c), n.text("mail."+what+".lead"))
		if n.c.Mail.Words {
			l.Words = c.Text(entry).Text
			if e.Kind == feedback.DoFile {
				l.Words = c.Person.Words
			}
		}
		if err := n.post(tx, fmt.Sprintf("news:%s:%d:%s", c.Ref, entry, p.id), p, l, false); err != nil {
			return err
		}
	}
	return nil
}

const letterAge = 5 * 24 * time.Hour // a letter that no server took in this time is parked

// Carriers bring what this package puts into the outbox to where it goes; see dispatch.Config.
func (n *Notifier) Carriers() map[string]func(context.Context, store.OutMessage) error {
	return map[string]func(context.Context, store.OutMessage) error{
		ChannelMail: n.carryMail, ChannelGroup: n.carryGroup, ChannelHook: n.carryHook,
	}
}

// carryMail hands a letter in. A server that is away is waited for, up to five days.
func (n *Notifier) carryMail(ctx context.Context, m store.OutMessage) error {
	var e envelope
	if err := json.Unmarshal(m.Body, &e); err != nil {
		return &bot.SendError{Kind: bot.SendBroken, Err: errors.New("letter is malformed")}
	}
	if n.c.Mail == nil {
		return &bot.SendError{Kind: bot.SendLater, RetryAfter: time.Hour, Err: errors.New("mail is not set up")}
	}
	err := n.c.Mail.Send(ctx, e.Letter)
	switch age := n.c.Now().Sub(e.Made); {
	case err == nil:
		return nil
	case errors.Is(err, mail.ErrRefused):
		return &bot.SendError{Kind: bot.SendBroken, Err: err}
	case age < letterAge:
		return &bot.SendError{Kind: bot.SendLater, RetryAfter: min(max(age/4, 30*time.Second), time.Hour), Err: err}
	}
	return &bot.SendError{Kind: bot.SendLater, Err: err}
}
