package tgtest

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The largest files, in bytes: a photo that is sent, and a file that a bot may fetch.
const (
	maxPhoto = 10 << 20
	maxFetch = 20 << 20
)

func (s *Server) getMe(params) (any, *apiError) { return s.me(), nil }

// me is the bot as a user.
func (s *Server) me() map[string]any {
	id, _, _ := strings.Cut(s.cfg.Token, ":")
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		number = 1
	}
	return map[string]any{"id": number, "is_bot": true, "first_name": "Test", "username": "TestBot"}
}

// target returns the chat a message is for, or why none can be sent there.
func (s *Server) target(p params) (*Chat, *apiError) {
	raw := strings.TrimSpace(p.values["chat_id"])
	if raw == "" {
		return nil, badRequest("chat_id is empty")
	}
	id, err := strconv.ParseInt(raw, 10, 64)
	c, known := s.chats[id]
	switch {
	case err != nil || !known:
		return nil, badRequest("chat not found")
	case c.moved != 0:
		return nil, &apiError{Code: http.StatusBadRequest, Description: "Bad Request: group chat was upgraded to a supergroup chat", Moved: c.moved}
	case c.blocked && c.isGroup():
		return nil, &apiError{Code: http.StatusForbidden, Description: "Forbidden: bot was kicked from the group chat"}
	case c.gone:
		return nil, &apiError{Code: http.StatusForbidden, Description: "Forbidden: user is deactivated"}
	case c.blocked:
		return nil, &apiError{Code: http.StatusForbidden, Description: "Forbidden: bot was blocked by the user"}
	}
	return c, nil
}

func (s *Server) sendMessage(p params) (any, *apiError) {
	c, err := s.target(p)
	if err != nil {
		return nil, err
	}
	m, err := readText(p)
	if err != nil {
		return nil, err
	}
	if err := s.limited(c.ID); err != nil {
		return nil, err
	}
	return s.send(c, m), nil
}

// readText reads and checks what sendMessage and editMessageText share.
func readText(p params) (Message, *apiError) {
	var m Message
	text, entities, err := checkText(p, "text", "entities", 4096)
	if err != nil {
		return m, err
	}
	if strings.TrimSpace(text) == "" {
		return m, badRequest("message text is empty")
	}
	var preview struct {
		Disabled bool `json:"is_disabled"`
	}
	if err := p.object("link_preview_options", &preview); err != nil {
		return m, err
	}
	keys, err := checkMarkup(p)
	if err != nil {
		return m, err
	}
	m = Message{Text: text, Buttons: keys.Rows, NoPreview: preview.Disabled, entities: entities}
	return m, nil
}

// send puts m into the chat and returns it in Telegram's form.
func (s *Server) send(c *Chat, m Message) map[string]any {
	s.stats.Messages++
	return s.wire(c, c.add(m))
}

// wire is a message in Telegram's form.
func (s *Server) wire(c *Chat, m Message) map[string]any {
	out := map[string]any{"message_id": m.ID, "date": m.At.Unix(), "chat": c.wire(), "from": s.me()}
	if m.Mine {
		out["from"] = c.user()
	}
	if m.Photo != "" || m.Voice != "" || m.Document != "" {
		out["caption"], out["caption_entities"] = m.Text, m.entities
	} else {
		out["text"], out["entities"] = m.Text, m.entities
	}
	if m.Photo != "" {
		out["photo"] = s.sizes(m.Photo)
	}
	if m.Document != "" {
		out["document"] = map[string]any{"file_id": m.Document, "file_unique_id": "u" + m.Document, "file_size": len(s.files[m.Document].data)}
	}
	if m.Voice != "" {
		out["voice"] = map[string]any{"file_id": m.Voice, "file_unique_id": "u" + m.Voice, "duration": 1, "file_size": len(s.files[m.Voice].data)}
	}
	if len(m.Buttons) > 0 {
		out["reply_markup"] = markup{m.Buttons}
	}
	if m.Edits > 0 {
		out["edit_date"] = time.Now().Unix()
	}
	return out
}

// edited finds the message to edit.
func (s *Server) edited(p params) (*Chat, *Message, *apiError) {
	c, err := s.target(p)
	if err != nil {
		return nil, nil, err
	}
	id, err := p.number("message_id", 0)
	if err != nil {
		return nil, nil, err
	}
	m := c.find(int(id))
	switch {
	case m == nil:
		return nil, nil, badRequest("message to edit not found")
	case m.Mine || m.locked:
		return nil, nil, badRequest("message can't be edited")
	}
	return c, m, nil
}

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

