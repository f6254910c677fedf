package telegram

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-telegram/bot/models"

	"danloi/bot"
)

const (
	maxData    = 64 // bytes of callback data
	maxRow     = 8  // buttons beside each other
	maxButtons = 100
)

// part is one request to send: a text, or a medium with the text as its caption.
type part struct {
	media    *bot.Media
	text     string
	bold     int // UTF-16 units at the beginning of text that are bold
	keyboard *models.InlineKeyboardMarkup
}

// entities returns the formatting of the part's text.
func (p part) entities() []models.MessageEntity {
	if p.bold == 0 {
		return nil
	}
	return []models.MessageEntity{{Type: models.MessageEntityTypeBold, Offset: 0, Length: p.bold}}
}

// compose turns a message into the parts to send, in order; the buttons are on the last. A message that Telegram
// can never take is an error.
func compose(m bot.Message) ([]part, error) {
	keyboard, links, err := keyboard(m.Buttons)
	if err != nil {
		return nil, err
	}
	title := strings.TrimSpace(strings.ToValidUTF8(m.Title, ""))
	text := joinText(title, strings.ToValidUTF8(m.Text, ""), strings.Join(links, "\n"))
	parts := textParts(text, units(title))
	if m.Media != nil {
		parts = withMedia(*m.Media, parts)
	}
	if len(parts) == 0 {
		return nil, errors.New("message has nothing to show")
	}
	parts[len(parts)-1].keyboard = keyboard
	return parts, nil
}

// joinText puts an empty line between those of paragraphs that are not blank.
func joinText(paragraphs ...string) string {
	var kept []string
	for _, p := range paragraphs {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n\n")
}

// textParts splits text, of which the first bold units are the title.
func textParts(text string, bold int) []part {
	var parts []part
	for i, s := range split(text, maxText) {
		p := part{text: s}
		if i == 0 {
			p.bold = min(bold, units(s))
		}
		parts = append(parts, p)
	}
	return parts
}

// withMedia puts m above a text that fits as its caption, else before the text.
func withMedia(m bot.Media, parts []part) []part {
	if len(parts) == 1 && units(parts[0].text) <= maxCaption {
		parts[0].media = &m
		return parts
	}
	return append([]part{{media: &m}}, parts...)
}

// keyboard lays out the buttons, or returns nil when there are none. Links that Telegram would refuse on a button,
// and the whole message with them, are returned as lines of text instead.
func keyboard(buttons []bot.Button) (*models.InlineKeyboardMarkup, []string, error) {
	var rows [][]models.InlineKeyboardButton
	var links []string
	for i, b := range buttons {
		label := strings.TrimSpace(strings.ToValidUTF8(b.Label, ""))
		switch {
		case label == "":
			return nil, nil, fmt.Errorf("button %d has no label", i+1)
		case b.URL == "" && b.Data == "":
			return nil, nil, fmt.Errorf("button %d does nothing", i+1)
		case len(b.Data) > maxData:
			return nil, nil, fmt.Errorf("button %d carries %d bytes, more than %d", i+1, len(b.Data), maxData)
		case b.URL != "" && !linkable(b.URL):
			links = append(links, label+": "+strings.TrimPrefix(b.URL, "tel:"))
			continue
		}
		key := models.InlineKeyboardButton{Text: label, URL: b.URL}
		if b.URL == "" {
			key.CallbackData = b.Data
		}
		if last := len(rows) - 1; b.Beside && last >= 0 && len(rows[last]) < maxRow {
			rows[last] = append(rows[last], key)
		} else {
			rows = append(rows, []models.InlineKeyboardButton{key})
		}
	}
	if len(buttons) > maxButtons {
		return nil, nil, fmt.Errorf("message has %d buttons, more than %d", len(buttons), maxButtons)
	}
	if len(rows) == 0 {
		return nil, links, nil
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: rows}, links, nil
}

// linkable tells whether Telegram takes address on a button: it wants http or https and a host with a dot, and so
// takes neither telephone numbers nor "localhost".
func linkable(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return (u.Scheme == "http" || u.Scheme == "https") && strings.Contains(strings.Trim(u.Hostname(), "."), ".") ||
		u.Scheme == "tg"
}
