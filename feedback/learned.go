package feedback

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"danloi/feedback/internal/linear"
)

//go:generate go run ./cmd/learn

// What was learned of the product's own data. Each file begins with the stamp of what it was learned from: where an
// operator's data is other, it is learned at start instead.
const (
	kindsModel  = "kinds.model"
	topicsModel = "topics.model"
)

// How many rows the tables have, as a power of two.
const (
	kindsBits  = 16
	topicsBits = 15
)

type stamp [sha256.Size]byte

// stampOf is the stamp of texts in their order.
func stampOf(texts ...[]byte) stamp {
	h := sha256.New()
	for _, t := range texts {
		fmt.Fprintf(h, "%d:", len(t))
		h.Write(t)
	}
	return stamp(h.Sum(nil))
}

// stampFor is the stamp of these files and of what the topics are and how they are said. Names of departments and
// time limits do not count: an operator may change them without learning anew.
func stampFor(fsys fs.FS, dir *Directory, files ...string) (stamp, error) {
	var topics bytes.Buffer
	for _, t := range dir.topics {
		fmt.Fprintf(&topics, "%q %q %q %q %q\n", t.ID, t.Handling, t.Labels["vi"], t.Wordings, t.Plain)
	}
	texts := [][]byte{topics.Bytes()}
	for _, name := range files {
		data, err := readData(fsys, name)
		if err != nil {
			return stamp{}, err
		}
		texts = append(texts, data)
	}
	return stampOf(texts...), nil
}

// stored returns the model of a file, and what its classes are, when it was learned from the data with this stamp.
func stored(name string, want stamp) (model *linear.Model, classes []string, ok bool) {
	data, err := embedded.ReadFile(name)
	if err != nil || !bytes.HasPrefix(data, want[:]) {
		return nil, nil, false
	}
	z, err := gzip.NewReader(bytes.NewReader(data[len(want):]))
	if err != nil {
		return nil, nil, false
	}
	names := bufio.NewReader(z)
	line, err := names.ReadString('\n')
	if err != nil {
		return nil, nil, false
	}
	m, err := linear.Decode(names)
	if err != nil {
		return nil, nil, false
	}
	classes = strings.Split(strings.TrimSuffix(line, "\n"), "|")
	return m, classes, len(classes) == m.Classes()
}

// pack writes a model as stored reads it.
func pack(p stamp, m *linear.Model, classes []string) ([]byte, error) {
	var b bytes.Buffer
	b.Write(p[:])
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(z, strings.Join(classes, "|")+"\n"); err != nil {
		return nil, err
	}
	if err := m.Encode(z); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

// Learn learns the product's own data anew and returns the model files by name. It takes some seconds.
func Learn() (map[string][]byte, error) {
	dir, err := loadTopics(nil)
	if err != nil {
		return nil, err
	}
	s, err := readSigns(nil)
	if err != nil {
		return nil, err
	}
	doc, err := readExamples(nil)
	if err != nil {
		return nil, err
	}
	s.learn(doc, dir)
	kindsStamp, err := kindsStamp(nil, dir)
	if err != nil {
		return nil, err
	}
	kinds, err := pack(kindsStamp, s.hunch.model, names(s.hunch.answers))
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", kindsModel, err)
	}
	topicsStamp, err := topicsStamp(nil, dir)
	if err != nil {
		return nil, err
	}
	dir.learn(doc)
	topics, err := pack(topicsStamp, dir.model, dir.topicIDs())
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", topicsModel, err)
	}
	return map[string][]byte{kindsModel: kinds, topicsModel: topics}, nil
}
