package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"danloi/bot"
	"danloi/feedback"
	"danloi/locales"
	"danloi/store"
)

// groupPost is a message to a group on its way through the outbox.
type groupPost struct {
	Made    time.Time `json:"made"`
	Unit    string    `json:"unit,omitempty"` // of whose group, or empty for Chat
	Chat    string    `json:"chat,omitempty"`
	Ref     string    `json:"ref,omitempty"` // post of this case; its text is made when it goes
	Edit    bool      `json:"edit,omitempty"`
	Text    string    `json:"text,omitempty"`
	ReplyTo int       `json:"reply_to,omitempty"`
}

// say answers an event where it happened.
func (n *Notifier) say(tx *store.Tx, ev GroupEvent, id string, pairs ...any) error {
	p := groupPost{Made: n.c.Now(), Chat: ev.Chat, Text: n.text(id, pairs...), ReplyTo: ev.Message}
	return n.queue(tx, "say:"+ev.ID, "chat:"+ev.Chat, p, true)
}

func (n *Notifier) queue(tx *store.Tx, id, lane string, p groupPost, answer bool) error {
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("write post: %w", err)
	}
	return tx.Enqueue(store.OutMessage{
		ID: "group:" + id, Contact: n.c.Store.ContactID("telegram-group:" + lane), Channel: ChannelGroup, Reply: answer, Body: body,
	})
}

// followGroups posts new cases and brings the posts of changed ones up to date.
func (n *Notifier) followGroups(ctx context.Context) {
	n.follow(ctx, "groups", func(tx *store.Tx, lines []store.FeedLine) error {
		for _, l := range lines {
			c, ok, err := n.load(tx, l.Ref)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			if err := n.postCase(tx, c, l); err != nil {
				return err
			}
		}
		return nil
	})
}

func (n *Notifier) postCase(tx *store.Tx, c feedback.Case, l store.FeedLine) error {
	lane := "unit:" + string(c.Unit)
	for i := max(0, l.Story-l.Entries); i < min(l.Story, len(c.Story)); i++ {
		e := c.Story[i]
		has, err := GroupOf(tx, c.Unit)
		if err != nil {
			return err
		}
		if has && c.Working() && e.To == c.Unit && (e.Kind == feedback.DoFile || e.Kind == feedback.DoPassOn) {
			p := groupPost{Made: n.c.Now(), Unit: string(c.Unit), Ref: c.Ref}
			if err := n.queue(tx, fmt.Sprintf("post:%s:%d", c.Ref, i), lane, p, false); err != nil {
				return err
			}
		}
	}
	if l.Version == 1 {
		return nil
	}
	return n.queue(tx, fmt.Sprintf("edit:%s:%d", c.Ref, l.Version), lane, groupPost{Made: n.c.Now(), Ref: c.Ref, Edit: true}, false)
}

// carryGroup sends one post.
func (n *Notifier) carryGroup(ctx context.Context, m store.OutMessage) error {
	var p groupPost
	if err := json.Unmarshal(m.Body, &p); err != nil {
		return &bot.SendError{Kind: bot.SendBroken, Err: errors.New("post is malformed")}
	}
	if n.c.Post == nil {
		return &bot.SendError{Kind: bot.SendLater, RetryAfter: time.Hour, Err: errors.New("telegram is not set up")}
	}
	posts, err := n.ready(ctx, p)
	if err != nil {
		return &bot.SendError{Kind: bot.SendLater, Err: err}
	}
	for _, post := range posts {
		if err := n.put(ctx, p, post); err != nil {
			return err
		}
	}
	return nil
}

// ready makes what is to be sent now: nothing when the group or the post is gone.
func (n *Notifier) ready(ctx context.Context, p groupPost) (posts []Post, err error) {
	err = n.c.Store.View(ctx, func(tx *store.Tx) error {
		posts = nil
		if p.Ref == "" {
			posts = []Post{{Chat: p.Chat, Text: p.Text, ReplyTo: p.ReplyTo}}
			return nil
		}
		c, err := tx.Case(p.Ref)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		post := Post{Text: n.groupText(c), Link: n.caseURL(c.Ref), LinkText: n.text("mail.open")}
		if !p.Edit {
			var g groupDoc
			err := tx.Doc(kindGroup, p.Unit, &g)
			if post.Chat = g.Chat; err == nil {
				posts = []Post{post}
			} else if errors.Is(err, store.ErrNotFound) {
				err = nil
			}
			return err
		}
		return tx.EachDoc(kindPosted, p.Ref+slash, func(id string, read func(any) error) error {
			post.Chat = strings.TrimPrefix(id, p.Ref+slash)
			posts = append(posts, post)
			return read(&posts[len(posts)-1].Edit)
		})
	})
	return posts, err
}

// put sends one message and notes what became of it.
func (n *Notifier) put(ctx context.Context, p groupPost, post Post) error {
	id, err := n.c.Post(ctx, post)
	var moved *Moved
	if errors.As(err, &moved) {
		if err := n.c.Store.Update(ctx, func(tx *store.Tx) error { return moveGroup(tx, post.Chat, moved.Chat) }); err != nil {
			return &bot.SendError{Kind: bot.SendLater, Err: err}
		}
		if p.Ref == "" || p.Edit {
			return nil // what was said to the old group is history
		}
		post.Chat = moved.Chat
		id, err = n.c.Post(ctx, post)
	}
	switch {
	case err != nil && bot.Kind(err) == bot.SendGone:
		if err := n.c.Store.Update(ctx, func(tx *store.Tx) error { return n.expelled(tx, post.Chat) }); err != nil {
			return &bot.SendError{Kind: bot.SendLater, Err: err}
		}
		return nil
	case err != nil && p.Edit && bot.Kind(err) == bot.SendBroken:
		return nil // the message is too old to be edited, or was deleted
	case err != nil:
		return err
	case p.Ref == "" || p.Edit:
		return nil
	}
	err = n.c.Store.Update(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.PutDoc(kindPost, post.Chat+slash+strconv.Itoa(id), p.Ref), tx.PutDoc(kindPosted, p.Ref+slash+post.Chat, id))
	})
	if err != nil {
		n.c.Log.Error("a post could not be noted", "case", p.Ref, "err", err) // sending it again would post it twice
	}
	return nil
}

// groupText is a case as its group reads it: nothing of the citizen.
func (n *Notifier) groupText(c feedback.Case) string {
	head := n.text("mail.group.case", "ref", c.Ref)
	if c.Urgent {
		head = n.text("mail.urgent", "subject", head)
	}
	lines := []string{head, n.topic(c), n.place(c)}
	now := n.c.Now()
	switch due, ok := c.DueNext(); {
	case ok && now.After(due):
		lines = append(lines, n.text("mail.group.late", "due", locales.Moment(due)))
	case ok && c.Accept.Running():
		lines = append(lines, n.text("mail.fact.accept")+": "+locales.Moment(due))
	case ok:
		lines = append(lines, n.text("mail.fact.answer")+": "+locales.Moment(due))
	}
	lines = append(lines, n.text("mail.group.status", "status", n.text("console.status."+string(c.Status))))
	if c.Working() {
		lines = append(lines, "", n.text("mail.group.how"))
	}
	return strings.Join(lines, "\n")
}
