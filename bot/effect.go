package bot

import "danloi/feedback"

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
	// Proven says that the PIN was right before in this conversation.
	Proven bool
	// Lead is what the answer says first; nothing to the dispatcher.
	Lead []string
}

// ChangeCase applies an action of the citizen to a case and is answered with CaseChanged in the same transaction.
type ChangeCase struct {
	For    string // why it is asked: the screen that shows the answer
	Ref    string
	Action feedback.Action
	// Proven says that the PIN was right before in this conversation.
	Proven bool
}

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
