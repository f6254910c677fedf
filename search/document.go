package search

// A Kind says what a document is to the citizen who finds it.
type Kind string

// The kinds of documents. A guide was written and checked here; a procedure is a card of the national
// catalogue; a topic is anything else that can be opened by a question.
const (
	KindGuide     Kind = "guide"
	KindProcedure Kind = "procedure"
	KindTopic     Kind = "topic"
)

// The kinds of sections that questions ask for. A document may have sections of other kinds too.
const (
	SectionSummary = "summary"
	SectionCost    = "cost"
	SectionTime    = "time"
	SectionPapers  = "papers"
	SectionWhere   = "where"
	SectionWho     = "who"
	SectionSteps   = "steps"
	SectionTrouble = "trouble"
)

// A Section is a part of a document that can answer a question by itself.
type Section struct {
	Kind string // one of the Section constants, or a name of the caller's own
	Text string
}

// A Document is one thing to be found, in one language. A guide in three languages is three Documents with
// the same ID and Kind; a query then has it once among its hits. A Document may have a title alone.
type Document struct {
	ID       string
	Kind     Kind
	Lang     string // BCP 47 code of the texts
	Title    string
	Asked    []string // what people ask when they need it, as they type it
	Sections []Section
	Code     string // procedure code, found exactly as it is; may be empty
}

// A Query is one question. Its zero value finds nothing.
type Query struct {
	Text  string
	Lang  string // the language that hits are shown in where there is a choice
	Kinds []Kind // empty: all
	Limit int    // most hits; 0: ten
}

// A Result is the answer to a Query.
type Result struct {
	Hits       []Hit      // best first
	Understood string     // the question as it was understood, where that differs from what was typed and led to hits; else ""
	Section    string     // the kind of section the question asks for; else ""
	Confidence Confidence // what to do with the hits
}

// A Hit is one document found.
type Hit struct {
	ID      string
	Kind    Kind
	Lang    string // language of the text that is shown: the one asked for where the document has it
	Matched string // language of the text that the question was found in
	Title   string // in Lang
	Code    string
	Score   float64 // comparable within one Result only
	Section string  // kind of the section that answers, or ""
}

// A Confidence says how far the first hit can be trusted. The zero value is None.
type Confidence int

// None: say that nothing is known. Unsure: offer the best three. Sure: open the first.
const (
	None Confidence = iota
	Unsure
	Sure
)

// String returns the name in lower case.
func (c Confidence) String() string {
	switch c {
	case Sure:
		return "sure"
	case Unsure:
		return "unsure"
	}
	return "none"
}
