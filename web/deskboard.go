package web

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"danloi/feedback/figures"
	"danloi/locales"
	"danloi/store"
)

// deskWeeks are the spans that the coordinator may choose, in weeks; the first is the usual one.
var deskWeeks = []int{12, 4, 26, 52}

// sheet is one table of the coordinator's board: on the page, in the spreadsheet and in the CSV.
type sheet struct {
	ID, Title, Note string
	Head            []string
	Rows            []sheetRow
}

// sheetRow is a line: its name, where the name leads, and its numbers.
type sheetRow struct {
	Name, URL string
	Cells     []int
	Late      bool
}

// deskView is the coordinator's board.
type deskView struct {
	Total      figures.UnitLoad
	Spans      []linkView
	Sheets     []sheet
	Trend      trendView
	XLSX, CSV  string
	Publishing int
}

// readWeeks returns the span that was asked for.
func readWeeks(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("weeks"))
	if err != nil || !slices.Contains(deskWeeks, n) {
		return deskWeeks[0]
	}
	return n
}

// desk counts for the coordinator, and makes the tables.
func (s *site) desk(r *http.Request, lang string) (figures.Desk, []sheet, error) {
	now := s.Now()
	from := figures.DayOf(now.AddDate(0, 0, -7*readWeeks(r)), s.Calendar.Zone())
	var d figures.Desk
	err := s.Figures.look(r.Context(), func(l *figures.Ledger, _ time.Time) { d = l.Desk(figures.Query{From: from}, now) })
	if err != nil {
		return d, nil, err
	}
	names := map[string]string{}
	err = s.Store.View(r.Context(), func(tx *store.Tx) error {
		return tx.EachStaff(func(m store.Staff) error { names[m.ID] = m.Name; return nil })
	})
	return d, s.sheets(lang, d, names), err
}

// sheets words what was counted.
func (s *site) sheets(lang string, d figures.Desk, names map[string]string) []sheet {
	make := func(id string, columns ...string) sheet {
		sh := sheet{ID: id, Title: s.Texts.Text(lang, "desk_board."+id), Note: s.Texts.Text(lang, "desk_board."+id+"_note")}
		for _, c := range columns {
			sh.Head = append(sh.Head, s.Texts.Text(lang, "desk_board.col."+c))
		}
		return sh
	}
	units := make("units", "unit", "working", "late", "late_accept", "waiting", "urgent", "oldest", "received", "declined", "passed", "reopened")
	for _, u := range d.Units {
		units.Rows = append(units.Rows, sheetRow{
			Name: s.unitName(u.Unit, lang), URL: "/console/?unit=" + string(u.Unit), Late: u.Late > 0,
			Cells: []int{u.Working, u.Late, u.LateToAccept, u.Waiting, u.Urgent, u.Oldest, u.Received, u.Declined, u.PassedOn, u.Reopened},
		})
	}
	weeks := make("weeks", "week", "received", "ended", "missed")
	for _, w := range slices.Backward(d.Weeks) {
		weeks.Rows = append(weeks.Rows, sheetRow{Name: locales.Date(w.Monday.Time(s.Calendar.Zone())), Cells: []int{w.Received, w.Ended, w.Missed}})
	}
	stuck := make("stuck", "step", "cases")
	for _, st := range d.Stuck {
		title, url := s.stepTitle(lang, st)
		stuck.Rows = append(stuck.Rows, sheetRow{Name: title, URL: url, Cells: []int{st.N}})
	}
	reasons := make("reasons", "reason", "cases")
	for _, c := range d.Reasons {
		name := c.ID
		if id := "console.reason." + c.ID; s.Texts.Has(locales.Default, id) {
			name = s.Texts.Text(lang, id)
		}
		reasons.Rows = append(reasons.Rows, sheetRow{Name: name, Cells: []int{c.N}})
	}
	staff := make("staff", "name", "working", "late", "waiting")
	for _, m := range d.Staff {
		staff.Rows = append(staff.Rows, sheetRow{Name: s.whoText(lang, m.ID, names), Cells: []int{m.Working, m.Late, m.Waiting}, Late: m.Late > 0})
	}
	return []sheet{units, weeks, stuck, reasons, staff}
}

// stepTitle words where in a guide somebody came to a halt.
func (s *site) stepTitle(lang string, st figures.Stuck) (title, url string) {
	g, ok := s.Library().Guide(st.Guide)
	if !ok {
		return st.Guide + ": " + st.Step, ""
	}
	words, _ := g.In(lang)
	title = words.Title
	for _, step := range words.Steps {
		if step.ID == st.Step {
			title += ": " + step.Title
		}
	}
	return title, "/g/" + st.Guide
}

