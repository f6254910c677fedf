package notify

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"danloi/feedback"
	"danloi/mail"
	"danloi/store"
)

// The group of a department on Telegram hears of each of its cases, without anything of the citizen, and an officer whose
// account is bound answers there.

// Post is a message to a group, or to an officer's own chat.
type Post struct {
	Chat     string
	Text     string
	Link     string
	LinkText string
	ReplyTo  int // message that it answers, or 0
	Edit     int // own message that it replaces, or 0
}

// Moved says that a group has another number.
type Moved struct{ Chat string }

// Error does not tell the number.
func (*Moved) Error() string { return "the group has moved" }

// GroupEvent is something that an officer did in a group, or alone with the bot.
type GroupEvent struct {
	ID      string
	Chat    string
	Private bool
	From    string // number of the account
	Bind    bool   // /bind was said, with Code
	Code    string
	Message int
	ReplyTo int    // own message that is answered, or 0
	Replied string // what stands there
	Text    string
	File    *GroupFile
	Gone    bool   // we were taken out
	Moved   string // new number of the group
}

// GroupFile is a file that came with an answer. Data is nil when it could not be taken.
type GroupFile struct {
	Name string
	Data []byte
}

const (
	kindGroup   = "group"      // unit: groupDoc
	kindChat    = "group_chat" // chat: unit
	kindPost    = "group_post" // chat, message: case
	kindPosted  = "case_post"  // case, chat: message
	kindCode    = "bind_code"
	codeTime    = 30 * time.Minute
	codeLetters = "346789ACDEFHJKMNPRTWXY"
	codeLength  = 10
)

type groupDoc struct {
	Chat string    `json:"chat"`
	At   time.Time `json:"at"`
}

type codeDoc struct {
	Staff string    `json:"staff,omitempty"`
	Unit  string    `json:"unit,omitempty"`
	Until time.Time `json:"until"`
}

// NewCode makes a code that counts once, within half an hour: for the group of a unit, or with an empty unit for a member of
// staff's own account.
func NewCode(tx *store.Tx, sign func(parts ...string) []byte, staff string, u feedback.Unit, now time.Time) (string, error) {
	var raw [codeLength]byte
	rand.Read(raw[:])
	code := make([]byte, codeLength)
	for i, b := range raw {
		code[i] = codeLetters[int(b)%len(codeLetters)]
	}
	d := codeDoc{Unit: string(u), Until: now.Add(codeTime)}
	if u == "" {
		d.Staff = staff
	}
	return string(code), tx.PutDoc(kindCode, codeID(sign, string(code)), d)
}

func codeID(sign func(parts ...string) []byte, code string) string {
	return hex.EncodeToString(sign("bind", strings.ToUpper(strings.TrimSpace(code)))[:16])
}

