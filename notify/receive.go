package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"danloi/feedback"
	"danloi/mail"
	"danloi/store"
)

// Outcome is what became of a message that came in.
type Outcome string

// The outcomes.
const (
	Done     Outcome = "done"     // the case was changed
	Refused  Outcome = "refused"  // the sender was told why not
	Kept     Outcome = "kept"     // it lies in the pen
	Repeated Outcome = "repeated" // it came before
)

// Why a message lies in the pen. The console words each.
const (
	penUnreadable = "unreadable"
	penAddress    = "address"   // to no address of ours
	penSignature  = "signature" // to an address that we did not sign
	penSender     = "sender"    // not from the one for whom it was signed
	penDisabled   = "disabled"  // from somebody who is shut out
	penRight      = "right"     // from somebody who may not see the case any more
	penCase       = "case"      // there is no such case
	penClosed     = "closed"
	penExpired    = "expired" // long after the case ended
	penLoop       = "loop"    // refused too often
	penFailed     = "failed"  // could not be worked
)

// PenReasons lists all of them, for the texts.
func PenReasons() []string {
	return []string{"auto", "bounce", "list", penUnreadable, penAddress, penSignature, penSender, penDisabled, penRight, penCase, penClosed,
		penExpired, penLoop, penFailed}
}

const (
	answerable = 30 * 24 * time.Hour // after the end of a case
	penText    = 20_000              // runes of a letter that are kept
	takeTries  = 5
	loopMost   = 6 // refusals of one reader about one case in loopTime
	loopTime   = time.Hour
)

var errRepeated = errors.New("message came before")

// incoming is a message on its way to a case.
type incoming struct {
	mail.Received
	once   string
	signed signed
	reader reader
	c      feedback.Case
}

// Receive works one message (RFC 5322). Whatever it is, it ends in a case, in the pen, or is known already; an error
// means that it must come again. The same message counts once.
func (n *Notifier) Receive(ctx context.Context, raw []byte) (Outcome, error) {
	in := incoming{once: nameOf(raw)}
	r, err := n.wordings.Read(raw)
	if err != nil {
		return n.keep(ctx, in, penUnreadable)
	}
	in.Received = r
	if r.ID != "" {
		in.once = "mail:" + r.From + ":" + r.ID
	}
	out, err := n.receive(ctx, in)
	if err == nil || ctx.Err() != nil {
		return out, err
	}
	if n.failures.add(in.once) < takeTries {
		return "", fmt.Errorf("work a message: %w", err)
	}
	n.c.Log.Error("a message could not be worked and lies in the pen", "err", err)
	return n.keep(ctx, in, penFailed)
}

func nameOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return "mail:" + hex.EncodeToString(sum[:])
}

func (n *Notifier) receive(ctx context.Context, in incoming) (Outcome, error) {
	why := ""
	err := n.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		why, err = n.identify(tx, &in)
		return err
	})
	switch {
	case err != nil:
		return "", err
	case why != "":
		return n.keep(ctx, in, why)
	}
	words, _ := n.wordings.Own(in.Text, n.markers...)
	a, files, err := n.action(in.c, said{words: words, files: in.Files, lost: in.Lost, others: in.Others > 0})
	if err == nil {
		_, err = n.c.Act(ctx, in.reader.staff, in.c.Ref, a, files, func(tx *store.Tx) error { return n.first(tx, in, a) })
	}
	if errors.Is(err, errRepeated) {
		return Repeated, nil
	}
	if err == nil {
		n.c.Log.Info("a letter changed a case", "case", in.c.Ref, "did", a.Kind)
		n.c.Wake()
		return Done, nil
	}
	r, ok := refusalOf(err)
	if !ok {
		return "", err
	}
	return n.refuse(ctx, in, r)
}

// identify finds out about which case somebody writes and who it is, or why that cannot be believed.
func (n *Notifier) identify(tx *store.Tx, in *incoming) (why string, err error) {
	ours, ok := n.signedAddress(in.To)
	in.signed = ours
	switch {
	case in.Auto != "":
		return in.Auto, nil
	case !ok:
		return penAddress, nil
	}
	everybody, disabled, err := wholeRoster(tx)
	if err != nil {
		return "", err
	}
	in.reader, ok = n.signer(ours, append(everybody.everybody(), disabled...))
	switch {
	case !ok:
		return penSignature, nil
	case in.reader.staff.Disabled:
		return penDisabled, nil
	case !everybody.writes(in.reader, in.From):
		return penSender, nil
	}
	in.c, err = tx.Case(ours.ref)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return penCase, nil
	case err != nil:
		return "", err
	case !n.c.Sees(in.reader.staff, in.c):
		return penRight, nil
	case !in.c.Ended.IsZero() && n.c.Now().Sub(in.c.Ended) > answerable:
		return penExpired, nil
	}
	return "", nil
}

