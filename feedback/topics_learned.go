package feedback

import (
	"io/fs"

	"danloi/feedback/internal/linear"
)

func topicsStamp(fsys fs.FS, dir *Directory) (stamp, error) {
	return stampFor(fsys, dir, spellingsFile, examplesFile)
}

// loadModel takes what was learned of these topics, or learns it.
func (d *Directory) loadModel(fsys fs.FS) error {
	want, err := topicsStamp(fsys, d)
	if err != nil {
		return err
	}
	if m, _, ok := stored(topicsModel, want); ok {
		d.model = m
		return nil
	}
	doc, err := readExamples(fsys)
	if err != nil {
		return err
	}
	d.learn(doc)
	return nil
}

// learn learns what the topics sound like.
func (d *Directory) learn(doc examplesDoc) { d.learnLessons(doc.ofTopics(d)) }

func (d *Directory) learnLessons(list []lesson) {
	examples := linearExamples(d.reader, list, func(t text) []linear.Feature { return sounds(t).list })
	d.model = linear.Train(examples, len(d.topics), topicsBits)
}

func (d *Directory) topicIDs() []string {
	var ids []string
	for _, t := range d.topics {
		ids = append(ids, t.ID)
	}
	return ids
}