// deskBoard shows the coordinator what is late and where, and where people come to a halt.
func (s *site) deskBoard(w http.ResponseWriter, r *http.Request, v visit) {
	d, sheets, err := s.desk(r, v.lang)
	if s.deskFault(w, r, v, err) {
		return
	}
	weeks := strconv.Itoa(readWeeks(r))
	view := deskView{
		Total: d.Total, Sheets: sheets, Trend: s.deskTrend(v.lang, d.Weeks),
		XLSX: "/console/board.xlsx?weeks=" + weeks, CSV: "/console/board.csv?weeks=" + weeks,
	}
	for _, n := range deskWeeks {
		link := linkView{Name: s.Texts.Text(v.lang, "desk_board.span", "n", n)}
		if n != readWeeks(r) {
			link.URL = "/console/board?weeks=" + strconv.Itoa(n)
		}
		view.Spans = append(view.Spans, link)
	}
	s.console(w, r, v, http.StatusOK, "console-board", page{Title: s.Texts.Text(v.lang, "desk_board.title"), Nav: "board", Data: view})
}

func (s *site) deskFault(w http.ResponseWriter, r *http.Request, v visit, err error) bool {
	switch {
	case err == nil:
		return false
	case errors.Is(err, errNotCounted):
		w.Header().Set("Retry-After", "10")
		s.console(w, r, v, http.StatusServiceUnavailable, "console-message", page{
			Title: s.Texts.Text(v.lang, "desk_board.title"), Nav: "board", Data: s.Texts.Text(v.lang, "board.soon"),
		})
	default:
		s.fail(w, r, err)
	}
	return true
}

// deskTrend draws what came in by week.
func (s *site) deskTrend(lang string, weeks []figures.WeekLoad) trendView {
	v := trendView{Title: s.Texts.Text(lang, "desk_board.trend"), Desc: s.Texts.Text(lang, "desk_board.trend_desc"), Height: trendHeight}
	most := 0
	for _, w := range weeks {
		most = max(most, w.Received)
	}
	v.Width = max(len(weeks), trendColumns/2) * (trendColumn + trendGap)
	for i, w := range weeks {
		day := locales.Date(w.Monday.Time(s.Calendar.Zone()))
		col := columnView{
			X: i*(trendColumn+trendGap) + trendGap/2, Width: trendColumn,
			Label: s.Texts.Text(lang, "desk_board.column", "date", day, "received", w.Received, "ended", w.Ended, "missed", w.Missed),
		}
		if most > 0 {
			col.Height = w.Received * trendHeight / most
			col.Y = trendHeight - col.Height
		}
		v.Columns = append(v.Columns, col)
	}
	v.Top = strconv.Itoa(most)
	if len(weeks) > 0 {
		v.First, v.Last = locales.Date(weeks[0].Monday.Time(s.Calendar.Zone())), locales.Date(weeks[len(weeks)-1].Monday.Time(s.Calendar.Zone()))
	}
	return v
}

// deskCSV gives the tables of the board in one file, one below the other.
func (s *site) deskCSV(w http.ResponseWriter, r *http.Request, v visit) {
	_, sheets, err := s.desk(r, v.lang)
	if s.deskFault(w, r, v, err) {
		return
	}
	var rows [][]string
	for _, sh := range sheets {
		rows = append(rows, []string{sh.Title}, sh.Head)
		for _, row := range sh.Rows {
			line := []string{row.Name}
			for _, n := range row.Cells {
				line = append(line, strconv.Itoa(n))
			}
			rows = append(rows, line)
		}
		rows = append(rows, []string{""})
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="dan-loi-board.csv"`)
	_, _ = w.Write(writeCSV(rows)) // the reader is gone when this fails
}

// deskXLSX gives the tables of the board as a workbook, a sheet for each.
func (s *site) deskXLSX(w http.ResponseWriter, r *http.Request, v visit) {
	_, sheets, err := s.desk(r, v.lang)
	if s.deskFault(w, r, v, err) {
		return
	}
	data, err := workbook(sheets)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="dan-loi-board.xlsx"`)
	_, _ = w.Write(data) // the reader is gone when this fails
}

// workbook packs tables into a file of Excel's. Names are texts there, never formulas.
func workbook(sheets []sheet) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	for i, sh := range sheets {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", sh.ID); err != nil {
				return nil, err
			}
		} else if _, err := f.NewSheet(sh.ID); err != nil {
			return nil, err
		}
		out, err := f.NewStreamWriter(sh.ID)
		if err != nil {
			return nil, err
		}
		lines := [][]any{{sh.Title}, anys(sh.Head)}
		for _, row := range sh.Rows {
			lines = append(lines, append([]any{row.Name}, anys(row.Cells)...))
		}
		for n, line := range lines {
			if err := out.SetRow("A"+strconv.Itoa(n+1), line); err != nil {
				return nil, err
			}
		}
		if err := out.Flush(); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}
