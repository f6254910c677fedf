package bot

import "danloi/learn"

// ClassDo says what a learner does in a class.
type ClassDo string

// What learners do. Every one is answered with ClassSeen.
const (
	ClassJoin   ClassDo = "join"   // with ClassAsk.Code
	ClassLook   ClassDo = "look"   // where the class stands
	ClassName   ClassDo = "name"   // Names are those of the people at this phone, in order
	ClassChoose ClassDo = "choose" // Choice in Run, for the seats that Members names
	ClassTell   ClassDo = "tell"   // Words to the trainer
	ClassLeave  ClassDo = "leave"
)

// ClassAsk does something in a class for the people at the contact's phone. It is answered with ClassSeen in the same
// transaction.
type ClassAsk struct {
	Do    ClassDo
	For   string // the screen that shows the answer
	Class string // id; the dispatcher finds it by Code for ClassJoin
	Code  string
	Names []string `json:"-"`
	// Run, Choice and Members are those of a ClassAnswer.
	Run     int
	Choice  int
	Members []string
	Words   string `json:"-"`
	Kind    learn.NoteKind
}

// ClassSeen answers ClassAsk, and as an event of its own it says that the class has moved on (Ask is empty then). When
// Problem is not nil, nothing was changed; it is learn.ErrNoClass, without a class, when there is none or the contact is
// not in it, else one of package learn's.
type ClassSeen struct {
	Ask     ClassAsk
	Problem error
	Class   learn.Class
	// Seats are the people at this phone in order of id; none for somebody who is not in the class.
	Seats []learn.Member
	// Mine are the answers of the seats to all runs.
	Mine []learn.ClassAnswer
	// Late are the members for whom an answer came after the question was shut.
	Late []string
}

// LeadDo says what a trainer does.
type LeadDo string

// What trainers do. Every one is answered with LeadSeen.
const (
	LeadCode  LeadDo = "code"  // redeem LeadAsk.Code, which makes the contact a device of a trainer
	LeadFind  LeadDo = "find"  // the trainer's classes
	LeadOpen  LeadDo = "open"  // a class as Spec says
	LeadLook  LeadDo = "look"  // one class
	LeadMove  LeadDo = "move"  // Move, if the class is at version Want
	LeadTick  LeadDo = "tick"  // Member as Present or not
	LeadName  LeadDo = "name"  // Names are put on the list, as present
	LeadDone  LeadDo = "done"  // the note Note was answered, or is a problem for the authorities
	LeadClose LeadDo = "close" // the report
	LeadFile  LeadDo = "file"  // the problems become cases
	LeadPlace LeadDo = "place" // Words are what the place is called
	LeadQuit  LeadDo = "quit"  // this device is no trainer's any more
)

// LeadAsk does something as a trainer. It is answered with LeadSeen in the same transaction.
type LeadAsk struct {
	Do      LeadDo
	For     string // the screen that shows the answer
	Code    string `json:"-"`
	Class   string
	Spec    learn.Spec
	Want    int // version of the class that the trainer looked at, 0 for any
	Move    learn.Move
	Member  string
	Present bool
	Names   []string `json:"-"`
	Words   string
	Note    string
	Kind    learn.NoteKind // what the note becomes; empty marks it as answered
}

// LeadSeen answers LeadAsk. When the contact is no trainer, Trainer is empty and so is everything else.
type LeadSeen struct {
	Ask     LeadAsk
	Problem error
	Trainer string        // id of the member of staff
	Name    string        // what the trainer is called
	Classes []learn.Class // for LeadFind: those that are live, and the newest that have ended
	Class   learn.Class
	Members []learn.Member      // in the order of learn.SortMembers
	Answers []learn.ClassAnswer // to the present question; to all when the class has ended
	Notes   []learn.ClassNote   // by time
	Filed   []FiledProblem      // for LeadFile
}

// FiledProblem is what became of a problem that a class has named.
type FiledProblem struct {
	Note string
	Ref  string
	PIN  string `json:"-"`
	// Door is the id of another way that the law wants for these words, Number the emergency numbers; Ref is empty
	// then.
	Door    string
	Numbers []string
}

func (ClassAsk) effect() {}
func (LeadAsk) effect()  {}

func (ClassSeen) input() {}
func (LeadSeen) input()  {}
