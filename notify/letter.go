package notify

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"danloi/feedback"
	"danloi/locales"
	"danloi/mail"
	"danloi/store"
)

// envelope is a letter on its way through the outbox.
type envelope struct {
	Made   time.Time   `json:"made"`
	Letter mail.Letter `json:"letter"`
}

// post puts a letter to somebody into the outbox, once for each id. answer says that it answers something they did.
func (n *Notifier) post(tx *store.Tx, id string, p reader, l mail.Letter, answer bool) error {
	if p.email == "" {
		return nil
	}
	l.To = p.email
	l.ID = n.messageID(id)
	body, err := json.Marshal(envelope{Made: n.c.Now(), Letter: l})
	if err != nil {
		return fmt.Errorf("write letter: %w", err)
	}
	return tx.Enqueue(store.OutMessage{
		ID: "mail:" + id, Contact: n.c.Store.ContactID("mail:" + strings.ToLower(p.email)), Channel: ChannelMail, Address: p.email,
		Reply: answer, Body: body,
	})
}

// messageID names a letter the same way each time it is sent, and tells nothing of what it is about.
func (n *Notifier) messageID(id string) string {
	return encode(n.c.Store.Sign("message", id)[:macBytes]) + "@" + n.idDomain()
}

func (n *Notifier) idDomain() string {
	if n.c.Mail != nil && n.c.Mail.Domain != "" {
		return n.c.Mail.Domain
	}
	return "danloi.invalid"
}

// about begins a letter about one case: nothing of the citizen but their words, if the operator allows it.
func (n *Notifier) about(c feedback.Case, p reader, subject string, lead ...string) mail.Letter {
	l := mail.Letter{
		Subject: subject, Thread: n.messageID("case:" + c.Ref), Lead: lead,
		Facts: []mail.Fact{
			{Name: n.text("mail.fact.ref"), Value: c.Ref}, {Name: n.text("mail.fact.topic"), Value: n.topic(c)},
			{Name: n.text("mail.fact.place"), Value: n.place(c)}, {Name: n.text("mail.fact.unit"), Value: n.unit(c.Unit)},
		},
	}
	if c.Accept.Running() {
		l.Facts = append(l.Facts, mail.Fact{Name: n.text("mail.fact.accept"), Value: locales.Moment(c.Accept.Due)})
	}
	if c.Answer.Running() {
		l.Facts = append(l.Facts, mail.Fact{Name: n.text("mail.fact.answer"), Value: locales.Moment(c.Answer.Due)})
	}
	if !n.c.Sees(p.staff, c) { // who only oversees can neither open the case nor answer it
		return l
	}
	if url := n.caseURL(c.Ref); url != "" {
		l.Link, l.LinkText = url, n.text("mail.open")
	}
	if l.ReplyTo = n.replyAddress(c.Ref, p.id); l.ReplyTo != "" {
		l.Marker = n.text("mail.marker")
		l.Foot = []string{n.text("mail.how")}
	}
	return l
}

// subject puts what every letter about a case is known by behind what happened.
func (n *Notifier) subject(id string, c feedback.Case, pairs ...any) string {
	pairs = append(pairs, "ref", c.Ref, "topic", n.topic(c), "place", n.place(c))
	s := n.text(id, pairs...)
	if c.Urgent {
		s = n.text("mail.urgent", "subject", s)
	}
	return s
}

// remindNow tells of an urgent case at once.
func (n *Notifier) remindNow(tx *store.Tx, p reader, c feedback.Case, r feedback.Reminder) error {
	id := "mail.remind." + string(r.Clock) + "_" + strconv.Itoa(r.Step)
	l := n.about(c, p, n.subject("mail.remind.subject", c), n.text(id))
	run := c.Answer.Started
	if r.Clock == feedback.AcceptClock {
		run = c.Accept.Started
	}
	return n.post(tx, fmt.Sprintf("remind:%s:%s:%d:%d:%s", c.Ref, r.Clock, run.Unix(), r.Step, p.id), p, l, true)
}
