package bot

import (
	"time"

	"danloi/feedback"
)

// Effect is one thing to do after a Step: one of the types of this file. The dispatcher carries all effects of a
// Step out in one transaction with the new State.
type Effect interface{ effect() }

// Say sends a message to the contact.
type Say struct{ Message Message }

// KeepFile stores the file of this event under its id, sealed under the contact's key.
type KeepFile struct{ File File }

// DropFile deletes a file that was kept before.
type DropFile struct{ ID string }

// OpenCase files a new case. Its reference is made of the event's nonce; when it is taken already, the dispatcher
// steps again with another nonce.
type OpenCase struct{ Case feedback.Case }

// FindCases asks for cases and is answered with CasesFound in the same transaction. With Mine it asks for the
// contact's own, newest first; else for the one with this reference, whose PIN must match unless it is the
// contact's own.
type FindCases struct {
	For  string // why it is asked: the screen that shows the answer
	Mine bool
	Ref  string
	PIN  string `json:"-"`
	Proof
	// Lead is what the answer says first; nothing to the dispatcher.
	Lead []string
}

// ChangeCase applies an action of the citizen to a case and is answered with CaseChanged in the same transaction.
type ChangeCase struct {
	For    string // why it is asked: the screen that shows the answer
	Ref    string
	Action feedback.Action
	Proof
}

// Proof is what a conversation has shown before for a case that is not its own.
type Proof struct {
	// Proven says that a PIN of the case was right.
	Proven bool
	// As is the contact whose PIN it was, when it was one of those who joined the case; else empty.
	As string
}

// FindAlike asks for open cases of the same commune that may be about the same thing, and is answered with AlikeFound
// in the same transaction. Case has what Router.Candidates reads.
type FindAlike struct{ Case feedback.Case }

// Retract takes everything that was said since a moment out of the log of the conversation, and sees that nothing of
// it can be read any more from what is left on the disk.
type Retract struct{ Since time.Time }

// NoteUnanswered remembers a question that found no answer: the words, not the person.
type NoteUnanswered struct{ Words, Lang, Commune string }

// Forget destroys the contact's key and with it everything sealed under it. The State returned with it is
// dropped too.
type Forget struct{}

// DropWords keeps what the citizen typed in this event out of the log of the conversation.
type DropWords struct{}

// Mute marks the contact as not to be written to, or lifts the mark.
type Mute struct{ On bool }

func (Say) effect()            {}
func (KeepFile) effect()       {}
func (DropFile) effect()       {}
func (OpenCase) effect()       {}
func (FindCases) effect()      {}
func (ChangeCase) effect()     {}
func (NoteUnanswered) effect() {}
func (Forget) effect()         {}
func (Mute) effect()           {}
func (DropWords) effect()      {}
func (FindAlike) effect()      {}
func (Retract) effect()        {}
