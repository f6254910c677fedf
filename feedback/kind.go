package feedback

// Kind says what a citizen's words are. The law treats the kinds differently, so it is decided before anything is
// filed.
type Kind string

// The kinds. Only Feedback, Suggestion, Question and Praise may become a case; the others have a door of their
// own.
const (
	Emergency         Kind = "emergency"
	Denunciation      Kind = "denunciation"
	CrimeReport       Kind = "crime_report"
	Complaint         Kind = "complaint" // a formal complaint against a decision
	Court             Kind = "court"     // a lawsuit or a judgment
	ProcedureQuestion Kind = "procedure_question"
	Suggestion        Kind = "suggestion"
	Feedback          Kind = "feedback"
	Praise            Kind = "praise"
	Question          Kind = "question"
)

// Fileable reports whether a case of this kind may be opened.
func (k Kind) Fileable() bool {
	return k == Feedback || k == Suggestion || k == Question || k == Praise
}

// open reports whether words of this kind may be taken as something ordinary.
func (k Kind) open() bool { return k.Fileable() || k == ProcedureQuestion }

// Known reports whether k is one of the kinds.
func (k Kind) Known() bool {
	switch k {
	case Emergency, Denunciation, CrimeReport, Complaint, Court, ProcedureQuestion:
		return true
	}
	return k.Fileable()
}
