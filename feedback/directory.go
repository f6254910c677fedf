package feedback

import (
	"strings"

	"danloi/feedback/area"
	"danloi/feedback/internal/linear"
)

// Tier says where a department stands.
type Tier string

// The tiers. A commune department exists once in every commune; a vertical one answers to its ministry or is an
// enterprise.
const (
	TierCommune  Tier = "commune"
	TierProvince Tier = "province"
	TierVertical Tier = "vertical"
)

// Handling says how a topic is treated.
type Handling string

// The ways of treating a topic.
const (
	Route           Handling = "route"                  // ordinary queue of the department
	Guidance        Handling = "redirect_with_guidance" // explain the legal path, take a short note only if wished
	MaybeComplaint  Handling = "feedback_or_complaint"  // ask whether a decision is contested
	ComplaintOnly   Handling = "complaint_guidance"     // guide to the legal form, never a case
	DenunciationEnd Handling = "denunciation_stop"      // stop, protect, point to the competent body; never a case
	PoliceFirst     Handling = "police_first"           // 113 or the commune police first; place and time only
	NumbersFirst    Handling = "emergency_first"        // emergency numbers first
)

// Department is a body that handles cases, or is only shown to the citizen.
type Department struct {
	ID       string
	Tier     Tier
	Labels   map[string]string            // by language; vi is always there
	At       map[string]string            // commune tier: name at a place, with {area}, by language
	AtType   map[string]map[string]string // the same for one type of commune, such as phường
	Optional bool                         // exists only in some provinces
	Fallback string                       // who does its work where it does not exist
	ShowOnly bool                         // never gets a case: independent, or no authority
}

// Topic is what a case is about.
type Topic struct {
	ID       string
	Group    string
	Labels   map[string]string // by language; vi is always there
	First    string            // id of the department that answers
	Then     []string          // departments to pass it on to, in order
	Urgency  string            // id of a service level
	Handling Handling
	Own      bool     // each citizen's own matter: never shown to another as perhaps the same
	Proof    bool     // an answer needs a file, or a reason why there is none
	Numbers  []string // emergency numbers to show first
	Door     string   // id of the door to show beside or instead, or empty
	Wordings []string // how citizens say it
	Plain    []string // the same without tone marks
}

// Urgent reports whether cases of this topic are always urgent.
func (t Topic) Urgent() bool { return t.Urgency == UrgentLevel }

// Fileable reports whether a case of this topic may be opened at all.
func (t Topic) Fileable() bool { return t.Handling != ComplaintOnly && t.Handling != DenunciationEnd }

// Label returns the name in this language, or in Vietnamese.
func (t Topic) Label(lang string) string { return pick(t.Labels, lang) }

// Label returns the name in this language, or in Vietnamese.
func (d Department) Label(lang string) string { return pick(d.Labels, lang) }

// ServiceLevel is how soon a case is accepted and answered.
type ServiceLevel struct{ Accept, Answer Period }

// The service levels that the data must have.
const (
	UrgentLevel = "khan"
	NormalLevel = "binh_thuong"
)

// Reason is why a case is declined, and which door is the right one. The words are in locales: reason.ID and
// door.DOOR.
type Reason struct {
	ID   string
	Door string // empty when there is no other door
}

// Directory is the departments, topics and rules of one province. It is made by LoadDirectory and read-only.
type Directory struct {
	model       *linear.Model // what the topics sound like
	departments []Department
	topics      []Topic
	reasons     []Reason
	levels      map[string]ServiceLevel
	office      string
	unclear     string
	department  map[string]int
	topic       map[string]int
	reader      reader
	routes      []Rule
	successors  []successor
	former      map[string]string // code of a former commune → of the present one
}

// Departments returns all departments in the order of the file. The caller does not change them.
func (d *Directory) Departments() []Department { return d.departments }

// Topics returns all topics in the order of the file. The caller does not change them.
func (d *Directory) Topics() []Topic { return d.topics }

// Reasons returns all reasons for declining, in order. The caller does not change them.
func (d *Directory) Reasons() []Reason { return d.reasons }

// Department returns the department with this id.
func (d *Directory) Department(id string) (Department, bool) {
	i, ok := d.department[id]
	if !ok {
		return Department{}, false
	}
	return d.departments[i], true
}

// Topic returns the topic with this id.
func (d *Directory) Topic(id string) (Topic, bool) {
	i, ok := d.topic[id]
	if !ok {
		return Topic{}, false
	}
	return d.topics[i], true
}

// Reason returns the reason for declining with this id.
func (d *Directory) Reason(id string) (Reason, bool) {
	for _, r := range d.reasons {
		if r.ID == id {
			return r, true
		}
	}
	return Reason{}, false
}

// Unclear returns the id of the topic for what fits nowhere: a person sorts it.
func (d *Directory) Unclear() string { return d.unclear }

// Office returns the provincial office, which decides where departments do not agree.
func (d *Directory) Office() Unit { return Unit(d.office) }

// Level returns the time limits of a topic. An urgent case has those of the urgent level whatever its topic; an
// unknown topic has the normal ones.
func (d *Directory) Level(topic string, urgent bool) ServiceLevel {
	if urgent {
		return d.levels[UrgentLevel]
	}
	if t, ok := d.Topic(topic); ok {
		return d.levels[t.Urgency]
	}
	return d.levels[NormalLevel]
}

// UnitFor returns who answers a case of this topic in this commune by departments.yaml alone; UnitAt says who does at a
// time. A department of the commune cannot be found
// without a commune: the provincial office sorts it then, as it does an unknown topic.
func (d *Directory) UnitFor(topic, commune string) Unit {
	t, ok := d.Topic(topic)
	if !ok {
		return d.Office()
	}
	u, ok := d.UnitIn(t.First, commune)
	if !ok {
		return d.Office()
	}
	return u
}

// UnitIn returns the unit of a department that has to do with this commune, and false when the department is
// unknown, never gets cases, or is one of the commune and no commune is given.
func (d *Directory) UnitIn(department, commune string) (Unit, bool) {
	dep, ok := d.Department(department)
	switch {
	case !ok || dep.ShowOnly:
		return "", false
	case dep.Tier != TierCommune:
		return Unit(dep.ID), true
	case commune == "":
		return "", false
	}
	return UnitOf(dep.ID, commune), true
}

// HasUnit reports whether a case may lie with this unit. It does not look whether the commune exists.
func (d *Directory) HasUnit(u Unit) bool {
	want, ok := d.UnitIn(u.Department(), u.Commune())
	return ok && want == u
}

// UnitLabel returns the name of a unit for people: "Phòng Kinh tế, xã Chợ Rã".
func (d *Directory) UnitLabel(u Unit, lang string, areas *area.Areas) string {
	dep, ok := d.Department(u.Department())
	if !ok {
		return string(u)
	}
	place, ok := areas.Commune(u.Commune())
	if !ok || dep.Tier != TierCommune {
		return dep.Label(lang)
	}
	pattern := pick(dep.At, lang)
	if byType := dep.AtType[place.Type]; byType != nil {
		pattern = pick(byType, lang)
	}
	if pattern == "" {
		return dep.Label(lang) + ", " + place.Full()
	}
	return strings.ReplaceAll(pattern, "{area}", place.Full())
}

// pick returns the entry of a language, of the language without its region, or of Vietnamese.
func pick(labels map[string]string, lang string) string {
	if s, ok := labels[lang]; ok {
		return s
	}
	base, _, _ := strings.Cut(lang, "-")
	if s, ok := labels[base]; ok {
		return s
	}
	return labels["vi"]
}
