package web

import (
	"net/http"
	"slices"

	"danloi/feedback"
	"danloi/notify"
	"danloi/store"
)

// What the audit trail says of Telegram and webhooks.
const (
	AuditCode        = "made_code"
	AuditUnbound     = "unbound_telegram"
	AuditGroupGone   = "unbound_group"
	AuditHookEnabled = "enabled_webhook"
)

// reachCode makes a code for one's own account, or with a unit for its group.
func (s *site) reachCode(w http.ResponseWriter, r *http.Request, v visit) {
	unit := feedback.Unit(r.PostFormValue("unit"))
	if unit != "" && !s.leads(v, unit) {
		s.notThere(w, r, v)
		return
	}
	code := ""
	err := s.Store.Update(r.Context(), func(tx *store.Tx) (err error) {
		if code, err = notify.NewCode(tx, s.Store.Sign, v.staff.ID, unit, s.Now()); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: s.Now(), Who: v.staff.ID, Did: AuditCode, What: v.staff.ID, Unit: string(unit)})
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	text := "mail.reach.code_private"
	if unit != "" {
		text = "mail.reach.code_group"
	}
	s.showReach(w, r, v, http.StatusOK, "", s.Texts.Text(v.lang, text, "code", code))
}

// leads reports whether somebody decides about the group of a unit: its head, or a coordinator.
func (s *site) leads(v visit, u feedback.Unit) bool {
	return s.Directory.HasUnit(u) && (v.scope.all || v.staff.Head && slices.Contains(v.staff.Units, string(u)))
}

// reachUnbind takes one's own account away.
func (s *site) reachUnbind(w http.ResponseWriter, r *http.Request, v visit) {
	s.reachChange(w, r, v, func(tx *store.Tx) error {
		m, err := tx.Staff(v.staff.ID)
		if err != nil {
			return err
		}
		m.Telegram = ""
		if err := tx.PutStaff(m); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: s.Now(), Who: m.ID, Did: AuditUnbound, What: m.ID})
	})
}

// reachGroup ends what goes to the group of a unit.
func (s *site) reachGroup(w http.ResponseWriter, r *http.Request, v visit) {
	unit := feedback.Unit(r.PostFormValue("unit"))
	if !s.leads(v, unit) {
		s.notThere(w, r, v)
		return
	}
	s.reachChange(w, r, v, func(tx *store.Tx) error {
		if err := notify.DropGroup(tx, unit); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: s.Now(), Who: v.staff.ID, Did: AuditGroupGone, Unit: string(unit)})
	})
}

// reachHook switches a webhook on again.
func (s *site) reachHook(w http.ResponseWriter, r *http.Request, v visit) {
	s.reachChange(w, r, v, func(tx *store.Tx) error {
		name := r.PostFormValue("name")
		all, err := notify.HookStates(tx)
		if err != nil || !slices.ContainsFunc(all, func(h notify.HookState) bool { return h.Name == name }) {
			return err
		}
		if err := notify.EnableHook(tx, name); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: s.Now(), Who: v.staff.ID, Did: AuditHookEnabled, What: name})
	})
}

func (s *site) reachChange(w http.ResponseWriter, r *http.Request, v visit, change func(*store.Tx) error) {
	if err := s.Store.Update(r.Context(), change); err != nil {
		s.fail(w, r, err)
		return
	}
	s.flash(r, s.Texts.Text(v.lang, "mail.reach.done"))
	http.Redirect(w, r, "/console/reach", http.StatusSeeOther)
}

// hookRows are the webhooks that fail, for coordinators.
func (s *site) hookRows(tx *store.Tx, v visit) (rows []hookRow, err error) {
	if !v.scope.all {
		return nil, nil
	}
	all, err := notify.HookStates(tx)
	for _, h := range all {
		id, at := "mail.reach.hook_failing", h.Failing
		if !h.Disabled.IsZero() {
			id, at = "mail.reach.hook_off", h.Disabled
		}
		rows = append(rows, hookRow{Name: h.Name, Text: s.Texts.Text(v.lang, id, "name", h.Name, "at", moment(at), "status", h.Status)})
	}
	return rows, err
}
