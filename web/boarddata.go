package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"danloi/feedback/figures"
)

// open lets programs on other sites read an answer: it is the same for everybody and holds nothing personal.
func open(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "ETag, Last-Modified, Link, Retry-After")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		next(w, r)
	})
}

// serveData answers with data and lets a reader ask next time whether they changed. Figures depend on the day, so
// they count as changed at the beginning of each hour, and whenever a case changed.
func (s *site) serveData(w http.ResponseWriter, r *http.Request, kind, name string, changed time.Time, body []byte) {
	h := w.Header()
	sum := sha256.Sum256(body)
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=60")
	if u := licenceURL(s.Licence); u != "" {
		h.Add("Link", "<"+u+`>; rel="license"`)
	}
	if name != "" {
		h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	}
	if hour := s.Now().Truncate(time.Hour); hour.After(changed) {
		changed = hour
	}
	http.ServeContent(w, r, "", changed, bytes.NewReader(body))
}

// dataFault answers a program when there is nothing to give, and reports whether it did.
func (s *site) dataFault(w http.ResponseWriter, r *http.Request, err error) bool {
	status, id := http.StatusInternalServerError, "pages.error.500"
	switch {
	case err == nil:
		return false
	case errors.Is(err, errNoSuchView):
		status, id = http.StatusBadRequest, "board.error.query"
	case errors.Is(err, errNotCounted):
		status, id = http.StatusServiceUnavailable, "board.soon"
		w.Header().Set("Retry-After", "10")
	case r.Context().Err() == nil:
		s.Log.ErrorContext(r.Context(), "serve data", "route", r.Pattern, "err", err)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": s.Texts.Text(s.langOf(r), id)}) // the reader is gone when this fails
	return true
}

// dataMeasures are the counts as they are called in the open data, in the order of the columns.
var dataMeasures = []struct {
	name string
	of   figures.Measure
}{
	{"received", figures.Received}, {"answered", figures.AnsweredNow}, {"working", figures.WorkingNow}, {"declined", figures.DeclinedAfter},
	{"ended_otherwise", figures.EndedOther}, {"late", figures.LateNow}, {"answered_ever", figures.AnsweredEver}, {"answered_on_time", figures.OnTimeFirst},
	{"judged", figures.Judged}, {"reopened", figures.ReopenedOnce}, {"passed_on", figures.PassedOnce}, {"rated", figures.Rated},
}

// dataValues are the figures that were worked out.
var dataValues = []struct {
	name string
	of   func(figures.Group) figures.Value
}{
	{"on_time_percent", func(g figures.Group) figures.Value { return g.OnTime }},
	{"median_working_days", func(g figures.Group) figures.Value { return g.Median }},
	{"declined_percent", func(g figures.Group) figures.Value { return g.Declined }},
	{"reopened_percent", func(g figures.Group) figures.Value { return g.Reopened }},
	{"rating_mean", func(g figures.Group) figures.Value { return g.Rating }},
}

// dataDimensions are the tables of the open data.
func dataDimensions(b boardQuery) []struct {
	name string
	of   figures.Dimension
} {
	over := "month"
	if b.over() == figures.ByWeek {
		over = "week"
	}
	return []struct {
		name string
		of   figures.Dimension
	}{{"topic", figures.ByTopic}, {"department", figures.ByDepartment}, {"area", figures.ByArea}, {over, b.over()}}
}

// nameOf words a key of the open data; periods speak for themselves.
func (s *site) nameOf(lang, dimension, key string) string {
	if dimension == "month" || dimension == "week" {
		return key
	}
	return s.groupName(lang, dimension, key)
}

// boardJSON gives the figures of the page to programs.
func (s *site) boardJSON(w http.ResponseWriter, r *http.Request) {
	c, err := s.figuresFor(r)
	if s.dataFault(w, r, err) {
		return
	}
	lang, b := s.langOf(r), c.query
	out := map[string]any{
		"licence": s.Licence, "province": s.Province, "least": figures.Least, "rounded": c.report.Rounded, "as_of": c.at.UTC().Truncate(time.Hour),
		"query": map[string]string{"period": b.period, "topic": b.topic, "area": b.area, "department": b.department},
		"total": dataGroup(c.report.Total),
	}
	for _, d := range dataDimensions(b) {
		list := []map[string]any{}
		for _, g := range c.report.Groups[d.of] {
			one := dataGroup(g)
			one["key"], one["name"] = g.Key, s.nameOf(lang, d.name, g.Key)
			list = append(list, one)
		}
		out["by_"+d.name] = list
	}
	body, err := json.MarshalIndent(out, "", " ")
	if s.dataFault(w, r, err) {
		return
	}
	s.serveData(w, r, "application/json", "", c.changed, append(body, '\n'))
}

// dataGroup is a group of the open data. What is hidden is null and named in "hidden"; what there is none of is null
// and not named; a share that is only told to be less than something is in "under".
func dataGroup(g figures.Group) map[string]any {
	out, hidden, under := map[string]any{}, []string{}, map[string]float64{}
	for _, m := range dataMeasures {
		if c := g.Cells[m.of]; c.Hidden {
			out[m.name], hidden = nil, append(hidden, m.name)
		} else {
			out[m.name] = c.N
		}
	}
	for _, m := range dataValues {
		switch v := m.of(g); {
		case v.Hidden:
			out[m.name], hidden = nil, append(hidden, m.name)
		case v.None:
			out[m.name] = nil
		case v.Under:
			out[m.name], under[m.name] = nil, v.V
		default:
			out[m.name] = math.Round(v.V*10) / 10
		}
	}
	out["hidden"] = hidden
	if len(under) > 0 {
		out["under"] = under
	}
	return out
}

// byteOrderMark tells spreadsheets that a file is UTF-8.
const byteOrderMark = "\ufeff"

// hiddenMark stands in a table of open data for a figure that is hidden.
const hiddenMark = "*"

// boardCSV gives the figures of the page to spreadsheets: a line a group, and one for the whole.
func (s *site) boardCSV(w http.ResponseWriter, r *http.Request) {
	c, err := s.figuresFor(r)
	if s.dataFault(w, r, err) {
		return
	}
	lang := s.langOf(r)
	head := []string{"table", "key", "name"}
	for _, m := range dataMeasures {
		head = append(head, m.name)
	}
	for _, m := range dataValues {
		head = append(head, m.name)
	}
	rows := [][]string{head, dataRow("total", "", "", c.report.Total)}
	for _, d := range dataDimensions(c.query) {
		for _, g := range c.report.Groups[d.of] {
			rows = append(rows, dataRow(d.name, g.Key, s.nameOf(lang, d.name, g.Key), g))
		}
	}
	s.serveData(w, r, "text/csv; charset=utf-8", "dan-loi-board.csv", c.changed, writeCSV(rows))
}

func dataRow(table, key, name string, g figures.Group) []string {
	row := []string{table, key, name}
	for _, m := range dataMeasures {
		if c := g.Cells[m.of]; c.Hidden {
			row = append(row, hiddenMark)
		} else {
			row = append(row, strconv.Itoa(c.N))
		}
	}
	for _, m := range dataValues {
		switch v := m.of(g); {
		case v.Hidden:
			row = append(row, hiddenMark)
		case v.None:
			row = append(row, "")
		case v.Under:
			row = append(row, "<"+strconv.Itoa(int(v.V)))
		default:
			row = append(row, strconv.FormatFloat(math.Round(v.V*10)/10, 'f', -1, 64))
		}
	}
	return row
}

// writeCSV writes a table so that a spreadsheet takes no cell for a formula.
func writeCSV(rows [][]string) []byte {
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = safeCell(cell)
		}
		_ = w.Write(safe) // a buffer does not fail
	}
	w.Flush()
	return b.Bytes()
}

// safeCell puts an apostrophe before what a spreadsheet would work out. Numbers stay as they are.
func safeCell(text string) string {
	if text == "" || !strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return text
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return text
	}
	return "'" + text
}
