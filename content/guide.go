package content

import "time"

// Default is the language every guide and module has, and that stands in where another is missing.
const Default = "vi"

// Status tells whether a guide or module may be shown.
type Status string

const (
	// Published content is shown to citizens.
	Published Status = "published"
	// Draft content is seen by editors only.
	Draft Status = "draft"
)

// Confidence tells how sure the sources make us. Low confidence is never published.
type Confidence string

// The three degrees of confidence.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// A Guide leads one person through one service. Its maps and slices belong to the library: read them,
// never change them.
type Guide struct {
	Slug       string // name of its folder and last part of its address
	Code       string // national procedure code, or ""
	Status     Status
	Group      string              // one of the ids of Groups in docs/writing-content.md
	Tier       string              // who decides: commune, province, ministry, company or self
	Office     string              // department id, or ""
	AskedAs    map[string][]string // what people type, per language
	Documents  []string            // ids; the words stand in Words.Documents
	Fees       []Fee
	Time       Time
	Legal      []string
	Link       string // the official page, or ""
	Hotlines   []Hotline
	Sources    []Source
	Verified   Date // the day the facts were last read
	ReviewBy   Date // the last day the guide counts as current
	Confidence Confidence
	Related    []string // slugs; Library.Related keeps those that may be shown
	Words      map[string]Words

	media map[string]Asset // by file name: "mo-cong.webp", "mo-cong.vi.ogg"
	at    lines
}

// A Fee is the amount for one condition, in đồng.
type Fee struct {
	ID     string // the words stand in Words.Fees
	Amount int64
	Until  Date   // last day the amount holds; zero when it has no end
	Then   *int64 // the amount after Until, nil when nobody knows
}

// A FeeLine is what may be told about a fee on one day.
type FeeLine struct {
	ID     string
	Amount int64 // đồng; meaningless unless Known
	Known  bool  // false: the amount ended and no source says what came after; ask before you go
	Until  Date  // last day this amount holds; zero when it has no end
}

// Time is how long the office takes. The zero Time means that no source says.
type Time struct {
	Value int    // 0 with Unit "at_once"
	Unit  string // working_days, days, hours, at_once, or ""
}

// A Hotline is a number to call about the service.
type Hotline struct {
	Number     string
	ID         string // the words stand in Words.Hotlines
	NoteUnsure bool   // the number comes from a second-hand source: say so
}

// A Source is where facts were read.
type Source struct {
	URL  string
	Date Date   // the page's own date, zero where it bears none
	Via  string // the copy that was really read, or ""
}

// Words are the words of a guide in one language. Summary and a step's Text and Other are Markdown of the
// small kind of docs/writing-content.md: use [Plain] or [HTML] to show them. All others are plain text.
type Words struct {
	Title, Who, Get, Summary string
	Documents                map[string]string // by id
	Fees                     map[string]string // by id
	FeeNote                  string
	Time                     string
	Where                    string
	Changed                  string
	Hotlines                 map[string]string // by id
	Trouble                  []Trouble
	Steps                    []Step

	of   string // hash of the original this was translated from
	file string
	at   lines
}

// Trouble is a usual failure and its way out.
type Trouble struct{ If, Then string }

// A Step is one screen of a guide.
type Step struct {
	ID, Title, Text string
	Other           string // the same in other words, or ""

	line, textLine, otherLine int
}

// lines remembers where a value stood: "title", "fees.online", "sources.0".
type lines map[string]int

// In returns the guide's words in lang and lang itself, or the Vietnamese words and "vi" where the guide
// does not speak lang.
func (g Guide) In(lang string) (Words, string) {
	if w, ok := g.Words[lang]; ok {
		return w, lang
	}
	return g.Words[Default], Default
}

// FeesOn returns what may be told about the fees at the instant now, by the day in Vietnam: an amount
// past its last day is replaced by the one after it, or marked unknown.
func (g Guide) FeesOn(now time.Time) []FeeLine {
	day := DateOf(now)
	out := make([]FeeLine, 0, len(g.Fees))
	for _, f := range g.Fees {
		out = append(out, f.on(day))
	}
	return out
}

func (f Fee) on(day Date) FeeLine {
	switch {
	case f.Until.IsZero() || !f.Until.Before(day):
		return FeeLine{ID: f.ID, Amount: f.Amount, Known: true, Until: f.Until}
	case f.Then != nil:
		return FeeLine{ID: f.ID, Amount: *f.Then, Known: true}
	}
	return FeeLine{ID: f.ID}
}

// Stale reports whether the guide is past its review date at the instant now, by the day in Vietnam. A
// stale guide is shown with a warning.
func (g Guide) Stale(now time.Time) bool {
	return !g.ReviewBy.IsZero() && g.ReviewBy.Before(DateOf(now))
}

// Picture returns the picture of the step with that id.
func (g Guide) Picture(step string) (Asset, bool) {
	a, ok := g.media[step+".webp"]
	return a, ok
}

// Voice returns the recording of the step in exactly lang; there is no other language to fall back to.
func (g Guide) Voice(step, lang string) (Asset, bool) {
	a, ok := g.media[step+"."+lang+".ogg"]
	return a, ok
}

// Step returns the step with that id.
func (w Words) Step(id string) (Step, bool) {
	for _, s := range w.Steps {
		if s.ID == id {
			return s, true
		}
	}
	return Step{}, false
}
