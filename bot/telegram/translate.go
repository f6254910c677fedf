package telegram

import (
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"danloi/bot"
)

// received is an update in the words of the engine, and what the channel still has to do about it.
type received struct {
	event    bot.Event
	chat     int64
	callback string     // to be answered, or empty
	tapped   int        // the message whose button was tapped, or 0
	file     *fileRef   // to be fetched into event.Input, a bot.File, or nil
	desk     *DeskEvent // instead of event
}

// fileRef names a file on Telegram's servers.
type fileRef struct{ id string }

// allowedUpdates lists the updates that translate reads. Telegram sends no others.
func allowedUpdates() []string {
	return []string{models.AllowedUpdateMessage, models.AllowedUpdateCallbackQuery, models.AllowedUpdateMyChatMember}
}

// translate turns an update into an event. It reports false when the update is none: it belongs to a group or a
// channel, comes from a bot, is an edit, or only says that something about the chat changed.
func translate(u *models.Update, at time.Time) (received, bool) {
	var in received
	var chat models.Chat
	switch {
	case u.Message != nil:
		chat = u.Message.Chat
		if u.Message.From != nil && u.Message.From.IsBot {
			return in, false
		}
		in.event.Input, in.file = messageInput(u.Message)
	case u.CallbackQuery != nil:
		in.callback = u.CallbackQuery.ID
		chat, in.tapped = tappedAt(u.CallbackQuery.Message)
		if u.CallbackQuery.Data != "" {
			in.event.Input = bot.Tap{Data: u.CallbackQuery.Data}
		}
	case u.MyChatMember != nil:
		chat = u.MyChatMember.Chat
		in.event.Input = memberInput(u.MyChatMember)
	}
	if in.event.Input == nil || chat.Type != models.ChatTypePrivate {
		return received{callback: in.callback}, false
	}
	number := strconv.FormatInt(u.ID, 10)
	if f, ok := in.event.Input.(bot.File); ok {
		f.ID = name + number
		in.event.Input = f
	}
	in.chat = chat.ID
	in.event.ID = name + ":" + number
	in.event.Channel = name
	in.event.Address = strconv.FormatInt(chat.ID, 10)
	in.event.At = at
	return in, true
}

// tappedAt returns the chat and the number of the message a button belongs to. An old message arrives without its
// content, one sent through inline mode not at all.
func tappedAt(m models.MaybeInaccessibleMessage) (models.Chat, int) {
	switch {
	case m.Message != nil:
		return m.Message.Chat, m.Message.ID
	case m.InaccessibleMessage != nil:
		return m.InaccessibleMessage.Chat, m.InaccessibleMessage.MessageID
	}
	return models.Chat{}, 0
}

// memberInput returns Blocked, or nil. Telegram calls a bot that was blocked "kicked" from the chat.
func memberInput(m *models.ChatMemberUpdated) bot.Input {
	was, is := m.OldChatMember.Type, m.NewChatMember.Type
	switch {
	case is == models.ChatMemberTypeBanned:
		return bot.Blocked{}
	case was == models.ChatMemberTypeBanned && is == models.ChatMemberTypeMember:
		return bot.Blocked{Back: true}
	}
	return nil
}

// messageInput returns what a message brings, or nil when nobody said anything with it. A venue carries a location
// and an animation a document as well, so they are looked at first.
func messageInput(m *models.Message) (bot.Input, *fileRef) {
	switch {
	case m.Text != "":
		return textInput(m.Text), nil
	case len(m.Photo) > 0:
		return photoInput(m)
	case m.Voice != nil:
		return fileInput(bot.Voice, m.Voice.FileID, "", m.Voice.FileSize, m.Caption)
	case m.Audio != nil:
		return fileInput(bot.Voice, m.Audio.FileID, m.Audio.FileName, m.Audio.FileSize, m.Caption)
	case m.Venue != nil:
		return bot.Location{Lat: m.Venue.Location.Latitude, Lon: m.Venue.Location.Longitude}, nil
	case m.Location != nil:
		return bot.Location{Lat: m.Location.Latitude, Lon: m.Location.Longitude}, nil
	case unsupported(m):
		return bot.Unsupported{}, nil
	case m.Document != nil:
		return fileInput(bot.Document, m.Document.FileID, m.Document.FileName, m.Document.FileSize, m.Caption)
	}
	return nil, nil
}

// unsupported tells whether a person sent something that the bot cannot take.
func unsupported(m *models.Message) bool {
	return m.Sticker != nil || m.Video != nil || m.VideoNote != nil || m.Animation != nil || m.Contact != nil ||
		m.Poll != nil || m.Dice != nil || m.Game != nil || m.Story != nil || m.Checklist != nil ||
		m.PaidMedia != nil || m.Invoice != nil || m.Giveaway != nil
}

// textInput reads commands by hand: the library's matching counts bytes where Telegram counts UTF-16 units.
func textInput(text string) bot.Input {
	text = cut(strings.ToValidUTF8(text, ""), maxText)
	if !strings.HasPrefix(text, "/") {
		return bot.Text{Words: text}
	}
	command, rest := text, ""
	if i := strings.IndexAny(text, " \n\t"); i >= 0 {
		command, rest = text[:i], text[i:]
	}
	command, _, _ = strings.Cut(command, "@")
	if command == "/start" {
		return bot.Start{Code: startCode(rest)}
	}
	return bot.Text{Words: command + rest}
}

// startCode returns the code of a link, or empty when it is none: a link carries at most 64 of A-Z a-z 0-9 _ -.
func startCode(s string) string {
	s = strings.TrimSpace(s)
	odd := strings.IndexFunc(s, func(r rune) bool {
		return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
	if odd >= 0 || len(s) > 64 {
		return ""
	}
	return s
}

// photoInput takes the largest size that is not too large. A size of 0 bytes is not known and thought to fit.
func photoInput(m *models.Message) (bot.Input, *fileRef) {
	best, smallest := -1, 0
	for i, p := range m.Photo {
		area := p.Width * p.Height
		if p.FileSize <= bot.MaxFile && (best < 0 || area > m.Photo[best].Width*m.Photo[best].Height) {
			best = i
		}
		if area < m.Photo[smallest].Width*m.Photo[smallest].Height {
			smallest = i
		}
	}
	if best < 0 {
		best = smallest
	}
	p := m.Photo[best]
	return fileInput(bot.Photo, p.FileID, "", int64(p.FileSize), m.Caption)
}

// fileInput returns a file that is still to be fetched, or one that is too large to be.
func fileInput(kind bot.FileKind, id, filename string, size int64, caption string) (bot.Input, *fileRef) {
	f := bot.File{Kind: kind, Caption: cut(strings.ToValidUTF8(caption, ""), maxText)}
	if filename != "" {
		f.Name = cut(path.Base(strings.ReplaceAll(strings.ToValidUTF8(filename, ""), `\`, "/")), 100)
	}
	if size > bot.MaxFile {
		f.Problem = bot.TooLarge
		return f, nil
	}
	return f, &fileRef{id}
}
