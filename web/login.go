package web

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"danloi/locales"
	"danloi/store"
)

// consoleLangs are the languages staff work in.
var consoleLangs = []string{locales.Default, "en"}

func consoleSpeaks(lang string) bool { return slices.Contains(consoleLangs, lang) }

// Free tries before the waiting begins. Many officers may share one address.
const (
	freeTriesAccount = 5
	freeTriesAddress = 30
)

type loginView struct{ Login, Next, Lang string }

// loginForm shows the log-in.
func (s *site) loginForm(w http.ResponseWriter, r *http.Request) {
	if _, ok, err := s.whoIs(r); err == nil && ok {
		http.Redirect(w, r, "/console/", http.StatusSeeOther)
		return
	}
	s.showLogin(w, r, http.StatusOK, "")
}

func (s *site) showLogin(w http.ResponseWriter, r *http.Request, status int, fault string) {
	lang := s.loginLang(r)
	s.render(w, r, status, "console-login", page{
		Lang: lang, Title: s.Texts.Text(lang, "console.login.title"), Fault: fault,
		Others: s.consoleChoices(lang, "/console/login"),
		Data:   loginView{Login: r.PostFormValue("login"), Next: safeNext(r.FormValue("next")), Lang: lang},
	})
}

func (s *site) loginLang(r *http.Request) string {
	if asked := r.FormValue("lang"); consoleSpeaks(asked) {
		return asked
	}
	return consoleLangs[0]
}

// login checks login and password. Tries are counted before the check, for the account and for the address, and an
// account that does not exist takes as long as one that does.
func (s *site) login(w http.ResponseWriter, r *http.Request) {
	lang, now := s.loginLang(r), s.Now()
	name := strings.ToLower(strings.TrimSpace(r.PostFormValue("login")))
	account, address := "account "+name, "address "+clientAddress(r)
	if wait := max(s.logins.begin(account, now), s.addresses.begin(address, now)); wait > 0 {
		s.tooMany(w, r, wait, s.waitText(lang, "console.login", wait))
		return
	}
	staff, ok, err := s.authenticate(r.Context(), name, r.PostFormValue("password"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if !ok {
		s.Log.WarnContext(r.Context(), "console log-in refused")
		s.showLogin(w, r, http.StatusUnauthorized, s.Texts.Text(lang, "console.login.wrong"))
		return
	}
	s.logins.succeed(account)
	s.addresses.refund(address)
	if err := s.openSession(r, staff, lang); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, safeNext(r.PostFormValue("next")), http.StatusSeeOther)
}

func (s *site) authenticate(ctx context.Context, login, password string) (staff store.Staff, ok bool, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		staff, err = tx.StaffByLogin(login)
		return err
	})
	hash := staff.PasswordHash
	switch {
	case isNotFound(err) || staff.Disabled:
		hash = ""
	case err != nil:
		return staff, false, err
	}
	ok, err = s.checker.check(ctx, hash, password)
	return staff, ok, err
}

func (s *site) openSession(r *http.Request, staff store.Staff, lang string) error {
	ctx := r.Context()
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, sessionStaff, staff.ID)
	s.sessions.Put(ctx, sessionProof, proofOf(staff))
	s.sessions.Put(ctx, sessionLang, lang)
	return s.audit(ctx, staff, AuditLogin, staff.ID, "")
}

// logout ends the session in the store, not only in the browser.
func (s *site) logout(w http.ResponseWriter, r *http.Request) {
	if err := s.sessions.Destroy(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/console/login", http.StatusSeeOther)
}

func (s *site) tooMany(w http.ResponseWriter, r *http.Request, wait time.Duration, text string) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	s.showLogin(w, r, http.StatusTooManyRequests, text)
}

// waitText says how long to wait: PREFIX.wait_seconds or PREFIX.wait_minutes.
func (s *site) waitText(lang, prefix string, wait time.Duration) string {
	if wait <= time.Minute {
		return s.Texts.Text(lang, prefix+".wait_seconds", "n", int(math.Ceil(wait.Seconds())))
	}
	return s.Texts.Text(lang, prefix+".wait_minutes", "n", int(math.Ceil(wait.Minutes())))
}

// safeNext returns a path of the console to go on to, never another site.
func safeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/console/") ||
		strings.ContainsAny(next, "\\\r\n") || strings.Contains(u.Path, "//") || u.Path == "/console/login" {
		return "/console/"
	}
	return u.EscapedPath()
}

func (s *site) consoleChoices(present, path string) []langChoice {
	var out []langChoice
	for _, tag := range consoleLangs {
		l, _ := s.Texts.Language(tag)
		c := langChoice{Tag: tag, Name: l.Endonym}
		if tag != present {
			c.URL = path + "?lang=" + tag
		}
		out = append(out, c)
	}
	return out
}
