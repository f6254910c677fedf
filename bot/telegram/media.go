package telegram

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"path"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"danloi/bot"
)

// errNoAsset is the cause when there is nothing to read files of the library with.
var errNoAsset = errors.New("there is no library of media")

// sendMedia sends a picture or a voice with the part's text as its caption. When it cannot be read or Telegram will
// not take it, the text goes out without it. A medium that is alone in its message is put in words.
func (c *Channel) sendMedia(ctx context.Context, chat int64, p part, alone bool) error {
	id, known := c.uploads.get(p.media.Path)
	err := c.sendFile(ctx, chat, p, id)
	if known && unfit(err) { // Telegram may have dropped the file: bring it once more
		c.uploads.drop(p.media.Path)
		err = c.sendFile(ctx, chat, p, "")
	}
	if !unfit(err) {
		return err
	}
	c.count.mediaLost.Add(1)
	c.cfg.Log.Warn("telegram: medium not sent", "path", p.media.Path, "error", explain(err))
	if p.text == "" && p.keyboard == nil && !alone {
		return nil // the text follows
	}
	if p.text == "" {
		p.text = cut(joinText(p.media.Alt), maxText)
	}
	if p.text == "" {
		return &bot.SendError{Kind: bot.SendBroken, Err: explain(err)}
	}
	p.media = nil
	return c.sendPart(ctx, chat, p, alone)
}

// assetError says that a medium could not be read from the library.
type assetError struct{ err error }

func (e *assetError) Error() string { return "read medium: " + e.err.Error() }
func (e *assetError) Unwrap() error { return e.err }

// unfit tells whether err is about the medium, so that the text alone may pass.
func unfit(err error) bool {
	var ae *assetError
	if errors.As(err, &ae) {
		return true
	}
	r := refused(err)
	return r != nil && !r.says("chat not found", "user is deactivated", "peer_id_invalid") &&
		(r.code == http.StatusBadRequest || r.code == http.StatusRequestEntityTooLarge)
}

// sendFile sends the medium by the id Telegram knows it by, or uploads it when id is empty.
func (c *Channel) sendFile(ctx context.Context, chat int64, p part, id string) error {
	var file models.InputFile = &models.InputFileString{Data: id}
	if id == "" {
		if c.cfg.Asset == nil {
			return &assetError{errNoAsset}
		}
		data, mediaType, err := c.cfg.Asset(p.media.Path)
		if err != nil {
			return &assetError{err}
		}
		file = &models.InputFileUpload{Filename: fileName(p.media.Path, mediaType), Data: bytes.NewReader(data)}
	}
	if err := c.pace.wait(ctx, chat); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, uploadTimeout)
	defer cancel()
	c.last.drop(chat)
	id, err := c.callMedia(ctx, chat, p, file)
	if err != nil {
		return err
	}
	c.count.sent.Add(1)
	if id != "" {
		c.uploads.set(p.media.Path, id)
	}
	return nil
}

// fileName is what a file is called on the phone, which opens it by its ending.
func fileName(mediaPath, mediaType string) string {
	name := path.Base(mediaPath)
	if mediaType == "application/pdf" && path.Ext(name) == "" {
		name += ".pdf"
	}
	return name
}

// callMedia makes the call and returns the id of the file that was sent.
func (c *Channel) callMedia(ctx context.Context, chat int64, p part, file models.InputFile) (string, error) {
	var markup models.ReplyMarkup
	if p.keyboard != nil {
		markup = p.keyboard
	}
	if p.media.Kind == bot.Voice {
		m, err := c.api.SendVoice(ctx, &tg.SendVoiceParams{ChatID: chat, Voice: file, Caption: p.text,
			CaptionEntities: p.entities(), ReplyMarkup: markup})
		if err != nil || m.Voice == nil {
			return "", err
		}
		return m.Voice.FileID, nil
	}
	if p.media.Kind == bot.Document {
		m, err := c.api.SendDocument(ctx, &tg.SendDocumentParams{ChatID: chat, Document: file, Caption: p.text,
			CaptionEntities: p.entities(), ReplyMarkup: markup})
		if err != nil || m.Document == nil {
			return "", err
		}
		return m.Document.FileID, nil
	}
	m, err := c.api.SendPhoto(ctx, &tg.SendPhotoParams{ChatID: chat, Photo: file, Caption: p.text,
		CaptionEntities: p.entities(), ReplyMarkup: markup})
	if err != nil || len(m.Photo) == 0 {
		return "", err
	}
	return m.Photo[len(m.Photo)-1].FileID, nil
}
