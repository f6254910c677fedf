package bot

import (
	"time"

	"danloi/feedback"
)

// Event is one thing that happened in a conversation, on whatever channel.
type Event struct {
	// ID is unique for ever over all channels and the same each time the channel delivers the event again,
	// such as "telegram:41231". It is what makes an event count once.
	ID string
	// Channel is "telegram", "web" or "terminal".
	Channel string
	// Address is where the contact is reached on its channel: a Telegram chat number, a web chat token. It is
	// personal data and never logged; Step does not read it.
	Address string
	// Contact is the opaque id of the contact. The dispatcher fills it in from Channel and Address.
	Contact string
	// At is when the event was received.
	At time.Time
	// Nonce is 16 random bytes. The dispatcher fills it in. References and PINs are made of it.
	Nonce [16]byte
	Input Input
}

// Input is what an event brings: one of the types of this file.
type Input interface{ input() }

// Text is a line that the citizen typed, at most 4,096 characters; longer ones are cut by the channel.
type Text struct{ Words string }

// Tap is a quick reply that was chosen; Data is Button.Data as it was sent.
type Tap struct{ Data string }

// File is a photo, voice note or document that the citizen sent. The channel has fetched it already.
type File struct {
	// ID names the file in the store: letters and digits, made by the channel from the event's id.
	ID   string
	Kind FileKind
	// Type is the media type found by looking at the bytes, such as "image/jpeg".
	Type string
	Name string
	// Data is the file itself. It is kept only if Step says KeepFile.
	Data []byte
	// Caption is what was typed with it, or empty.
	Caption string
	// Problem is empty, or says why Data is missing.
	Problem FileProblem
}

// FileKind says what a file is for people.
type FileKind string

// The kinds of file.
const (
	Photo    FileKind = "photo"
	Voice    FileKind = "voice"
	Document FileKind = "document"
)

// FileProblem says why a file could not be taken.
type FileProblem string

// The problems a channel reports. MaxFile is the limit behind TooLarge.
const (
	TooLarge  FileProblem = "too_large"
	WrongType FileProblem = "wrong_type"
	NotThere  FileProblem = "not_there" // the channel's server would not give it, after several tries
)

// MaxFile is the largest file that is taken, in bytes.
const MaxFile = 10 << 20

// Location is a shared position in degrees (WGS 84).
type Location struct{ Lat, Lon float64 }

// Start opens a conversation: a first visit, or a link that was followed. Code is what the link carried
// (/start CODE in Telegram, ?start=CODE in the web chat), or empty. Lang is set when the channel knows the
// language already (danloi chat --lang), else empty.
type Start struct{ Code, Lang string }

// Unsupported is something that the bot cannot take, such as a sticker or a video call.
type Unsupported struct{}

// Blocked says that the citizen blocked the bot on this channel, or came back when Back is set.
type Blocked struct{ Back bool }

// CaseUpdated tells a citizen of something that staff did on a case. Entry is the index in Case.Story. Case holds what
// this citizen may see; Shared says that somebody else has filed it.
type CaseUpdated struct {
	Case   feedback.Case
	Entry  int
	Shared bool
}

// CasesFound answers FindCases. Locked is set when too many wrong PINs were tried. Cases hold what this citizen may
// see; Shared says that somebody else has filed the one that was asked for, and As whose PIN opened it.
type CasesFound struct {
	Ask    FindCases
	Cases  []feedback.Case
	Locked bool
	Shared bool
	As     string
}

// AlikeFound answers FindAlike, best first. Each has no more of another's words than everybody may read.
type AlikeFound struct {
	Ask  FindAlike
	Mine []bool // whether this citizen has filed or joined it already
	All  []feedback.Match
}

// CaseChanged answers ChangeCase. Problem is nil, or the error of feedback.Case.Do.
type CaseChanged struct {
	Ask     ChangeCase
	Case    feedback.Case
	Shared  bool
	Problem error
}

// LibraryRenewed says that there may be guides now that were not there before.
type LibraryRenewed struct{}

// GaveUp says that an event of this contact failed several times and was parked: the bot apologises.
type GaveUp struct{}

func (Text) input()           {}
func (Tap) input()            {}
func (File) input()           {}
func (Location) input()       {}
func (Start) input()          {}
func (Unsupported) input()    {}
func (Blocked) input()        {}
func (CaseUpdated) input()    {}
func (CasesFound) input()     {}
func (CaseChanged) input()    {}
func (AlikeFound) input()     {}
func (LibraryRenewed) input() {}
func (GaveUp) input()         {}
