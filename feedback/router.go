package feedback

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Proposal is a topic that fits a citizen's words.
type Proposal struct {
	Topic  Topic
	Unit   Unit    // who would answer
	Score  float64 // 0 to 1: how much of what the words say the topic knows
	Urgent bool
}

// MaxProposals is how many topics Propose returns at most.
const MaxProposals = 5

// Router proposes topics. It is made by NewRouter and read-only.
type Router struct {
	dir     *Directory
	docs    []topicWords     // by topic, in the order of the directory
	weight  map[feat]float64 // how telling a feature is
	average float64          // length of a topic's wordings
}

// feat is something that two texts may share: a word, or two words that follow each other, as typed or folded.
type feat struct {
	key  string
	kind featKind
}

type featKind uint8

const (
	exactWord featKind = iota
	foldedWord
	exactPair
	foldedPair
)

// topicWords counts in how many wordings of a topic a feature stands.
type topicWords struct {
	count  map[feat]float64
	length float64
}

// How much a shared feature is worth by its kind. Without tone marks only the folded ones can be shared.
var featWorth = [...]float64{exactWord: 0.7, foldedWord: 0.5, exactPair: 0.9, foldedPair: 1.2}

const (
	// saturation bounds what repetition adds (as k1 of BM25).
	saturation = 1.1
	// lengthPenalty says how far a topic with many wordings is held back (as b of BM25).
	lengthPenalty = 0.35
	// labelWorth is for how many wordings the label of a topic counts.
	labelWorth = 1.5
	// commonWorth is the share that a common word keeps.
	commonWorth = 0.5
	// sure is the evidence under which a topic is not proposed before the unclear one, plainSure the same for a text
	// without tone marks, where a word can give about half of it. Judged on sentences that name no matter at all.
	sure, plainSure = 2.2, 1.3
	// leanWorth is how much what the words sound like counts beside what they share.
	leanWorth = 0.7
	// leanEvidence is how much of it is evidence, in a text of at least leanWords.
	leanEvidence = 2.5
	leanWords    = 5
)

// NewRouter makes a router of the directory's topics and their wordings.
func NewRouter(dir *Directory) *Router {
	r := &Router{dir: dir, weight: map[feat]float64{}}
	for _, t := range dir.Topics() {
		doc := topicWords{count: map[feat]float64{}}
		r.learn(&doc, t.Label("vi"), labelWorth)
		r.learn(&doc, t.Labels["en"], labelWorth)
		for _, w := range slices.Concat(t.Wordings, t.Plain) {
			r.learn(&doc, w, 1)
		}
		r.docs = append(r.docs, doc)
	}
	r.weigh()
	return r
}

func (r *Router) learn(doc *topicWords, wording string, worth float64) {
	for f := range r.features(r.dir.reader.read(wording)) {
		doc.count[f] += worth
	}
	doc.length += worth
}

// weigh makes a feature the more telling the fewer topics have it, weighed by how often each has it.
func (r *Router) weigh() {
	has := map[feat]float64{}
	total := 0.0
	for _, d := range r.docs {
		for f := range d.count {
			has[f]++
		}
		total += d.length
	}
	n := float64(len(r.docs))
	r.average = total / n
	for f, in := range has {
		r.weight[f] = r.worth(f) * math.Log(1+(n-in+0.5)/(in+0.5))
	}
}

// worth is what a feature counts before it is known how many topics have it.
func (r *Router) worth(f feat) float64 {
	worth := featWorth[f.kind]
	for word := range strings.SplitSeq(f.key, " ") {
		if r.dir.reader.common[word] {
			worth *= commonWorth
		}
	}
	return worth
}

// features returns what a text shares with others, each once.
func (r *Router) features(t text) map[feat]bool {
	set := map[feat]bool{}
	for i, w := range t.words {
		set[feat{w.Fold, foldedWord}] = true
		if !t.plain {
			set[feat{w.Exact, exactWord}] = true
		}
		if i == 0 || w.Apart {
			continue
		}
		before := t.words[i-1]
		set[feat{before.Fold + " " + w.Fold, foldedPair}] = true
		if !t.plain {
			set[feat{before.Exact + " " + w.Exact, exactPair}] = true
		}
	}
	return set
}

