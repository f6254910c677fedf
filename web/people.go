package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"danloi/feedback"
	"danloi/store"
)

type personView struct {
	Name, Login, Role string
	Units             []string
	Email             string
	Head, Telegram    bool // Telegram: an account is bound
	Disabled          bool
}

// people lists the staff.
func (s *site) people(w http.ResponseWriter, r *http.Request, v visit) {
	var rows []personView
	err := s.Store.View(r.Context(), func(tx *store.Tx) error {
		rows = nil
		return tx.EachStaff(func(m store.Staff) error {
			rows = append(rows, s.personView(v.lang, m))
			return nil
		})
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	slices.SortFunc(rows, func(a, b personView) int { return cmp.Compare(a.Name, b.Name) })
	s.console(w, r, v, http.StatusOK, "console-people", page{
		Title: s.Texts.Text(v.lang, "console.people.title"), Nav: "people", Data: rows,
	})
}

func (s *site) personView(lang string, m store.Staff) personView {
	p := personView{Name: m.Name, Login: m.Login, Disabled: m.Disabled, Role: m.Role, Email: m.Email, Head: m.Head, Telegram: m.Telegram != ""}
	if m.Role == RoleOfficer || m.Role == RoleCoordinator || m.Role == RoleTrainer {
		p.Role = s.Texts.Text(lang, "console.role."+m.Role)
	}
	for _, u := range m.Units {
		p.Units = append(p.Units, s.unitName(feedback.Unit(u), lang))
	}
	return p
}

// passwordForm shows the form for a new password of one's own.
func (s *site) passwordForm(w http.ResponseWriter, r *http.Request, v visit) {
	s.showPassword(w, r, v, http.StatusOK, "")
}

func (s *site) showPassword(w http.ResponseWriter, r *http.Request, v visit, status int, fault string) {
	s.console(w, r, v, status, "console-password", page{
		Title: s.Texts.Text(v.lang, "console.password.title"), Fault: fault, Data: MinPassword,
	})
}

// password changes one's own password. All other sessions of the account end with it.
func (s *site) password(w http.ResponseWriter, r *http.Request, v visit) {
	now, account := s.Now(), "account "+v.staff.Login
	if wait := s.logins.begin(account, now); wait > 0 {
		s.showPassword(w, r, v, http.StatusTooManyRequests, s.waitText(v.lang, "console.login", wait))
		return
	}
	ok, err := s.checker.check(r.Context(), v.staff.PasswordHash, r.PostFormValue("old"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if !ok {
		s.showPassword(w, r, v, http.StatusUnprocessableEntity, s.Texts.Text(v.lang, "console.password.wrong"))
		return
	}
	s.logins.succeed(account)
	if r.PostFormValue("new") != r.PostFormValue("again") {
		s.showPassword(w, r, v, http.StatusUnprocessableEntity, s.Texts.Text(v.lang, "console.password.differ"))
		return
	}
	switch err := s.setPassword(r, v.staff.ID, r.PostFormValue("new")); {
	case errors.Is(err, ErrPasswordLength):
		s.showPassword(w, r, v, http.StatusUnprocessableEntity, s.Texts.Text(v.lang, "console.password.length", "n", MinPassword))
	case err != nil:
		s.fail(w, r, err)
	default:
		s.flash(r, s.Texts.Text(v.lang, "console.password.done"))
		http.Redirect(w, r, "/console/", http.StatusSeeOther)
	}
}

func (s *site) setPassword(r *http.Request, id, password string) error {
	ctx := r.Context()
	var hash string
	var err error
	if busy := s.checker.do(ctx, func() { hash, err = HashPassword(password) }); busy != nil || err != nil {
		return errors.Join(busy, err)
	}
	line := store.AuditLine{At: s.Now(), Who: id, Did: AuditPassword, What: id}
	var staff store.Staff
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		if staff, err = tx.Staff(id); err != nil {
			return err
		}
		staff.PasswordHash = hash
		if err := tx.PutStaff(staff); err != nil {
			return err
		}
		return tx.Audit(line)
	})
	if err != nil {
		return err
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, sessionProof, proofOf(staff))
	return nil
}

const auditPageSize = 100

type auditView struct {
	Rows  []auditRow
	Next  string
	First bool
}

type auditRow struct{ At, Who, Did, What, Unit string }

// auditPage shows the trail, the newest lines first.
func (s *site) auditPage(w http.ResponseWriter, r *http.Request, v visit) {
	var before time.Time
	if n, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64); err == nil && n > 0 {
		before = time.Unix(0, n)
	}
	var lines []store.AuditLine
	names := map[string]string{}
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		if lines, err = tx.AuditLines(before, auditPageSize+1); err != nil {
			return err
		}
		return tx.EachStaff(func(m store.Staff) error { names[m.ID] = m.Name; return nil })
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	view := auditView{First: before.IsZero()}
	if len(lines) > auditPageSize {
		lines = lines[:auditPageSize]
		view.Next = "/console/audit?before=" + strconv.FormatInt(lines[len(lines)-1].At.UnixNano(), 10)
	}
	for _, l := range lines {
		view.Rows = append(view.Rows, s.auditRow(v.lang, l, names))
	}
	s.console(w, r, v, http.StatusOK, "console-audit", page{
		Title: s.Texts.Text(v.lang, "console.audit.title"), Nav: "audit", Data: view,
	})
}

func (s *site) auditRow(lang string, l store.AuditLine, names map[string]string) auditRow {
	row := auditRow{At: moment(l.At), Who: s.whoText(lang, l.Who, names), Did: l.Did, What: l.What, Unit: s.unitName(feedback.Unit(l.Unit), lang)}
	if key := "console.audit.did." + l.Did; s.Texts.Has(consoleLangs[0], key) {
		row.Did = s.Texts.Text(lang, key)
	}
	if n := names[l.What]; n != "" {
		row.What = n
	}
	return row
}