// GroupOf reports whether a unit has a group.
func GroupOf(tx *store.Tx, u feedback.Unit) (bool, error) {
	var g groupDoc
	err := tx.Doc(kindGroup, string(u), &g)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// DropGroup ends what goes to the group of a unit.
func DropGroup(tx *store.Tx, u feedback.Unit) error {
	var g groupDoc
	err := tx.Doc(kindGroup, string(u), &g)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(tx.DeleteDoc(kindGroup, string(u)), tx.DeleteDoc(kindChat, g.Chat))
}

// Group works what an officer did. An error means that it must come again; the same event counts once.
func (n *Notifier) Group(ctx context.Context, ev GroupEvent) error {
	defer n.c.Wake()
	if ev.ReplyTo != 0 && !ev.Bind && !ev.Gone && ev.Moved == "" {
		return n.groupReply(ctx, ev)
	}
	return n.c.Store.Update(ctx, func(tx *store.Tx) error {
		first, err := tx.Once("group:"+ev.ID, n.c.Now())
		if err != nil || !first {
			return err
		}
		switch {
		case ev.Moved != "":
			return moveGroup(tx, ev.Chat, ev.Moved)
		case ev.Gone:
			return n.expelled(tx, ev.Chat)
		case ev.Bind:
			return n.bind(tx, ev)
		}
		return nil
	})
}

// bind uses a code up: in a group for the unit, in private for the account.
func (n *Notifier) bind(tx *store.Tx, ev GroupEvent) error {
	var d codeDoc
	id := codeID(n.c.Store.Sign, ev.Code)
	err := tx.Doc(kindCode, id, &d)
	wrong := errors.Is(err, store.ErrNotFound) || err == nil && (n.c.Now().After(d.Until) || ev.Private != (d.Unit == ""))
	if err != nil && !wrong {
		return err
	}
	if wrong {
		return n.say(tx, ev, "mail.group.bad_code")
	}
	if err := tx.DeleteDoc(kindCode, id); err != nil {
		return err
	}
	if ev.Private {
		return n.bindAccount(tx, ev, d.Staff)
	}
	if err := errors.Join(n.expelled(tx, ev.Chat), DropGroup(tx, feedback.Unit(d.Unit))); err != nil {
		return err
	}
	if err := errors.Join(tx.PutDoc(kindGroup, d.Unit, groupDoc{Chat: ev.Chat, At: n.c.Now()}), tx.PutDoc(kindChat, ev.Chat, d.Unit)); err != nil {
		return err
	}
	if err := tx.Audit(store.AuditLine{At: n.c.Now(), Who: feedback.BySystem, Did: "bound_group", Unit: d.Unit}); err != nil {
		return err
	}
	return n.say(tx, ev, "mail.group.bound", "unit", n.unit(feedback.Unit(d.Unit)))
}

// bindAccount gives a member of staff this account, and takes it from whoever had it.
func (n *Notifier) bindAccount(tx *store.Tx, ev GroupEvent, id string) error {
	account := n.account(ev.From)
	var others []store.Staff
	err := tx.EachStaff(func(m store.Staff) error {
		if m.Telegram == account && m.ID != id {
			others = append(others, m)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, m := range others {
		m.Telegram = ""
		if err := tx.PutStaff(m); err != nil {
			return err
		}
	}
	m, err := tx.Staff(id)
	if err != nil {
		return err
	}
	m.Telegram = account
	if err := tx.PutStaff(m); err != nil {
		return err
	}
	if err := tx.Audit(store.AuditLine{At: n.c.Now(), Who: id, Did: "bound_telegram", What: id}); err != nil {
		return err
	}
	return n.say(tx, ev, "mail.group.account", "name", m.Name)
}

func (n *Notifier) account(number string) string { return n.c.Store.ContactID("telegram:" + number) }

// expelled forgets a group that we are no longer in.
func (n *Notifier) expelled(tx *store.Tx, chat string) error {
	var unit string
	err := tx.Doc(kindChat, chat, &unit)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(tx.DeleteDoc(kindGroup, unit), tx.DeleteDoc(kindChat, chat))
}

// moveGroup gives a group its new number.
func moveGroup(tx *store.Tx, from, to string) error {
	var unit string
	err := tx.Doc(kindChat, from, &unit)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var g groupDoc
	if err := tx.Doc(kindGroup, unit, &g); err != nil {
		return err
	}
	g.Chat = to
	return errors.Join(tx.DeleteDoc(kindChat, from), tx.PutDoc(kindChat, to, unit), tx.PutDoc(kindGroup, unit, g))
}

// groupReply works an answer to one of our posts.
func (n *Notifier) groupReply(ctx context.Context, ev GroupEvent) error {
	var by store.Staff
	var c feedback.Case
	tell := ""
	err := n.c.Store.View(ctx, func(tx *store.Tx) (err error) {
		by, c, tell, err = n.groupWho(tx, ev)
		return err
	})
	if err != nil {
		return err
	}
	if c.Ref == "" && tell == "" {
		return nil // an answer to something that is no post about a case
	}
	if tell == "" {
		a, files, err := n.action(c, said{words: ev.Text, files: ev.attachments(), lost: ev.lost(), others: true})
		if err == nil {
			_, err = n.c.Act(ctx, by, c.Ref, a, files, func(tx *store.Tx) error {
				first, err := tx.Once("group:"+ev.ID, n.c.Now())
				if err == nil && !first {
					err = errRepeated
				}
				if err != nil {
					return err
				}
				return n.say(tx, ev, "mail.group.done_"+string(a.Kind))
			})
		}
		if err == nil || errors.Is(err, errRepeated) {
			return nil
		}
		r, ok := refusalOf(err)
		if !ok {
			return err
		}
		tell = "mail.group.refused_" + string(r)
	}
	return n.c.Store.Update(ctx, func(tx *store.Tx) error {
		first, err := tx.Once("group:"+ev.ID, n.c.Now())
		if err != nil || !first {
			return err
		}
		return n.say(tx, ev, tell)
	})
}

// groupWho finds the case of the post and the officer, or what is to be told instead.
func (n *Notifier) groupWho(tx *store.Tx, ev GroupEvent) (by store.Staff, c feedback.Case, tell string, err error) {
	var unit, ref string
	if err := tx.Doc(kindChat, ev.Chat, &unit); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return by, c, "", err
	}
	err = tx.Doc(kindPost, ev.Chat+slash+strconv.Itoa(ev.ReplyTo), &ref)
	if errors.Is(err, store.ErrNotFound) { // sent, and the process was killed before it was noted
		ref, err = refIn(ev.Replied), nil
	}
	if err != nil || ref == "" {
		return by, c, "", err
	}
	found := false
	err = tx.EachStaff(func(m store.Staff) error {
		if m.Telegram != "" && m.Telegram == n.account(ev.From) && !m.Disabled {
			by, found = m, true
		}
		return nil
	})
	if err != nil {
		return by, c, "", err
	}
	if !found {
		return by, c, "mail.group.unbound", nil
	}
	c, err = tx.Case(ref)
	if errors.Is(err, store.ErrNotFound) {
		return by, c, "", nil
	}
	if err == nil && !n.c.Sees(by, c) {
		tell = "mail.group.not_yours"
	}
	return by, c, tell, err
}

// refIn finds the reference in one of our posts.
func refIn(text string) string {
	for _, word := range strings.Fields(text) {
		if ref, err := feedback.ParseRef(strings.Trim(word, ".,:;()")); err == nil {
			return ref
		}
	}
	return ""
}

func (ev GroupEvent) attachments() []mail.Attachment {
	if ev.File == nil || ev.File.Data == nil {
		return nil
	}
	return []mail.Attachment{{Name: ev.File.Name, Data: ev.File.Data}}
}

// lost is how many files came and could not be taken.
func (ev GroupEvent) lost() int {
	if ev.File != nil && ev.File.Data == nil {
		return 1
	}
	return 0
}
