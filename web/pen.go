package web

import (
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"danloi/feedback"
	"danloi/store"
)

// The pen holds mails to the cases' addresses that were not acted upon. A coordinator reads them, hands one to a case as
// a note, or discards it.

// What the audit trail says of the pen.
const (
	AuditPenRead    = "read_pen"
	AuditPenHanded  = "handed_pen"
	AuditPenDropped = "dropped_pen"
)

const penMost = 200

type penRow struct{ URL, At, Why, Ref, Files string }

type penView struct {
	ID, At, Why, Ref, From, Subject, Text, Sender string
	Files                                         int
	Fault                                         string
}

// penPage lists what lies in the pen, without what is written there.
func (s *site) penPage(w http.ResponseWriter, r *http.Request, v visit) {
	var rows []penRow
	err := s.Store.View(r.Context(), func(tx *store.Tx) error {
		list, err := tx.Pens(penMost)
		rows = nil
		for _, p := range list {
			rows = append(rows, penRow{URL: "/console/pen/" + p.ID, At: moment(p.At), Why: s.penWhy(v.lang, p.Why), Ref: p.Ref})
		}
		return err
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.console(w, r, v, http.StatusOK, "console-pen", page{Title: s.Texts.Text(v.lang, "mail.pen.title"), Nav: "pen", Data: rows})
}

func (s *site) penWhy(lang, why string) string { return s.Texts.Text(lang, "mail.pen.why_"+why) }

// penLetter shows one mail and leaves an audit line.
func (s *site) penLetter(w http.ResponseWriter, r *http.Request, v visit) {
	s.showPenned(w, r, v, http.StatusOK, "")
}

func (s *site) showPenned(w http.ResponseWriter, r *http.Request, v visit, status int, fault string) {
	var p store.Penned
	name := ""
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		if p, err = tx.Pen(r.PathValue("id")); err != nil || p.Staff == "" {
			return err
		}
		m, err := tx.Staff(p.Staff)
		if isNotFound(err) {
			err = nil
		}
		name = s.whoText(v.lang, p.Staff, map[string]string{p.Staff: m.Name})
		return err
	})
	if isNotFound(err) {
		s.notThere(w, r, v)
		return
	}
	if err == nil {
		err = s.audit(r.Context(), v.staff, AuditPenRead, p.Ref, "")
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	ref := p.Ref
	if typed := strings.TrimSpace(r.PostFormValue("ref")); typed != "" {
		ref = typed
	}
	s.console(w, r, v, status, "console-penned", page{
		Title: s.Texts.Text(v.lang, "mail.pen.one"), Nav: "pen", Fault: fault,
		Data: penView{
			ID: p.ID, At: moment(p.At), Why: s.penWhy(v.lang, p.Why), Ref: ref, From: p.From, Subject: p.Subject, Text: p.Text, Files: p.Files,
			Sender: name, Fault: fault,
		},
	})
}

// penHand puts a mail into the story of a case as a note. Mail and note change in one transaction, so two clicks make one note.
func (s *site) penHand(w http.ResponseWriter, r *http.Request, v visit) {
	id := r.PathValue("id")
	c, ok, err := s.caseFor(r, v.scope, r.PostFormValue("ref"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if !ok {
		s.showPenned(w, r, v, http.StatusUnprocessableEntity, s.Texts.Text(v.lang, "mail.pen.no_case"))
		return
	}
	note, err := s.penNote(r, v, id)
	if err == nil {
		_, err = s.ActOnce(r.Context(), v.staff, c.Ref, feedback.Action{Kind: feedback.DoNote, Text: note}, nil, func(tx *store.Tx) error {
			if _, err := tx.Pen(id); err != nil {
				return err
			}
			if err := tx.DropPen(id); err != nil {
				return err
			}
			return tx.Audit(store.AuditLine{At: s.Now(), Who: v.staff.ID, Did: AuditPenHanded, What: c.Ref})
		})
	}
	switch {
	case isNotFound(err):
		s.notThere(w, r, v)
	case errors.Is(err, feedback.ErrTooMany):
		s.showPenned(w, r, v, http.StatusUnprocessableEntity, s.Texts.Text(v.lang, "console.error.too_many"))
	case errors.Is(err, store.ErrForgotten):
		s.showPenned(w, r, v, http.StatusUnprocessableEntity, s.Texts.Text(v.lang, "console.error.forgotten"))
	case err != nil:
		s.fail(w, r, err)
	default:
		s.flash(r, s.Texts.Text(v.lang, "mail.pen.handed", "ref", c.Ref))
		http.Redirect(w, r, caseURL(c.Ref), http.StatusSeeOther)
	}
}

// penNote is the mail as a note: who seems to have sent it, and as much of it as a note takes.
func (s *site) penNote(r *http.Request, v visit, id string) (string, error) {
	var p store.Penned
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		p, err = tx.Pen(id)
		return err
	})
	text := s.Texts.Text(v.lang, "mail.pen.note", "from", p.From, "at", moment(p.At)) + "\n\n" + strings.TrimSpace(p.Subject+"\n\n"+p.Text)
	if utf8.RuneCountInString(text) > feedback.MaxText {
		text = string([]rune(text)[:feedback.MaxText])
	}
	return text, err
}

// penDrop discards a mail.
func (s *site) penDrop(w http.ResponseWriter, r *http.Request, v visit) {
	err := s.Store.Update(r.Context(), func(tx *store.Tx) error {
		p, err := tx.Pen(r.PathValue("id"))
		if err != nil {
			return err
		}
		if err := tx.DropPen(p.ID); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: s.Now(), Who: v.staff.ID, Did: AuditPenDropped, What: p.Ref})
	})
	switch {
	case isNotFound(err):
		s.notThere(w, r, v)
	case err != nil:
		s.fail(w, r, err)
	default:
		s.flash(r, s.Texts.Text(v.lang, "mail.pen.dropped"))
		http.Redirect(w, r, "/console/pen", http.StatusSeeOther)
	}
}
