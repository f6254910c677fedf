package feedback

import (
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v3"
)

// The shapes of departments.yaml. Each keeps its node, so that an error can name the line.
type (
	directoryDoc struct {
		Office      lined[string]
		Unclear     lined[string]
		Levels      map[string]lined[levelDoc]
		Reasons     []lined[reasonDoc]
		Departments []lined[departmentDoc]
		Topics      []lined[topicDoc]
	}
	levelDoc  struct{ Accept, Answer string }
	reasonDoc struct{ ID, Door string }

	departmentDoc struct {
		ID       string
		Tier     Tier
		Labels   map[string]string
		At       map[string]string
		AtType   map[string]map[string]string `yaml:"at_type"`
		Optional bool
		Fallback string
		ShowOnly bool `yaml:"show_only"`
	}
	topicDoc struct {
		ID, Group, First, Urgency, Door string
		Labels                          map[string]string
		Then, Numbers, Wordings, Plain  []string
		Handling                        Handling
		Proof, Own                      bool
	}
)

// lined is a value with the node that it was read from.
type lined[T any] struct {
	value T
	node  *yaml.Node
}

// UnmarshalYAML reads the value and remembers the node.
func (l *lined[T]) UnmarshalYAML(node *yaml.Node) error {
	l.node = node
	return node.Decode(&l.value)
}

// LoadDirectory reads departments and topics. fsys is an operator's folder whose departments.yaml, wordings.yaml and
// routes.yaml replace the embedded ones, or nil. All faults of a file are reported at once, each with file and line.
func LoadDirectory(fsys fs.FS) (*Directory, error) {
	d, err := loadTopics(fsys)
	if err != nil {
		return nil, err
	}
	if err := d.loadRoutes(fsys); err != nil {
		return nil, err
	}
	if err := d.loadModel(fsys); err != nil {
		return nil, err
	}
	return d, nil
}

// loadTopics reads departments and topics without what changes where they go and what was learned of them.
func loadTopics(fsys fs.FS) (*Directory, error) {
	data, err := readData(fsys, departmentsFile)
	if err != nil {
		return nil, err
	}
	var doc directoryDoc
	if err := decodeStrict(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", departmentsFile, err)
	}
	more, err := loadWordings(fsys)
	if err != nil {
		return nil, err
	}
	f := &faults{file: departmentsFile}
	d := doc.build(f)
	if d.reader, err = loadReader(fsys); err != nil {
		return nil, err
	}
	d.addWordings(more)
	return d, f.err()
}

func (doc directoryDoc) build(f *faults) *Directory {
	d := &Directory{
		office: doc.Office.value, unclear: doc.Unclear.value,
		levels: map[string]ServiceLevel{}, department: map[string]int{}, topic: map[string]int{},
	}
	doc.buildLevels(d, f)
	for _, r := range doc.Reasons {
		if _, twice := d.Reason(r.value.ID); twice || r.value.ID == "" {
			f.add(r.node, "reason %q is empty or there twice", r.value.ID)
		}
		d.reasons = append(d.reasons, Reason(r.value))
	}
	for _, dep := range doc.Departments {
		checkID(f, dep.node, "department", dep.value.ID, d.department)
		d.department[dep.value.ID] = len(d.departments)
		d.departments = append(d.departments, Department(dep.value))
	}
	for _, dep := range doc.Departments {
		d.checkDepartment(dep, f)
	}
	for _, t := range doc.Topics {
		checkID(f, t.node, "topic", t.value.ID, d.topic)
		d.checkTopic(t, f)
		d.topic[t.value.ID] = len(d.topics)
		d.topics = append(d.topics, t.value.topic())
	}
	if dep, ok := d.Department(d.office); !ok || dep.Tier == TierCommune || dep.ShowOnly {
		f.add(doc.Office.node, "office %q is not a department of the province", d.office)
	}
	if _, ok := d.Topic(d.unclear); !ok {
		f.add(doc.Unclear.node, "unclear %q is not a topic", d.unclear)
	}
	return d
}

func (doc directoryDoc) buildLevels(d *Directory, f *faults) {
	for id, l := range doc.Levels {
		accept, err := parsePeriod(l.value.Accept)
		if err != nil {
			f.add(l.node, "level %s: accept: %v", id, err)
		}
		answer, err := parsePeriod(l.value.Answer)
		if err != nil {
			f.add(l.node, "level %s: answer: %v", id, err)
		}
		d.levels[id] = ServiceLevel{Accept: accept, Answer: answer}
	}
	for _, id := range []string{UrgentLevel, NormalLevel} {
		if _, ok := d.levels[id]; !ok {
			f.add(nil, "level %s is missing", id)
		}
	}
}

func checkID(f *faults, at *yaml.Node, what, id string, seen map[string]int) {
	if _, twice := seen[id]; twice {
		f.add(at, "%s %q is there twice", what, id)
	}
	if !plainID(id) {
		f.add(at, "%s %q: an id is small letters, digits and underscores", what, id)
	}
}

func (d *Directory) checkDepartment(l lined[departmentDoc], f *faults) {
	dep := l.value
	if dep.Tier != TierCommune && dep.Tier != TierProvince && dep.Tier != TierVertical {
		f.add(l.node, "department %s: tier %q is unknown", dep.ID, dep.Tier)
	}
	if dep.Labels["vi"] == "" {
		f.add(l.node, "department %s: the Vietnamese label is missing", dep.ID)
	}
	if _, ok := d.Department(dep.Fallback); !ok && (dep.Fallback != "" || dep.Optional) {
		f.add(l.node, "department %s: fallback %q is not a department", dep.ID, dep.Fallback)
	}
}

func (d *Directory) checkTopic(l lined[topicDoc], f *faults) {
	t := l.value
	if t.Labels["vi"] == "" {
		f.add(l.node, "topic %s: the Vietnamese label is missing", t.ID)
	}
	if _, ok := d.levels[t.Urgency]; !ok {
		f.add(l.node, "topic %s: urgency %q is not a level", t.ID, t.Urgency)
	}
	first, ok := d.Department(t.First)
	if !ok {
		f.add(l.node, "topic %s: first %q is not a department", t.ID, t.First)
	}
	if first.ShowOnly && t.topic().Fileable() {
		f.add(l.node, "topic %s: department %s never gets cases", t.ID, t.First)
	}
	for _, id := range t.Then {
		if _, ok := d.Department(id); !ok {
			f.add(l.node, "topic %s: then %q is not a department", t.ID, id)
		}
	}
	switch t.Handling {
	case Route, Guidance, MaybeComplaint, ComplaintOnly, DenunciationEnd, PoliceFirst, NumbersFirst:
	default:
		f.add(l.node, "topic %s: handling %q is unknown", t.ID, t.Handling)
	}
}

func (t topicDoc) topic() Topic {
	return Topic{
		ID: t.ID, Group: t.Group, Labels: t.Labels, First: t.First, Then: t.Then, Urgency: t.Urgency,
		Handling: t.Handling, Proof: t.Proof, Own: t.Own, Numbers: t.Numbers, Door: t.Door, Wordings: t.Wordings, Plain: t.Plain,
	}
}
