package content

// Stats counts what a library holds. It is meant to be written as JSON.
type Stats struct {
	Guides    Count            `json:"guides"`
	Modules   Count            `json:"modules"`
	Lessons   int              `json:"lessons"` // of published modules, as the three below
	Screens   int              `json:"screens"`
	Exercises int              `json:"exercises"`
	Trainer   int              `json:"trainer_scripts"`
	Groups    map[string]int   `json:"groups"`    // published guides per group
	Languages map[string]Reach `json:"languages"` // per language tag
	Pictures  int              `json:"pictures"`
	Voices    map[string]int   `json:"voices"` // per language tag
}

// Count counts by status and confidence.
type Count struct {
	Published  int                `json:"published"`
	Draft      int                `json:"draft"`
	Confidence map[Confidence]int `json:"confidence"`
}

// Reach is how far one language goes in what is published.
type Reach struct {
	Guides      int         `json:"guides"`
	Modules     int         `json:"modules"`
	Steps       int         `json:"steps"`
	Readability Readability `json:"readability"` // left at zero where words are not parted by spaces
}

// Stats counts the library.
func (l *Library) Stats() Stats {
	s := Stats{Guides: Count{Confidence: map[Confidence]int{}}, Modules: Count{Confidence: map[Confidence]int{}},
		Groups: map[string]int{}, Languages: map[string]Reach{}, Voices: map[string]int{}}
	for _, slug := range l.guideOrder {
		g := l.guides[slug]
		s.Guides.add(g.Status, g.Confidence)
		s.addMedia(g.media)
		if g.Status == Published {
			s.addGuide(g)
		}
	}
	for _, slug := range l.moduleOrder {
		m := l.modules[slug]
		s.Modules.add(m.Status, m.Confidence)
		s.addMedia(m.media)
		if m.Status == Published {
			s.addModule(m)
		}
	}
	return s
}

func (c *Count) add(s Status, conf Confidence) {
	if s == Published {
		c.Published++
	} else {
		c.Draft++
	}
	c.Confidence[conf]++
}

func (s *Stats) addGuide(g Guide) {
	s.Groups[g.Group]++
	for lang, w := range g.Words {
		s.reach(lang, w.passages(), func(r *Reach) { r.Guides++; r.Steps += len(w.Steps) })
	}
}

func (s *Stats) addModule(m Module) {
	for _, l := range m.Words[Default].Lessons {
		s.Lessons++
		s.Screens += len(l.Screens)
		s.Exercises += len(l.Of(Exercise))
		s.Trainer += len(l.Of(Trainer))
	}
	for lang, w := range m.Words {
		s.reach(lang, w.passages(), func(r *Reach) { r.Modules++ })
	}
}

func (s *Stats) reach(lang string, texts []passage, count func(*Reach)) {
	r := s.Languages[lang]
	count(&r)
	if parted(lang) {
		r.Readability.merge(readability(texts))
	}
	s.Languages[lang] = r
}

func (s *Stats) addMedia(media map[string]Asset) {
	for name, a := range media {
		if a.Type == "image/webp" {
			s.Pictures++
		} else {
			s.Voices[voiceLanguage(name)]++
		}
	}
}
