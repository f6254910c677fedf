package dispatch

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"danloi/bot"
	"danloi/store"
)

const voiceKind = "voice"

func voiceID(s bot.Spoken, id string) string {
	return strings.Join([]string{s.Lang, s.Folder(), s.Step, id}, "/")
}

// Recordings returns all recordings of a language, or of every language when lang is empty, whatever their state, by
// language, folder, step and id.
func Recordings(tx *store.Tx, lang string) ([]bot.Recording, error) {
	prefix := ""
	if lang != "" {
		prefix = lang + "/"
	}
	var all []bot.Recording
	err := tx.EachDoc(voiceKind, prefix, func(_ string, read func(any) error) error {
		var r bot.Recording
		if err := read(&r); errors.Is(err, store.ErrForgotten) {
			return nil
		} else if err != nil {
			return err
		}
		all = append(all, r)
		return nil
	})
	return all, err
}

// VoicesInUse returns the recordings that were approved.
func VoicesInUse(ctx context.Context, s *store.Store) (*bot.Voices, error) {
	var all []bot.Recording
	err := s.View(ctx, func(tx *store.Tx) (err error) {
		all, err = Recordings(tx, "")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read recordings: %w", err)
	}
	return bot.NewVoices(all), nil
}

// Sound returns the sound of a recording, approved or not, and its media type. Path is what bot.Recording.Path
// returns; store.ErrNotFound means that there is none.
func Sound(ctx context.Context, s *store.Store, path string) (data []byte, mediaType string, err error) {
	spoken, id, ok := bot.ParseVoicePath(path)
	if !ok {
		return nil, "", fmt.Errorf("recording: %w", store.ErrNotFound)
	}
	err = s.View(ctx, func(tx *store.Tx) error {
		var r bot.Recording
		if err := tx.Doc(voiceKind, voiceID(spoken, id), &r); err != nil {
			return err
		}
		f, err := tx.File(r.ID)
		data, mediaType = f.Data, f.Type
		return err
	})
	return data, mediaType, err
}

// voice carries an effect out that is about translators and their recordings.
func (c *commit) voice(e bot.Effect) (bot.Input, error) {
	switch e := e.(type) {
	case bot.UseCode:
		return c.useCode(e.Code)
	case bot.FindVoices:
		return c.findVoices(e)
	case bot.KeepVoice:
		return nil, c.keepVoice(e)
	case bot.DropVoice:
		return nil, c.dropVoice(e)
	case bot.JudgeVoice:
		return c.judgeVoice(e)
	}
	return nil, fmt.Errorf("effect %T is not known", e)
}

func (c *commit) findVoices(ask bot.FindVoices) (bot.Input, error) {
	speaks, err := c.speaks(ask.Lang)
	if err != nil || !speaks {
		return bot.VoicesFound{Ask: ask, Ended: true}, err
	}
	all, err := Recordings(c.tx, ask.Lang)
	return bot.VoicesFound{Ask: ask, Recordings: all}, err
}

func (c *commit) keepVoice(e bot.KeepVoice) error {
	r := e.Recording
	f := store.File{ID: r.ID, Contact: c.contact.ID, Type: "audio/ogg", Name: r.Step + "." + r.Lang + ".ogg", Data: e.Data}
	if err := c.tx.PutFile(f); err != nil {
		return err
	}
	return c.tx.PutDocOf(c.contact.ID, voiceKind, voiceID(r.Spoken, r.ID), r)
}

// waitingVoice returns a recording that waits to be judged, and whether there is one.
func (c *commit) waitingVoice(s bot.Spoken, id string) (r bot.Recording, ok bool, err error) {
	if id == "" {
		return r, false, nil
	}
	err = c.tx.Doc(voiceKind, voiceID(s, id), &r)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrForgotten) {
		return r, false, nil
	}
	return r, err == nil && r.State == bot.Recorded, err
}

func (c *commit) dropVoice(e bot.DropVoice) error {
	r, ok, err := c.waitingVoice(e.Spoken, e.ID)
	if err != nil || !ok || r.Said.Contact != c.contact.ID {
		return err
	}
	if err := c.tx.DeleteFile(r.ID); err != nil {
		return err
	}
	return c.tx.DeleteDoc(voiceKind, voiceID(e.Spoken, e.ID))
}

// judgeVoice needs a second speaker: nobody approves what they have said themselves.
func (c *commit) judgeVoice(e bot.JudgeVoice) (bot.Input, error) {
	r, ok, err := c.waitingVoice(e.Spoken, e.ID)
	if err != nil {
		return nil, err
	}
	speaks, err := c.speaks(e.Spoken.Lang)
	if err != nil || !ok || !speaks || r.Said.Contact == c.contact.ID {
		return bot.VoiceJudged{Ask: e, Gone: true}, err
	}
	r.State, r.Judged, r.Reason = bot.Rejected, e.Judge, e.Reason
	if e.Approve {
		r.State, c.voices = bot.Approved, true
	} else if err := c.tx.DeleteFile(r.ID); err != nil {
		return nil, err
	}
	return bot.VoiceJudged{Ask: e}, c.tx.PutDocOf(r.Said.Contact, voiceKind, voiceID(r.Spoken, r.ID), r)
}
