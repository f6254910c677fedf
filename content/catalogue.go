package content

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"
)

// The limits of a catalogue. The whole of Vietnam has some 6,000 procedures of 7 kB.
const (
	maxCatalogueLine  = 1 << 20   // bytes of one procedure
	maxCatalogueBytes = 512 << 20 // bytes in all, unpacked
)

// A Procedure is one entry of a national catalogue of administrative procedures. Its texts are the
// administration's own, with the breaks that came from PDF mended; only Code and Title are always there.
type Procedure struct {
	Code       string       `json:"code"` // unique, such as "1.004194"
	Title      string       `json:"title"`
	LifeEvent  string       `json:"life_event"` // slug of a group
	Sector     string       `json:"sector"`
	Level      string       `json:"level"`
	Agency     string       `json:"agency"`
	ForWhom    []string     `json:"for_whom"`
	Conditions string       `json:"conditions"`
	Steps      []string     `json:"steps"`
	Documents  []string     `json:"documents"`
	Submit     []Submission `json:"submit"`
	Fee        string       `json:"fee"`
	Legal      []string     `json:"legal"`
	Result     []string     `json:"result"`
	Decision   string       `json:"decision"`
	URL        string       `json:"url"`
	Extracted  string       `json:"extracted"` // the day it was read, 2006-01-02
}

// A Submission is one way to hand a procedure's papers in.
type Submission struct {
	How  string `json:"how"`
	Time string `json:"time"`
	Fee  string `json:"fee"`
	Note string `json:"note"`
}

// A LineError is a line of a catalogue that could not be taken.
type LineError struct {
	Line int // counted from 1
	Err  error
}

// Error names the line. It carries nothing of what stood there.
func (e *LineError) Error() string { return fmt.Sprintf("catalogue line %d: %v", e.Line, e.Err) }

// Unwrap returns the cause.
func (e *LineError) Unwrap() error { return e.Err }

// Reasons for a [LineError].
var (
	ErrNoCode    = errors.New("no code or title")
	ErrCodeTwice = errors.New("the code stands on an earlier line")
	ErrLineLong  = errors.New("the line is too long")
)

// ReadCatalogue yields the procedures of a catalogue in JSON lines, plain or gzip, whichever the first
// bytes say. Fields it does not know are ignored.
//
// A line that cannot be taken is yielded as a [*LineError] and the reading goes on; any other error, such
// as a cut-off file or one over the limits, is the last thing yielded. The importer decides whether some
// bad lines spoil the whole. The sequence can be run once.
func ReadCatalogue(r io.Reader) iter.Seq2[Procedure, error] {
	return func(yield func(Procedure, error) bool) {
		lines, err := unpack(r)
		if err != nil {
			yield(Procedure{}, fmt.Errorf("read catalogue: %w", err))
			return
		}
		seen := map[string]bool{}
		for n := 1; ; n++ {
			line, err := nextLine(lines)
			if err == io.EOF {
				return
			}
			var p Procedure
			switch {
			case errors.Is(err, ErrLineLong):
				err = &LineError{n, err}
			case err != nil:
				yield(Procedure{}, fmt.Errorf("read catalogue after line %d: %w", n-1, err))
				return
			case len(bytes.TrimSpace(line)) == 0:
				continue
			default:
				p, err = parseProcedure(line, n, seen)
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

// unpack returns the text of r, unzipped where it begins with gzip's mark, and never more than the limit.
func unpack(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	text := io.Reader(in)
	if mark, err := in.Peek(2); err == nil && mark[0] == 0x1f && mark[1] == 0x8b {
		if text, err = gzip.NewReader(in); err != nil {
			return nil, err
		}
	}
	return bufio.NewReaderSize(&capped{r: text, left: maxCatalogueBytes}, 64<<10), nil
}

// capped is a reader that fails, rather than ends, after so many bytes.
type capped struct {
	r    io.Reader
	left int64
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, fmt.Errorf("more than %d bytes", maxCatalogueBytes)
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

// nextLine returns the next line without its end, io.EOF after the last. A line over the limit is read to
// its end and returned as ErrLineLong.
func nextLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxCatalogueLine; !long {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && (len(line) > 0 || long):
			err = nil
		}
		if err == nil && long {
			err = ErrLineLong
		}
		return bytes.TrimRight(line, "\r\n"), err
	}
}

func parseProcedure(line []byte, n int, seen map[string]bool) (Procedure, error) {
	var p Procedure
	if !utf8.Valid(line) {
		return Procedure{}, &LineError{n, errors.New("not UTF-8 text")}
	}
	line = bytes.TrimPrefix(line, []byte("\ufeff"))
	if err := json.Unmarshal(line, &p); err != nil {
		return Procedure{}, &LineError{n, jsonFault(err)}
	}
	p = p.clean()
	if p.Code == "" || p.Title == "" {
		return Procedure{}, &LineError{n, ErrNoCode}
	}
	if seen[p.Code] {
		return Procedure{}, &LineError{n, ErrCodeTwice}
	}
	seen[p.Code] = true
	return p, nil
}

// jsonFault says what is wrong with a line in words that fit a file of JSON lines.
func jsonFault(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("field %q: expected %s, not %s", wrong.Field, jsonName(wrong.Type.Kind().String()), wrong.Value)
	}
	return fmt.Errorf("not a JSON object: %w", err)
}

func jsonName(kind string) string {
	switch kind {
	case "slice":
		return "a list"
	case "struct":
		return "an object"
	}
	return "a text"
}

// clean mends every text of the procedure.
func (p Procedure) clean() Procedure {
	for _, s := range []*string{&p.Code, &p.Title, &p.LifeEvent, &p.Sector, &p.Level, &p.Agency, &p.Fee,
		&p.Decision, &p.URL, &p.Extracted} {
		*s = strings.Join(strings.Fields(CleanText(*s)), " ")
	}
	p.Conditions = CleanText(p.Conditions)
	for _, list := range []*[]string{&p.ForWhom, &p.Steps, &p.Documents, &p.Legal, &p.Result} {
		*list = cleanList(*list)
	}
	for i, s := range p.Submit {
		p.Submit[i] = Submission{How: CleanText(s.How), Time: CleanText(s.Time), Fee: CleanText(s.Fee), Note: CleanText(s.Note)}
	}
	return p
}

// cleanList mends every text of a list and leaves out the empty ones.
func cleanList(list []string) []string {
	var out []string
	for _, s := range list {
		if s = CleanText(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}
