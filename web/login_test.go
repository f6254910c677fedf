package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"danloi/store"
)

func TestPassword(t *testing.T) {
	hash, err := HashPassword(testPassword)
	must(t, err)
	if again, _ := HashPassword(testPassword); again == hash {
		t.Error("two hashes of one password are equal")
	}
	for _, c := range []struct {
		hash, password string
		want           bool
	}{
		{hash, testPassword, true}, {hash, testPassword + " ", false}, {hash, "", false}, {"", testPassword, false},
		{"$argon2id$v=19$m=19456,t=2,p=1$$", testPassword, false},
		{"$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", testPassword, false},
	} {
		if got := CheckPassword(c.hash, c.password); got != c.want {
			t.Errorf("CheckPassword(%q, %q) = %v, want %v", c.hash, c.password, got, c.want)
		}
	}
	if _, err := HashPassword("short"); err != ErrPasswordLength {
		t.Errorf("short password: %v", err)
	}
}

func TestLogin(t *testing.T) {
	h := newHouse(t).fill()
	b := h.browser()
	wrong := url.Values{"login": {"ours"}, "password": {"wrong"}}
	b.post("/console/login", wrong).wants(t, http.StatusUnauthorized, h.Texts.Text("vi", "console.login.wrong"), `value="ours"`)
	a := b.post("/console/login", url.Values{"login": {"OURS "}, "password": {testPassword}, "next": {caseURL(h.refs["lamp"])}, "lang": {"en"}})
	a.wants(t, http.StatusOK, h.refs["lamp"], `lang="en"`)
	b.post("/console/logout", nil).wants(t, http.StatusOK, h.Texts.Text("vi", "console.login.enter"))
	b.get("/console/").wants(t, http.StatusOK, h.Texts.Text("vi", "console.login.enter"))
}

// TestLoginWaits: five tries are free, then the wait grows; an account that does not exist behaves the same.
func TestLoginWaits(t *testing.T) {
	h := newHouse(t).fill()
	for _, login := range []string{"ours", "nobody"} {
		b := h.browser()
		form := url.Values{"login": {login}, "password": {"wrong"}}
		for range freeTriesAccount {
			b.post("/console/login", form).wants(t, http.StatusUnauthorized)
		}
		a := b.post("/console/login", form)
		a.wants(t, http.StatusTooManyRequests)
		if a.header.Get("Retry-After") != "5" {
			t.Errorf("%s: Retry-After %q", login, a.header.Get("Retry-After"))
		}
		h.clock = h.clock.Add(6 * time.Second)
		b.post("/console/login", form).wants(t, http.StatusUnauthorized)
		if a := b.post("/console/login", form); a.header.Get("Retry-After") != "10" {
			t.Errorf("%s: second Retry-After %q", login, a.header.Get("Retry-After"))
		}
	}
	good := url.Values{"login": {"ours"}, "password": {testPassword}}
	h.browser().post("/console/login", good).wants(t, http.StatusTooManyRequests)
	h.clock = h.clock.Add(11 * time.Second)
	h.browser().post("/console/login", good).wants(t, http.StatusOK, h.refs["lamp"])
}

func TestAddressWaits(t *testing.T) {
	h := newHouse(t).fill()
	now := h.clock
	for range freeTriesAddress {
		if wait := h.addresses.begin("address 127.0.0.1", now); wait > 0 {
			t.Fatal("waited too early")
		}
	}
	a := h.browser().post("/console/login", url.Values{"login": {"ours"}, "password": {testPassword}})
	a.wants(t, http.StatusTooManyRequests)
}

// TestSessionEnds: a disabled account and a changed password end a session at once.
func TestSessionEnds(t *testing.T) {
	h := newHouse(t).fill()
	b, other := h.staff("ours"), h.staff("ours")
	a := b.post("/console/password", url.Values{"old": {testPassword}, "new": {"mot hai ba bon"}, "again": {"mot hai ba bon"}})
	a.wants(t, http.StatusOK, h.Texts.Text("vi", "console.password.done"))
	other.get("/console/").wants(t, http.StatusOK, h.Texts.Text("vi", "console.login.enter"))
	must(t, h.Store.Update(context.Background(), func(tx *store.Tx) error {
		m, err := tx.Staff("ours")
		if err != nil {
			return err
		}
		m.Disabled = true
		return tx.PutStaff(m)
	}))
	b.get("/console/").wants(t, http.StatusOK, h.Texts.Text("vi", "console.login.enter"))
	h.browser().post("/console/login", url.Values{"login": {"ours"}, "password": {"mot hai ba bon"}}).wants(t, http.StatusUnauthorized)
}

func TestPasswordRefused(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	for id, form := range map[string]url.Values{
		"wrong":  {"old": {"no"}, "new": {"mot hai ba bon"}, "again": {"mot hai ba bon"}},
		"differ": {"old": {testPassword}, "new": {"mot hai ba bon"}, "again": {"mot hai ba"}},
		"length": {"old": {testPassword}, "new": {"mot"}, "again": {"mot"}},
	} {
		b.post("/console/password", form).wants(t, http.StatusUnprocessableEntity, h.Texts.Text("vi", "console.password."+id, "n", MinPassword))
	}
}

func TestSafeNext(t *testing.T) {
	for next, want := range map[string]string{
		"/console/cases/K7F-4HM3": "/console/cases/K7F-4HM3", "": "/console/", "//evil.example/console/": "/console/",
		"https://evil.example/console/": "/console/", "/track": "/console/", `/console/\evil`: "/console/",
		"/console//evil": "/console/", "/console/login": "/console/",
	} {
		if got := safeNext(next); got != want {
			t.Errorf("safeNext(%q) = %q, want %q", next, got, want)
		}
	}
}

// TestGuard: what every answer carries, and that a form of another site does nothing.
func TestGuard(t *testing.T) {
	h := newHouse(t).fill()
	b := h.staff("ours")
	a := b.get("/console/")
	for name, want := range map[string]string{
		"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow",
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for _, bad := range []string{"<script>", "style=", "onclick", "http://", "https://"} {
		a.lacks(t, bad)
	}
	req, err := http.NewRequest(http.MethodPost, h.server.URL+caseURL(h.refs["lamp"])+"/do/accept", strings.NewReader("version=1"))
	must(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "https://evil.example")
	res, err := b.Do(req)
	must(t, err)
	read(t, res).wants(t, http.StatusForbidden)
	if c := h.load("lamp"); c.Version != 1 {
		t.Error("a form of another site changed the case")
	}
}

func TestClientAddress(t *testing.T) {
	for _, c := range []struct{ remote, forwarded, want string }{
		{"203.0.113.9:1", "198.51.100.1", "203.0.113.9"},
		{"127.0.0.1:1", "10.0.0.1, 198.51.100.1", "198.51.100.1"},
		{"127.0.0.1:1", "", "127.0.0.1"},
		{"[2001:db8:1:2:3:4:5:6]:1", "", "2001:db8:1:2::/64"},
	} {
		r := &http.Request{RemoteAddr: c.remote, Header: http.Header{"X-Forwarded-For": {c.forwarded}}}
		if got := clientAddress(r); got != c.want {
			t.Errorf("clientAddress(%q, %q) = %q, want %q", c.remote, c.forwarded, got, c.want)
		}
	}
}
