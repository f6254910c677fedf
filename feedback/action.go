package feedback

import "time"

// ActionKind says what is done to a case. It is also the kind of the entry that it leaves in the story.
type ActionKind string

// What may be done to a case, and by whom.
const (
	DoFile       ActionKind = "file"            // the first entry of every story, made by Open
	DoAccept     ActionKind = "accept"          // staff: the unit takes the case
	DoUpdate     ActionKind = "update"          // staff: tells the citizen how it goes; Text
	DoAnswer     ActionKind = "answer"          // staff: Text, and Files or Why where the topic asks for proof
	DoPassOn     ActionKind = "pass_on"         // staff: To and Why
	DoAsk        ActionKind = "ask_citizen"     // staff: Text; the clocks stop
	DoReply      ActionKind = "citizen_replied" // citizen: Text or Files; the clocks go on
	DoDecline    ActionKind = "decline"         // staff: Reason, Text if wished
	DoNote       ActionKind = "note"            // staff: Text or Files, seen by staff only
	DoAdd        ActionKind = "add"             // citizen: Text or Files
	DoRate       ActionKind = "rate"            // citizen: Stars, Text if wished
	DoReopen     ActionKind = "reopen"          // citizen: not solved; Text if wished
	DoClose      ActionKind = "close"           // citizen, who withdraws or is content; staff or system after an answer
	DoDuplicate  ActionKind = "duplicate"       // staff: Of
	DoExtend     ActionKind = "extend"          // staff: Until and Why, once
	DoReclassify ActionKind = "reclassify"      // staff: Topic; the unit stays

	DoPublish   ActionKind = "publish"             // citizen: others may see the case when a moderator has looked
	DoUnpublish ActionKind = "unpublish"           // citizen: nobody else may see it any more
	DoApprove   ActionKind = "approve_publication" // staff: Text as others will read it, Photos; empty Text for Redact's
	DoRefuse    ActionKind = "refuse_publication"  // staff: Why

	DoJoin  ActionKind = "join"  // citizen, somebody else: Contact and PIN, with Text and Files of their own
	DoLeave ActionKind = "leave" // citizen who joined: hears no more
	DoLink  ActionKind = "link"  // staff: Of repeats this case; Contact and PIN of who filed that one
	DoClaim ActionKind = "claim" // citizen: Contact, of a case that was filed for them at a counter

	DoCheck   ActionKind = "check_promise" // system: the citizen is asked whether the promised work was done
	DoNotDone ActionKind = "not_done"      // citizen: it was not; Text if wished

	DoAskVoice ActionKind = "ask_voice" // citizen: would like to hear the answer
	DoVoice    ActionKind = "voice"     // staff: Files with a voice note, Text if wished

	DoNewPIN    ActionKind = "new_pin"   // staff: PIN, for a case that nobody holds on a channel
	DoTranslate ActionKind = "translate" // staff: Text, a working version in Vietnamese of what entry About tells
	DoSplit     ActionKind = "split"     // staff: To and Text for a part of its own, whose reference is Of
	DoPart      ActionKind = "part"      // system: Part, how a part stands
	DoRemind    ActionKind = "remind"    // system: Reminder; seen by staff only
)

// Action is one thing that someone does to a case. Which fields are needed hangs on Kind.
type Action struct {
	Kind   ActionKind `json:"kind"`
	By     string     `json:"by"` // ByCitizen, BySystem or a staff id
	Text   string     `json:"text,omitempty"`
	Why    string     `json:"why,omitempty"`    // a reason in free words
	Reason string     `json:"reason,omitempty"` // id of Directory.Reason
	Files  []File     `json:"files,omitempty"`
	To     Unit       `json:"to,omitempty"`
	Until  time.Time  `json:"until,omitzero"`
	Of     string     `json:"of,omitempty"` // reference of the original
	Stars  int        `json:"stars,omitempty"`
	Topic  string     `json:"topic,omitempty"`
	Photos []string   `json:"photos,omitempty"` // ids of the citizen's photos that everybody may see

	// Contact is which citizen acts, for a case that several reported; empty for the one who filed it.
	Contact string  `json:"contact,omitempty"`
	PIN     PINHash `json:"pin,omitzero"`
	// Others are those who followed the case that DoLink names, and follow this one from now on.
	Others []Follower `json:"others,omitempty"`
	// Promised is a moment of the day by which the work is promised: with DoAnswer and DoUpdate.
	Promised time.Time `json:"promised,omitzero"`
	// Lang is the language of Text (BCP 47); empty for Vietnamese, and for the citizen's own in what they write.
	Lang string `json:"lang,omitempty"`

	// Template is the id of the Template that Text was made of, changed or not, and Told is Text in other languages
	// where the template has it and was not changed.
	Template string            `json:"template,omitempty"`
	Told     map[string]string `json:"told,omitempty"`
	// About is the number of the entry that DoTranslate is about.
	About int   `json:"about,omitempty"`
	Part  *Part `json:"part,omitempty"`
	// Reminder is the step that was told to others than the unit's officers.
	Reminder Reminder `json:"reminder,omitzero"`
}

// World is what an action needs to know besides the case.
type World struct {
	Now       time.Time
	Calendar  *Calendar
	Directory *Directory
}

// Limits of what is taken into a case.
const (
	MaxText   = 4000 // runes in one text
	MaxWhy    = 1000 // runes in one reason
	MaxFiles  = 10   // files of one action
	MaxStory  = 500  // entries of one case
	MaxReopen = 3    // times that a case is taken up again
	// MaxPassOn is the passing-on that no longer goes where it was sent but to the provincial office, which
	// decides.
	MaxPassOn = 3
)
