package notify

import (
	"crypto/rand"
	"errors"
	"strings"

	"danloi/feedback"
	"danloi/mail"
	"danloi/store"
)

// What an officer says outside the console, in a letter or in a group, becomes an action here.

// said is what somebody wrote about a case, without quotations.
type said struct {
	words  string
	files  []mail.Attachment
	lost   int  // files that could not be taken
	others bool // others read it too, so it may not be meant for the citizen
}

// refusal is why something was not done: the last part of a text id under mail.refused.
type refusal string

func (r refusal) Error() string { return "refused: " + string(r) }

// The refusals that are not errors of feedback.
const (
	refusedEmpty   = refusal("empty")
	refusedUnclear = refusal("unclear")
	refusedAccept  = refusal("accept_words")
	refusedLost    = refusal("lost_files")
	refusedType    = refusal("file_type")
)

// refusals say which text tells of an error of feedback.
var refusals = []struct {
	err error
	id  refusal
}{
	{feedback.ErrNoProof, "no_proof"}, {feedback.ErrNoText, refusedEmpty}, {feedback.ErrTooLong, "too_long"}, {feedback.ErrTooMany, "too_many"},
	{feedback.ErrClosed, "closed"}, {feedback.ErrNotAllowed, "not_now"}, {feedback.ErrNotYours, "not_now"}, {store.ErrForgotten, "forgotten"},
}

// refusalOf returns the refusal that an error is; ok is false for a fault of ours.
func refusalOf(err error) (refusal, bool) {
	var r refusal
	if errors.As(err, &r) {
		return r, true
	}
	for _, known := range refusals {
		if errors.Is(err, known.err) {
			return known.id, true
		}
	}
	return "", false
}

// action reads what is to be done. Without a command in the first line the words are the answer to the citizen, but only when
// nothing speaks against it: the case can be answered, the words are more than a nod, no file was lost, and nobody
// else was written to.
func (n *Notifier) action(c feedback.Case, s said) (feedback.Action, []store.File, error) {
	cmd := n.wordings.Command(s.words)
	a := feedback.Action{Kind: feedback.ActionKind(cmd.Kind), Text: cmd.Text, Why: cmd.Why}
	switch {
	case s.lost > 0:
		return a, nil, refusedLost
	case a.Kind == feedback.DoAccept && (a.Text != "" || len(s.files) > 0):
		return a, nil, refusedAccept
	case a.Kind != "":
	case a.Text == "" && len(s.files) == 0:
		return a, nil, refusedEmpty
	case s.others || !n.wordings.Says(a.Text) || !c.Can(feedback.DoAnswer, "staff") && c.Open():
		return a, nil, refusedUnclear
	default:
		a.Kind = feedback.DoAnswer
	}
	files, err := n.files(c, s.files)
	for _, f := range files {
		a.Files = append(a.Files, feedback.File{ID: f.ID, Kind: fileKind(f.Type), Type: f.Type, Size: len(f.Data)})
	}
	return a, files, err
}

// files checks what came with the words as the console does.
func (n *Notifier) files(c feedback.Case, from []mail.Attachment) ([]store.File, error) {
	if len(from) > feedback.MaxFiles {
		return nil, feedback.ErrTooMany
	}
	var out []store.File
	for _, f := range from {
		kind, err := n.c.FileType(f.Data)
		if err != nil {
			return nil, refusedType
		}
		out = append(out, store.File{ID: strings.ToLower(rand.Text()), Contact: store.CaseOwner(c), Type: kind, Name: f.Name, Data: f.Data})
	}
	return out, nil
}

func fileKind(media string) string {
	if strings.HasPrefix(media, "image/") {
		return "photo"
	}
	return "document"
}
