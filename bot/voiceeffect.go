package bot

// UseCode redeems the one-time code by which a coordinator makes someone a translator. It is answered with CodeUsed
// in the same transaction.
type UseCode struct {
	Code string `json:"-"`
}

// CodeUsed answers UseCode. Lang is empty when the code does not exist or was used before.
type CodeUsed struct{ Lang, Initials, Area string }

// FindVoices asks for all recordings of a language, whatever their state, and is answered with VoicesFound in the
// same transaction.
type FindVoices struct {
	For  string // the screen that shows the answer
	Lang string
	Note string // id of a text to be said first, or empty
}

// VoicesFound answers FindVoices. Recordings come by folder, step and id. Ended is set when the contact is no
// translator of the language any more.
type VoicesFound struct {
	Ask        FindVoices
	Recordings []Recording
	Ended      bool
}

// KeepVoice keeps a new recording with its sound, both sealed under the contact's key.
type KeepVoice struct {
	Recording Recording
	Data      []byte `json:"-"`
}

// DropVoice deletes a recording of the contact that nobody has judged yet. Any other is left alone.
type DropVoice struct {
	Spoken Spoken
	ID     string
}

// JudgeVoice approves or rejects a recording that somebody else made. The sound of one that is rejected is deleted.
// It is answered with VoiceJudged in the same transaction.
type JudgeVoice struct {
	Spoken  Spoken
	ID      string
	Approve bool
	Reason  string
	Judge   Sign
}

// VoiceJudged answers JudgeVoice. Gone is set when there is nothing to be judged any more, or it is the contact's own.
type VoiceJudged struct {
	Ask  JudgeVoice
	Gone bool
}

func (UseCode) effect()    {}
func (FindVoices) effect() {}
func (KeepVoice) effect()  {}
func (DropVoice) effect()  {}
func (JudgeVoice) effect() {}

func (CodeUsed) input()    {}
func (VoicesFound) input() {}
func (VoiceJudged) input() {}
