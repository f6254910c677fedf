package web

import (
	"cmp"
	"slices"

	"danloi/feedback"
	"danloi/store"
)

type inboxView struct {
	Tabs                []tabView
	Rows                []rowView
	Topics, Areas       []option
	Units               []option // empty unless there is a choice
	Tab, FirstURL, Next string
	Filtered            bool
	ShowUnit            bool
	Batch               []option // what can be done to several cases
	Export              *exportView
}

// exportView is the form that takes the list away.
type exportView struct {
	Hidden   map[string]string
	Personal bool // the visitor may take personal data
}

type tabView struct {
	Name, URL string
	Count     int
	Counted   bool
	Late      bool // draws attention to what is late
	Present   bool
}

type rowView struct {
	Ref, URL, Topic, Area, Unit, Words, Status, Kind string
	Due                                              due
	Urgent                                           bool
	Files                                            int
	Reopened                                         bool
	Version                                          int
}

type option struct {
	Value, Name string
	Chosen      bool
}

func (s *site) inboxView(v visit, f filter, in listed) inboxView {
	view := inboxView{
		Tab: string(f.tab), Filtered: f.topic != "" || f.area != "" || f.unit != "",
		ShowUnit: v.scope.all || len(v.scope.units) > 1,
		Topics:   options(in.topics, f.topic, func(id string) string { return s.topicName(id, v.lang) }),
		Areas:    options(in.areas, f.area, func(id string) string { return areaName(s, id) }),
	}
	if view.ShowUnit {
		view.Units = options(in.units, feedback.Unit(f.unit), func(u feedback.Unit) string { return s.unitName(u, v.lang) })
	}
	for _, t := range tabs {
		if n := in.counts[t.id]; !t.rare || n > 0 || t.id == f.tab {
			view.Tabs = append(view.Tabs, tabView{
				Name: s.Texts.Text(v.lang, "console.tab."+string(t.id)), URL: f.url(t.id, ""), Count: n,
				Counted: t.id != store.ShelfClosed, Late: t.id == store.ShelfLate && n > 0, Present: t.id == f.tab,
			})
		}
	}
	for _, c := range in.rows {
		view.Rows = append(view.Rows, s.rowView(v, c))
	}
	for _, spec := range batchForms {
		view.Batch = append(view.Batch, option{Value: string(spec.kind), Name: s.Texts.Text(v.lang, "console.do."+string(spec.kind))})
	}
	view.Export = &exportView{Hidden: map[string]string{"tab": string(f.tab), "topic": f.topic, "area": f.area, "unit": f.unit}, Personal: v.scope.all}
	if in.next != "" {
		view.Next = f.url(f.tab, in.next)
	}
	if f.after != "" {
		view.FirstURL = f.url(f.tab, "")
	}
	return view
}

func (s *site) rowView(v visit, c feedback.Case) rowView {
	return rowView{
		Ref: c.Ref, URL: caseURL(c.Ref), Topic: s.topicName(c.Topic, v.lang), Area: areaName(s, c.Area),
		Unit: s.unitName(c.Unit, v.lang), Words: s.rowWords(v.lang, c),
		Status: s.Texts.Text(v.lang, "console.status."+string(c.Status)), Due: s.dueOf(v.lang, c, s.Now()),
		Kind:    s.Texts.Text(v.lang, "console.kind."+string(c.Kind)),
		Version: c.Version, Urgent: c.Urgent, Files: len(c.Person.Files), Reopened: c.Reopened > 0 && c.Working(),
	}
}

// options makes the choices of a select, in the order of their names. Ids without a name are left out.
func options[K ~string](ids map[K]bool, chosen K, name func(K) string) []option {
	var out []option
	for id := range ids {
		if n := name(id); n != "" {
			out = append(out, option{Value: string(id), Name: n, Chosen: id == chosen})
		}
	}
	slices.SortFunc(out, func(a, b option) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

func (s *site) topicName(id, lang string) string {
	if t, ok := s.Directory.Topic(id); ok {
		return t.Label(lang)
	}
	return id
}

func (s *site) unitName(u feedback.Unit, lang string) string {
	if u == "" {
		return ""
	}
	return s.Directory.UnitLabel(u, lang, s.Areas)
}
