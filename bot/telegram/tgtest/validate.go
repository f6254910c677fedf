package tgtest

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// entity is a piece of formatting; offsets count UTF-16 units.
type entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
}

// Button is a button under a message.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// markup is a keyboard under a message.
type markup struct {
	Rows [][]Button `json:"inline_keyboard"`
}

// entityTypes are those a bot may send.
const entityTypes = " mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough" +
	" spoiler blockquote expandable_blockquote code pre text_link text_mention custom_emoji "

// checkText checks a text of at most limit UTF-16 units and its entities.
func checkText(p params, name, entitiesName string, limit int) (string, []entity, *apiError) {
	text := p.values[name]
	if p.values["parse_mode"] != "" {
		return "", nil, badRequest("parse_mode is not supported by this server")
	}
	if !utf8.ValidString(text) {
		return "", nil, badRequest("strings must be encoded in UTF-8")
	}
	code := utf16.Encode([]rune(text))
	if len(code) > limit {
		return "", nil, badRequest(map[bool]string{true: "message is too long", false: "message caption is too long"}[name == "text"])
	}
	var entities []entity
	if err := p.object(entitiesName, &entities); err != nil {
		return "", nil, err
	}
	for _, e := range entities {
		if err := checkEntity(e, code); err != nil {
			return "", nil, err
		}
	}
	return text, entities, nil
}

func checkEntity(e entity, code []uint16) *apiError {
	inside := func(i int) bool { return i > 0 && i < len(code) && code[i] >= 0xDC00 && code[i] <= 0xDFFF }
	switch {
	case e.Type == "" || !strings.Contains(entityTypes, " "+e.Type+" "):
		return badRequest("can't parse MessageEntity: unsupported type specified")
	case e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > len(code):
		return badRequest(fmt.Sprintf("entity begins or ends outside of the text: offset %d, length %d", e.Offset, e.Length))
	case inside(e.Offset), inside(e.Offset + e.Length):
		return badRequest("entity begins or ends in the middle of a UTF-16 surrogate pair")
	}
	return nil
}

// checkMarkup reads and checks the keyboard. No keyboard is an empty one.
func checkMarkup(p params) (markup, *apiError) {
	var m markup
	if err := p.object("reply_markup", &m); err != nil {
		return m, err
	}
	n := 0
	for _, row := range m.Rows {
		if len(row) > 8 {
			return m, badRequest("too many buttons in a row")
		}
		for _, b := range row {
			if err := checkButton(b); err != nil {
				return m, err
			}
			n++
		}
	}
	if n > 100 {
		return m, badRequest("reply markup is too long")
	}
	return m, nil
}

func checkButton(b Button) *apiError {
	switch {
	case strings.TrimSpace(b.Text) == "":
		return badRequest("can't parse inline keyboard button: text buttons must be non-empty")
	case b.URL == "" && b.Data == "", b.URL != "" && b.Data != "":
		return badRequest("can't parse inline keyboard button: exactly one of the optional fields must be used")
	case len(b.Data) > 64:
		return badRequest("BUTTON_DATA_INVALID")
	case b.URL != "":
		u, err := url.Parse(b.URL)
		if err != nil || u.Scheme != "tg" && (u.Scheme != "http" && u.Scheme != "https" || !strings.Contains(u.Hostname(), ".")) {
			return badRequest("inline keyboard button URL is invalid: Wrong HTTP URL")
		}
	}
	return nil
}
