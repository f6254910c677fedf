package tgtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// Chat is a private chat of a citizen with the bot, seen from the citizen's side. It is safe for concurrent use.
type Chat struct {
	ID int64

	s        *Server
	messages []*Message
	blocked  bool
	gone     bool
	moved    int64 // the number that the group has now, or 0
	nextID   int
	clock    int           // counts changes
	acted    int           // clock at the citizen's latest action
	changed  chan struct{} // closed at the next change
}

// Message is one message of a chat.
type Message struct {
	ID        int
	At        time.Time
	Mine      bool   // the citizen's own
	Text      string // or the caption
	Buttons   [][]Button
	Photo     string // id of the picture's file, or empty
	Voice     string // id of the voice's file, or empty
	Document  string // id of the document's file, or empty
	Edits     int    // how often the bot edited it
	NoPreview bool

	entities []entity
	locked   bool
	touched  int // clock at the latest change
}

// Bold returns the parts of the text that are bold.
func (m Message) Bold() []string {
	code := utf16.Encode([]rune(m.Text))
	var out []string
	for _, e := range m.entities {
		if e.Type == "bold" {
			out = append(out, string(utf16.Decode(code[e.Offset:e.Offset+e.Length])))
		}
	}
	return out
}

// Labels returns the labels of the buttons, in order.
func (m Message) Labels() []string {
	var out []string
	for _, row := range m.Buttons {
		for _, b := range row {
			out = append(out, b.Text)
		}
	}
	return out
}

// Chat returns the chat of the citizen with the number id, above 0. The first call makes it: the citizen has then
// opened the bot, and the bot may write.
func (s *Server) Chat(id int64) *Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.chats[id]
	if !ok {
		c = &Chat{ID: id, s: s, nextID: 1, changed: make(chan struct{})}
		s.chats[id] = c
	}
	return c
}

func (c *Chat) wire() map[string]any {
	if c.isGroup() {
		return map[string]any{"id": c.ID, "type": "supergroup", "title": "Group"}
	}
	return map[string]any{"id": c.ID, "type": "private", "first_name": "Citizen"}
}

func (c *Chat) user() map[string]any {
	return map[string]any{"id": c.ID, "is_bot": false, "first_name": "Citizen", "language_code": "vi"}
}

// add puts m at the end. The lock is held.
func (c *Chat) add(m Message) Message {
	m.ID, m.At = c.nextID, time.Now()
	c.nextID++
	c.messages = append(c.messages, &m)
	c.touch(&m)
	return m
}

// touch notes that m is new or changed. The lock is held.
func (c *Chat) touch(m *Message) {
	c.clock++
	m.touched = c.clock
	close(c.changed)
	c.changed = make(chan struct{})
}

