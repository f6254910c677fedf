package telegram

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"danloi/bot"
)

// The desk is the other use of the bot: officers in the group of their department, and officers who bind their account. What
// else is said in a group is none of the bot's business: it is not read further and never kept.

// DeskEvent is something that an officer did.
type DeskEvent struct {
	ID      string    // the same each time Telegram sends the update
	At      time.Time // when it came in
	Chat    string    // number of the chat
	Private bool      // the chat is the officer's own with the bot
	From    string    // number of the account
	Bind    bool      // /bind was said, and Code is what stands behind it
	Code    string
	// Message is the number of this message, ReplyTo that of the bot's message which it answers, and Replied what stands there.
	Message int
	ReplyTo int
	Replied string
	Text    string
	File    *bot.File // fetched, or with its Problem
	Gone    bool      // the bot was taken out of the group
	Moved   string    // the group has this number from now on
}

const bindCommand = "/bind"

// desk translates what belongs to the desk. It reports false for everything else.
func (c *Channel) desk(u *models.Update) (received, bool) {
	if c.cfg.Desk == nil {
		return received{}, false
	}
	ev := DeskEvent{ID: name + ":" + strconv.FormatInt(u.ID, 10), At: c.cfg.Now()}
	in, ok := received{}, false
	switch {
	case u.MyChatMember != nil && isGroup(u.MyChatMember.Chat):
		in.chat = u.MyChatMember.Chat.ID
		is := u.MyChatMember.NewChatMember.Type
		ev.Gone = is == models.ChatMemberTypeBanned || is == models.ChatMemberTypeLeft
		ok = ev.Gone
	case u.Message != nil:
		in.chat = u.Message.Chat.ID
		in.file, ok = c.deskMessage(u.Message, &ev)
	}
	ev.Chat = strconv.FormatInt(in.chat, 10)
	if ev.File != nil {
		ev.File.ID = name + strconv.FormatInt(u.ID, 10)
	}
	in.desk = &ev
	return in, ok
}

func isGroup(c models.Chat) bool {
	return c.Type == models.ChatTypeGroup || c.Type == models.ChatTypeSupergroup
}

// deskMessage reads a message that is a command of the desk or answers one of the bot's in a group.
func (c *Channel) deskMessage(m *models.Message, ev *DeskEvent) (*fileRef, bool) {
	group := isGroup(m.Chat)
	if group && m.MigrateToChatID != 0 {
		ev.Moved = strconv.FormatInt(m.MigrateToChatID, 10)
		return nil, true
	}
	if m.From == nil || m.From.IsBot || m.SenderChat != nil || !group && m.Chat.Type != models.ChatTypePrivate {
		return nil, false
	}
	ev.Private, ev.From, ev.Message = !group, strconv.FormatInt(m.From.ID, 10), m.ID
	input, file := messageInput(m)
	if t, ok := input.(bot.Text); ok {
		if rest, ok := strings.CutPrefix(t.Words, bindCommand); ok && (rest == "" || strings.ContainsAny(rest[:1], " \n\t")) {
			ev.Bind, ev.Code = true, strings.TrimSpace(rest)
			return nil, true
		}
	}
	answered := m.ReplyToMessage
	if !group || answered == nil || answered.From == nil || answered.From.ID != c.me() {
		return nil, false
	}
	ev.ReplyTo, ev.Replied = answered.ID, answered.Text
	switch in := input.(type) {
	case bot.Text:
		ev.Text = in.Words
	case bot.File:
		ev.Text, ev.File = in.Caption, &in
	default:
		return nil, false
	}
	return file, true
}

// me is the number of the bot's own account, which its token begins with.
func (c *Channel) me() int64 {
	id, _, _ := strings.Cut(c.cfg.Token, ":")
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0
	}
	return number
}

// prepare does what must be done once for an update, and returns what is to be tried until it succeeds.
func (c *Channel) prepare(ctx context.Context, in received) (func(context.Context) error, error) {
	if in.desk == nil {
		ev, err := c.receive(ctx, in)
		return func(ctx context.Context) error { return c.handle(ctx, ev) }, err
	}
	ev := *in.desk
	if in.file != nil && ev.File != nil {
		f, err := c.fetch(ctx, *ev.File, *in.file)
		if err != nil {
			return nil, err
		}
		ev.File = &f
	}
	return func(ctx context.Context) error {
		return c.guarded(ctx, ev.ID, func(ctx context.Context) error { return c.cfg.Desk(ctx, ev) })
	}, nil
}

// Post is a message to a group, or to an officer.
type Post struct {
	Chat     string
	Text     string
	Link     string // address of a button below it, or empty
	LinkText string
	ReplyTo  int // number of a message that it answers, or 0
	Edit     int // number of the bot's message that it replaces, or 0
}

// Moved says that a group has another number; nothing was sent.
type Moved struct{ Chat string }

// Error does not tell the number.
func (*Moved) Error() string { return "the group has moved" }

// Post sends or edits one message and returns its number. Its error is a *Moved or a *bot.SendError. It waits as long as the
// pace asks; Telegram takes 20 messages a minute in a group.
func (c *Channel) Post(ctx context.Context, p Post) (int, error) {
	chat, err := strconv.ParseInt(p.Chat, 10, 64)
	if err != nil {
		return 0, c.fail(&bot.SendError{Kind: bot.SendBroken, Err: errors.New("address is not a chat number")})
	}
	m := bot.Message{Text: cut(p.Text, maxText)}
	if p.Link != "" {
		m.Buttons = []bot.Button{{Label: p.LinkText, URL: p.Link}}
	}
	parts, err := compose(m)
	if err != nil {
		return 0, c.fail(&bot.SendError{Kind: bot.SendBroken, Err: err})
	}
	if err := c.pace.wait(ctx, chat); err != nil {
		return 0, c.fail(err)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	id, err := c.put(ctx, chat, parts[0], p)
	var moved *tg.MigrateError
	if errors.As(err, &moved) {
		return 0, &Moved{Chat: strconv.Itoa(moved.MigrateToChatID)}
	}
	if err != nil {
		return 0, c.fail(fmt.Errorf("post: %w", err))
	}
	return id, nil
}

func (c *Channel) put(ctx context.Context, chat int64, part part, p Post) (int, error) {
	if p.Edit != 0 {
		params := &tg.EditMessageTextParams{ChatID: chat, MessageID: p.Edit, Text: part.text, LinkPreviewOptions: noPreview()}
		if part.keyboard != nil {
			params.ReplyMarkup = part.keyboard
		}
		_, err := c.api.EditMessageText(ctx, params)
		if r := refused(err); r != nil && r.says("message is not modified") {
			err = nil
		}
		return p.Edit, err
	}
	params := &tg.SendMessageParams{ChatID: chat, Text: part.text, LinkPreviewOptions: noPreview()}
	if part.keyboard != nil {
		params.ReplyMarkup = part.keyboard
	}
	if p.ReplyTo != 0 {
		params.ReplyParameters = &models.ReplyParameters{MessageID: p.ReplyTo, AllowSendingWithoutReply: true}
	}
	m, err := c.api.SendMessage(ctx, params)
	if err != nil {
		return 0, err
	}
	c.count.sent.Add(1)
	return m.ID, nil
}
