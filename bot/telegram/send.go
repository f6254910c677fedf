package telegram

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"danloi/bot"
)

// Send delivers a message and returns nil, or a *bot.SendError. It waits as long as the pace asks, and returns at
// once with SendLater while Telegram wants the whole channel to wait. A delivery of several parts that failed in
// the middle goes on with the part that failed when it is tried again. Send is safe for concurrent use; for the
// order of messages in a chat the caller waits for each.
func (c *Channel) Send(ctx context.Context, d bot.Delivery) error {
	chat, err := strconv.ParseInt(d.Address, 10, 64)
	if err != nil {
		return c.fail(&bot.SendError{Kind: bot.SendBroken, Err: errors.New("address is not a chat number")})
	}
	parts, err := compose(d.Message)
	if err != nil {
		return c.fail(&bot.SendError{Kind: bot.SendBroken, Err: err})
	}
	if d.Message.Replace && len(parts) == 1 && parts[0].media == nil {
		if edited, err := c.edit(ctx, chat, parts[0]); edited || err != nil {
			return c.fail(err)
		}
	}
	first, _ := c.done.get(d.ID)
	for i := first; i < len(parts); i++ {
		if err := c.sendPart(ctx, chat, parts[i], len(parts) == 1); err != nil {
			return c.fail(err)
		}
		if i+1 < len(parts) {
			c.done.set(d.ID, i+1)
		}
	}
	c.done.drop(d.ID)
	return nil
}

// fail counts err and returns it as the *bot.SendError it must be, or nil. When Telegram asked to wait, it makes
// the whole channel wait.
func (c *Channel) fail(err error) error {
	if err == nil {
		return nil
	}
	var se *bot.SendError
	if !errors.As(err, &se) {
		se = sendError(err)
	}
	if r := refused(err); r != nil && r.code == http.StatusTooManyRequests {
		c.count.limited.Add(1)
		c.pace.pause(se.RetryAfter)
	}
	switch se.Kind {
	case bot.SendGone:
		c.count.gone.Add(1)
	case bot.SendBroken:
		c.count.broken.Add(1)
	default:
		c.count.later.Add(1)
	}
	return se
}

// sendPart sends p and remembers it as the last message of the chat when it has buttons and can be edited.
// alone says that it is all there is of its message.
func (c *Channel) sendPart(ctx context.Context, chat int64, p part, alone bool) error {
	if p.media != nil {
		return c.sendMedia(ctx, chat, p, alone)
	}
	if err := c.pace.wait(ctx, chat); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	c.last.drop(chat)
	params := &tg.SendMessageParams{ChatID: chat, Text: p.text, Entities: p.entities(), LinkPreviewOptions: noPreview()}
	if p.keyboard != nil {
		params.ReplyMarkup = p.keyboard
	}
	m, err := c.api.SendMessage(ctx, params)
	if err != nil {
		return err
	}
	c.count.sent.Add(1)
	if p.keyboard != nil {
		c.last.set(chat, m.ID)
	}
	return nil
}

// edit puts p in the place of the last message of the chat. It reports false when there is none or Telegram will
// not have it edited, so that p must be sent anew.
func (c *Channel) edit(ctx context.Context, chat int64, p part) (bool, error) {
	id, ok := c.last.get(chat)
	if !ok {
		return false, nil
	}
	if err := c.pace.wait(ctx, chat); err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	params := &tg.EditMessageTextParams{ChatID: chat, MessageID: id, Text: p.text, Entities: p.entities(), LinkPreviewOptions: noPreview()}
	if p.keyboard != nil {
		params.ReplyMarkup = p.keyboard
	}
	_, err := c.api.EditMessageText(ctx, params)
	r := refused(err)
	switch {
	case err == nil, r != nil && r.says("message is not modified"):
		c.count.edited.Add(1)
	case r != nil && r.code == http.StatusBadRequest:
		c.last.drop(chat)
		return false, nil
	default:
		return false, err
	}
	if p.keyboard == nil {
		c.last.drop(chat)
	}
	return true, nil
}

func noPreview() *models.LinkPreviewOptions {
	return &models.LinkPreviewOptions{IsDisabled: tg.True()}
}
