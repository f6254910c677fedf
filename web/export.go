package web

import (
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"danloi/feedback"
	"danloi/store"
)

// A list is taken away as CSV or XLSX. It is read page by page, so that neither the server nor other citizens wait for
// it, and holds nothing personal but for a coordinator who asks for it, which leaves an audit line.

const (
	exportPage = 500
	exportMost = 100_000 // rows of one file
)

// column is one column of the list.
type column struct {
	id    string
	value func(s *site, lang string, c feedback.Case) string
}

var exportColumns = []column{
	{"ref", func(_ *site, _ string, c feedback.Case) string { return c.Ref }},
	{"status", func(s *site, lang string, c feedback.Case) string {
		return s.Texts.Text(lang, "console.status."+string(c.Status))
	}},
	{"kind", func(s *site, lang string, c feedback.Case) string {
		return s.Texts.Text(lang, "console.kind."+string(c.Kind))
	}},
	{"topic", func(s *site, lang string, c feedback.Case) string { return s.topicName(c.Topic, lang) }},
	{"unit", func(s *site, lang string, c feedback.Case) string { return s.unitName(c.Unit, lang) }},
	{"area", func(s *site, _ string, c feedback.Case) string { return areaName(s, c.Area) }},
	{"opened", func(s *site, _ string, c feedback.Case) string { return s.stamp(c.Opened) }},
	{"accept_due", func(s *site, _ string, c feedback.Case) string { return s.stamp(c.Accept.Due) }},
	{"accepted", func(s *site, _ string, c feedback.Case) string { return s.stamp(c.Accept.Done) }},
	{"answer_due", func(s *site, _ string, c feedback.Case) string { return s.stamp(c.Answer.Due) }},
	{"answered", func(s *site, _ string, c feedback.Case) string { return s.stamp(c.Answer.Done) }},
	{"ended", func(s *site, _ string, c feedback.Case) string { return s.stamp(c.Ended) }},
	{"late", func(s *site, lang string, c feedback.Case) string { return s.yes(lang, c.Late(s.Now())) }},
	{"urgent", func(s *site, lang string, c feedback.Case) string { return s.yes(lang, c.Urgent) }},
	{"passed_on", func(_ *site, _ string, c feedback.Case) string { return count(c.PassedOn) }},
	{"reopened", func(_ *site, _ string, c feedback.Case) string { return count(c.Reopened) }},
	{"rating", func(_ *site, _ string, c feedback.Case) string { return count(c.Rating) }},
}

var personalColumns = []column{
	{"words", func(_ *site, _ string, c feedback.Case) string { return c.Person.Words }},
	{"name", func(_ *site, _ string, c feedback.Case) string { return c.Person.Name }},
	{"phone", func(_ *site, _ string, c feedback.Case) string { return c.Person.Phone }},
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// stamp writes a moment so that spreadsheets sort it.
func (s *site) stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(s.Calendar.Zone()).Format("2006-01-02 15:04")
}

func (s *site) yes(lang string, yes bool) string {
	if !yes {
		return ""
	}
	return s.Texts.Text(lang, "console.export.yes")
}

// listSheet takes the rows of a list.
type listSheet struct {
	row   func(cells []string) error
	close func() error
}

// export writes the list of a filter.
func (s *site) export(w http.ResponseWriter, r *http.Request, v visit) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, s.Texts.Text(v.lang, "pages.error.large"), formStatus(err))
		return
	}
	f := readFilter(r.PostForm)
	f.after = ""
	columns := exportColumns
	personal := r.PostFormValue("personal") != ""
	if personal {
		if !v.scope.all {
			s.notThere(w, r, v)
			return
		}
		if err := s.audit(r.Context(), v.staff, AuditExported, "", f.unit); err != nil {
			s.fail(w, r, err)
			return
		}
		columns = append(append([]column{}, columns...), personalColumns...)
	}
	name := "phan-anh-" + s.Now().In(s.Calendar.Zone()).Format("2006-01-02")
	make, kind := csvSheet, "csv"
	if r.PostFormValue("format") == "xlsx" {
		make, kind = xlsxSheet, "xlsx"
	}
	w.Header().Set("Content-Type", map[string]string{"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}[kind])
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+kind+`"`)
	if err := s.writeList(r, v, f, columns, personal, make, w); err != nil && r.Context().Err() == nil {
		// The head is out: cut the connection, so that a torn file is not taken for a whole one.
		s.Log.ErrorContext(r.Context(), "export", "err", err)
		panic(http.ErrAbortHandler)
	}
}

func (s *site) writeList(r *http.Request, v visit, f filter, columns []column, personal bool, make func(io.Writer) (listSheet, error), w io.Writer) error {
	out, err := make(w)
	if err != nil {
		return err
	}
	var head []string
	for _, c := range columns {
		head = append(head, s.Texts.Text(v.lang, "console.export."+c.id))
	}
	if err := out.row(head); err != nil {
		return err
	}
	shelf := s.shelf(v.scope, f)
	shelf.Since = time.Time{}
	for after, rows := "", 0; rows < exportMost; {
		cases, next, err := s.exportSome(r, shelf, after, personal)
		if err != nil {
			return err
		}
		for _, c := range cases {
			cells := []string{}
			for _, col := range columns {
				cells = append(cells, col.value(s, v.lang, c))
			}
			if err := out.row(cells); err != nil {
				return err
			}
		}
		if rows += len(cases); next == "" {
			break
		}
		after = next
	}
	return out.close()
}

func (s *site) exportSome(r *http.Request, shelf store.CaseFilter, after string, personal bool) (cases []feedback.Case, next string, err error) {
	err = s.Store.View(r.Context(), func(tx *store.Tx) error {
		cases = nil
		var refs []string
		var err error
		if refs, next, err = tx.CaseRefs(shelf, after, exportPage); err != nil {
			return err
		}
		read := tx.CaseHead
		if personal {
			read = tx.Case
		}
		for _, ref := range refs {
			c, err := read(ref)
			if err != nil {
				return err
			}
			cases = append(cases, c)
		}
		return nil
	})
	return cases, next, err
}

// csvSheet writes CSV with a mark that lets spreadsheets read it as UTF-8. A cell that a spreadsheet would take for a
// formula gets an apostrophe before it.
func csvSheet(w io.Writer) (listSheet, error) {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return listSheet{}, err
	}
	out := csv.NewWriter(w)
	return listSheet{
		row: func(cells []string) error {
			for i, c := range cells {
				cells[i] = safeCell(c)
			}
			return out.Write(cells)
		},
		close: func() error { out.Flush(); return out.Error() },
	}, nil
}

// xlsxSheet writes XLSX. Cells are texts there and never formulas.
func xlsxSheet(w io.Writer) (listSheet, error) {
	book := excelize.NewFile()
	out, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return listSheet{}, err
	}
	n := 0
	return listSheet{
		row: func(cells []string) error {
			n++
			values := make([]any, len(cells))
			for i, c := range cells {
				values[i] = c
			}
			return out.SetRow("A"+strconv.Itoa(n), values)
		},
		close: func() error {
			defer book.Close()
			if err := out.Flush(); err != nil {
				return fmt.Errorf("write sheet: %w", err)
			}
			return book.Write(w)
		},
	}, nil
}
