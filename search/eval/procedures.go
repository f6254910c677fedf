package eval

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"danloi/search"
)

// procedure is one line of a national catalogue.
type procedure struct {
	Code       string   `json:"code"`
	Title      string   `json:"title"`
	Sector     string   `json:"sector"`
	Level      string   `json:"level"`
	Agency     string   `json:"agency"`
	ForWhom    []string `json:"for_whom"`
	Conditions string   `json:"conditions"`
	Steps      []string `json:"steps"`
	Documents  []string `json:"documents"`
	Submit     []struct {
		How  string `json:"how"`
		Time string `json:"time"`
		Fee  string `json:"fee"`
		Note string `json:"note"`
	} `json:"submit"`
	Fee    string   `json:"fee"`
	Result []string `json:"result"`
}

// ReadProcedures reads a national catalogue, JSON lines, plain or gzip, as documents of the index.
func ReadProcedures(path string) ([]search.Document, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	defer f.Close() // only read
	var r io.Reader = bufio.NewReader(f)
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(r); err != nil {
			return nil, fmt.Errorf("read catalogue: %w", err)
		}
	}
	ps, err := ReadLines[procedure](r)
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	out := make([]search.Document, 0, len(ps))
	for _, p := range ps {
		if p.Code == "" {
			return nil, errors.New("read catalogue: a procedure has no code")
		}
		out = append(out, p.document())
	}
	return out, nil
}

// most bounds the pieces of a long list that are searched.
const most = 12

func (p procedure) document() search.Document {
	d := search.Document{ID: p.Code, Kind: search.KindProcedure, Lang: "vi", Title: p.Title, Code: p.Code}
	add := func(kind string, texts ...string) {
		if t := strings.TrimSpace(strings.Join(texts[:min(len(texts), most)], "\n")); t != "" {
			d.Sections = append(d.Sections, search.Section{Kind: kind, Text: clip(t)})
		}
	}
	add(search.SectionSummary, append([]string{p.Sector}, p.Result...)...)
	add(search.SectionWhere, p.Agency, p.Level)
	add(search.SectionWho, append(p.ForWhom, p.Conditions)...)
	add(search.SectionPapers, p.Documents...)
	add(search.SectionSteps, p.Steps...)
	var fees, times []string
	for _, s := range p.Submit {
		fees = append(fees, s.How+" "+s.Fee)
		times = append(times, s.How+" "+s.Time+" "+s.Note)
	}
	add(search.SectionCost, append(fees, p.Fee)...)
	add(search.SectionTime, times...)
	return d
}

// longest bounds the text of one section, in bytes.
const longest = 4000

func clip(s string) string {
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "")
}