func (s *Server) editMessageText(p params) (any, *apiError) {
	c, m, err := s.edited(p)
	if err != nil {
		return nil, err
	}
	next, err := readText(p)
	switch {
	case err != nil:
		return nil, err
	case m.Photo != "" || m.Voice != "" || m.Document != "":
		return nil, badRequest("there is no text in the message to edit")
	case m.Text == next.Text && slices.Equal(m.entities, next.entities) && sameRows(m.Buttons, next.Buttons):
		return nil, badRequest(notModified)
	}
	if err := s.limited(c.ID); err != nil {
		return nil, err
	}
	m.Text, m.entities, m.Buttons, m.NoPreview = next.Text, next.entities, next.Buttons, next.NoPreview
	return s.changed(c, m), nil
}

func (s *Server) editMessageReplyMarkup(p params) (any, *apiError) {
	c, m, err := s.edited(p)
	if err != nil {
		return nil, err
	}
	keys, err := checkMarkup(p)
	if err != nil {
		return nil, err
	}
	if sameRows(m.Buttons, keys.Rows) {
		return nil, badRequest(notModified)
	}
	if err := s.limited(c.ID); err != nil {
		return nil, err
	}
	m.Buttons = keys.Rows
	return s.changed(c, m), nil
}

// changed notes that m was edited and returns it in Telegram's form.
func (s *Server) changed(c *Chat, m *Message) map[string]any {
	s.stats.Edits++
	m.Edits++
	c.touch(m)
	return s.wire(c, *m)
}

func sameRows(a, b [][]Button) bool {
	return slices.EqualFunc(a, b, func(x, y []Button) bool { return slices.Equal(x, y) })
}

func (s *Server) sendPhoto(p params) (any, *apiError) {
	return s.sendMedia(p, "photo", func(data []byte) *apiError {
		switch {
		case len(data) > maxPhoto:
			return &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
		case !strings.HasPrefix(http.DetectContentType(data), "image/"):
			return badRequest("IMAGE_PROCESS_FAILED")
		}
		return nil
	})
}

func (s *Server) sendVoice(p params) (any, *apiError) {
	return s.sendMedia(p, "voice", func(data []byte) *apiError {
		if !bytes.HasPrefix(data, []byte("OggS")) {
			return badRequest("VOICE_FILE_INVALID")
		}
		return nil
	})
}

func (s *Server) sendDocument(p params) (any, *apiError) {
	return s.sendMedia(p, "document", func([]byte) *apiError { return nil })
}

// sendMedia sends a file that is uploaded, and passes check, or known by its id.
func (s *Server) sendMedia(p params, field string, check func([]byte) *apiError) (any, *apiError) {
	c, err := s.target(p)
	if err != nil {
		return nil, err
	}
	caption, entities, err := checkText(p, "caption", "caption_entities", 1024)
	if err != nil {
		return nil, err
	}
	keys, err := checkMarkup(p)
	if err != nil {
		return nil, err
	}
	id, err := s.upload(p, field, check)
	if err != nil {
		return nil, err
	}
	if err := s.limited(c.ID); err != nil {
		return nil, err
	}
	m := Message{Text: caption, entities: entities, Buttons: keys.Rows}
	switch field {
	case "photo":
		m.Photo = id
	case "voice":
		m.Voice = id
	default:
		m.Document = id
	}
	return s.send(c, m), nil
}

// upload returns the id of the file in field.
func (s *Server) upload(p params, field string, check func([]byte) *apiError) (string, *apiError) {
	id := p.values[field]
	data, uploaded := p.files[field]
	if part, ok := strings.CutPrefix(id, "attach://"); ok {
		data, uploaded = p.files[part]
	}
	switch _, known := s.files[id]; {
	case uploaded && len(data) == 0:
		return "", badRequest("file must be non-empty")
	case uploaded:
		if err := check(data); err != nil {
			return "", err
		}
		return s.keep(data, field), nil
	case id == "":
		return "", badRequest(fmt.Sprintf("there is no %s in the request", field))
	case !known:
		return "", badRequest("wrong file identifier/HTTP URL specified")
	}
	return id, nil
}

// chatActions are what a bot may seem to do.
const chatActions = " typing upload_photo record_video upload_video record_voice upload_voice upload_document" +
	" choose_sticker find_location record_video_note upload_video_note "

func (s *Server) sendChatAction(p params) (any, *apiError) {
	if _, err := s.target(p); err != nil {
		return nil, err
	}
	if action := p.values["action"]; action == "" || !strings.Contains(chatActions, " "+action+" ") {
		return nil, badRequest("wrong parameter action in request")
	}
	return true, nil
}

func (s *Server) answerCallbackQuery(p params) (any, *apiError) {
	id := p.values["callback_query_id"]
	if !s.callbacks[id] {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	delete(s.callbacks, id)
	return true, nil
}

// Unanswered is how many taps the bot has not answered yet.
func (s *Server) Unanswered() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.callbacks)
}
