package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"danloi/store"
)

// The roles of staff. An officer sees the cases of their units; a coordinator sees those of all units, the staff and
// the audit trail; a trainer holds classes and sees no cases.
const (
	RoleOfficer     = store.RoleOfficer
	RoleCoordinator = store.RoleCoordinator
	RoleTrainer     = store.RoleTrainer
)

// What the audit trail says of the console, beside the kinds of feedback's actions.
const (
	AuditLogin    = "login"
	AuditPassword = "changed_password"
	AuditContact  = "saw_contact"
	AuditFile     = "saw_file"
	AuditFiledFor = "filed_for"
	AuditExported = "exported_personal"
)

// What a session remembers.
const (
	sessionStaff = "staff"
	sessionProof = "proof"
	sessionLang  = "lang"
	sessionFlash = "flash"
)

// visit is one request of somebody who is logged in.
type visit struct {
	staff store.Staff
	scope scope
	lang  string
}

// staffHandler is a handler of the console behind the log-in.
type staffHandler func(http.ResponseWriter, *http.Request, visit)

// loggedIn lets only staff pass; others are sent to the log-in. The account is read anew each time, so that one that
// was disabled, or whose password changed, is out at once.
func (s *site) loggedIn(next staffHandler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		staff, ok, err := s.whoIs(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if !ok {
			s.toLogin(w, r)
			return
		}
		lang := s.staffLang(r)
		next(w, r, visit{staff: staff, scope: scopeOf(staff, s.Directory.Office()), lang: lang})
	})
}

func (s *site) whoIs(r *http.Request) (staff store.Staff, ok bool, err error) {
	id := s.sessions.GetString(r.Context(), sessionStaff)
	if id == "" {
		return staff, false, nil
	}
	err = s.Store.View(r.Context(), func(tx *store.Tx) error {
		staff, err = tx.Staff(id)
		return err
	})
	if isNotFound(err) {
		return staff, false, nil
	}
	if err != nil {
		return staff, false, err
	}
	fresh := s.sessions.GetString(r.Context(), sessionProof) == proofOf(staff)
	return staff, fresh && !staff.Disabled, nil
}

// proofOf ties a session to the password it was opened with.
func proofOf(staff store.Staff) string {
	sum := sha256.Sum256([]byte(staff.PasswordHash))
	return hex.EncodeToString(sum[:8])
}

// staffLang returns the language of the console for this session. A ?lang= in the address changes it for good,
// but for a preview, where it is the language of the citizen.
func (s *site) staffLang(r *http.Request) string {
	if asked := r.URL.Query().Get("lang"); consoleSpeaks(asked) && !strings.HasPrefix(r.URL.Path, previewBase) {
		s.sessions.Put(r.Context(), sessionLang, asked)
		return asked
	}
	if kept := s.sessions.GetString(r.Context(), sessionLang); consoleSpeaks(kept) {
		return kept
	}
	return consoleLangs[0]
}

func (s *site) toLogin(w http.ResponseWriter, r *http.Request) {
	to := "/console/login"
	if r.Method == http.MethodGet && r.URL.Path != "/console/" {
		to += "?next=" + r.URL.EscapedPath()
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// console renders a page of the console for somebody who is logged in.
func (s *site) console(w http.ResponseWriter, r *http.Request, v visit, status int, name string, p page) {
	p.Lang, p.Me = v.lang, &me{Name: v.staff.Name, Role: v.staff.Role}
	if p.Flash == "" {
		p.Flash = s.sessions.PopString(r.Context(), sessionFlash)
	}
	if r.Method == http.MethodGet {
		p.Others = s.consoleChoices(v.lang, r.URL.EscapedPath())
	}
	s.render(w, r, status, name, p)
}

// flash shows a text on the next page.
func (s *site) flash(r *http.Request, text string) { s.sessions.Put(r.Context(), sessionFlash, text) }