// wholeRoster is everybody, and apart from them those who are shut out.
func wholeRoster(tx *store.Tx) (roster, []reader, error) {
	r, err := loadRoster(tx)
	if err != nil {
		return r, nil, err
	}
	var disabled []reader
	err = tx.EachStaff(func(m store.Staff) error {
		if m.Disabled {
			disabled = append(disabled, person(m))
		}
		return nil
	})
	return r, disabled, err
}

// writes reports whether an address is one from which a reader writes: their own, for a shared mailbox also that of
// everybody in the unit.
func (r roster) writes(p reader, from string) bool {
	same := func(email string) bool { return email != "" && strings.EqualFold(email, from) }
	if same(p.email) {
		return true
	}
	if !strings.HasPrefix(p.id, unitPrefix) {
		return false
	}
	for _, m := range r.staff {
		if of(m, feedback.Unit(p.staff.Units[0])) && same(m.Email) {
			return true
		}
	}
	return false
}

// first remembers the message, in the transaction that works it, and tells the sender what reaches the citizen.
func (n *Notifier) first(tx *store.Tx, in incoming, a feedback.Action) error {
	first, err := tx.Once(in.once, n.c.Now())
	if err != nil {
		return err
	}
	if !first {
		return errRepeated
	}
	switch a.Kind {
	case feedback.DoAnswer, feedback.DoAsk, feedback.DoUpdate:
		return n.answer(tx, in, "mail.done."+string(a.Kind))
	}
	return nil
}

// answer writes back to where the message came from.
func (n *Notifier) answer(tx *store.Tx, in incoming, id string) error {
	p := in.reader
	p.email = in.From
	l := n.about(in.c, p, n.subject("mail.re.subject", in.c), n.text(id))
	l.InReplyTo = in.ID
	l.Facts = nil
	return n.post(tx, "answer:"+in.once, p, l, true)
}

// refuse tells the sender why nothing was done. Who is refused again and again is a machine: it hears no more.
func (n *Notifier) refuse(ctx context.Context, in incoming, r refusal) (Outcome, error) {
	out := Refused
	err := n.c.Store.Update(ctx, func(tx *store.Tx) error {
		out = Refused
		first, err := tx.Once(in.once, n.c.Now())
		if err != nil {
			return err
		}
		if !first {
			out = Repeated
			return nil
		}
		looping, err := n.looping(tx, in)
		if err != nil {
			return err
		}
		if looping || r == "closed" {
			out = Kept
			why := penClosed
			if looping {
				why = penLoop
			}
			if _, err := tx.PutPen(n.penned(in, why)); err != nil || looping {
				return err
			}
		}
		return n.answer(tx, in, "mail.refused."+string(r))
	})
	n.c.Wake()
	return out, err
}

type loopDoc struct {
	N     int       `json:"n"`
	Since time.Time `json:"since"`
}

// looping counts the refusals of one reader about one case.
func (n *Notifier) looping(tx *store.Tx, in incoming) (bool, error) {
	var d loopDoc
	id := in.reader.id + slash + in.c.Ref
	if err := tx.Doc("mail_refused", id, &d); err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	if n.c.Now().Sub(d.Since) > loopTime {
		d = loopDoc{Since: n.c.Now()}
	}
	d.N++
	return d.N > loopMost, tx.PutDoc("mail_refused", id, d)
}

// keep puts a message into the pen. It is never answered.
func (n *Notifier) keep(ctx context.Context, in incoming, why string) (Outcome, error) {
	out := Kept
	err := n.c.Store.Update(ctx, func(tx *store.Tx) error {
		out = Kept
		first, err := tx.Once(in.once, n.c.Now())
		if err != nil {
			return err
		}
		if !first {
			out = Repeated
			return nil
		}
		_, err = tx.PutPen(n.penned(in, why))
		return err
	})
	return out, err
}

func (n *Notifier) penned(in incoming, why string) store.Penned {
	text := []rune(in.Text)
	subject := []rune(in.Subject)
	return store.Penned{
		Once: in.once, At: n.c.Now(), Why: why, Ref: in.signed.ref, Staff: in.reader.id, From: in.From,
		Subject: string(subject[:min(len(subject), 300)]), Text: string(text[:min(len(text), penText)]), Files: len(in.Files) + in.Lost,
	}
}