// Propose returns the topics that fit the words, best first, at most MaxProposals. The unclear topic is the last of
// them when another is likely, and the first when none is. commune is the code of the place, or empty.
func (r *Router) Propose(words, commune string) []Proposal {
	return r.ProposeFor(Triage{}, words, commune)
}

// ProposeFor is Propose for words whose kind is known: what is a denunciation is about wrongdoing, whatever else it
// names; a crime report is about what the police handle; an emergency is about what has its numbers.
func (r *Router) ProposeFor(tr Triage, words, commune string) []Proposal {
	t := r.dir.reader.read(words)
	scores, evidence := r.score(t)
	order := r.lean(t, scores)
	for i, topic := range r.dir.topics {
		if adds := tr.speaksFor(topic); adds > 0 {
			order[i] += adds
			scores[i] = min(1, scores[i]+adds)
			evidence[i] += sure
		}
	}
	unclear := r.dir.topic[r.dir.Unclear()]
	var list []Proposal
	best := 0.0
	for _, i := range likeliest(order, unclear) {
		if len(list) == 0 {
			best = evidence[i]
			if len(t.words) >= leanWords {
				best += leanEvidence * (order[i] - scores[i])
			}
		}
		list = append(list, r.proposal(i, scores[i], commune))
	}
	last := r.proposal(unclear, scores[unclear], commune)
	if best < t.sure() || len(list) == 0 || order[unclear] > order[r.dir.topic[list[0].Topic.ID]] {
		return append([]Proposal{last}, list...)
	}
	return append(list, last)
}

// lean adds to what the words share with the wordings what they sound like as a whole.
func (r *Router) lean(t text, shares []float64) []float64 {
	order := slices.Clone(shares)
	for i, p := range r.dir.model.Likely(sounds(t).list) {
		order[i] += leanWorth * p
	}
	return order
}

// speaksFor is what the kind of a matter adds to the score of a topic.
func (t Triage) speaksFor(topic Topic) float64 {
	switch {
	case t.Kind == Denunciation && topic.Handling == DenunciationEnd, t.Kind == Complaint && topic.Handling == ComplaintOnly:
		return 0.5
	case t.Kind == CrimeReport && topic.Handling == PoliceFirst:
		return 0.2
	case t.Kind != Emergency || len(t.Numbers) == 0 || len(topic.Numbers) == 0:
		return 0
	case topic.Numbers[0] == t.Numbers[0]:
		return 0.15
	}
	return 0
}

// likeliest returns the topics that go before or behind the unclear one, best first.
func likeliest(scores []float64, unclear int) []int {
	var order []int
	for i, score := range scores {
		if i != unclear && score > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	return order[:min(MaxProposals-1, len(order))]
}

// sure returns how much evidence a topic needs to go before the unclear one.
func (t text) sure() float64 {
	if t.plain {
		return plainSure
	}
	return sure
}

func (r *Router) proposal(i int, score float64, commune string) Proposal {
	t := r.dir.topics[i]
	return Proposal{Topic: t, Unit: r.dir.UnitFor(t.ID, commune), Score: score, Urgent: t.Urgent()}
}

// score returns for each topic which part of the words' weight it knows, and how much that is in all, common words
// left aside.
func (r *Router) score(t text) (share, evidence []float64) {
	share, evidence = make([]float64, len(r.docs)), make([]float64, len(r.docs))
	most := 0.0
	for _, f := range r.sorted(t) {
		w, known := r.weight[f]
		if !known {
			most += r.worth(f)
			continue
		}
		most += w
		common := r.common(f)
		for i, d := range r.docs {
			if c := d.count[f]; c > 0 {
				norm := saturation * (1 - lengthPenalty + lengthPenalty*d.length/r.average)
				part := w * c / (c + norm)
				share[i] += part
				if !common {
					evidence[i] += part
				}
			}
		}
	}
	for i := range share {
		if most > 0 {
			share[i] /= most
		}
	}
	return share, evidence
}

// common reports whether a feature has only common words.
func (r *Router) common(f feat) bool {
	for word := range strings.SplitSeq(f.key, " ") {
		if !r.dir.reader.common[word] {
			return false
		}
	}
	return true
}

// sorted returns the features in one order, so that sums are the same each time.
func (r *Router) sorted(t text) []feat {
	var list []feat
	for f := range r.features(t) {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b feat) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.key, b.key)) })
	return list
}