// find returns the message with the number id, or nil. The lock is held.
func (c *Chat) find(id int) *Message {
	for _, m := range slices.Backward(c.messages) {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// write puts a message of the citizen into the chat and sends its update, with more in it.
func (c *Chat) write(m Message, more func(body map[string]any)) int64 {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	m.Mine = true
	body := c.s.wire(c, c.add(m))
	c.acted = c.clock
	if m.Text == "" {
		delete(body, "text")
		delete(body, "caption")
	}
	delete(body, "entities")
	delete(body, "caption_entities")
	more(body)
	return c.s.enqueue(c.ID, "message", body)
}

// Say writes text and returns the number of the update.
func (c *Chat) Say(text string) int64 {
	return c.write(Message{Text: text}, func(body map[string]any) {
		if strings.HasPrefix(text, "/") {
			command, _, _ := strings.Cut(text, " ")
			body["entities"] = []entity{{Type: "bot_command", Length: len(utf16.Encode([]rune(command)))}}
		}
	})
}

// SendPhoto sends a picture with a caption, which may be empty, and returns the number of the update.
func (c *Chat) SendPhoto(data []byte, caption string) int64 {
	return c.write(Message{Text: caption, Photo: c.upload(data, "photo")}, func(map[string]any) {})
}

// SendVoice sends a voice note and returns the number of the update.
func (c *Chat) SendVoice(data []byte) int64 {
	return c.write(Message{Voice: c.upload(data, "voice")}, func(map[string]any) {})
}

// SendDocument sends a file under a name and returns the number of the update.
func (c *Chat) SendDocument(filename string, data []byte) int64 {
	id := c.upload(data, "document")
	return c.write(Message{}, func(body map[string]any) {
		body["document"] = map[string]any{"file_id": id, "file_unique_id": "u" + id, "file_name": filename, "file_size": len(data)}
	})
}

// SendSticker sends a sticker and returns the number of the update.
func (c *Chat) SendSticker() int64 {
	return c.write(Message{}, func(body map[string]any) {
		body["sticker"] = map[string]any{"file_id": "sticker", "file_unique_id": "sticker", "type": "regular", "width": 512, "height": 512}
	})
}

// SendLocation shares a place, in degrees, and returns the number of the update.
func (c *Chat) SendLocation(lat, lon float64) int64 {
	return c.write(Message{}, func(body map[string]any) {
		body["location"] = map[string]any{"latitude": lat, "longitude": lon}
	})
}

// Upload stores a file without sending it and returns its id.
func (c *Chat) Upload(data []byte) string { return c.upload(data, "document") }

func (c *Chat) upload(data []byte, kind string) string {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.s.keep(data, kind)
}

// ErrNoButton is returned by Tap when no message has the button.
var ErrNoButton = errors.New("no message has this button")

// Tap taps the button with this label or data on the newest message that has it, and returns the number of the
// update.
func (c *Chat) Tap(button string) (int64, error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	for _, m := range slices.Backward(c.messages) {
		for _, row := range m.Buttons {
			for _, b := range row {
				if b.Data != "" && (b.Text == button || b.Data == button) {
					return c.tap(m, b.Data), nil
				}
			}
		}
	}
	return 0, fmt.Errorf("tap %q: %w", button, ErrNoButton)
}

// tap sends the update of a tap. The lock is held.
func (c *Chat) tap(m *Message, data string) int64 {
	c.s.serial++
	id := fmt.Sprintf("%d%06d", c.ID, c.s.serial)
	c.s.callbacks[id] = true
	c.acted = c.clock
	return c.s.enqueue(c.ID, "callback_query", map[string]any{
		"id": id, "from": c.user(), "message": c.s.wire(c, *m), "chat_instance": "1", "data": data,
	})
}

// Block blocks the bot and returns the number of the update.
func (c *Chat) Block() int64 { return c.member(true) }

// Unblock takes Block back and returns the number of the update.
func (c *Chat) Unblock() int64 { return c.member(false) }

func (c *Chat) member(blocked bool) int64 {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.blocked = blocked
	c.acted = c.clock
	member := map[string]any{"status": "member", "user": c.s.me()}
	kicked := map[string]any{"status": "kicked", "user": c.s.me(), "until_date": 0}
	body := map[string]any{"chat": c.wire(), "from": c.user(), "date": time.Now().Unix(), "old_chat_member": member, "new_chat_member": kicked}
	if !blocked {
		body["old_chat_member"], body["new_chat_member"] = kicked, member
	}
	return c.s.enqueue(c.ID, "my_chat_member", body)
}

// Deactivate deletes the citizen's account: the bot can write no more.
func (c *Chat) Deactivate() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.gone = true
}

// Lock makes all messages of the chat too old to be edited.
func (c *Chat) Lock() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	for _, m := range c.messages {
		m.locked = true
	}
}

// Messages returns the bot's messages as they stand now, in order.
func (c *Chat) Messages() []Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	var out []Message
	for _, m := range c.messages {
		if !m.Mine {
			out = append(out, *m)
		}
	}
	return out
}

// Last returns the bot's newest message; false when there is none.
func (c *Chat) Last() (Message, bool) {
	ms := c.Messages()
	if len(ms) == 0 {
		return Message{}, false
	}
	return ms[len(ms)-1], true
}

// WaitFor waits until a message that the bot sent or edited after the citizen's latest action contains text, and
// returns it.
func (c *Chat) WaitFor(text string, timeout time.Duration) (Message, error) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		c.s.mu.Lock()
		changed := c.changed
		for _, m := range slices.Backward(c.messages) {
			if !m.Mine && m.touched > c.acted && strings.Contains(m.Text, text) {
				found := *m
				c.s.mu.Unlock()
				return found, nil
			}
		}
		c.s.mu.Unlock()
		select {
		case <-changed:
		case <-timer.C:
			return Message{}, fmt.Errorf("chat %d: nothing with %q within %v", c.ID, text, timeout)
		}
	}
}
