package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Message is what the bot says: plain text, perhaps with something to see or hear, and the quick replies.
type Message struct {
	// Title is one line that stands out above the text (bold where the channel can), or empty.
	Title string `json:"title,omitempty"`
	// Text is plain: paragraphs are parted by an empty line, list lines begin with "• ". Web addresses in it
	// are whole (https://…), so that a channel can make links of them.
	Text string `json:"text,omitempty"`
	// Buttons are the quick replies, in order; a number typed stands for one.
	Buttons []Button `json:"buttons,omitempty"`
	// Media is a picture or a voice of the library, or nil.
	Media *Media `json:"media,omitempty"`
	// Replace allows the channel to edit its last message in place instead of sending a new one: the citizen
	// tapped from one page of the same thing to the next.
	Replace bool `json:"replace,omitempty"`
	// Wants tells the channel which way of answering to offer beside typing.
	Wants Wants `json:"wants,omitempty"`
	// Lang is the language of Text (BCP 47), for screen readers and fonts.
	Lang string `json:"lang,omitempty"`
}

// Button is a quick reply. It has Data, which comes back as a Tap, or URL, which opens a page.
type Button struct {
	Label string `json:"label"`
	// Data is at most 64 bytes (Telegram's limit for callback_data).
	Data string `json:"data,omitempty"`
	URL  string `json:"url,omitempty"`
	// Beside puts the button in the same row as the one before it.
	Beside bool `json:"beside,omitempty"`
}

// Media names a file of the content library.
type Media struct {
	Kind FileKind `json:"kind"` // Photo or Voice
	// Path is the path inside the library, such as "guides/dang-ky-tam-tru/media/mo-cong.webp".
	Path string `json:"path"`
	// Alt says in words what the picture shows or the voice says.
	Alt string `json:"alt,omitempty"`
}

// Wants is a way of answering that a channel can make easier.
type Wants string

// What a message may want beside typing and tapping.
const (
	WantsNothing  Wants = ""
	WantsStory    Wants = "story"    // words, photos, voice or a place
	WantsLocation Wants = "location" // a place
)

// Delivery is one message on its way to one address.
type Delivery struct {
	// ID is the same each time the delivery is tried.
	ID      string
	Address string
	Message Message
	// Reply says that the citizen is waiting; a broadcast is not a reply.
	Reply bool
}

// Line is one line of the log that is kept for channels without a history of their own.
type Line struct {
	Seq  int64     `json:"seq"`
	At   time.Time `json:"at"`
	Mine bool      `json:"mine,omitempty"` // the citizen's own line
	// Message is what the bot said; for a line of the citizen's own Message.Text is what was typed or the
	// label of the button, and File the file that was sent.
	Message Message  `json:"message"`
	File    FileKind `json:"file,omitempty"`
}

// Handle takes an event and returns nil once it is committed and will never be lost, also when it was seen before.
// An error means that the channel must deliver the event again. Handle is safe for concurrent use; the events of
// one contact are worked in the order of the calls only if the caller waits for each.
type Handle func(ctx context.Context, ev Event) error

// SendError is why a channel could not deliver a message.
type SendError struct {
	Kind SendErrorKind
	// RetryAfter is how long the channel's server asked to wait; zero when it did not say.
	RetryAfter time.Duration
	Err        error
}

// SendErrorKind tells what to do about a SendError.
type SendErrorKind string

// The kinds of SendError.
const (
	SendLater  SendErrorKind = "later"  // try again, not before RetryAfter
	SendGone   SendErrorKind = "gone"   // the citizen blocked the bot or the chat is no more: mark and leave alone
	SendBroken SendErrorKind = "broken" // this message can never be sent: park it
)

// Error names the kind and the cause, never the text or the address.
func (e *SendError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("send: %s", e.Kind)
	}
	return fmt.Sprintf("send: %s: %v", e.Kind, e.Err)
}

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }

// Kind returns the kind of err if it is or wraps a *SendError, else SendLater: what is not known is tried again.
func Kind(err error) SendErrorKind {
	var se *SendError
	if errors.As(err, &se) {
		return se.Kind
	}
	return SendLater
}
