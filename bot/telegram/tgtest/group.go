package tgtest

import "strings"

// Group returns the group with the number id, below 0, of which the bot is a member. It is a Chat in which several people
// write: use SayAs.
func (s *Server) Group(id int64) *Chat { return s.Chat(id) }

// isGroup tells groups by their number, as Telegram numbers them.
func (c *Chat) isGroup() bool { return c.ID < 0 }

// SayAs writes text in a group as the account user. Where the bot cannot read all that is said, as is usual, only commands and
// answers to its own messages reach it; replyTo is the number of the message that is answered, or 0. It returns the number
// of the update.
func (c *Chat) SayAs(user int64, text string, replyTo int) int64 {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	body := c.s.wire(c, c.add(Message{Mine: true, Text: text}))
	c.acted = c.clock
	body["from"] = map[string]any{"id": user, "is_bot": false, "first_name": "Officer"}
	delete(body, "entities")
	if strings.HasPrefix(text, "/") {
		command, _, _ := strings.Cut(text, " ")
		body["entities"] = []entity{{Type: "bot_command", Length: len(command)}}
	}
	if m := c.find(replyTo); m != nil {
		body["reply_to_message"] = c.s.wire(c, *m)
	}
	return c.s.enqueue(c.ID, "message", body)
}

// PhotoAs sends a picture in a group as the account user.
func (c *Chat) PhotoAs(user int64, data []byte, caption string, replyTo int) int64 {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	id := c.s.keep(data, "photo")
	body := c.s.wire(c, c.add(Message{Mine: true, Text: caption, Photo: id}))
	c.acted = c.clock
	body["from"] = map[string]any{"id": user, "is_bot": false, "first_name": "Officer"}
	if m := c.find(replyTo); m != nil {
		body["reply_to_message"] = c.s.wire(c, *m)
	}
	return c.s.enqueue(c.ID, "message", body)
}

// MoveTo makes a supergroup of a group: it has another number from now on, and the old one is refused with it. When tell is
// set, the bot hears of it too.
func (c *Chat) MoveTo(id int64, tell bool) *Chat {
	to := c.s.Group(id)
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.moved = id
	if tell {
		body := c.s.wire(c, c.add(Message{Mine: true}))
		delete(body, "text")
		body["migrate_to_chat_id"] = id
		c.s.enqueue(c.ID, "message", body)
	}
	return to
}

// Expel takes the bot out of a group.
func (c *Chat) Expel() int64 {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.blocked = true
	member := map[string]any{"status": "member", "user": c.s.me()}
	left := map[string]any{"status": "left", "user": c.s.me()}
	return c.s.enqueue(c.ID, "my_chat_member", map[string]any{
		"chat": c.wire(), "from": map[string]any{"id": 1, "is_bot": false, "first_name": "Officer"}, "date": 1, "old_chat_member": member, "new_chat_member": left,
	})
}
