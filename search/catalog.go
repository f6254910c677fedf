package search

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"

	index "github.com/blevesearch/bleve_index_api"

	"danloi/search/vi"
)

// A catalog is what the index knows beside Bleve's postings: the documents, which unit belongs to which of
// them, the running words of every unit, and the vocabulary. It does not change once finished.
type catalog struct {
	Docs     []card
	Sections []string        // names of section kinds; a unit holds an index into it
	Words    []string        // exact keys of all words
	Average  [fields]float64 // average number of tokens of a unit in each field

	unitDoc, unitSection []uint32
	order                []uint32 // Bleve's number → unit
	starts               []uint32 // of each unit in running, and one more
	running              []uint32 // word numbers of the texts, one unit after another
	titleStarts          []uint32 // of each document in titles, and one more
	titles               []uint32 // word numbers of the titles, one document after another
	firstUnit            []uint32 // of each document, and one more
	counts               []uint32 // occurrences of each word
	pairs                pairCounts
	foldPairs            pairCounts

	wordIDs    map[string]uint32
	sectionIDs map[string]uint32
	folds      []uint32          // word → number of its folded form
	foldIDs    map[string]uint32 // folded form → number
	totals     [fields]int
	titled     int
	seen       map[uint64]uint32
}

// A card is what a hit shows of its document.
type card struct {
	ID    string
	Kind  Kind
	Lang  string
	Title string
	Code  string `json:",omitempty"`
}

// pairCounts counts pairs of numbers that stood side by side, sorted by key.
type pairCounts struct {
	keys   []uint64
	counts []uint32
}

func pairKey(a, b uint32) uint64 { return uint64(a)<<32 | uint64(b) }

func (p pairCounts) of(a, b uint32) int {
	if i, ok := slices.BinarySearch(p.keys, pairKey(a, b)); ok {
		return int(p.counts[i])
	}
	return 0
}

func sortPairs(m map[uint64]uint32) pairCounts {
	p := pairCounts{keys: make([]uint64, 0, len(m)), counts: make([]uint32, 0, len(m))}
	for k := range m {
		p.keys = append(p.keys, k)
	}
	slices.Sort(p.keys)
	for _, k := range p.keys {
		p.counts = append(p.counts, m[k])
	}
	return p
}

func newCatalog(docs []Document) *catalog {
	c := &catalog{wordIDs: map[string]uint32{}, sectionIDs: map[string]uint32{}, seen: map[uint64]uint32{}, starts: []uint32{0}, titleStarts: []uint32{0}}
	for _, d := range docs {
		c.Docs = append(c.Docs, card{ID: d.ID, Kind: d.Kind, Lang: d.Lang, Title: d.Title, Code: d.Code})
	}
	return c
}

// add counts one unit.
func (c *catalog) add(u unit, lengths [fields]int) {
	if u.doc == len(c.firstUnit) {
		c.firstUnit = append(c.firstUnit, uint32(len(c.unitDoc)))
		c.titles = append(c.titles, c.count(u.title)...)
		c.titleStarts = append(c.titleStarts, uint32(len(c.titles)))
	}
	c.unitDoc = append(c.unitDoc, uint32(u.doc))
	c.unitSection = append(c.unitSection, c.sectionID(u.section))
	for f, n := range lengths {
		c.totals[f] += n
	}
	if len(u.title) > 0 {
		c.titled++
	}
	c.running = append(c.running, c.count(u.text)...)
	c.starts = append(c.starts, uint32(len(c.running)))
}

// count puts words into the vocabulary and returns their numbers.
func (c *catalog) count(ws []word) []uint32 {
	out := make([]uint32, 0, len(ws))
	for _, w := range ws {
		if w.code {
			continue
		}
		id, ok := c.wordIDs[w.exact]
		if !ok {
			id = uint32(len(c.Words))
			c.wordIDs[w.exact] = id
			c.Words = append(c.Words, w.exact)
			c.counts = append(c.counts, 0)
		}
		c.counts[id]++
		if n := len(out); n > 0 {
			c.seen[pairKey(out[n-1], id)]++
		}
		out = append(out, id)
	}
	return out
}

func (c *catalog) sectionID(name string) uint32 {
	id, ok := c.sectionIDs[name]
	if !ok {
		id = uint32(len(c.Sections))
		c.sectionIDs[name] = id
		c.Sections = append(c.Sections, name)
	}
	return id
}

// finish computes the averages and the tables that are looked up.
func (c *catalog) finish() {
	c.firstUnit = append(c.firstUnit, uint32(len(c.unitDoc)))
	for f := range fields {
		n := len(c.unitDoc)
		if f.title() {
			n = c.titled
		}
		c.Average[f] = float64(c.totals[f]) / float64(max(1, n))
	}
	c.number()
	c.pairs = sortPairs(c.seen)
	folded := make(map[uint64]uint32, len(c.seen))
	for k, n := range c.seen {
		folded[pairKey(c.folds[k>>32], c.folds[uint32(k)])] += n
	}
	c.foldPairs = sortPairs(folded)
	c.seen = nil
}

// number gives the words and their folded forms their numbers.
func (c *catalog) number() {
	c.wordIDs = make(map[string]uint32, len(c.Words))
	c.foldIDs = make(map[string]uint32, len(c.Words))
	c.folds = make([]uint32, len(c.Words))
	for i, w := range c.Words {
		c.wordIDs[w] = uint32(i)
		f := vi.Fold(w)
		id, ok := c.foldIDs[f]
		if !ok {
			id = uint32(len(c.foldIDs))
			c.foldIDs[f] = id
		}
		c.folds[i] = id
	}
}

// units returns the number of units.
func (c *catalog) units() int { return len(c.unitDoc) }

// text returns the word numbers of a unit's text.
func (c *catalog) text(unit uint32) []uint32 { return c.running[c.starts[unit]:c.starts[unit+1]] }

// title returns the word numbers of a document's title.
func (c *catalog) title(doc uint32) []uint32 {
	return c.titles[c.titleStarts[doc]:c.titleStarts[doc+1]]
}

// wordRarity is the rarity of a word among all running words.
func (c *catalog) wordRarity(id uint32) float64 {
	return math.Log(1 + float64(len(c.running))/float64(1+c.counts[id]))
}

// whole returns the word numbers of all texts of a document.
func (c *catalog) whole(doc uint32) []uint32 {
	return c.running[c.starts[c.firstUnit[doc]]:c.starts[c.firstUnit[doc+1]]]
}

// internalNumber reads Bleve's own number of a document: eight bytes, the highest first.
func internalNumber(id index.IndexInternalID) (int, error) {
	if len(id) != 8 {
		return 0, errors.New("read search index: internal number is not eight bytes long")
	}
	return int(binary.BigEndian.Uint64(id)), nil
}
