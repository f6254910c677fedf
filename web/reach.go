package web

import (
	"net/http"
	"net/mail"
	"slices"
	"strings"

	"danloi/feedback"
	"danloi/notify"
	"danloi/store"
)

// AuditMailbox is what the audit trail says of a changed mailbox.
const AuditMailbox = "set_mailbox"

type reachView struct {
	Email   string
	Boxes   []boxRow
	Units   []option
	Address string
	Bound   bool // the visitor's Telegram account
	Code    string
	Groups  []option // units whose group the visitor may bind; Chosen says that there is one
	Hooks   []hookRow
}

type hookRow struct{ Name, Text string }

type boxRow struct{ Unit, Email string }

// reachPage shows how somebody and their units hear of cases.
func (s *site) reachPage(w http.ResponseWriter, r *http.Request, v visit) {
	s.showReach(w, r, v, http.StatusOK, "", "")
}

func (s *site) showReach(w http.ResponseWriter, r *http.Request, v visit, status int, fault, code string) {
	view := reachView{Email: v.staff.Email, Address: r.PostFormValue("email"), Bound: v.staff.Telegram != "", Code: code}
	var err error
	err = s.Store.View(r.Context(), func(tx *store.Tx) error {
		view.Boxes, view.Units, view.Groups = nil, nil, nil
		if view.Hooks, err = s.hookRows(tx, v); err != nil {
			return err
		}
		units, err := s.staffedUnits(tx, v)
		if err != nil {
			return err
		}
		for _, u := range units {
			name := s.unitName(u, v.lang)
			view.Units = append(view.Units, option{Value: string(u), Name: name, Chosen: string(u) == r.PostFormValue("unit")})
			has, err := notify.GroupOf(tx, u)
			if err != nil {
				return err
			}
			if v.scope.all || v.staff.Head {
				view.Groups = append(view.Groups, option{Value: string(u), Name: name, Chosen: has})
			}
			email, err := notify.Mailbox(tx, u)
			if err != nil {
				return err
			}
			if email != "" {
				view.Boxes = append(view.Boxes, boxRow{Unit: name, Email: email})
			}
		}
		return nil
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.console(w, r, v, status, "console-reach", page{Title: s.Texts.Text(v.lang, "mail.reach.title"), Nav: "reach", Fault: fault, Data: view})
}

// staffedUnits are the units that somebody works for, in order: of a coordinator all of them, else one's own.
func (s *site) staffedUnits(tx *store.Tx, v visit) ([]feedback.Unit, error) {
	var units []feedback.Unit
	err := tx.EachStaff(func(m store.Staff) error {
		if v.scope.all || m.ID == v.staff.ID {
			for _, u := range m.Units {
				units = append(units, feedback.Unit(u))
			}
		}
		return nil
	})
	slices.Sort(units)
	return slices.Compact(units), err
}

// reachMailbox gives a unit a shared mailbox or takes it away.
func (s *site) reachMailbox(w http.ResponseWriter, r *http.Request, v visit) {
	unit, email := feedback.Unit(r.PostFormValue("unit")), strings.TrimSpace(r.PostFormValue("email"))
	if a, err := mail.ParseAddress(email); email != "" && (err != nil || a.Address != email) {
		s.showReach(w, r, v, http.StatusUnprocessableEntity, s.Texts.Text(v.lang, "mail.reach.bad"), "")
		return
	}
	if !s.Directory.HasUnit(unit) {
		s.showReach(w, r, v, http.StatusUnprocessableEntity, s.Texts.Text(v.lang, "mail.reach.no_unit"), "")
		return
	}
	err := s.Store.Update(r.Context(), func(tx *store.Tx) error {
		if err := notify.SetMailbox(tx, unit, email); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: s.Now(), Who: v.staff.ID, Did: AuditMailbox, Unit: string(unit)})
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.flash(r, s.Texts.Text(v.lang, "mail.reach.saved"))
	http.Redirect(w, r, "/console/reach", http.StatusSeeOther)
}
