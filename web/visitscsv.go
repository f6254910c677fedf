package web

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"danloi/learn"
	"danloi/store"
)

// mostImported is how many visits one file may hold.
const mostImported = 500

// visitColumns are the columns of a file of visits, in any order; note may be missing.
func visitColumns() []string {
	return []string{"kind", "what", "areas", "place", "day", "from", "to", "note"}
}

// importVisits enters the visits of a CSV file, all or none. A fault names its line and column.
func (s *site) importVisits(w http.ResponseWriter, r *http.Request, v visit) {
	refuse := func(id string, pairs ...any) {
		s.showVisits(w, r, v, http.StatusUnprocessableEntity, visitForm{Kind: string(learn.ServiceDay)}, "file", s.Texts.Text(v.lang, id, pairs...))
	}
	file, _, err := r.FormFile("file")
	if err != nil {
		refuse("console.events.no_file")
		return
	}
	defer file.Close()
	visits, line, column := s.readVisits(file, v.staff.ID)
	if column != "" {
		refuse("console.events.bad_line", "line", line, "column", column)
		return
	}
	if len(visits) == 0 {
		refuse("console.events.no_file")
		return
	}
	err = s.Store.Update(r.Context(), func(tx *store.Tx) error {
		for _, visit := range visits {
			if err := s.storeVisit(tx, visit, AuditVisit); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.fail(w, r, fmt.Errorf("import visits: %w", err))
		return
	}
	s.flash(r, s.Texts.Text(v.lang, "console.events.imported", "n", len(visits)))
	http.Redirect(w, r, "/console/events", http.StatusSeeOther)
}

// readVisits reads a file of visits; column is not empty where the file is wrong, with its line.
func (s *site) readVisits(from io.Reader, by string) (visits []learn.Visit, line int, column string) {
	in := csv.NewReader(io.LimitReader(from, maxUpload))
	in.TrimLeadingSpace = true
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil {
		return nil, 1, "csv"
	}
	place := map[string]int{}
	for i, name := range head {
		place[strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "\ufeff"))] = i
	}
	for _, name := range visitColumns() {
		if _, ok := place[name]; !ok && name != "note" {
			return nil, 1, name
		}
	}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return visits, 0, ""
		}
		line, _ = in.FieldPos(0)
		if err != nil || len(visits) == mostImported {
			return nil, line, "csv"
		}
		cell := func(name string) string {
			if i, ok := place[name]; ok && i < len(row) {
				return row[i]
			}
			return ""
		}
		visit, field := s.readVisit(visitForm{
			Kind: cell("kind"), What: cell("what"), Areas: cell("areas"), Place: cell("place"), Day: cell("day"), From: cell("from"),
			To: cell("to"), Note: cell("note"),
		}, by)
		if field != "" {
			return nil, line, field
		}
		visit.ID = newVisitID()
		visits = append(visits, visit)
	}
}
